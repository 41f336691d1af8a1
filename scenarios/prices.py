"""Prices: what every decision, every rule and every billion rupiah of a plan is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd

from optimizer import Best, Settings, marginal_values, rescued, rule_prices, swap_prices
from scenarios.answering import Answering
from scenarios.cases import Case, Change, case_of
from scenarios.outcome import Outcome
from scenarios.plan_data import best_of
from scenarios.sweep import Spread, sweep

CONTESTED = 0.001
NUMBERS = ("gain", "at_most", "reached")
Line: TypeAlias = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices in the unit of the first objective, as the optimizer's functions of the same names describe them.

    swaps: index applicant, of everyone who could be given something. rules: index rule. steps: one row a numeric
    bound and group, with the value of one step more (a billion rupiah, or one of anything else).
    """

    swaps: pd.DataFrame
    rules: pd.DataFrame
    steps: pd.DataFrame

    @property
    def complete(self) -> bool:
        """Whether the time sufficed for everything that was to be solved to the end."""
        late = bool(self.swaps["out_of_time"].any()) or bool(self.rules["out_of_time"].any())
        return not late and not self.steps["gain"].isna().any()


@dataclass(frozen=True)
class PriceOf:
    """What one rule costs a plan, in a time of its own."""

    case: Case
    plan: Best
    rule: str
    settings: Settings

    @property
    def what(self) -> str:
        """The rule."""
        return self.rule

    def answer(self, at: Answering) -> Line:
        """Solve without the rule."""
        people, offered, rules, objectives = at.tables(Change())
        plan = rescued(self.plan, people, offered, rules, objectives)
        table = rule_prices(people, offered, rules, objectives, plan, self.settings, only=(self.rule,))
        return {str(name): cell for name, cell in table.loc[self.rule].items()}

    def asks(self) -> tuple[object, ...]:
        """Rule and plan, and how it is solved."""
        return "price of rule", self.rule, self.plan, self.settings

    def written(self, answer: Line) -> dict[str, object] | None:
        """The row; nothing of what time cut short."""
        if answer["out_of_time"]:
            return None
        numbers = {name: None if answer[name] is None else str(answer[name]) for name in NUMBERS}
        names = {name: list(answer[name]) for name in ("enters", "leaves")}
        return {"status": answer["status"], "proof": answer["proof"], **numbers, **names}

    def read(self, data: Mapping[str, Any]) -> Line:
        """The row that was written."""
        numbers = {name: None if data[name] is None else Fraction(data[name]) for name in NUMBERS}
        names = {name: tuple(map(str, data[name])) for name in ("enters", "leaves")}
        return {"status": data["status"], "proof": data["proof"], "out_of_time": False, **numbers, **names}


def prices(
    outcome: Outcome,
    settings: Settings | None = None,
    *,
    contested: float = CONTESTED,
    scheduler: Spread | None = None,
    processes: int | None = None,
) -> Prices:
    """Price everything of a plan; each of the three has the scenario's time, or that of `settings`.

    contested: applicants whose price may be within this share of the plan are priced to the end. scheduler, processes:
    where one is given, every rule is asked by itself, as `sweep` has it, and each has the whole time. Raises ValueError
    for an outcome without awards.
    """
    chosen = settings or outcome.scenario.solver
    given = (outcome.table, outcome.options.table, outcome.rules, outcome.scenario.objectives, outcome.plan, chosen)
    asker = None if scheduler is None and processes is None else _asker(outcome, chosen, scheduler, processes)
    rules = rule_prices(*given, asker=asker)
    return Prices(swap_prices(*given, contested=contested), rules, marginal_values(*given))


def _asker(
    outcome: Outcome, settings: Settings, scheduler: Spread | None, processes: int | None
) -> Callable[[Sequence[str]], Mapping[str, Line]]:
    case, plan = case_of(outcome), best_of(outcome.plan)

    def asked(names: Sequence[str]) -> dict[str, Line]:
        questions = [PriceOf(case, plan, name, settings) for name in names]
        answers = dict(zip(names, sweep(questions, scheduler, processes=processes), strict=True))
        late = [name for name, answer in answers.items() if answer is None]
        open_ = rule_prices(
            outcome.table,
            outcome.options.table,
            outcome.rules,
            outcome.scenario.objectives,
            outcome.plan,
            settings,
            only=late,
            exact=False,
        )
        stopped = {name: {**open_.loc[name].to_dict(), "out_of_time": True} for name in late}
        return {name: answer for name, answer in answers.items() if answer is not None} | stopped

    return asked
