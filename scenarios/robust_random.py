"""Random numbers that are the same everywhere: one stream for every seed, design, source and draw.

Only NumPy's bit generator and seed sequence are used, whose numbers never change between versions (NEP 19); what is
made of the bits is whole numbers.
"""

from fractions import Fraction
from statistics import NormalDist

import numpy as np

BITS = 53
PARTS = 10**6


class Stream:
    """The numbers of one path, such as (seed, design, source, draw), from PCG64."""

    def __init__(self, *path: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(list(path)))

    def whole(self, many: int) -> int:
        """A whole number from 0 up to, not with, `many`; every one as likely, as far as 53 bits tell."""
        return (int(self._bits.random_raw()) >> (64 - BITS)) * many >> BITS

    def share(self) -> Fraction:
        """A number from 0 up to, not with, 1."""
        return Fraction(self.whole(1 << BITS), 1 << BITS)

    def parts(self, many: int) -> list[Fraction]:
        """Shares of one, `many` of them, every division as likely: the gaps between sorted cuts (Devroye 1986)."""
        cuts = sorted(self.whole(PARTS + 1) for _ in range(many - 1))
        ends = zip([0, *cuts], [*cuts, PARTS], strict=True)
        return [Fraction(high - low, PARTS) for low, high in ends]

    def normal(self) -> float:
        """A number of the standard normal distribution, to nine decimals."""
        return round(NormalDist().inv_cdf((self.whole(1 << (BITS - 1)) + 0.5) / (1 << (BITS - 1))), 9)
