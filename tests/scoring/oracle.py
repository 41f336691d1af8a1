"""The scoring model once more, in plain Python and exact fractions; it shares no code with the kernel."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from intake import Criteria, Criterion

Answers = Sequence[Mapping[str, Any]]


def exact(number: float) -> Fraction:
    """Read a number as the decimal it is written as."""
    return Fraction(repr(float(number)))


def weights(criteria: Criteria) -> dict[str, Fraction]:
    """Multiply local weights from each leaf up to the root."""
    siblings: dict[str, Fraction] = {}
    for group in criteria.groups:
        siblings[group.parent] = siblings.get(group.parent, Fraction(0)) + exact(group.weight)
    for leaf in criteria.criteria:
        siblings[leaf.group] = siblings.get(leaf.group, Fraction(0)) + exact(leaf.weight)
    parents = {group.id: (group.parent, exact(group.weight)) for group in criteria.groups}
    result: dict[str, Fraction] = {}
    for leaf in criteria.criteria:
        share, node = exact(leaf.weight) / siblings[leaf.group], leaf.group
        while node:
            parent, weight = parents[node]
            share, node = share * weight / siblings[parent], parent
        result[leaf.id] = share
    return result


def value(criterion: Criterion, row: Mapping[str, Any]) -> Fraction | None:
    """Value one answer between its anchors; None where there is none."""
    cell = next((row[c] for c in (criterion.column, *criterion.fallbacks) if row[c] is not None), None)
    if cell is None:
        return None
    if criterion.shape == "levels":
        return next(exact(level.value) for level in criterion.levels if level.code == cell)
    x = exact(cell)
    if criterion.per:
        base = row[criterion.per.column]
        if base is None or base <= 0:
            return None
        x /= exact(criterion.per.times) * exact(base)
    zero, one = exact(criterion.anchors.zero.at), exact(criterion.anchors.one.at)
    if criterion.shape == "linear":
        return min(max((x - zero) / (one - zero), Fraction(0)), Fraction(1))
    points = [(exact(at), exact(worth)) for at, worth in criterion.points]
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def intervals(criteria: Criteria, rows: Answers) -> list[tuple[Fraction, Fraction]]:
    """Score every row: (missing counted 0, missing counted 1), in points."""
    shares = weights(criteria)
    result: list[tuple[Fraction, Fraction]] = []
    for row in rows:
        low = high = Fraction(0)
        for criterion in criteria.criteria:
            worth = value(criterion, row)
            low += 100 * shares[criterion.id] * (0 if worth is None else worth)
            high += 100 * shares[criterion.id] * (1 if worth is None else worth)
        result.append((low, high))
    return result
