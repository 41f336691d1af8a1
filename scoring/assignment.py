"""Who reads what: a plan made before marking, balanced, free of conflicts, and linked by anchor applications."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from scoring.assignment_faults import check, cramped, overfull
from scoring.assignment_search import Desk, balance, hand_out, join
from scoring.calibration import MOST_REVIEWERS, links
from scoring.panel_criterion import LEAST_READ
from scoring.panel_islands import Island, islands
from scoring.panel_marks import Marks
from scoring.points import Flags

MARKS_EACH: Final = 3
ANCHORS: Final = 5


@dataclass(frozen=True)
class ReadingPlan:
    """Who reads what, and how well that links the reviewers.

    pairs: applicant and reviewer, sorted. anchors: applications that every reviewer reads unless in conflict. loads:
    how many each reviewer reads. islands: groups of reviewers that no application links; one where all can be
    compared. widest: for the two reviewers who are hardest to compare, the standard error of the difference of their
    severities, by that of one mark, severities being fixed; None where they cannot be compared. keystones: reviewers
    without whom the others would fall apart. few_read: reviewers with fewer than five applications.
    """

    pairs: tuple[tuple[str, str], ...]
    anchors: tuple[str, ...]
    loads: Mapping[str, int]
    islands: tuple[Island, ...]
    widest: float | None
    hardest: tuple[str, str] | None
    keystones: tuple[str, ...]
    few_read: tuple[str, ...]

    @property
    def connected(self) -> bool:
        """Whether every reviewer can be compared with every other."""
        return len(self.islands) == 1

    def sheet_of_marks(self, criteria: Iterable[str], conflicts: Collection[tuple[str, str]] = ()) -> pd.DataFrame:
        """Give the rows of marks.csv to be filled in: one a pair and criterion, and the conflicts already stated."""
        rows = [(a, r, c, "", "") for c in sorted(criteria) for a, r in self.pairs]
        rows += [(a, r, c, "", "yes") for c in sorted(criteria) for a, r in sorted(conflicts)]
        return pd.DataFrame(rows, columns=["applicant", "reviewer", "criterion", "mark", "conflict"])


def plan_reading(
    applicants: Sequence[str],
    reviewers: Sequence[str],
    *,
    marks_each: int = MARKS_EACH,
    anchors: int | Sequence[str] = ANCHORS,
    conflicts: Collection[tuple[str, str]] = (),
    at_most: Mapping[str, int] | int | None = None,
) -> ReadingPlan:
    """Plan who reads what: every application by `marks_each` reviewers, anchors by all, nobody in conflict.

    anchors: how many, or which; those that are not named are taken evenly from the list in order of id, those with
    the fewest conflicts first. conflicts: applicant and reviewer. at_most: how many a reviewer may read, anchors
    included.

    Loads are as even as they can be: no exchange, however long, makes the sum of their squares smaller, which is
    proven by a search of all chains of moves (a convex flow has no improving cycle). Among equally loaded reviewers
    those are taken who have met least, so that the graph is well mixed; groups that remain apart are joined by
    exchanges that leave every load as it is, where there are any. The same input gives the same plan on every
    machine, in whatever order it is given.

    Raises InputError that names every application that too few may read, and who has no room.
    """
    people, readers = sorted(set(applicants)), sorted(set(reviewers))
    named = None if isinstance(anchors, int) else sorted(set(anchors))
    check(applicants, reviewers, conflicts, named, marks_each, at_most, MOST_REVIEWERS)
    barred = _barred(people, readers, conflicts)
    chosen = _anchors(barred, anchors if isinstance(anchors, int) else 0) if named is None else named
    places = [people.index(each) if isinstance(each, str) else each for each in chosen]
    desk = Desk.of(barred, places, marks_each, _room(readers, at_most))
    overfull(readers, desk.loads.tolist(), desk.room.tolist())
    stuck = hand_out(desk)
    if stuck is not None:
        cramped(people, readers, *stuck)
    balance(desk)
    join(desk)
    return _described(desk, people, readers, tuple(people[each] for each in sorted(places)))


def _barred(people: list[str], readers: list[str], conflicts: Collection[tuple[str, str]]) -> Flags:
    barred = np.zeros((len(people), len(readers)), dtype=np.bool_)
    row, column = ({name: place for place, name in enumerate(names)} for names in (people, readers))
    for applicant, reviewer in conflicts:
        barred[row[applicant], column[reviewer]] = True
    return barred


def _anchors(barred: Flags, wanted: int) -> list[int]:
    """Choose anchors evenly along the list, those with the fewest conflicts first."""
    conflicts = barred.sum(axis=1)
    chosen: list[int] = []
    for level in np.unique(conflicts).tolist():
        own = np.flatnonzero(conflicts == level).tolist()
        take = min(wanted - len(chosen), len(own))
        chosen += [own[(2 * each + 1) * len(own) // (2 * take)] for each in range(take)]
    return chosen


def _room(readers: list[str], at_most: Mapping[str, int] | int | None) -> "list[int | None]":
    if at_most is None or isinstance(at_most, int):
        return [at_most] * len(readers)
    return [at_most.get(each) for each in readers]


def _described(desk: Desk, people: list[str], readers: list[str], anchors: tuple[str, ...]) -> ReadingPlan:
    rows, columns = np.nonzero(desk.given)
    pairs = tuple((people[a], readers[r]) for a, r in zip(rows.tolist(), columns.tolist(), strict=True))
    marks = Marks.of_rows([a for a, _ in pairs], [r for _, r in pairs], np.zeros(len(pairs)))
    loads = {reader: int(load) for reader, load in zip(readers, desk.loads.tolist(), strict=True)}
    idle = [Island((reader,), ()) for reader, load in loads.items() if not load]
    apart = (*islands(marks), *idle)
    widest, hardest = _widest(marks) if len(apart) == 1 and len(readers) > 1 else (None, None)
    return ReadingPlan(
        pairs=pairs,
        anchors=anchors,
        loads=loads,
        islands=apart,
        widest=widest,
        hardest=hardest,
        keystones=_keystones(desk.given, readers),
        few_read=tuple(reader for reader, load in loads.items() if load < LEAST_READ),
    )


def _widest(marks: Marks) -> tuple[float, tuple[str, str]]:
    """Find the largest effective resistance between two reviewers, and who they are."""
    size = len(marks.reviewers)
    # One over the size in every cell makes the matrix regular, and differences of its inverse are those sought.
    inverse = np.linalg.inv(links(marks) + 1 / size)
    own = np.diag(inverse)
    apart = np.round(np.sqrt(np.maximum(0, own[:, None] + own[None, :] - 2 * inverse)), 6)
    one, other = np.unravel_index(int(np.argmax(np.triu(apart, 1))), apart.shape)
    return float(round(apart[one, other], 3)), (marks.reviewers[int(one)], marks.reviewers[int(other)])


def _keystones(given: Flags, readers: list[str]) -> tuple[str, ...]:
    """Give the reviewers without whom the others are linked in fewer ways than none: they fall apart."""
    counts = given.astype(np.float32)
    met = (counts.T @ counts) > 0
    found: list[str] = []
    for place, reader in enumerate(readers):
        rest = np.flatnonzero(np.arange(len(readers)) != place)
        if len(rest) > 1 and not _linked(met[np.ix_(rest, rest)]):
            found.append(reader)
    return tuple(found)


def _linked(met: Flags) -> bool:
    reached = np.zeros(len(met), dtype=np.bool_)
    reached[0] = True
    while True:
        further = reached | met[reached].any(axis=0)
        if bool((further == reached).all()):
            return bool(reached.all())
        reached = further
