"""A programme as numbers alone, ready for any modelling library: what ours reads from tables and rules by itself.

Money is in millions of rupiah, as whoever models by hand would write it. This file knows no solver: who reads it may
be a program that cannot live in one process with ours.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.matrix import Floats, Integers


@dataclass(frozen=True, eq=False)
class Cap:
    """sum of amount_k x_k <= most."""

    amount: Floats
    most: float


@dataclass(frozen=True, eq=False)
class Quota:
    """For every group: its awards <= (or, with `least`, >=) share of all awards + plus; group -1 counts nowhere."""

    group: Integers
    share: float
    plus: float
    least: bool


@dataclass(frozen=True, eq=False)
class Statement:
    """Options of applicants, caps, quotas, and pairs of village and mentor.

    owner: the applicant of every option. village and mentor: applicants, by pair. fewest and room: villages that a
    mentor takes.
    """

    owner: Integers
    value: Floats
    caps: tuple[Cap, ...]
    quotas: tuple[Quota, ...]
    village: Integers
    mentor: Integers
    fewest: int
    room: int

    @property
    def mentors(self) -> Integers:
        """The applicants who may be mentors of somebody."""
        return np.unique(self.mentor)


def members(of: Integers) -> list[list[int]]:
    """Positions by group, groups in their order; -1 is no group."""
    order = np.argsort(of, kind="stable")
    order = order[of[order] >= 0]
    cuts = np.flatnonzero(np.diff(of[order])) + 1
    return [part.tolist() for part in np.split(order, cuts)] if len(order) else []
