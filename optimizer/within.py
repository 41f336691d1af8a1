"""Within: which plans are good enough, at a loss that a committee is ready to accept.

The loss is counted on the first objective, from its proven best (from the plan where the best is not proven). Later
objectives may be anything, unless they are held to what the plan reaches. What the plan itself gives up for its later
objectives is always accepted: a plan is within every loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from optimizer.numbers import fraction
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.rules import Rule
from optimizer.settled import Floor
from optimizer.swap_prices import Ground, ground


@dataclass(frozen=True, eq=False)
class Within:
    """What plans are measured from, what they must reach, and the loss that this accepts, in the objective's unit."""

    base: Ground
    floors: tuple[Floor, ...]
    loss: Fraction

    @property
    def least(self) -> int:
        """What a plan must reach on the first objective, in whole units turned round to be maximised."""
        return self.floors[0].least if self.floors else 0

    @property
    def worth(self) -> dict[int, int]:
        """What every column adds to the first objective, turned round to be maximised."""
        return {j: goal.sign * number for goal in self.base.program.goals[:1] for j, number in goal.numbers.items()}

    def value(self, vector: Sequence[int]) -> int:
        """What a vector reaches on the first objective, turned round to be maximised."""
        goals = self.base.program.goals
        return goals[0].sign * goals[0].value(vector) if goals else 0


def within(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    loss: Fraction | float,
    *,
    amount: Fraction | int | None = None,
    later_held: bool = False,
) -> Within:
    """Accept a loss: the share `loss` of the first objective's best, or an `amount` in its own unit.

    Raises ValueError for a plan without awards and for a loss below zero.
    """
    given = fraction(loss) if amount is None else fraction(amount)
    if given < 0:
        raise ValueError(f"a loss is zero or more, and this is {given}")
    base = ground(applicants, options, rules, objectives, plan)
    if not base.program.goals:
        return Within(base, (), Fraction(0))
    units = base.units * given if amount is not None else abs(base.best) * given
    reached = [goal.sign * goal.value(base.vector) for goal in base.program.goals]
    least = min(base.best - units.numerator // units.denominator, reached[0])
    later = [Floor(place, number) for place, number in enumerate(reached) if place] if later_held else []
    return Within(base, (Floor(0, least), *later), base.loss(least))
