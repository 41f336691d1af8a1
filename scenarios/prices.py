"""Prices: what every decision, every rule and every billion rupiah of a plan is worth."""

from dataclasses import dataclass

import pandas as pd

from optimizer import Settings, marginal_values, rule_prices, swap_prices
from scenarios.outcome import Outcome

CONTESTED = 0.001


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


def prices(outcome: Outcome, settings: Settings | None = None, *, contested: float = CONTESTED) -> Prices:
    """Price everything of a plan; each of the three has the scenario's time, or that of `settings`.

    contested: applicants whose price may be within this share of the plan are priced to the end. Raises ValueError
    for an outcome without awards.
    """
    chosen = settings or outcome.scenario.solver
    given = (outcome.table, outcome.options.table, outcome.rules, outcome.scenario.objectives, outcome.plan, chosen)
    return Prices(swap_prices(*given, contested=contested), rule_prices(*given), marginal_values(*given))
