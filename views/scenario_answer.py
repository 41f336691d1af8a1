"""The middle of the page Scenario: what a scenario comes to, how sure that is, and everybody's state."""

import time
from fractions import Fraction

import pandas as pd
import streamlit as st

import records
import reports
import scenarios
from intake import InputError
from locales import Decimals, Message, Money, Percent, Text, message
from optimizer import Exclude, Include, Stage, Status, amount, measure_name
from scenarios import Outcome, Scenario, Sitting, WhatIf
from views import states
from views.answers import known_outcome, outcome_for
from views.asking import ask, desk
from views.scenario_bench import Bench
from views.scenario_remedies import remedies
from views.tables import table

QUICK, FULL = "quick", "full"
GAP, SECONDS = 0.001, 10.0
"""What is good enough, and how long is searched, where there is no plan yet to begin from."""


def ask_for(bench: Bench, how: str) -> None:
    """Ask for the answer to the scenario as it stands; it is drawn from then on, until the scenario changes."""
    scenario = bench.scenario
    if scenario is not None:
        bench.half.put(asked={"how": how, "of": scenario.fingerprint(), "began": time.time()})


def answer(bench: Bench) -> None:
    """Draw the answer that was asked for, else the plan of the version."""
    scenario, visit = bench.scenario, bench.visit
    asked = bench.half.get("asked") or {}
    try:
        if scenario is not None and asked.get("of") == scenario.fingerprint():
            _asked(bench, scenario, str(asked["how"]))
            return
        outcome = known_outcome(visit, bench.latest)
    except InputError as error:
        states.refused(visit, error)
        return
    if outcome is None:
        said = message("Nothing is worked out yet. “Quick solve” answers in a moment, “Full solve” with a proof.")
        st.info(visit.mark(said), icon=":material/lightbulb:")
        _people(bench, None)
        return
    if bench.work.changed:
        old = message("This is the plan of version {number}, without your changes.", number=str(bench.latest.number))
        st.info(visit.mark(old), icon=":material/history:")
    _outcome(bench, outcome)


def _asked(bench: Bench, scenario: Scenario, how: str) -> None:
    if how == QUICK:
        _quick(bench, scenario)
        return
    outcome = outcome_for(bench.visit, bench.latest.round, scenario)
    if outcome is not None:
        _outcome(bench, outcome, took=_took(bench))


def _took(bench: Bench) -> float:
    """How long somebody waited for the answer: until it was first drawn."""
    asked = dict(bench.half.get("asked") or {})
    if "took" not in asked:
        asked["took"] = time.time() - float(asked["began"])
        bench.half.put(asked=asked)
    return float(asked["took"])


def _quick(bench: Bench, scenario: Scenario) -> None:
    """Answer from the plan that there is; without one, by a short search."""
    visit = bench.visit
    base = known_outcome(visit, bench.work.base)
    if base is None or not base.plan.has_awards:
        near = scenario.model_copy(
            update={"solver": scenario.solver.model_copy(update={"gap": GAP, "seconds": SECONDS})}
        )
        key = ("quick", records.question_of(bench.round.fingerprint, near))
        outcome = ask(visit, key, scenarios.run, bench.round, near, limit=SECONDS)
        if outcome is not None:
            _outcome(bench, outcome, took=_took(bench))
        return
    sitting = _sitting(base)
    with st.spinner(visit.say(message("Looking for the best plan …"))):
        found = sitting.ask(scenario)
    _outcome(bench, sitting.outcome(found), took=_took(bench), found=found)


def _sitting(base: Outcome) -> Sitting:
    key = ("sitting", base.fingerprint)
    known: Sitting | None = desk().remembered(key)
    if known is None:
        known = Sitting(base)
        desk().remember(key, known)
    return known


def _outcome(bench: Bench, outcome: Outcome, *, took: float | None = None, found: WhatIf | None = None) -> None:
    """Draw an outcome: its figures, how sure it is, and everybody's state; else why there is no plan."""
    visit = bench.visit
    if outcome.plan.status is Status.INFEASIBLE:
        remedies(bench, outcome)
        return
    if not outcome.plan.has_awards:
        st.warning(visit.mark(reports.status(outcome.plan)))
        return
    _figures(bench, outcome, took)
    _sure(bench, outcome, found)
    _people(bench, outcome)


