"""The reach of mentoring: who may take care of whom, as far as places go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.measures import Scalar
from optimizer.numbers import Integers
from optimizer.rules.distances import along, between

if TYPE_CHECKING:
    from optimizer.rules.mentoring import Mentoring

BLOCK = 4_096
"""Villages whose distances to all mentors are held at once."""


def reach(rule: "Mentoring", applicants: pd.DataFrame) -> pd.DataFrame:
    """List every pair within reach: columns village, mentor, km; nearest mentor first for each village."""
    villages, mentors = of(applicants, rule.villages).sort_index(), of(applicants, rule.mentors).sort_index()
    found = [
        _near(rule, villages.iloc[first : first + BLOCK], mentors) for first in range(0, max(len(villages), 1), BLOCK)
    ]
    return pd.concat(found, ignore_index=True)


def _near(rule: "Mentoring", villages: pd.DataFrame, mentors: pd.DataFrame) -> pd.DataFrame:
    """The pairs within reach of some villages, the nearest mentor of each first."""
    rows, columns, kilometres = _pairs(rule, villages, mentors)
    order = np.lexsort((columns, kilometres, rows))
    rows, columns, kilometres = rows[order], columns[order], kilometres[order]
    if rule.nearest:
        before = np.arange(len(rows)) - np.searchsorted(rows, rows)
        close = before < rule.nearest
        rows, columns, kilometres = rows[close], columns[close], kilometres[close]
    return pd.DataFrame(
        {
            "village": villages.index.to_numpy()[rows],
            "mentor": mentors.index.to_numpy()[columns],
            "km": kilometres,
        }
    )


def _pairs(
    rule: "Mentoring", villages: pd.DataFrame, mentors: pd.DataFrame
) -> tuple[Integers, Integers, npt.NDArray[np.float64]]:
    """Pairs within reach by their places, and kilometres; at least the nearest ones of every village."""
    if rule.within:
        rows, columns = _alike(rule.within, villages, mentors)
        kilometres = np.round(along(villages.iloc[rows], mentors.iloc[columns]), 1)
        near = kilometres <= rule.reach_km
        return rows[near], columns[near], kilometres[near]
    far, close = _reached(rule, villages, mentors)
    if rule.nearest and rule.nearest < len(mentors):
        last = np.partition(far, rule.nearest - 1, axis=1)[:, rule.nearest - 1]
        close &= far <= last[:, None]
    rows, columns = np.nonzero(close)
    return rows, columns, far[rows, columns]


def _alike(within: Sequence[str], villages: pd.DataFrame, mentors: pd.DataFrame) -> tuple[Integers, Integers]:
    """The pairs (by place) that share the columns `within`; a blank is shared with nobody."""
    ours, theirs = np.zeros(len(villages), dtype=np.int64), np.zeros(len(mentors), dtype=np.int64)
    for column in within:
        codes, kinds = pd.factorize(pd.concat([villages[column], mentors[column]]))
        for group, own in ((ours, codes[: len(villages)]), (theirs, codes[len(villages) :])):
            group[:] = np.where((group < 0) | (own < 0), -1, group * max(len(kinds), 1) + own)
    order = np.argsort(theirs, kind="stable")
    begin, end = (np.searchsorted(theirs[order], ours, side=side) for side in ("left", "right"))
    many = np.where(ours < 0, 0, end - begin)
    rows = np.repeat(np.arange(len(villages)), many)
    return rows, order[begin[rows] + np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)]


def _reached(
    rule: "Mentoring", villages: pd.DataFrame, mentors: pd.DataFrame
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Kilometres from every village to every mentor, and whether that is within reach, however many are nearer."""
    kilometres = np.round(between(villages, mentors), 1)
    near = kilometres <= rule.reach_km
    for column in rule.within:
        codes, _ = pd.factorize(pd.concat([villages[column], mentors[column]]))
        ours, theirs = codes[: len(villages)], codes[len(villages) :]
        near &= (ours[:, None] == theirs[None, :]) & (ours[:, None] >= 0)
    return kilometres, near


def ranks(rule: "Mentoring", people: pd.DataFrame, ours: Sequence[str], theirs: Sequence[str]) -> list[int] | None:
    """How many mentors within reach come before each village's own; None where that does not matter."""
    if rule.nearest is None:
        return None
    mentors = of(people, rule.mentors).sort_index()
    own = mentors.index.get_indexer(pd.Index(theirs))
    found: list[int] = []
    for first in range(0, len(ours), BLOCK):
        block = slice(first, first + BLOCK)
        kilometres, near = _reached(rule, people.loc[list(ours[block])], mentors)
        theirs_far = np.take_along_axis(kilometres, own[block][:, None], axis=1)
        earlier = np.arange(len(mentors))[None, :] < own[block][:, None]
        before = near & ((kilometres < theirs_far) | ((kilometres == theirs_far) & earlier))
        found += before.sum(axis=1).tolist()
    return found


def of(applicants: pd.DataFrame, where: dict[str, Scalar | tuple[Scalar, ...]]) -> pd.DataFrame:
    """The applicants that conditions on their columns keep."""
    kept = applicants
    for column, wanted in where.items():
        kept = kept[kept[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
    return kept
