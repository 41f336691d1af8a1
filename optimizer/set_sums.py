"""Sums: how many are funded of the groups that rules count, and what such numbers say about one another.

A share of at most 15 per cent is a number of places as soon as it is known how many are funded at all: 11 of 77, not
11.55. The relaxation cannot see that; here the bounds of every number follow from those of the others in whole numbers
(bound propagation, as constraint programming does; Savelsbergh, "Preprocessing and probing techniques for mixed integer
programming problems", 1994).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.program import Program, Row

Counts: TypeAlias = npt.NDArray[np.int64]
Term: TypeAlias = tuple[int, int]
"""The place of a sum, and what it is multiplied with."""
LARGEST = 2**58
"""Relations whose total could be larger are left out: everything here is worked out in 64 bits."""
UNLIMITED = 2**60
MOST_TERMS = 6
JUMP = 0.25
"""Two numbers of a row are unlike when the larger is above the smaller by more than this share."""
ROUNDS = 20
"""Bounds are passed on so often; stopping earlier leaves them wider, never wrong."""


@dataclass(frozen=True, eq=False)
class Sums:
    """groups: the columns of each sum. least, most: what the columns alone let a sum be.

    wide: the sums that others are shares of. terms and factors, a row a relation: the sums that it relates, and what
    each is multiplied with; low and high: what a relation lets their total be.
    """

    groups: tuple[npt.NDArray[np.intp], ...]
    least: Counts
    most: Counts
    wide: npt.NDArray[np.bool_]
    terms: Counts
    factors: Counts
    low: Counts
    high: Counts

    def tightened(self, least: Counts, most: Counts) -> tuple[Counts, Counts] | None:
        """Bounds that no lawful plan within these is outside of; None when they contradict each other."""
        least, most = least.copy(), most.copy()
        for _ in range(ROUNDS):
            if (least > most).any():
                return None
            before = (least.copy(), most.copy())
            self._pass_on(least, most)
            if np.array_equal(before[0], least) and np.array_equal(before[1], most):
                break
        return None if (least > most).any() else (least, most)

    def _pass_on(self, least: Counts, most: Counts) -> None:
        rising = self.factors > 0
        smallest = self.factors * np.where(rising, least[self.terms], most[self.terms])
        largest = self.factors * np.where(rising, most[self.terms], least[self.terms])
        room_above = self.high[:, None] - (smallest.sum(axis=1)[:, None] - smallest)
        room_below = self.low[:, None] - (largest.sum(axis=1)[:, None] - largest)
        factor = np.where(self.factors == 0, 1, self.factors)
        top = np.where(rising, room_above, room_below) // factor
        bottom = -(np.where(rising, room_below, room_above) // -factor)
        real = self.factors != 0
        np.minimum.at(most, self.terms[real], top[real])
        np.maximum.at(least, self.terms[real], bottom[real])


def sums(program: Program) -> Sums:
    """The sums of a program.

    For each row: the columns of each number in it, and all its columns where it compares two such sums; where it knows
    many numbers, the columns whose numbers are alike, for how many dear ones are chosen decides most of a budget.
    """
    made = _Made(program)
    choices = {program.rows[i].columns for i in program.choice_row.values()}
    for row in program.rows:
        if row.columns not in choices:
            made.take(row, _parts(program, row))
    return made.sums()


def _parts(program: Program, row: Row) -> list[tuple[int, tuple[int, ...]]]:
    """The numbers of a row, each with its columns; none where not all of them are counted in ones."""
    by_number: dict[int, list[int]] = {}
    for j, number in zip(row.columns, row.numbers, strict=True):
        by_number.setdefault(number, []).append(j)
    counted = all(program.columns[j].whole and program.columns[j].step == 1 for j in row.columns)
    return [(number, tuple(sorted(columns))) for number, columns in by_number.items()] if counted else []


class _Made:
    """Sums and what relates them, as they are found row by row."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.places: dict[tuple[int, ...], int] = {}
        self.uppers: list[int] = []
        self.wide: set[int] = set()
        self.relations: list[tuple[list[Term], int, int]] = []

    def place(self, columns: tuple[int, ...]) -> int:
        """The place of a sum; a new one where it is new."""
        if columns not in self.places:
            self.places[columns] = len(self.places)
            self.uppers.append(sum(self.program.columns[j].upper for j in columns))
        return self.places[columns]

    def take(self, row: Row, parts: list[tuple[int, tuple[int, ...]]]) -> None:
        """Take in what one row says; single decisions are no sums."""
        if len(parts) > MOST_TERMS:
            for columns in (*_clusters(parts), tuple(sorted(row.columns))):
                if len(columns) > 1:
                    self.place(columns)
            return
        own = [(self.place(columns), number) for number, columns in parts if len(columns) > 1]
        if not own or len(own) < len(parts):
            return
        low = -UNLIMITED if row.sense == "<=" else row.bound
        high = UNLIMITED if row.sense == ">=" else row.bound
        if len(own) != 2:
            self.relate(own, low, high)
            return
        (one, first), (other, second) = own
        whole = self.place(tuple(sorted(row.columns)))
        self.wide.add(whole)
        self.relate([(one, first - second), (whole, second)], low, high)
        self.relate([(other, second - first), (whole, first)], low, high)
        self.relate([(one, 1), (other, 1), (whole, -1)], 0, 0)

    def relate(self, terms: list[Term], low: int, high: int) -> None:
        """Keep a relation whose numbers can be worked with."""
        most = sum(abs(factor) * self.uppers[at] for at, factor in terms)
        if most < LARGEST and all(abs(each) < LARGEST or abs(each) == UNLIMITED for each in (low, high)):
            self.relations.append((terms, low, high))

    def sums(self) -> Sums:
        """Everything that was taken in."""
        return Sums(
            groups=tuple(np.array(columns, dtype=np.intp) for columns in self.places),
            least=np.zeros(len(self.places), dtype=np.int64),
            most=np.array(self.uppers, dtype=np.int64),
            wide=np.array([at in self.wide for at in range(len(self.places))], dtype=bool),
            terms=_table([[at for at, _ in terms] for terms, _, _ in self.relations]),
            factors=_table([[factor for _, factor in terms] for terms, _, _ in self.relations]),
            low=np.array([low for _, low, _ in self.relations], dtype=np.int64),
            high=np.array([high for _, _, high in self.relations], dtype=np.int64),
        )


def _table(rows: list[list[int]]) -> Counts:
    """Rows of few whole numbers, filled up with zeros."""
    return np.array([row + [0] * (MOST_TERMS - len(row)) for row in rows], dtype=np.int64).reshape(-1, MOST_TERMS)


def _clusters(parts: Sequence[tuple[int, tuple[int, ...]]]) -> list[tuple[int, ...]]:
    """The columns of a row with many numbers, parted where the next larger number is much larger."""
    found: list[list[int]] = []
    before = 0
    for number, columns in sorted(parts):
        if not found or number - before > JUMP * abs(before):
            found.append([])
        found[-1].extend(columns)
        before = number
    return [tuple(sorted(each)) for each in found]
