"""Answering: questions about one case, of which each only does what the ones before it have not done yet.

Other weights only add up anew. Other money only writes the budget's rules again, other prices only the options. What
the solver then makes of it starts from where the question before ended (`optimizer.Series`). No answer depends on that.
"""

from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from intake import Round
from optimizer import Funded, Objective, Options, Rule, Series, Settings, options, revalued
from scenarios import budget
from scenarios.cases import Case, Change
from scenarios.recent import Recent
from scenarios.robust_blanks import Filled, filled
from scenarios.run import attributes_beside, eligible
from scenarios.scenario import Scenario
from scoring import Weighing, panel

Answers: TypeAlias = tuple[Filled, ...]
Marks: TypeAlias = tuple[tuple[str, str, float], ...]
Prices: TypeAlias = tuple[tuple[str, int], ...]
Tables: TypeAlias = tuple[pd.DataFrame, pd.DataFrame, tuple[Rule, ...], tuple[Objective, ...]]


class Answering:
    """Answers about one round and scenario, one after another; belongs to one thread."""

    def __init__(self, case: Case) -> None:
        self._first, self._scenario, self._known = case.round, case.scenario, dict(case.known)
        self._series = Series()
        self._rounds = Recent(self._round_with)
        self._people = Recent(self._people_of)
        self._weighings = Recent(self._weighing_of)
        self._offers = Recent(self._offers_of)
        self._rules = Recent(self._rules_of)

    def funded(self, change: Change, settings: Settings | None = None) -> Funded:
        """Who would be funded under a change; settings: in place of the scenario's. Raises what a run raises."""
        return self._series.funded(*self.tables(change), settings or self._scenario.solver, known=self._known)

    def tables(self, change: Change) -> Tables:
        """Applicants, options, rules and objectives as they are under a change."""
        scored = self._weighings((change.answers, change.marks)).under(dict(change.weights) or None)
        open_ = scored["rank"].notna()
        offered = self._offers((change.answers, change.prices, tuple(open_)))
        offered = revalued(offered, self._first.catalogue, scored["points"])
        people = attributes_beside(self._people(change.answers), scored)
        return people, offered.table, self._rules(change.money), self._scenario.objectives

    def _round_with(self, answers: Answers) -> Round:
        return filled(self._first, answers)

    def _people_of(self, answers: Answers) -> pd.DataFrame:
        return self._rounds(answers).table()

    def _weighing_of(self, given: tuple[Answers, Marks]) -> Weighing:
        answers, marks = given
        round_ = self._rounds(answers)
        return Weighing(round_, self._scenario.scoring, _figures(round_, self._scenario, marks))

    def _offers_of(self, given: tuple[Answers, Prices, tuple[bool, ...]]) -> Options:
        """The options that are open, with values that are worked out later."""
        answers, prices, open_ = given
        round_, policy = self._rounds(answers), self._scenario.catalogue
        if prices:
            policy = policy.model_copy(update={"prices": {**policy.prices, **dict(prices)}})
        names = round_.applicants.sort_index().index
        return options(round_, eligible(pd.Series(0.0, index=names), pd.Series(open_, index=names)), policy)

    def _rules_of(self, money: Fraction) -> tuple[Rule, ...]:
        scenario = self._scenario
        if money != 1:
            scale = float(Fraction(str(scenario.budget.scale)) * money)
            scenario = scenario.model_copy(update={"budget": scenario.budget.model_copy(update={"scale": scale})})
        return budget.rules(self._first.call, self._first.catalogue, scenario)


def _figures(round_: Round, scenario: Scenario, marks: Marks) -> pd.DataFrame | None:
    marked = panel(round_, scenario.scoring.panel) if marks else None
    if marked is None:
        return None
    figures = marked.figures.copy()
    for criterion, applicant, figure in marks:
        figures.loc[applicant, criterion] = figure
    return figures


MOST = 3
_KEPT: dict[int, tuple[Case, Answering]] = {}
"""Of this process, by the case's identity: what answered last; the case too, so that no other gets its identity."""


def answering(case: Case) -> Answering:
    """Take what has answered about this very case in this process before; give it back by `give_back`."""
    held = _KEPT.pop(id(case), None)
    return held[1] if held is not None and held[0] is case else Answering(case)


def give_back(case: Case, used: Answering) -> None:
    """Keep it for the next question; nobody else had it meanwhile, so that threads do not meet in it."""
    _KEPT[id(case)] = (case, used)
    while len(_KEPT) > MOST:
        _KEPT.pop(next(iter(_KEPT)), None)
