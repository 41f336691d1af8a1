"""Weighing: one round's answers under many weights, of which only the adding up is done every time."""

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from intake import Round
from scoring.policy import Policy
from scoring.tree import tree
from scoring.valuation import beside_marks, valuation
from scoring.weights_chosen import chosen_weights


class Weighing:
    """The columns of `Scores.table` that rules and options look at, the very numbers that `score` gives."""

    def __init__(self, round_: Round, policy: Policy, figures: pd.DataFrame | None = None) -> None:
        """Value every answer; raises what `score` raises. figures: as there."""
        table, _ = beside_marks(round_, policy, figures)
        self._round, self._policy, self._index = round_, policy, table.index
        self._found = valuation(round_.criteria, policy, table)
        self._own: Mapping[str, Fraction] | None = None

    def under(self, weights: Mapping[str, Fraction] | None = None) -> pd.DataFrame:
        """Score_low, score_high, points and rank by applicant; weights: effective ones, in place of the policy's."""
        if weights is None and self._own is None:
            self._own = self._shares(chosen_weights(self._round, self._policy).effective)
        shares = self._shares(weights) if weights is not None else self._own or {}
        columns = self._found.weighed(shares).columns(self._index, self._found.ranked)
        return pd.DataFrame(columns, index=self._index)

    def _shares(self, effective: Mapping[str, Fraction] | None) -> dict[str, Fraction]:
        nodes = tree(self._round.criteria, self._policy.weights, effective=effective)
        return {node.id: node.effective for node in nodes if node.is_criterion}
