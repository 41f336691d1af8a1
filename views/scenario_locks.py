"""Locks of a scenario: who is in or out whatever the score, why, at whose wish, and at which price."""

import streamlit as st

import records
import reports
from intake import InputError
from locales import Text, message, named
from optimizer import Exclude, Include, amount, measure_name
from records import Draft, Edit, KeptOutcome, Lock
from scenarios import Outcome
from views import states
from views.answers import outcome_for
from views.scenario_bench import LOCKERS, Bench
from views.scenario_words import bold

TO_LOCK = "applicant to lock"
"""The field that holds whom the form is about; the map and the list beside it choose too."""
ALSO = 6
"""Others of the same district that are offered beside somebody who was chosen."""
INTO: dict[str, Text] = {"in": message("into the plan"), "out": message("out of the plan")}


def locks_part(bench: Bench) -> None:
    """Let a lock be added, and draw the locks that there are."""
    if bench.visit.may(*LOCKERS):
        _add(bench)
    _list(bench)


def _list(bench: Bench) -> None:
    visit, scenario = bench.visit, bench.scenario
    rules = [] if scenario is None else [r for r in scenario.rules if isinstance(r, Include | Exclude)]
    if not rules:
        st.caption(visit.mark(message("Nobody is locked in or out.")))
        return
    saved = {lock.applicant: lock for lock in records.locks_of(visit.store, visit.who, bench.latest)}
    names = bench.round.applicants["name"]
    for rule in rules:
        for applicant in rule.applicants:
            with st.container(border=True):
                inside = isinstance(rule, Include)
                icon = ":material/lock:" if inside else ":material/block:"
                said = message("{name}: {into}", name=str(names.get(applicant, applicant)), into=_into(inside))
                st.markdown(f"{icon} **{visit.mark(said)}**")
                st.text(visit.say(rule.reason or message("no reason is given")))
                who = message("asked by {who}; price: {price}", who=rule.asked_by, price=_price(saved.get(applicant)))
                st.caption(visit.mark(who))
                if bench.editable and st.button(
                    visit.mark(message("Take this lock out")), key=f"unlock {rule.id} {applicant}", type="tertiary"
                ):
                    bench.change(_without(rule, applicant))
                    st.rerun()


def _into(inside: bool) -> Text:
    return INTO["in"] if inside else INTO["out"]


def _without(rule: Include | Exclude, applicant: str) -> Edit:
    left = [each for each in rule.applicants if each != applicant]
    return Edit(("rules", rule.id, "applicants"), left) if left else Edit(("rules", rule.id))


def _price(lock: Lock | None) -> Text:
    if lock is None:
        return message("not worked out")
    if lock.price is not None:
        return message(
            "{price} of {measure}", price=amount(lock.measure, lock.price), measure=measure_name(lock.measure)
        )
    if lock.price_status == "impossible":
        return message("no plan is possible with it")
    return message("not known: a plan is not proven best")


def _add(bench: Bench) -> None:
    visit, kept = bench.visit, bench.kept
    bold(visit, message("Lock an applicant"))
    if bench.work.changed:
        said = message("Save or undo your changes first: a lock is priced against a saved version.")
        st.info(visit.mark(said), icon=":material/info:")
        return
    people = bench.round.applicants
    names: dict[str, Text] = {str(i): f"{name} ({i})" for i, name in zip(people.index, people["name"], strict=True)}
    chosen = kept.choice(TO_LOCK, message("Applicant"), names)
    _neighbours(bench, str(chosen))
    into = kept.segments("lock into", message("Lock"), INTO, "in")
    reason = kept.area("lock reason", message("Reason (everybody will see it)"), height=80)
    if st.button(
        visit.mark(message("Work out its price")),
        disabled=not reason.strip(),
        icon=":material/price_check:",
        key="price",
    ):
        bench.half.put(pricing=[bench.latest.number, chosen, into, reason.strip()])
    asked = bench.half.get("pricing")
    if asked == [bench.latest.number, chosen, into, reason.strip()]:
        _priced(bench, str(chosen), into, reason.strip())


