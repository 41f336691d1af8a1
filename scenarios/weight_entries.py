"""Entries: for each applicant below the line, the least change of weights that brings it up to the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from locales import Label
from scenarios.outcome import Outcome
from scenarios.robust_draws import central_weights
from scenarios.stability import Stability, WeightStability, stability
from scoring import VALUE_ONE, least_distance

MANY = 400
"""Up to so many ranked applicants, all weights together are asked for everyone."""


@dataclass(frozen=True)
class Entry:
    """How an applicant below the line comes up to it by rank.

    node, label, now, share: the one weight that must change least, and its share in the scenario and then; None where
    no weight alone does it. change: the share of all weight that is then placed differently. least: however all
    weights are moved together, nothing nearer than this does it; None: none do. asked: whether `least` was.
    """

    applicant: str
    node: str | None
    label: Label | None
    now: Fraction | None
    share: Fraction | None
    change: Fraction | None
    least: Fraction | None
    asked: bool


def followed(outcome: Outcome, *, in_full: bool = True) -> tuple[Stability, tuple[Entry, ...]]:
    """Follow every weight, by rank alone or the whole allocation too, and find what brings whom up to the line.

    Raises InputError without a plan.
    """
    found = stability(outcome, in_full=in_full)
    return found, entries_of(outcome, found)


def entries_of(outcome: Outcome, found: Stability) -> tuple[Entry, ...]:
    """Give everyone with a rank below the line, those who need the least change first."""
    if not found.weights:
        return ()
    rank = outcome.scores.table["rank"]
    ranked = [str(name) for name in rank.index[rank.notna().to_numpy()]]
    highest = found.weights[0].ranked.highest
    least = _least(outcome, ranked, highest) if len(ranked) <= MANY else {}
    made = [_entry(name, found.weights, least) for name in ranked if name not in highest]
    return tuple(sorted(made, key=lambda one: (one.change is None, one.change or 0, one.applicant)))


def _entry(name: str, weights: Sequence[WeightStability], least: dict[str, Fraction | None]) -> Entry:
    ways = [
        (abs(side[name] - each.now), place, side[name])
        for place, each in enumerate(weights)
        for side in (each.ranked.below, each.ranked.above)
        if name in side
    ]
    if not ways:
        return Entry(name, None, None, None, None, None, least.get(name), name in least)
    change, place, share = min(ways)
    one = weights[place]
    return Entry(name, one.node, one.label, one.now, share, change, least.get(name), name in least)


def _least(outcome: Outcome, ranked: Sequence[str], highest: frozenset[str]) -> dict[str, Fraction | None]:
    held = outcome.scores.values.loc[list(ranked)]
    values = np.rint(held.to_numpy(dtype=np.float64) * VALUE_ONE).astype(np.int64)
    central = central_weights(outcome)
    weights = [central[str(name)] for name in held.columns]
    return {
        name: least_distance(values, row, weights, len(highest))
        for row, name in enumerate(ranked)
        if name not in highest
    }
