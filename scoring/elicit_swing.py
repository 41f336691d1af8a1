"""Swing weighting: what the raise of each criterion from its worst to its best is worth beside the first one's."""

from collections.abc import Mapping

from scoring.elicit_numbers import Number, Shares, exact_all, shares

FIRST = 100


def swing(points: Mapping[str, Number]) -> Shares:
    """Turn swings into weights: weight = swing / sum of all swings, exact, summing to one.

    Everything is at its worst; the raise to the best that is wanted first counts 100, the others between 0 and 100
    beside it (von Winterfeldt and Edwards, Decision Analysis and Behavioral Research, 1986). Raises ValueError
    unless the highest is 100.
    """
    read = exact_all(points)
    if max(read.values()) != FIRST:
        raise ValueError(f"the swing wanted first counts {FIRST}; the highest here is {max(read.values())}")
    return shares(read)
