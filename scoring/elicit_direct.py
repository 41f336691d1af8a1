"""Direct points: the member shares out 100 points over the raises from worst to best."""

from collections.abc import Mapping
from fractions import Fraction

from scoring.elicit_numbers import Number, Shares, exact_all, shares

ALL = 100
WITHIN = 1


def direct(points: Mapping[str, Number]) -> Shares:
    """Turn points into weights: weight = points / sum of points, exact, summing to one.

    The points must sum to 100, give or take one point for rounding; ValueError otherwise.
    """
    read = exact_all(points)
    total = sum(read.values(), Fraction(0))
    if abs(total - ALL) > WITHIN:
        raise ValueError(f"the points sum to {total}, not to {ALL}")
    return shares(read)
