"""Proposal: what is to be decided – its figures, who is in, the locks with reason and price, what it changes."""

import pandas as pd
import streamlit as st

import records
import reports
from intake import InputError
from locales import Decimals, Message, Money, Text, message
from optimizer import labels
from records import Docket
from scenarios import Outcome
from views import states
from views.figures import figures
from views.headings import heading
from views.moments import when
from views.people import named, names
from views.tables import table
from views.visit import Visit
from views.worked import rebuilt

HEIGHT = 330


def draw(visit: Visit, docket: Docket) -> None:
    """Draw what is proposed, or was adopted."""
    try:
        outcome = rebuilt(visit, docket.outcome)
    except InputError as error:
        states.refused(visit, error)
        return
    _figures(visit, outcome, docket)
    inside, beside = st.columns([3, 2])
    with inside:
        heading(visit, message("Who is funded"))
        funded(visit, outcome)
    with beside:
        _about(visit, docket)
        locks(visit, docket)
        _changed(visit, docket, outcome)


def _figures(visit: Visit, outcome: Outcome, docket: Docket) -> None:
    """The figures of an outcome in one row, and how sure it is."""
    awards = outcome.plan.awards
    shown: list[tuple[Text, Text]] = [
        (message("libraries funded"), len(awards)),
        (message("grant"), Money(docket.reached.cost)),
        (message("computers"), int(awards["computers"].sum())),
        (message("value (points)"), Decimals(float(outcome.total("value")), 3)),
    ]
    figures(visit, shown)
    st.caption(visit.mark(reports.status(outcome.plan)))


def funded(visit: Visit, outcome: Outcome) -> None:
    """Who is in, best rank first."""
    say = visit.say
    words = {thing: say(label) for thing, label in labels(outcome.round.catalogue).items()}
    held = outcome.funded
    shown = pd.DataFrame(
        {
            say(message("rank")): held["rank"].astype("Int64"),
            say(message("name")): held["name"],
            say(message("province")): held["province"],
            say(message("package")): held["package"].map(words),
            say(message("connection")): held["tier"].map(words).fillna("–"),
            say(message("grant")): held["cost"],
        }
    )
    kinds = {say(message("grant")): "money"}
    table(visit, shown, alt=message("The libraries that are funded"), kinds=kinds, height=HEIGHT)  # type: ignore[arg-type]


def _about(visit: Visit, docket: Docket) -> None:
    known, latest = names(visit), docket.proposals[-1]
    said = message(
        "{scenario}, proposed by {person} on {at}",
        scenario=docket.version.reference,
        person=named(known, latest["by"]),
        at=when(visit, latest["at"]),
    )
    st.caption(visit.mark(said))
    if latest["note"]:
        st.text(latest["note"])


def locks(visit: Visit, docket: Docket) -> None:
    """Who is in or out because somebody insists, with the reason and what it costs."""
    say, known = visit.say, names(visit)
    heading(visit, message("Locks"))
    if not docket.locks:
        st.text(say(message("Nobody was put in or kept out by hand in the app.")))
        return
    rows = [
        {
            say(message("Applicant")): each.applicant,
            say(message("Locked")): say(into(each.into)),
            say(message("Price")): say(records.price_said(each)),
            say(message("Reason")): each.reason,
            say(message("By")): named(known, each.by),
        }
        for each in docket.locks
    ]
    table(visit, pd.DataFrame(rows), alt=message("Locks, with who insists, why, and the price"))


def into(code: str) -> Message:
    """Whether a lock puts an applicant in or keeps it out."""
    return message("in") if code == "in" else message("out")


def _changed(visit: Visit, docket: Docket, outcome: Outcome) -> None:
    """Who enters and leaves against what was proposed before, or against the decision that is amended."""
    before = _before(visit, docket)
    if before is None:
        return
    against, awards = before
    now = set(docket.reached.awards)
    st.markdown(f"**{visit.mark(against)}**")
    moves(visit, outcome, sorted(now - awards), sorted(awards - now))


def _before(visit: Visit, docket: Docket) -> tuple[Message, set[str]] | None:
    if len(docket.proposals) > 1:
        row = docket.proposals[-2]
        kept = records.find_outcome(visit.store, visit.who, row["outcome"])
        awards = set(records.what_was_reached(visit.store, visit.who, kept).awards)
        return message("Against proposal {number}", number=str(row["number"])), awards
    if docket.amends is not None:
        amended = records.read_docket(visit.store, visit.who, docket.amends)
        return message("Against decision {number}", number=str(docket.amends)), set(amended.reached.awards)
    return None


def moves(visit: Visit, outcome: Outcome, enter: list[str], leave: list[str]) -> None:
    """Name who enters and who leaves."""
    called = outcome.table["name"].to_dict()
    for said, who in ((message("enters"), enter), (message("leaves"), leave)):
        listed = "; ".join(f"{called.get(each, each)} ({each})" for each in who)
        st.text(f"{visit.say(said)}: {listed or '–'}")
