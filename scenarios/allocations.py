"""Allocations: one round and scenario asked many times, each time with something changed, in several processes."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass, field
from fractions import Fraction
from multiprocessing import current_process, get_context
from typing import TypeAlias

import pandas as pd

from intake import Round
from locales import Text
from optimizer import Funded, Objective, Rule, Status, funded, options, step, stopping
from scenarios import budget
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Filled, filled
from scenarios.run import admitted, attributes
from scenarios.scenario import Scenario
from scoring import panel, score

BLOCK = 4
"""Questions that one process is given at a time."""
EVERY = 0.2
"""Seconds after which it is asked again whether to stop."""


@dataclass(frozen=True, eq=False)
class Case:
    """What every question of one inquiry has in common; `known` is a plan as (applicant, option): where to look."""

    round: Round
    scenario: Scenario
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Change:
    """What is otherwise than in the scenario.

    weights: exact effective weights of all criteria. marks: of a panel, as (criterion, applicant, figure). prices:
    whole rupiah by item. money: times which every budget line and funder is taken.
    """

    weights: tuple[tuple[str, Fraction], ...] = ()
    answers: tuple[Filled, ...] = ()
    marks: tuple[tuple[str, str, float], ...] = ()
    prices: tuple[tuple[str, int], ...] = ()
    money: Fraction = Fraction(1)


@dataclass(frozen=True)
class Question:
    """Who would be funded under a change; `what` says it in words."""

    case: Case
    change: Change
    what: Text = field(default=None, compare=False)


def case_of(outcome: Outcome) -> Case:
    """The outcome's round and scenario, with its plan as the place to look first."""
    awards = outcome.plan.awards["option"]
    return Case(outcome.round, outcome.scenario, tuple((str(name), str(option)) for name, option in awards.items()))


Block: TypeAlias = tuple[Question, ...]
Answers: TypeAlias = list[Funded]
Scheduler: TypeAlias = Callable[[Callable[[Block], Answers], Sequence[Block]], Iterable[Answers]]
"""Whoever has blocks of questions answered by a function that any process can import; gives answers in their order."""


def allocations(
    questions: Sequence[Question],
    scheduler: Scheduler | None = None,
    *,
    processes: int | None = None,
    before: int = 0,
) -> list[Funded]:
    """Answer every question by the full allocation model, in the order asked; equal ones are solved once.

    No answer depends on another, on who computes it, or on how many do at a time. scheduler: local processes unless
    given, as many as `processes` or there are processors; stopped early, what is left has status stopped. before:
    how many questions of the same inquiry were answered already, for whoever watches. Raises what a single run
    raises.
    """
    unlike = list(dict.fromkeys(questions))
    blocks = [tuple(unlike[at : at + BLOCK]) for at in range(0, len(unlike), BLOCK)]
    found: dict[Question, Funded] = {}
    step(before, before + len(unlike), unlike[0].what if unlike else None)
    for block, answers in zip(blocks, (scheduler or local(processes))(answered, blocks), strict=False):
        found |= zip(block, answers, strict=True)
        step(before + len(found), before + len(unlike), block[-1].what)
    late = Funded(Status.STOPPED)
    return [found.get(each, late) for each in questions]


def answered(block: Block) -> Answers:
    """Answer some questions, one after another."""
    found = []
    for each in block:
        table, offered, rules, objectives = tables(each.case, each.change)
        settings = each.case.scenario.solver
        found.append(funded(table, offered, rules, objectives, settings, known=dict(each.case.known)))
    return found


def tables(case: Case, change: Change) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Rule, ...], tuple[Objective, ...]]:
    """Give applicants, options, rules and objectives as they are under a change."""
    round_, scenario = filled(case.round, change.answers), changed(case.scenario, change)
    scores = score(
        round_, scenario.scoring, weights=dict(change.weights) or None, figures=_figures(round_, scenario, change)
    )
    offered = options(round_, admitted(scores), scenario.catalogue)
    rules = budget.rules(round_.call, round_.catalogue, scenario)
    return attributes(round_, scores), offered.table, rules, scenario.objectives


def changed(scenario: Scenario, change: Change) -> Scenario:
    """The scenario with other prices and other money."""
    if change.prices:
        prices = {**scenario.catalogue.prices, **dict(change.prices)}
        scenario = scenario.model_copy(update={"catalogue": scenario.catalogue.model_copy(update={"prices": prices})})
    if change.money != 1:
        scale = float(Fraction(str(scenario.budget.scale)) * change.money)
        scenario = scenario.model_copy(update={"budget": scenario.budget.model_copy(update={"scale": scale})})
    return scenario


def _figures(round_: Round, scenario: Scenario, change: Change) -> pd.DataFrame | None:
    marked = panel(round_, scenario.scoring.panel) if change.marks else None
    if marked is None:
        return None
    figures = marked.figures.copy()
    for criterion, applicant, figure in change.marks:
        figures.loc[applicant, criterion] = figure
    return figures


def local(processes: int | None = None) -> Scheduler:
    """Answer in processes of this machine; here, one after another, where there is but one or none may be started."""
    many = processes or os.cpu_count() or 1

    def scheduled(ask: Callable[[Block], Answers], blocks: Sequence[Block]) -> Iterator[Answers]:
        if many == 1 or len(blocks) < 2 or current_process().daemon:
            for block in blocks:
                if stopping():
                    return
                yield ask(block)
            return
        with _pool(min(many, len(blocks))) as pool:
            waiting = [pool.submit(ask, block) for block in blocks]
            for each in waiting:
                if not _done(each):
                    return
                yield each.result()

    return scheduled


def _done(future: "Future[Answers]") -> bool:
    """Wait for an answer; False when it is no longer wanted."""
    while True:
        if stopping():
            return False
        with contextlib.suppress(NotYetError):
            future.exception(EVERY)
            return True


@contextlib.contextmanager
def _pool(many: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that do not outlive the question."""
    pool = ProcessPoolExecutor(many, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        # Whatever is still being solved here is no longer wanted, and would hold up the end for minutes.
        started = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in started:
            process.terminate()
        for process in started:
            process.join()
