"""Acceptability: under how many of many weightings each applicant is among the highest, counted exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.kernel import EXACT_UNIT
from scoring.points import RANK_STEPS, VALUE_ONE, Floats, Integers

BLOCK = 2**21
"""Scores that are held at a time: 16 megabytes, whatever the number of weightings."""


@dataclass(frozen=True, eq=False)
class Acceptability:
    """Counts over all weightings, one a row.

    within: how often the row is among the `count` highest, ties at the last place going to earlier rows. tied: how
    often it shares that place with more rows than there is room for, so that the order of rows decides.
    """

    weightings: int
    within: NDArray[np.int32]
    tied: NDArray[np.int32]


def acceptability(values: Floats, parts: Integers, count: int) -> Acceptability:
    """Count how often each row is among the `count` highest, by points to a ten-thousandth as everywhere.

    The rank acceptability of SMAA-2 (Lahdelma and Salminen, SMAA-2: stochastic multicriteria acceptability analysis
    for group decision making, Operations Research 49, 2001), for the first `count` ranks together. values: whole
    billionths in floats, one row an applicant, as of `judged`. parts: one row a weighting, in whole parts of one
    number for all, at most EXACT_UNIT, so that float products are whole numbers below 2**53 and no sum is rounded.
    Raises ValueError for parts that are not so, or a count below 1.
    """
    unit = int(parts[0].sum())
    if parts.min() < 0 or not 0 < unit <= EXACT_UNIT or (parts.sum(axis=1) != unit).any() or count < 1:
        raise ValueError("weights must be whole parts of one number for all, none below zero, and the count above zero")
    rows = len(values)
    within, tied = np.zeros(rows, dtype=np.int32), np.zeros(rows, dtype=np.int32)
    if count >= rows:
        return Acceptability(len(parts), within + len(parts), tied)
    step = unit * (VALUE_ONE // RANK_STEPS)
    blocks = np.array_split(parts.astype(np.float64), -(-len(parts) * rows // BLOCK))
    held = np.empty((len(blocks[0]), rows))
    for block in blocks:
        for scores in np.matmul(block, values.T, out=held[: len(block)]):
            last = np.partition(scores, rows - count)[rows - count]
            # Half up to whole steps: whoever is below this has fewer points than the last, whoever is not has as many.
            level = (int(last) + step // 2) // step * step - step // 2
            reached = scores >= level
            if int(np.count_nonzero(reached)) > count:
                equal = reached & (scores < level + step)
                tied += equal
                room = count - int(np.count_nonzero(reached)) + int(np.count_nonzero(equal))
                reached[np.flatnonzero(equal)[room:]] = False
            within += reached
    return Acceptability(len(parts), within, tied)
