"""Budget curve of an outcome: what more or less money in some budget lines, or in all, would fund."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from locales import Percent
from optimizer import BudgetCurve, Plan, Settings, allocate, at_budget, rescued
from optimizer import budget_curve as find_curve
from scenarios import plan_data
from scenarios.answering import Answering, Tables, answering, give_back
from scenarios.budget import lines as budget_lines
from scenarios.cases import Case, Change, case_of
from scenarios.outcome import Outcome
from scenarios.sweep import Spread, sweep

FACTORS = tuple(Fraction(tenths, 10) for tenths in range(6, 15))


@dataclass(frozen=True)
class AtBudget:
    """The whole plan when these rules allow `factor` times what they do."""

    case: Case
    lines: tuple[str, ...]
    factor: Fraction
    settings: Settings

    @property
    def what(self) -> Percent:
        """The factor."""
        return Percent(self.factor)

    def answer(self, at: Answering) -> Plan:
        """Allocate."""
        return allocate(*self._tables(at), self.settings)

    def asks(self) -> tuple[object, ...]:
        """Rules, factor, and how it is solved."""
        return "at budget", self.lines, self.factor, self.settings

    def written(self, answer: Plan) -> dict[str, object] | None:
        """Awards, pairs and what is proven; nothing of what time cut short."""
        return plan_data.written(answer)

    def read(self, data: Mapping[str, Any]) -> Plan:
        """The plan made again from what was written, and checked exactly against every rule."""
        at = answering(self.case)
        made = rescued(plan_data.read(data), *self._tables(at))
        give_back(self.case, at)
        return made

    def _tables(self, at: Answering) -> Tables:
        people, offered, rules, objectives = at.tables(Change())
        return people, offered, at_budget(rules, self.lines, self.factor), objectives


def budget_curve(
    outcome: Outcome,
    lines: Sequence[str] = (),
    factors: Sequence[float | Fraction] = FACTORS,
    *,
    nested: bool = False,
    settings: Settings | None = None,
    scheduler: Spread | None = None,
    processes: int | None = None,
) -> BudgetCurve:
    """Allocate at each factor times what the budget lines hold, the others staying as they are.

    lines: budget lines of the round, or ids of limits with an amount; none are all budget lines together. nested:
    whoever is in at a budget stays in at every larger one, and the price of that is given. settings.seconds is for
    each single plan. scheduler, processes: who answers, as `sweep` has it. Raises InputError when a line does not
    exist.
    """
    own = budget_lines(outcome.round.call, outcome.scenario)
    named = tuple(f"budget_{line}" if line in own else line for line in (lines or own))
    scenario = outcome.scenario
    used, case = settings or scenario.solver, case_of(outcome)

    def planner(wanted: Sequence[Fraction]) -> list[Plan]:
        questions = [AtBudget(case, named, factor, used) for factor in wanted]
        late = rescued(None, outcome.table, outcome.options.table, outcome.rules, scenario.objectives)
        return [late if each is None else each for each in sweep(questions, scheduler, processes=processes)]

    return find_curve(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        scenario.objectives,
        named,
        factors,
        used,
        nested=nested,
        planner=planner,
    )
