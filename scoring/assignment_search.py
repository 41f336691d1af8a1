"""The search behind a plan of who reads what: hand out, even the loads, join what is apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from scoring.points import Flags, Integers

SHIFT: Final = 31
NEVER: Final = 2**62


@dataclass(eq=False)
class Desk:
    """The table on which applications are handed out; this search changes it in place and nobody else sees it.

    given, barred: one row an application, one column a reviewer. free: applications that are no anchors. loads: how
    many each reviewer has; room: how many it may have. met: how many applications two reviewers share. each: marks
    that a free application needs.
    """

    given: Flags
    barred: Flags
    free: Integers
    loads: Integers
    room: Integers
    met: Integers
    each: int

    @classmethod
    def of(cls, barred: Flags, anchors: Sequence[int], each: int, room: "Sequence[int | None]") -> "Desk":
        """Lay the table: anchors are with every reviewer who may read them."""
        given = np.zeros_like(barred)
        given[list(anchors)] = ~barred[list(anchors)]
        free = np.setdiff1d(np.arange(len(barred)), np.array(anchors, dtype=np.int64))
        counts = given[list(anchors)].astype(np.int64)
        most = [len(barred) if each is None else each for each in room]
        return cls(given, barred, free, counts.sum(axis=0), np.array(most, dtype=np.int64), counts.T @ counts, each)

    def give(self, application: int, reviewer: int) -> None:
        """Hand an application to one more reviewer."""
        others = np.flatnonzero(self.given[application])
        self.met[others, reviewer] += 1
        self.met[reviewer, others] += 1
        self.met[reviewer, reviewer] += 1
        self.given[application, reviewer] = True
        self.loads[reviewer] += 1

    def take(self, application: int, reviewer: int) -> None:
        """Take an application from one of its reviewers."""
        self.given[application, reviewer] = False
        self.loads[reviewer] -= 1
        others = np.flatnonzero(self.given[application])
        self.met[others, reviewer] -= 1
        self.met[reviewer, others] -= 1
        self.met[reviewer, reviewer] -= 1

    def may(self, application: int) -> Flags:
        """Tell who may still be given an application, room or not."""
        open_to: Flags = ~(self.barred[application] | self.given[application])
        return open_to

    def movable(self) -> Flags:
        """Tell between which reviewers some free application can move, from row to column."""
        given = self.given[self.free].astype(np.float32)
        open_to = (~(self.given[self.free] | self.barred[self.free])).astype(np.float32)
        moves: Flags = (given.T @ open_to) > 0
        return moves

    def move(self, one: int, other: int) -> None:
        """Move the first application that can be moved from one reviewer to another."""
        fits = self.given[self.free, one] & ~self.given[self.free, other] & ~self.barred[self.free, other]
        application = int(self.free[int(np.argmax(fits))])
        self.take(application, one)
        self.give(application, other)


def hand_out(desk: Desk) -> "tuple[int, list[int]] | None":
    """Give every free application to the least loaded who may read it; those who have met least go first.

    Where nobody with room may read one, room is made by a chain of moves. Gives None, or the application that cannot
    be placed and the full reviewers who stand in its way: they are all who could read it, or take over from those.
    """
    scarce = (~desk.barred[desk.free]).sum(axis=1)
    for application in desk.free[np.argsort(scarce, kind="stable")].tolist():
        for _ in range(desk.each):
            may = desk.may(application)
            wish = (desk.loads << SHIFT) + desk.met[np.flatnonzero(desk.given[application])].sum(axis=0)
            wish[~may | (desk.loads >= desk.room)] = NEVER
            best = int(wish.argmin())
            if wish[best] < NEVER:
                desk.give(application, best)
                continue
            path, reached = _chain(desk.movable(), np.flatnonzero(may).tolist(), desk.loads < desk.room)
            if path is None:
                return application, sorted(reached)
            _follow(desk, path)
            desk.give(application, path[0])
    return None


def balance(desk: Desk) -> None:
    """Even the loads until no chain of moves leads from a reviewer to one with at least two fewer."""
    improving = True
    while improving and int(desk.loads.max()) - int(desk.loads.min()) > 1:
        improving = False
        moves = desk.movable()
        for reviewer in np.lexsort((np.arange(len(desk.loads)), -desk.loads)).tolist():
            ends = (desk.loads <= desk.loads[reviewer] - 2) & (desk.loads < desk.room)
            path, _ = _chain(moves, [reviewer], ends)
            if path is not None:
                _follow(desk, path)
                improving = True
                break


def _chain(moves: Flags, starts: list[int], ends: Flags) -> tuple[list[int] | None, set[int]]:
    """Find a shortest chain of moves from one of the starts to an end, by breadth; and everybody reached."""
    before: dict[int, int] = dict.fromkeys(starts, -1)
    wave = list(starts)
    while wave:
        following: list[int] = []
        for one in wave:
            if ends[one]:
                path = [one]
                while before[path[0]] >= 0:
                    path.insert(0, before[path[0]])
                return path, set(before)
            for other in np.flatnonzero(moves[one]).tolist():
                if other not in before:
                    before[other] = one
                    following.append(other)
        wave = following
    return None, set(before)


def _follow(desk: Desk, path: list[int]) -> None:
    """Move one application along every step of a chain, the last step first, so that nobody exceeds its room."""
    for one, other in reversed(list(pairwise(path))):
        desk.move(one, other)


def join(desk: Desk) -> None:
    """Link groups of reviewers that are apart, by exchanges that leave loads and numbers of marks as they are.

    Two pairs of different groups exchange reviewers. That joins the groups exactly when one of the two pairs can be
    taken away without its group falling apart; so where no such exchange is left, none can help.
    """
    while True:
        labels = _labels(desk.met)
        swap = next(_swaps(desk, labels), None) if int(labels.max(initial=0)) else None
        if swap is None:
            return
        a, r, b, s = swap
        for application, gone, come in ((a, r, s), (b, s, r)):
            desk.take(application, gone)
            desk.give(application, come)


def _swaps(desk: Desk, labels: Integers) -> Iterator[tuple[int, int, int, int]]:
    """Give exchanges that join two groups: a spare pair of one, application and reviewer, and a pair of another."""
    held = [(int(a), int(r)) for a in desk.free.tolist() for r in np.flatnonzero(desk.given[a]).tolist()]
    for a, r in held:
        if not _spare(desk, a, r):
            continue
        for b, s in held:
            if labels[r] != labels[s] and not (desk.barred[a, s] or desk.barred[b, r]):
                yield a, r, b, s


def _spare(desk: Desk, application: int, reviewer: int) -> bool:
    """Tell whether reviewers stay linked as they are without one pair."""
    groups = len(np.unique(_labels(desk.met)))
    desk.take(application, reviewer)
    alone = not bool(desk.given[application].any())
    spare = not alone and len(np.unique(_labels(desk.met))) == groups
    desk.give(application, reviewer)
    return spare


def _labels(met: Integers) -> Integers:
    """Label every reviewer by the first of its group."""
    linked = met > 0
    labels = np.arange(len(met), dtype=np.int64)
    while True:
        lower = np.where(linked, labels[None, :], len(met)).min(axis=1, initial=len(met))
        lower = np.minimum(lower, labels)
        if bool((lower == labels).all()):
            return labels
        labels = lower
