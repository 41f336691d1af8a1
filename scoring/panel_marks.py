"""Marks: what one panel gave on one criterion, as arrays in whole millionths of a mark."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.points import Floats, Integers

ONE_MARK = 1_000_000
LARGEST_MARK = 1_000_000
BLOCK = 2_000_000


@dataclass(frozen=True, eq=False)
class Marks:
    """The marks of one criterion, sorted by applicant and reviewer, so that the order of the input never shows.

    applicants, reviewers: the ids with at least one mark, sorted. of, by: for every mark the position of its
    applicant and of its reviewer. given: the mark in millionths. starts: the first mark of every applicant; counts:
    how many it has.
    """

    applicants: tuple[str, ...]
    reviewers: tuple[str, ...]
    of: Integers
    by: Integers
    given: Integers
    starts: Integers
    counts: Integers

    @classmethod
    def of_rows(cls, applicants: Sequence[str], reviewers: Sequence[str], marks: Sequence[float] | Floats) -> "Marks":
        """Sort and check marks, one applicant, reviewer and mark a row; a NaN is no mark and is left out.

        Marks count to a millionth. Raises ValueError on an infinite or immense mark, and on two marks of one
        reviewer for one applicant.
        """
        given = np.asarray(marks, dtype=np.float64)
        there = ~np.isnan(given)
        given = given[there]
        if given.size and not bool((np.abs(given) <= LARGEST_MARK).all()):
            raise ValueError(f"marks must be finite and at most {LARGEST_MARK}")
        of, who = pd.factorize(np.asarray(applicants, dtype=object)[there], sort=True)
        by, reader = pd.factorize(np.asarray(reviewers, dtype=object)[there], sort=True)
        key = of.astype(np.int64) * max(1, len(reader)) + by
        order = np.argsort(key, kind="stable")
        if bool((np.diff(key[order]) == 0).any()):
            raise ValueError("a reviewer gave one applicant two marks")
        of = of[order].astype(np.int64)
        counts = np.bincount(of, minlength=len(who)).astype(np.int64)
        return cls(
            applicants=tuple(str(each) for each in who),
            reviewers=tuple(str(each) for each in reader),
            of=of,
            by=by[order].astype(np.int64),
            given=np.rint(given[order] * ONE_MARK).astype(np.int64),
            starts=np.cumsum(counts) - counts,
            counts=counts,
        )

    def __len__(self) -> int:
        return len(self.given)

    @property
    def read(self) -> Integers:
        """How many applications each reviewer marked."""
        return np.bincount(self.by, minlength=len(self.reviewers)).astype(np.int64)

    @property
    def unit(self) -> int:
        """The largest step in millionths that all marks are a multiple of; it keeps exact sums small."""
        return max(1, int(np.gcd.reduce(self.given))) if len(self) else 1

    def sums(self, numbers: Integers) -> Integers:
        """Add one number a mark by applicant."""
        return np.add.reduceat(numbers, self.starts) if len(self) else numbers[:0]

    def groups(self) -> Iterator[tuple[int, Integers, Integers]]:
        """Give applicants with equally many marks together, in blocks of bounded size.

        Each block: how many marks, the applicants' positions, and their marks' positions, one row an applicant.
        """
        for count in np.unique(self.counts).tolist():
            own = np.flatnonzero(self.counts == count)
            step = max(1, BLOCK // (count * count))
            for first in range(0, len(own), step):
                block = own[first : first + step]
                yield count, block, self.starts[block][:, None] + np.arange(count)


def means(sums: Integers, counts: Integers) -> Integers:
    """Divide sums by counts, rounded half up to whole millionths."""
    return (2 * sums + counts) // (2 * counts)


def scaled(numbers: Integers, terms: int) -> Integers:
    """Give numbers in a type in which sums of so many of their squares are exact."""
    largest = int(np.abs(numbers).max(initial=0))
    return numbers if largest * largest * max(1, terms) < 2**62 else numbers.astype(object)


def significant(number: float, digits: int) -> float:
    """Round to so many significant digits, the same on every machine but for the last bits of `number`."""
    return float(f"{number:.{digits - 1}e}") if number and math.isfinite(number) else number
