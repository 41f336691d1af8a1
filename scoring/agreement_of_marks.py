"""Agreement of marks: Krippendorff's alpha for any pattern of missing marks, intraclass correlation for full panels."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.panel_marks import Marks, scaled
from scoring.points import Integers

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
PLACES: Final = 6
MOST_VALUES: Final = 3_000


@dataclass(frozen=True)
class Intraclass:
    """The mean squares of a full panel, and the six intraclass correlations of Shrout and Fleiss (1979).

    Mean squares: between applicants, within applicants, between reviewers, residual. `single_*` concerns one
    reviewer's mark, `mean_*` the mean of all. One way (ICC(1,1), ICC(1,k)): reviewers differ by applicant. Random
    (ICC(2,1), ICC(2,k)): the same reviewers, a sample of all, severity counts as disagreement. Fixed (ICC(3,1),
    ICC(3,k)): these reviewers only, severity does not count. None where the marks have no variance to speak of.
    """

    between: float
    within: float
    reviewers: float
    residual: float
    single_one_way: float | None
    single_random: float | None
    single_fixed: float | None
    mean_one_way: float | None
    mean_random: float | None
    mean_fixed: float | None


def krippendorff_alpha(marks: Marks, metric: Metric) -> float | None:
    """Krippendorff's alpha (2011): 1 less observed by expected disagreement, for any pattern of missing marks.

    Applicants with one mark say nothing about agreement and are left out. Worked out exactly and rounded to six
    decimals; the ordinal difference of two marks is that of their mid-ranks. None where nothing can be said: fewer
    than two marks to compare, or all of them equal. Raises ValueError for the ratio metric on negative marks, and
    on more than MOST_VALUES different ones.
    """
    pairable = marks.counts[marks.of] > 1
    given = marks.given[pairable]
    if not len(given):
        return None
    levels, level, often = np.unique(given, return_inverse=True, return_counts=True)
    if len(levels) < 2:
        return None
    counts = marks.counts[marks.counts > 1]
    if metric == "nominal":
        observed, expected = _nominal(level, often, counts)
    elif metric == "ratio":
        return _rounded(_ratio(levels, level, often, counts))
    else:
        values = given if metric == "interval" else _mid_ranks(often)[level]
        observed, expected = _squares(values, counts)
    return _rounded(1 - Fraction(len(given) - 1) * observed / expected)


def intraclass(marks: Marks) -> Intraclass | None:
    """Analyse the variance of a full panel, every application marked by every reviewer; None for any other panel.

    Exact, rounded to six decimals. Needs at least two applications and two reviewers.
    """
    n, k = len(marks.applicants), len(marks.reviewers)
    if n < 2 or k < 2 or len(marks) != n * k:
        return None
    table = (marks.given // marks.unit).reshape(n, k)
    table = scaled(table - table.min(), n * k * max(n, k))
    whole, squares = int(table.sum()), int((table * table).sum())
    rows, columns = (int((table.sum(axis=axis) ** 2).sum()) for axis in (1, 0))
    mean = Fraction(whole * whole, n * k)
    between = (Fraction(rows, k) - mean) / (n - 1)
    within = (squares - Fraction(rows, k)) / (n * (k - 1))
    reviewers = (Fraction(columns, n) - mean) / (k - 1)
    residual = (squares - Fraction(rows, k) - Fraction(columns, n) + mean) / ((n - 1) * (k - 1))
    unit = Fraction(marks.unit, 10**6) ** 2
    severity = (reviewers - residual) / n
    return Intraclass(
        between=_rounded(between * unit),
        within=_rounded(within * unit),
        reviewers=_rounded(reviewers * unit),
        residual=_rounded(residual * unit),
        single_one_way=_share(between - within, between + (k - 1) * within),
        single_random=_share(between - residual, between + (k - 1) * residual + k * severity),
        single_fixed=_share(between - residual, between + (k - 1) * residual),
        mean_one_way=_share(between - within, between),
        mean_random=_share(between - residual, between + severity),
        mean_fixed=_share(between - residual, between),
    )


def _share(part: Fraction, whole: Fraction) -> float | None:
    return _rounded(part / whole) if whole > 0 else None


def _rounded(number: Fraction) -> float:
    return float(round(number, PLACES))


def _starts(counts: Integers) -> Integers:
    return np.cumsum(counts) - counts


def _mid_ranks(often: Integers) -> Integers:
    """Give twice the mid-rank of every level, in order."""
    ranks: Integers = 2 * np.cumsum(often) - often
    return ranks


def _squares(values: Integers, counts: Integers) -> tuple[Fraction, Fraction]:
    """Sum squared differences: within applicants, each by its number of marks less one; and over all pairs."""
    own = scaled((values - values.min()) // max(1, int(np.gcd.reduce(values - values.min()))), len(values) ** 2)
    sums = np.add.reduceat(own, _starts(counts))
    squares = np.add.reduceat(own * own, _starts(counts))
    observed = Fraction(0)
    for count in np.unique(counts).tolist():
        same = counts == count
        observed += Fraction(2 * int((count * squares[same] - sums[same] * sums[same]).sum()), count - 1)
    total, total_squares = int(sums.sum()), int(squares.sum())
    return observed, Fraction(2 * (len(values) * total_squares - total * total))


def _nominal(level: Integers, often: Integers, counts: Integers) -> tuple[Fraction, Fraction]:
    """Count unequal pairs, in the same way."""
    unit = np.repeat(np.arange(len(counts)), counts)
    cells, alike = np.unique(unit * len(often) + level, return_counts=True)
    equal = np.bincount(cells // len(often), weights=(alike * alike).astype(np.float64), minlength=len(counts))
    observed = Fraction(0)
    for count in np.unique(counts).tolist():
        same = counts == count
        observed += Fraction(count * count * int(same.sum()) - int(equal[same].sum()), count - 1)
    n = int(often.sum())
    return observed, Fraction(n * n - int((often.astype(object) ** 2).sum()))


def _ratio(levels: Integers, level: Integers, often: Integers, counts: Integers) -> Fraction:
    """Give alpha for the ratio metric, ((c - k) / (c + k)) squared; its sums are rounded once, at the end."""
    if int(levels[0]) < 0:
        raise ValueError("the ratio metric needs marks that are not negative")
    if len(levels) > MOST_VALUES:
        raise ValueError(f"the ratio metric takes at most {MOST_VALUES} different marks")
    size = len(levels)
    low, high = np.triu_indices(size, 1)
    apart = _apart(levels[low], levels[high])
    expected = math.fsum(apart * often[low].astype(np.float64) * often[high])
    observed: list[float] = []
    starts = _starts(counts)
    for count in np.unique(counts).tolist():
        own = level[starts[counts == count][:, None] + np.arange(count)]
        for one in range(count):
            for other in range(one + 1, count):
                distance = _apart(levels[own[:, one]], levels[own[:, other]])
                observed.append(math.fsum(distance) / (count - 1))
    return 1 - Fraction(len(level) - 1) * Fraction(math.fsum(observed)) / Fraction(expected)


def _apart(one: Integers, other: Integers) -> NDArray[Any]:
    together = (one + other).astype(np.float64)
    part = np.divide((one - other).astype(np.float64), together, out=np.zeros_like(together), where=together > 0)
    squared: NDArray[Any] = part * part
    return squared
