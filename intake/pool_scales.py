"""Numbers made from the pool: ranks, standardised scores, and ranges stretched from the lowest to the highest.

One more applicant changes such a number for everybody else, so it may describe a pool but must never score in it
(Belton and Stewart call these scales local).
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from locales import Message, message

ENOUGH = 10
"""Below so many different numbers nothing is suspected: few numbers can look like anything."""
STANDARDS = ((0.0, 1.0), (50.0, 10.0), (100.0, 15.0))
"""Mean and standard deviation of standardised scores in use: z, T, and the scale of intelligence tests."""
RANGES = (1.0, 100.0)
CLOSE = 1e-6


class PoolScale(StrEnum):
    """What a list of numbers looks as if it was made by."""

    RANKS = "ranks"
    STANDARDISED = "standardised"
    STRETCHED = "stretched"


SAID: dict[PoolScale, Message] = {
    PoolScale.RANKS: message("they are evenly spaced places in a ranking"),
    PoolScale.STANDARDISED: message("their mean and their standard deviation are exactly those of standardised scores"),
    PoolScale.STRETCHED: message("the lowest is exactly 0 and the highest exactly the top of the scale"),
}


def pool_scale(numbers: npt.ArrayLike, *, close: float = CLOSE) -> PoolScale | None:
    """Say what numbers look as if they were made by from the pool; None for numbers that look measured.

    Ranks: all different and evenly spaced, or equal to their own ranks ("1224", "1334" or the mean of tied places, in
    either direction) up to one factor and one constant. Standardised: mean and deviation of `STANDARDS`, of the whole
    or of a sample. Stretched: the lowest 0 and the highest 1 or 100, each reached once or more, and most of the
    others with more decimals than answers are given with. close: relative to the spread. NaN is left out.
    """
    given = np.asarray(numbers, dtype=np.float64)
    given = given[np.isfinite(given)]
    if len(np.unique(given)) < ENOUGH:
        return None
    if _ranked(given, close):
        return PoolScale.RANKS
    if any(_standard(given, mean, spread, close) for mean, spread in STANDARDS):
        return PoolScale.STANDARDISED
    return PoolScale.STRETCHED if any(_stretched(given, top) for top in RANGES) else None


def _ranked(given: npt.NDArray[np.float64], close: float) -> bool:
    cells = pd.Series(given)
    for ranks in (cells.rank(method="min"), cells.rank(method="max"), cells.rank(method="average")):
        rank = ranks.to_numpy(dtype=np.float64)
        low, high = int(np.argmin(rank)), int(np.argmax(rank))
        step = (given[high] - given[low]) / (rank[high] - rank[low])
        if bool((np.abs(given - given[low] - step * (rank - rank[low])) <= close * (given[high] - given[low])).all()):
            return True
    return False


def _standard(given: npt.NDArray[np.float64], mean: float, spread: float, close: float) -> bool:
    near = abs(float(given.mean()) - mean) <= close * spread
    return near and any(abs(float(given.std(ddof=lost)) - spread) <= close * spread for lost in (0, 1))


def _stretched(given: npt.NDArray[np.float64], top: float) -> bool:
    if float(given.min()) != 0.0 or float(given.max()) != top:
        return False
    inner = given[(given > 0) & (given < top)] / top
    fine = np.abs(inner * 1000 - np.rint(inner * 1000)) > CLOSE
    return bool(fine.mean() > 0.5)
