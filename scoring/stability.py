"""Stability: between which shares of one weight the same applicants are highest, and who enters where; exact."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.lines import NEAR, Lines
from scoring.points import Flags, Floats, Integers

FEW = 200
"""Rows among which a stretch of shares is searched without halving it first."""
DEPTH = 14
"""A stretch is halved so often at most."""


@dataclass(frozen=True)
class Swap:
    """A share beyond which other rows are highest. tied: all outside that are as high as the last inside there."""

    share: Fraction
    enters: tuple[int, ...]
    leaves: tuple[int, ...]
    tied: tuple[int, ...]


def unchanged(drawn: Lines, now: Fraction, chosen: Flags) -> tuple[Fraction, Fraction]:
    """Give the shares between which no row outside `chosen` scores above one inside, exact; both ends belong to it.

    Along a line every score is straight, so the least score inside less the greatest outside is concave in the
    share. Its zeros are found by Newton's method from outside, three to eight passes over all rows a side, and
    settled in whole numbers. Raises ValueError where the rows chosen are not the highest at `now`.
    """
    rows = np.arange(len(chosen))
    if chosen.all() or not chosen.any():
        return Fraction(0), Fraction(1)
    if _apart(drawn, now, rows, chosen) is not None:
        raise ValueError("the rows chosen are not the highest at the present share")
    upper = _end(drawn, Fraction(1), rows, chosen)
    lower = 1 - _end(drawn.turned(), Fraction(1), rows, chosen)
    return lower, upper


def swaps(drawn: Lines, now: Fraction, chosen: Flags, *, down: bool = False) -> Iterator[Swap]:
    """Walk from `now` to share 1 (`down`: to 0) and give every change of the highest rows, one after another.

    As many rows are highest all the way as are `chosen`, which must be the highest at `now`. Rows that are as high as
    the last of them at the very end of the way, and no higher, are told by a last swap of none. Stretches are halved
    until few rows can be near the line in them; within, each change is found as in `unchanged`.
    """
    if chosen.all() or not chosen.any():
        return
    ahead, start = (drawn.turned(), 1 - now) if down else (drawn, now)
    inside = chosen.copy()
    for end, rows in _stretches(ahead, start, Fraction(1), np.arange(len(chosen)), int(chosen.sum()), DEPTH):
        while True:
            share = _end(ahead, end, rows, inside[rows])
            if share == end and _apart(ahead, end, rows, inside[rows]) is None:
                break
            swap = _swapped(ahead, share, rows, inside)
            inside[list(swap.leaves)] = False
            inside[list(swap.enters)] = True
            yield Swap(1 - share, swap.enters, swap.leaves, swap.tied) if down else swap
    tied = tuple(row for row in _meeting(ahead, Fraction(1), np.arange(len(chosen)), inside) if not inside[row])
    if tied:
        yield Swap(Fraction(0 if down else 1), (), (), tied)


def entries(drawn: Lines, now: Fraction, chosen: Flags) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """Give for each row outside the nearest share below `now`, and above it, at which it is as high as the last inside.

    Rows that never are so on that side are not in it.
    """
    below: dict[int, Fraction] = {}
    above: dict[int, Fraction] = {}
    for found, down in ((below, True), (above, False)):
        for swap in swaps(drawn, now, chosen, down=down):
            for row in (*swap.enters, *swap.tied):
                if not chosen[row]:
                    found.setdefault(row, swap.share)
    return below, above


def _stretches(
    drawn: Lines, start: Fraction, end: Fraction, rows: Integers, count: int, depth: int
) -> Iterator[tuple[Fraction, Integers]]:
    """Cut a stretch into parts, each with the rows that can be at the line in it: all others stay above or below."""
    first, last = drawn.near(start, rows), drawn.near(end, rows)
    low, high = np.minimum(first, last), np.maximum(first, last)
    above, below = low > _nth(high, count) + NEAR, high < _nth(low, count) - NEAR
    kept, left = rows[~(above | below)], count - int(above.sum())
    if start == end:
        return
    if len(kept) <= FEW or not depth:
        yield end, kept
        return
    middle = (start + end) / 2
    yield from _stretches(drawn, start, middle, kept, left, depth - 1)
    yield from _stretches(drawn, middle, end, kept, left, depth - 1)


def _nth(scores: Floats, count: int) -> float:
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def _end(drawn: Lines, end: Fraction, rows: Integers, inside: Flags) -> Fraction:
    """The last share up to `end` at which none outside is above one inside; there must be one."""
    share = end
    while (pair := _apart(drawn, share, rows, inside)) is not None:
        share = drawn.meet(*pair)
    return share


def _apart(drawn: Lines, share: Fraction, rows: Integers, inside: Flags) -> tuple[int, int] | None:
    """A row inside and one outside that is above it at a share; None where there are none, exactly."""
    if inside.all() or not inside.any():
        return None
    scores = drawn.near(share, rows)
    within, beyond = rows[inside], rows[~inside]
    least, greatest = scores[inside], scores[~inside]
    low, high = int(np.argmin(least)), int(np.argmax(greatest))
    if greatest[high] < least[low] - NEAR:
        return None
    pair = int(within[low]), int(beyond[high])
    if drawn.at(pair[0], share) < drawn.at(pair[1], share):
        return pair
    lowest = min(within[least <= greatest[high] + NEAR].tolist(), key=lambda row: drawn.at(row, share))
    topmost = max(beyond[greatest >= least[low] - NEAR].tolist(), key=lambda row: drawn.at(row, share))
    return (lowest, topmost) if drawn.at(lowest, share) < drawn.at(topmost, share) else None


def _meeting(drawn: Lines, share: Fraction, rows: Integers, inside: Flags) -> list[int]:
    """The rows whose score at a share is the lowest inside."""
    scores = drawn.near(share, rows)
    level = float(scores[inside[rows]].min())
    close = rows[np.abs(scores - level) <= 2 * NEAR].tolist()
    line = min(drawn.at(row, share) for row in close if inside[row])
    return [row for row in close if drawn.at(row, share) == line]


def _swapped(drawn: Lines, share: Fraction, rows: Integers, inside: Flags) -> Swap:
    """Order the rows that meet at the line anew, as they stand just beyond the share."""
    meeting = _meeting(drawn, share, rows, inside)
    places = sum(bool(inside[row]) for row in meeting)
    ordered = sorted(meeting, key=lambda row: (-drawn.rise(row), not inside[row], row))
    enters = tuple(sorted(row for row in ordered[:places] if not inside[row]))
    leaves = tuple(sorted(row for row in ordered[places:] if inside[row]))
    return Swap(share, enters, leaves, tuple(sorted(row for row in meeting if not inside[row])))
