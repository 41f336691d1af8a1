"""Blocks: which columns and rows of a relaxation belong to one applicant alone."""

from dataclasses import dataclass
from math import inf

import numpy as np

from optimizer.numbers import Integers
from optimizer.part import Mask
from optimizer.relaxation import Arrays, Floats

DEEP = 24
"""How many of the applicants with most value for their cost are looked at from the start, for every row they share."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """Whose each column is: the position of its applicant, -1 for columns of nobody; and which columns are pairs."""

    of: Integers
    pairs: Mask
    many: int
    stay: Mask
    """Applicants (by position) that are looked at from the start: those whom pairs of others need."""


@dataclass(frozen=True, eq=False)
class Shape:
    """Rows about one applicant alone: the one that allows it one option, and those that tie its pairs to its options.

    owner: the applicant of each such row. choice: the row of every applicant, -1 without one. tie: by column, the row
    that ties it, -1 where none does. plain: applicants that have no other row of their own.
    """

    alone: Mask
    owner: Integers
    choice: Integers
    tie: Integers
    plain: Mask


def barred(data: Arrays) -> Mask:
    """Rows that say no more than that one decision is no."""
    single = np.diff(data.start) == 1
    found: Mask = single & (data.upper == 0) & (data.lower <= 0)
    found[single] &= data.value[data.start[:-1][single]] > 0
    return found


def shape_of(data: Arrays, blocks: Blocks, never: Mask) -> Shape:
    """Find the rows of every applicant; `never` are the barred ones, which their decisions' limits stand for."""
    rows = len(data.lower)
    owner = blocks.of[data.index]
    low, high = np.full(rows, np.iinfo(np.int64).max), np.full(rows, -2, dtype=np.int64)
    np.minimum.at(low, data.row_of, owner)
    np.maximum.at(high, data.row_of, owner)
    alone = (low == high) & (low >= 0)
    has_pairs = np.zeros(rows, dtype=bool)
    has_pairs[data.row_of[blocks.pairs[data.index]]] = True
    ties = alone & has_pairs & (data.lower == 0) & (data.upper == 0)
    tie = np.full(len(data.cost), -1, dtype=np.int64)
    held = ties[data.row_of]
    tie[data.index[held]] = data.row_of[held]
    choice = np.full(blocks.many, -1, dtype=np.int64)
    single = np.flatnonzero(alone & ~has_pairs & (data.upper == 1) & np.isinf(data.lower))[::-1]
    choice[low[single]] = single
    # An applicant is plain where the row of choice and one row that ties are all; who has no option has no such row.
    own = np.bincount(low[alone & ~never], minlength=blocks.many)
    ties_of = np.bincount(low[ties], minlength=blocks.many)
    idle = np.ones(blocks.many, dtype=bool)
    idle[blocks.of[(blocks.of >= 0) & ~blocks.pairs]] = False
    plain = ((choice >= 0) | idle) & (own == (choice >= 0) + ties_of) & (ties_of <= 1)
    return Shape(alone, np.where(alone, low, -1), choice, tie, plain)


def two_best(worth: Floats, of: Integers, held: Mask, many: int) -> tuple[Floats, Floats]:
    """The largest number and the one that follows in every group; -inf where there is none."""
    at = np.flatnonzero(held)
    at = at[np.lexsort((-worth[at], of[at]))]
    groups = of[at]
    first = np.concatenate(([True], groups[1:] != groups[:-1]))[: len(at)]
    second = np.concatenate(([False], first[:-1] & ~first[1:]))[: len(at)]
    best, following = np.full(many, -inf), np.full(many, -inf)
    best[groups[first]] = worth[at[first]]
    following[groups[second]] = worth[at[second]]
    return best, following


def promising(data: Arrays, blocks: Blocks, shape: Shape) -> Mask:
    """For every row that applicants share, those with most value for what they use of all that is limited."""
    limited = np.isfinite(data.upper) & (data.upper > 0) & ~shape.alone
    part = np.where(limited, 1.0 / np.where(limited, data.upper, 1.0), 0.0)
    use = np.bincount(data.index, weights=data.value * part[data.row_of], minlength=len(data.cost))
    own = (blocks.of >= 0) & ~blocks.pairs
    density = np.zeros(blocks.many)
    np.maximum.at(density, blocks.of[own], (data.cost / np.maximum(use, 1e-12))[own])
    rank = np.empty(blocks.many, dtype=np.int64)
    order = np.argsort(-density, kind="stable")
    rank[order] = np.arange(blocks.many)
    owner = blocks.of[data.index]
    held = ~shape.alone[data.row_of] & (owner >= 0)
    held[held] &= ~blocks.stay[owner[held]]
    both = np.unique(data.row_of[held] * np.int64(max(blocks.many, 1)) + rank[owner[held]])
    row, place = both // max(blocks.many, 1), both % max(blocks.many, 1)
    begins = np.searchsorted(row, np.arange(len(data.lower) + 1))
    deep = np.arange(len(row)) - begins[row] < DEEP
    shared = np.diff(begins)[row] > 1
    found = np.zeros(blocks.many, dtype=bool)
    found[order[place[deep & shared]]] = True
    return found