def _figures(bench: Bench, outcome: Outcome, took: float | None) -> None:
    """How many, how good, how good at most, and how long it took."""
    visit, plan = bench.visit, outcome.plan
    facts: list[Text] = [message("grants of {money}", money=Money(int(plan.awards["cost"].sum())))]
    with st.container(horizontal=True):
        st.metric(visit.mark(message("libraries")), visit.say(len(plan.awards)), width="content")
        if plan.stages:
            first = plan.stages[0]
            value = _number(first, first.value)
            st.metric(visit.mark(measure_name(first.objective.measure)), visit.say(value), width="content")
            if first.bound is not None:
                facts.append(message("no plan beats {bound}", bound=_number(first, first.bound)))
            if first.gap is not None:
                facts.append(message("gap {gap}", gap=Percent(first.gap)))
    if took is not None:
        facts.append(message("{seconds} seconds", seconds=Decimals(took, 1)))
    st.caption(" · ".join(visit.mark(fact) for fact in facts))


def _number(stage: Stage, number: Fraction) -> Text:
    measure = stage.objective.measure
    return Decimals(float(number), 2) if measure == "value" else amount(measure, number)


def _sure(bench: Bench, outcome: Outcome, found: WhatIf | None) -> None:
    """Proven best, or within how much of it."""
    visit, plan = bench.visit, outcome.plan
    said: Message = found.said() if found is not None else reports.status(plan)
    if plan.status is Status.OPTIMAL:
        st.success(visit.mark(said), icon=":material/verified:")
    else:
        st.warning(visit.mark(said), icon=":material/timelapse:")
    if found is None or not (found.entered or found.left):
        return
    names = bench.round.applicants["name"]
    for label, who in ((message("Enters"), found.entered), (message("Leaves"), found.left)):
        told: tuple[Text, ...] = tuple(str(names[each]) for each in who)
        st.text(visit.say(message("{part}: {name}", part=label, name=told or "–")))


def _people(bench: Bench, outcome: Outcome | None) -> None:
    """Everybody with their state; a row that is chosen is taken over into the locks."""
    visit, held = bench.visit, bench.prepared
    if held is None:
        return
    people = scenarios.ranked_first(held.table)
    if outcome is not None:
        funded = people.index.isin(outcome.plan.awards.index)
        people = pd.concat([people[funded], people[~funded]])
    shown = pd.DataFrame(
        {
            visit.say(message("state")): [visit.say(each) for each in _states(bench, people.index, outcome)],
            visit.say(message("rank")): people["rank"].astype("Int64"),
            visit.say(message("name")): people["name"],
            visit.say(message("province")): people["province"],
            visit.say(message("points")): people["score"],
            visit.say(message("grant")): _grants(people.index, outcome),
        }
    )
    kinds = {visit.say(message("points")): "points", visit.say(message("grant")): "money"}
    rows = table(
        visit,
        shown,
        alt=message("Everybody who applied, with their state in the plan"),
        kinds=kinds,  # type: ignore[arg-type]
        key="people",
        select="single-row",
        height=360,
    )
    chosen = str(people.index[rows[0]]) if rows else ""
    if chosen and chosen != st.session_state.get("row taken over"):
        st.session_state["row taken over"] = chosen
        bench.kept.put(**{"applicant to lock": chosen, "part": "locks"})
        st.rerun()


def _states(bench: Bench, index: pd.Index, outcome: Outcome | None) -> list[Text]:
    """In words and with a sign, so that no colour is needed."""
    scenario = bench.scenario or bench.latest.scenario
    inside = {name for rule in scenario.rules if isinstance(rule, Include) for name in rule.applicants}
    outside = {name for rule in scenario.rules if isinstance(rule, Exclude) for name in rule.applicants}
    funded = set() if outcome is None else set(outcome.plan.awards.index)
    said: list[Text] = []
    for name in index:
        if name in inside:
            said.append(message("■ locked in"))
        elif name in outside:
            said.append(message("✕ locked out"))
        elif outcome is None:
            said.append("–")
        else:
            said.append(message("● funded") if name in funded else message("○ not funded"))
    return said


def _grants(index: pd.Index, outcome: Outcome | None) -> pd.Series:
    if outcome is None:
        return pd.Series(pd.NA, index=index, dtype="Int64")
    return outcome.plan.awards["cost"].reindex(index).astype("Int64")
