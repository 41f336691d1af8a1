"""What a panel's marks say of each applicant and each reviewer, in tables."""

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.calibration import Calibration
from scoring.panel_marks import ONE_MARK, Marks, means, scaled
from scoring.points import Floats, Integers

PLACES = 6
ENOUGH_TO_AGREE = 3


def applicants_table(marks: Marks, calibration: Calibration | None) -> pd.DataFrame:
    """Tell of every applicant with a mark, index applicant.

    Columns, in marks: marks (how many), mean, mean_error (of the mean, from the spread of all marks about their
    applicants), calibrated, calibrated_error (NaN where there is no calibration), spread (standard deviation of the
    applicant's marks; NaN for one), disagreement (its two corrected marks furthest apart, in standard errors of the
    difference of two marks; marks as given where there is no calibration).
    """
    sums, counts = marks.sums(marks.given), marks.counts
    usual = noise(marks)
    corrected = marks.given if calibration is None else calibration.corrected()
    scale = (usual if calibration is None else calibration.variance.noise) * math.sqrt(2)
    apart = np.zeros(0, dtype=np.float64)
    if len(marks):
        apart = np.maximum.reduceat(corrected, marks.starts) - np.minimum.reduceat(corrected, marks.starts)
    nothing = np.full(len(counts), np.nan)
    return pd.DataFrame(
        {
            "marks": counts,
            "mean": means(sums, counts) / ONE_MARK,
            "mean_error": np.round(usual / np.sqrt(counts.astype(np.float64)), PLACES),
            "calibrated": nothing if calibration is None else calibration.calibrated / ONE_MARK,
            "calibrated_error": nothing if calibration is None else calibration.errors,
            "spread": _spread(marks),
            "disagreement": np.round(apart / ONE_MARK / scale, 3) if scale > 0 else np.zeros(len(counts)),
        },
        index=pd.Index(marks.applicants, name="applicant", dtype=object),
    )


def reviewers_table(marks: Marks, calibration: Calibration | None) -> pd.DataFrame:
    """Tell of every reviewer with a mark, index reviewer.

    Columns: read (how many), mean (of the marks given), severity (how much less than the panel's mean it gives) and
    severity_error (NaN where there is no calibration), agreement (correlation of its marks with the mean of the
    others' corrected marks for the same applicants; NaN below three of them, or where either is the same throughout).
    """
    read = marks.read
    sums = np.zeros(len(read), dtype=np.int64)
    np.add.at(sums, marks.by, marks.given)
    nothing = np.full(len(read), np.nan)
    return pd.DataFrame(
        {
            "read": read,
            "mean": means(sums, np.maximum(1, read)) / ONE_MARK,
            "severity": nothing if calibration is None else calibration.severity / ONE_MARK,
            "severity_error": nothing if calibration is None else calibration.severity_errors,
            "agreement": _agreement(marks, marks.given if calibration is None else calibration.corrected()),
        },
        index=pd.Index(marks.reviewers, name="reviewer", dtype=object),
    )


def noise(marks: Marks) -> float:
    """Standard deviation of a mark about its applicant, over all applicants; NaN where none has two marks."""
    degrees = len(marks) - len(marks.applicants)
    if degrees <= 0:
        return math.nan
    squares = _squares(marks) / marks.counts
    return round(math.sqrt(math.fsum(squares.astype(np.float64)) / degrees) * marks.unit / ONE_MARK, 9)


def _squares(marks: Marks) -> NDArray[Any]:
    """Number of marks x sum of squares about the mean, by applicant, in whole units."""
    own = marks.given // marks.unit
    own = scaled(own - own.min(initial=0), len(own) * int(marks.counts.max(initial=1)))
    sums = marks.sums(own)
    squared: NDArray[Any] = marks.counts * marks.sums(own * own) - sums * sums
    return squared


def _spread(marks: Marks) -> Floats:
    several = marks.counts > 1
    pairs = np.where(several, marks.counts * (marks.counts - 1), 1).astype(np.float64)
    spread = np.sqrt(_squares(marks).astype(np.float64) / pairs) * marks.unit / ONE_MARK
    return np.where(several, np.round(spread, PLACES), np.nan)


def _agreement(marks: Marks, corrected: Integers) -> Floats:
    """Correlate each reviewer's marks with the others' mean, in whole thousandths, so exactly."""
    agreement = np.full(len(marks.reviewers), np.nan)
    others = marks.counts[marks.of] - 1
    kept = np.flatnonzero(others > 0)
    if not len(kept):
        return agreement
    rest = marks.sums(corrected)[marks.of] - corrected
    mean = means(rest[kept], others[kept]) // (ONE_MARK // 1000)
    own = marks.given[kept] // (ONE_MARK // 1000)
    order = np.argsort(marks.by[kept], kind="stable")
    who, starts, sizes = np.unique(marks.by[kept][order], return_index=True, return_counts=True)
    x = scaled(own[order] - own.min(), len(kept) ** 2)
    z = scaled(mean[order] - mean.min(), len(kept) ** 2)
    added = [np.add.reduceat(each, starts).tolist() for each in (x, z, x * z, x * x, z * z)]
    for reviewer, size, *sums in zip(who.tolist(), sizes.tolist(), *added, strict=True):
        sum_x, sum_z, products, squares_x, squares_z = map(int, sums)
        together = size * products - sum_x * sum_z
        apart = (size * squares_x - sum_x**2) * (size * squares_z - sum_z**2)
        if size >= ENOUGH_TO_AGREE and apart > 0:
            root = math.isqrt(together**2 * 10**12 // apart) / 10**6
            agreement[reviewer] = round(root if together > 0 else -root, 3)
    return agreement