def _neighbours(bench: Bench, applicant: str) -> None:
    """Offer the others of the same district, whose marks stand close together on the map."""
    visit, people = bench.visit, bench.round.applicants
    region = people["region"]
    others = [each for each in region.index[region == region.get(applicant)] if each != applicant]
    if not others:
        return
    st.caption(visit.mark(message("In the same district:")))
    with st.container(horizontal=True):
        for each in others[:ALSO]:
            label = visit.mark(str(people["name"].get(each, each)))
            if st.button(label, key=f"instead {each}", type="tertiary", icon=":material/swap_horiz:"):
                bench.kept.put(**{TO_LOCK: str(each)})
                st.rerun()
    if len(others) > ALSO:
        st.caption(visit.mark(message("and {count} others, in the list above", count=len(others) - ALSO)))


def _priced(bench: Bench, applicant: str, into: str, reason: str) -> None:
    visit = bench.visit
    try:
        draft = records.draft_lock(
            visit.store, visit.who, bench.latest, applicant, "in" if into == "in" else "out", reason
        )
        before = outcome_for(visit, bench.latest.round, bench.latest.scenario)
        after = outcome_for(visit, bench.latest.round, draft.scenario) if before is not None else None
    except InputError as error:
        states.refused(visit, error)
        st.text(visit.say(message("Your reason: {reason}", reason=reason)))
        return
    if before is None or after is None:
        return
    if not after.plan.has_awards:
        st.error(visit.mark(message("No plan exists with this lock, so it cannot be saved.")))
        for rule in after.conflict:
            st.text(visit.say(message("• {name}: {rule}", name=rule.name, rule=named(rule.describe(), bench.names))))
        return
    _told(bench, before, after)
    if st.button(visit.mark(message("Save this lock")), type="primary", icon=":material/lock:", key="save lock"):
        _save(bench, draft, before, after)


def _told(bench: Bench, before: Outcome, after: Outcome) -> None:
    visit = bench.visit
    cost = records.price_of_outcomes(before, after)
    price, measure, status = cost.price, cost.measure, cost.price_status
    if price is not None:
        said = message(
            "This lock costs {price} of {measure}.", price=amount(measure, price), measure=measure_name(measure)
        )
    elif status == "impossible":
        said = message("No plan exists with this lock, so it cannot be saved.")
    else:
        said = message(
            "Its price is not known, for a plan is not proven best: {status}", status=reports.status(after.plan)
        )
    st.info(visit.mark(said), icon=":material/sell:")
    one, other = set(before.plan.awards.index), set(after.plan.awards.index)
    names = bench.round.applicants["name"]
    for label, who in ((message("Enters"), other - one), (message("Leaves"), one - other)):
        told: tuple[Text, ...] = tuple(str(names[each]) for each in sorted(who))
        st.text(visit.say(message("{part}: {name}", part=label, name=told or "–")))


def _save(bench: Bench, draft: Draft, before: Outcome, after: Outcome) -> None:
    visit = bench.visit
    try:
        with st.spinner(visit.say(message("The lock is being written down …"))):
            kept_before = _kept(bench, before) if before.plan.has_awards else None
            made, _ = records.save_lock(visit.store, visit.who, draft, kept_before, _kept(bench, after))
    except InputError as error:
        states.refused(visit, error)
        return
    bench.half.forget("pricing")
    bench.kept.forget("lock reason")
    st.toast(visit.mark(message("saved: {version}", version=made.reference)))
    st.rerun()


def _kept(bench: Bench, outcome: Outcome) -> KeptOutcome:
    visit = bench.visit
    question = records.question_of(bench.round.fingerprint, outcome.scenario)
    known = records.answer_to(visit.store, visit.who, question)
    return known or records.keep_outcome(visit.store, visit.who, bench.latest.round, outcome)
