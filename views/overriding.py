"""Overriding: a member insists on an applicant, in or out, with the reason, once the price is known."""

import streamlit as st

import records
from intake import InputError
from locales import Decimals, Message, Text, message
from records import Docket, Draft, Into, KeptOutcome
from views import states
from views.acts import act, confirmed
from views.figures import figures
from views.headings import heading
from views.kept import Kept
from views.proposal import into, moves
from views.visit import Visit
from views.voting import LONGEST
from views.worked import rebuilt, worked_out


def draw(visit: Visit, docket: Docket) -> None:
    """Draw the form of a lock, its price when it was asked for, and the button that proposes it."""
    kept = Kept(visit, f"decision:{docket.id}:insist")
    form, price = st.columns([2, 3])
    try:
        with form:
            chosen = _form(visit, docket, kept)
        with price:
            _price(visit, docket, kept, chosen)
    except InputError as error:
        states.refused(visit, error)


def _form(visit: Visit, docket: Docket, kept: Kept) -> tuple[str, Into, str]:
    outcome = rebuilt(visit, docket.outcome)
    called = outcome.table["name"].to_dict()
    way = kept.segments("into", message("Insist that an applicant is"), {"in": into("in"), "out": into("out")}, "in")
    inside = set(docket.reached.awards)
    offered: dict[str, Text] = {
        str(each): f"{name} ({each})" for each, name in sorted(called.items()) if (each in inside) != (way == "in")
    }
    applicant = kept.choice(f"applicant {way}", message("Applicant"), offered) or ""
    reason = kept.area("reason", message("Reason (needed; it is kept with your name)"), max_chars=LONGEST, height=120)
    asked = f"{way} {applicant} {docket.proposal}"
    if st.button(
        visit.mark(message("Work out the price")),
        key="price",
        type="primary",
        icon=":material/calculate:",
        disabled=not (applicant and reason.strip()),
    ):
        kept.put(asked=asked)
        st.rerun()
    return applicant, "in" if way == "in" else "out", reason


def _price(visit: Visit, docket: Docket, kept: Kept, chosen: tuple[str, Into, str]) -> None:
    applicant, way, reason = chosen
    heading(visit, message("What it costs"))
    if kept.get("asked") != f"{way} {applicant} {docket.proposal}" or not reason.strip():
        st.text(
            visit.say(
                message("The best plan with it is worked out first, so that everybody sees what is given up for it.")
            )
        )
        return
    own = records.own_scenario(docket.id)
    draft = records.draft_lock(visit.store, visit.who, docket.version, applicant, way, reason, own)
    after = worked_out(visit, docket.version.round, draft.scenario)
    if after is not None:
        _known(visit, docket, kept, draft, after)


def _known(visit: Visit, docket: Docket, kept: Kept, draft: Draft, after: KeptOutcome) -> None:
    price = records.price_between(visit.store, visit.who, docket.outcome, after)
    figures(visit, [(message("price of the lock"), records.price_said(price))])
    if after.status not in ("optimal", "feasible"):
        st.error(visit.mark(message("With it no plan exists under the rules, so it cannot be proposed.")))
        return
    one, other = docket.reached, records.what_was_reached(visit.store, visit.who, after)
    if one.value is not None and other.value is not None:
        said = message(
            "{before} without it, {after} with it",
            before=Decimals(float(one.value), 3),
            after=Decimals(float(other.value), 3),
        )
        st.caption(visit.mark(said))
    before, now = set(one.awards), set(other.awards)
    moves(visit, rebuilt(visit, docket.outcome), sorted(now - before), sorted(before - now))
    follows = message(
        "Your lock, its reason, its price and your name are kept for good, and what comes of it is proposed in the "
        "place of proposal {number}: all votes and signatures begin anew.",
        number=str(docket.proposal),
    )
    of = f"{docket.id} {docket.proposal} {draft.applicant} {draft.into} {draft.reason}"
    if confirmed(visit, "insist", message("Insist at this price"), follows, icon=":material/lock:", of=of):

        def insist() -> Message:
            made, _ = records.override(visit.store, visit.who, docket.id, draft, docket.outcome, after)
            return message("Proposal {number} is on the table now.", number=str(made.number))

        act(visit, insist, kept)
