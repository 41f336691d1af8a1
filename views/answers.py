"""Answers: the outcome of a scenario, from memory, from the store, or worked out now and then kept."""

import contextlib
from dataclasses import replace
from functools import partial

import records
from intake import InputError, Round
from optimizer import SolverError
from records import Role, Version
from scenarios import Outcome, Scenario, Working, working
from views.asking import behind, desk, follow
from views.visit import Visit, round_of

SOLVERS = (Role.PLANNER, Role.ANALYST, Role.COMMITTEE)
"""Who may add an outcome to the store; others see it all the same."""


def outcome_of(visit: Visit, version: Version) -> Outcome | None:
    """Give the outcome of a version; None while a worker is at it, with its progress on the page.

    Raises InputError for a round or scenario that cannot be used.
    """
    return outcome_for(visit, version.round, version.scenario)


def outcome_for(visit: Visit, about: str, scenario: Scenario) -> Outcome | None:
    """Give the outcome of any scenario for a kept round, by its id; None while a worker is at it."""
    round_ = round_of(visit, about)
    key = ("outcome", records.question_of(round_.fingerprint, scenario))
    known: Outcome | None = desk().remembered(key) or _read(visit, key, round_)
    if known is not None:
        return known
    keep = partial(_keep, visit, about) if visit.may(*SOLVERS) else None
    return follow(visit, key, lambda: working(round_, scenario), then=keep, take=partial(of_round, round_))


def of_round(round_: Round, outcome: Outcome) -> Outcome:
    """Give an outcome of the round that is in memory already, not of the copy with which it came from its worker."""
    return replace(outcome, round=round_)


def known_outcome(visit: Visit, version: Version) -> Outcome | None:
    """Give the outcome of a version where it needs no working out; None else."""
    round_ = round_of(visit, version.round)
    key = ("outcome", records.question_of(round_.fingerprint, version.scenario))
    known: Outcome | None = desk().remembered(key) or _read(visit, key, round_)
    return known


def _read(visit: Visit, key: tuple[str, ...], round_: Round) -> Outcome | None:
    kept = records.answer_to(visit.store, visit.who, key[1])
    if kept is None or kept.status == "infeasible":
        return None
    return desk().made(key, lambda: records.read_outcome(visit.store, visit.who, kept, round_))


def _keep(visit: Visit, about: str, outcome: Outcome) -> None:
    """Keep a plan in the store; nobody waits for it, and one that cannot be kept is worked out again when asked."""
    if outcome.plan.has_awards:
        url = visit.store.engine.url.render_as_string(hide_password=False)
        # Writing and verifying takes seconds of a processor, which whoever looks at a page shall not miss.
        with Working(_kept_at, url, visit.who, about, outcome) as work, contextlib.suppress(InputError, SolverError):
            behind(work)
            work.result()


def _kept_at(url: str, who: str, about: str, outcome: Outcome) -> str:
    store = records.open_store(url)
    try:
        return records.keep_outcome(store, who, about, outcome).id
    finally:
        store.close()
