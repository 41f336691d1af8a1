"""The answer on the page Scenario: what a scenario comes to, how sure that is, or why there is no plan."""

import time
from fractions import Fraction
from functools import partial

import streamlit as st

import records
import reports
from intake import InputError
from locales import Decimals, Message, Money, Percent, Text, message
from optimizer import Stage, Status, amount, measure_name
from scenarios import Outcome, Scenario, WhatIf, working
from views import states
from views.answers import known_outcome, of_round, outcome_for
from views.asking import follow
from views.scenario_bench import Bench
from views.scenario_remedies import remedies
from views.what_if import quick_answer, sitting_of

QUICK, FULL = "quick", "full"
GAP, SECONDS = 0.001, 10.0
"""What is good enough, and how long is searched, where there is no plan yet to begin from."""


def ask_for(bench: Bench, how: str) -> None:
    """Ask for the answer to the scenario as it stands; it is drawn from then on, until the scenario changes."""
    scenario = bench.scenario
    if scenario is not None:
        bench.half.put(asked={"how": how, "of": scenario.fingerprint(), "began": time.time()})


def answer(bench: Bench) -> Outcome | None:
    """Draw the answer that was asked for, else the plan of the version; gives it where it has a plan."""
    scenario, visit = bench.scenario, bench.visit
    asked = bench.half.get("asked") or {}
    try:
        if scenario is not None and asked.get("of") == scenario.fingerprint():
            return _asked(bench, scenario, str(asked["how"]))
        outcome = known_outcome(visit, bench.latest)
    except InputError as error:
        states.refused(visit, error)
        return None
    if outcome is None:
        said = message("Nothing is worked out yet. “Quick solve” answers in a moment, “Full solve” with a proof.")
        st.info(visit.mark(said), icon=":material/lightbulb:")
        return None
    if bench.work.changed:
        old = message("This is the plan of version {number}, without your changes.", number=str(bench.latest.number))
        st.info(visit.mark(old), icon=":material/history:")
    return _outcome(bench, outcome)


def _asked(bench: Bench, scenario: Scenario, how: str) -> Outcome | None:
    if how == QUICK:
        return _quick(bench, scenario)
    outcome = outcome_for(bench.visit, bench.latest.round, scenario)
    return None if outcome is None else _outcome(bench, outcome, took=_took(bench))


def _took(bench: Bench) -> float:
    """How long somebody waited for the answer: until it was first drawn."""
    asked = dict(bench.half.get("asked") or {})
    if "took" not in asked:
        asked["took"] = time.time() - float(asked["began"])
        bench.half.put(asked=asked)
    return float(asked["took"])


def _quick(bench: Bench, scenario: Scenario) -> Outcome | None:
    """Answer from the plan that there is; without one, by a short search."""
    visit = bench.visit
    base = known_outcome(visit, bench.work.base)
    if base is None or not base.plan.has_awards:
        near = scenario.model_copy(
            update={"solver": scenario.solver.model_copy(update={"gap": GAP, "seconds": SECONDS})}
        )
        key = ("quick", records.question_of(bench.round.fingerprint, near))
        take = partial(of_round, bench.round)
        outcome = follow(visit, key, lambda: working(bench.round, near), take=take)
        return None if outcome is None else _outcome(bench, outcome, took=_took(bench))
    sitting = sitting_of(base)
    with st.spinner(visit.say(message("Looking for the best plan …"))):
        found = quick_answer(sitting, scenario)
    return _outcome(bench, sitting.outcome(found), took=_took(bench), found=found)


def _outcome(
    bench: Bench, outcome: Outcome, *, took: float | None = None, found: WhatIf | None = None
) -> Outcome | None:
    """Draw an outcome: its figures and how sure it is, and give it; else why there is no plan."""
    visit = bench.visit
    if outcome.plan.status is Status.INFEASIBLE:
        remedies(bench, outcome)
        return None
    if not outcome.plan.has_awards:
        st.warning(visit.mark(reports.status(outcome.plan)))
        if found is not None:
            st.text(visit.say(message("“Full solve” searches to the end: for a plan, or for why there is none.")))
        return None
    _figures(bench, outcome, took)
    _sure(bench, outcome, found)
    return outcome


def _figures(bench: Bench, outcome: Outcome, took: float | None) -> None:
    """How many, how good, how good at most, and how long it took."""
    visit, plan = bench.visit, outcome.plan
    facts: list[Text] = [message("grants of {money}", money=Money(int(plan.awards["cost"].sum())))]
    shown: list[tuple[Text, Text]] = [(message("libraries"), len(plan.awards))]
    if plan.stages:
        first = plan.stages[0]
        shown.append((measure_name(first.objective.measure), _number(first, first.value)))
        if first.bound is not None:
            facts.append(message("no plan beats {bound}", bound=_number(first, first.bound)))
        if first.gap is not None:
            facts.append(message("gap {gap}", gap=Percent(first.gap)))
    if took is not None:
        facts.append(message("{seconds} seconds", seconds=Decimals(took, 1)))
    with st.container(horizontal=True):
        for label, value in shown:
            st.metric(visit.mark(label), visit.say(value), width="content")
    st.caption(" · ".join(visit.mark(fact) for fact in facts))


def _number(stage: Stage, number: Fraction) -> Text:
    measure = stage.objective.measure
    return Decimals(float(number), 2) if measure == "value" else amount(measure, number)


def _sure(bench: Bench, outcome: Outcome, found: WhatIf | None) -> None:
    """Proven best, or within how much of it."""
    visit, plan = bench.visit, outcome.plan
    said: Message = found.said() if found is not None else reports.status(plan)
    colour, icon = ("green", "verified") if plan.status is Status.OPTIMAL else ("orange", "timelapse")
    st.markdown(f":{colour}[:material/{icon}: {visit.mark(said)}]")
    if found is None or not (found.entered or found.left):
        return
    names = bench.round.applicants["name"]
    for label, who in ((message("Enters"), found.entered), (message("Leaves"), found.left)):
        told: tuple[Text, ...] = tuple(str(names[each]) for each in who)
        st.text(visit.say(message("{part}: {name}", part=label, name=told or "–")))
