"""Worked: an outcome that is in the store, or is worked out and kept now, in a worker."""

import records
import scenarios
from records import KeptOutcome, Version
from scenarios import Outcome, Scenario
from views.asking import ask, desk
from views.visit import Visit, round_of


def worked_out(visit: Visit, about: str, scenario: Scenario) -> KeptOutcome | None:
    """Give the kept outcome of a scenario for a kept round, by its id; None while a worker is at it.

    For those who may add an outcome to the store.
    """
    question = records.question_of(round_of(visit, about).fingerprint, scenario)
    known = records.answer_to(visit.store, visit.who, question)
    if known is not None:
        return known
    return ask(visit, ("kept outcome", question), _worked_at, address(visit), visit.who, about, scenario)


def with_a_plan(visit: Visit, version: Version) -> KeptOutcome | None:
    """Find the latest kept outcome of a version that has a plan; None when there is none."""
    kept = records.outcomes_of(visit.store, visit.who, version)
    return next((each for each in reversed(kept) if each.status in ("optimal", "feasible")), None)


def rebuilt(visit: Visit, kept: KeptOutcome) -> Outcome:
    """Give a kept outcome as reports take it, from memory where it was asked for before."""
    key = ("rebuilt outcome", kept.id)
    return desk().made(key, lambda: records.read_outcome(visit.store, visit.who, kept, round_of(visit, kept.round)))


def address(visit: Visit) -> str:
    """Where a worker finds the store."""
    return visit.store.engine.url.render_as_string(hide_password=False)


def _worked_at(url: str, who: str, about: str, scenario: Scenario) -> KeptOutcome:
    store = records.open_store(url)
    try:
        return records.keep_outcome(store, who, about, scenarios.run(records.round_from(store, who, about), scenario))
    finally:
        store.close()
