"""Budget curve of an outcome: what more or less money in some budget lines, or in all, would fund."""

from collections.abc import Sequence
from fractions import Fraction

from optimizer import BudgetCurve, Settings
from optimizer import budget_curve as find_curve
from scenarios.budget import lines as budget_lines
from scenarios.outcome import Outcome

FACTORS = tuple(Fraction(tenths, 10) for tenths in range(6, 15))


def budget_curve(
    outcome: Outcome,
    lines: Sequence[str] = (),
    factors: Sequence[float | Fraction] = FACTORS,
    *,
    nested: bool = False,
    settings: Settings | None = None,
) -> BudgetCurve:
    """Allocate at each factor times what the budget lines hold, the others staying as they are.

    lines: budget lines of the round, or ids of limits with an amount; none are all budget lines together. nested:
    whoever is in at a budget stays in at every larger one, and the price of that is given. settings.seconds is for
    each single plan. Raises InputError when a line does not exist.
    """
    own = budget_lines(outcome.round.call, outcome.scenario)
    named = [f"budget_{line}" if line in own else line for line in (lines or own)]
    scenario = outcome.scenario
    return find_curve(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        scenario.objectives,
        named,
        factors,
        settings or scenario.solver,
        nested=nested,
    )
