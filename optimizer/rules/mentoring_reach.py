"""The reach of mentoring: who may take care of whom, as far as places go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.measures import Scalar
from optimizer.rules.distances import between

if TYPE_CHECKING:
    from optimizer.rules.mentoring import Mentoring

BLOCK = 4_096
"""Villages whose distances to all mentors are held at once."""


def reach(rule: "Mentoring", applicants: pd.DataFrame) -> pd.DataFrame:
    """List every pair within reach: columns village, mentor, km; nearest mentor first for each village."""
    villages, mentors = of(applicants, rule.villages), of(applicants, rule.mentors).sort_index()
    found = [
        _near(rule, villages.iloc[first : first + BLOCK], mentors) for first in range(0, max(len(villages), 1), BLOCK)
    ]
    pairs = pd.concat(found, ignore_index=True)
    return pairs.sort_values(["village", "km", "mentor"], kind="stable", ignore_index=True)


def _near(rule: "Mentoring", villages: pd.DataFrame, mentors: pd.DataFrame) -> pd.DataFrame:
    """The pairs within reach of some villages."""
    kilometres, near = _reached(rule, villages, mentors)
    if rule.nearest and len(mentors) > rule.nearest:
        ranked = np.argsort(np.where(near, kilometres, np.inf), axis=1, kind="stable")[:, : rule.nearest]
        close = np.zeros_like(near)
        np.put_along_axis(close, ranked, np.take_along_axis(near, ranked, axis=1), axis=1)
        near = close
    rows, columns = np.nonzero(near)
    return pd.DataFrame(
        {
            "village": villages.index.to_numpy()[rows],
            "mentor": mentors.index.to_numpy()[columns],
            "km": kilometres[rows, columns],
        }
    )


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
