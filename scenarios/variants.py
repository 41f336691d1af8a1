"""Variants: one applicant with many other answers, or other points, scored and offered to in one go.

With fixed anchors an applicant's score depends on its own answers, so copies of it with other answers are scored
side by side. Copies that rules cannot tell apart share what can be had beside their options; those of one kind differ
only in what an award to them is worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from intake import InputError
from optimizer import options
from scenarios.looked_up import looks_at_ranks, seen, value_counts_alone
from scenarios.outcome import Outcome
from scenarios.run import admitted, attributes
from scoring import score

MILLION = 1_000_000


@dataclass(frozen=True, eq=False)
class Variants:
    """Copies of one applicant, by position.

    table: attributes, one row a copy. offered: options, with the column `copy` for the position; `kind` numbers the
    options that differ in nothing but their value (and belong to copies that rules see alike), `worth` is the value
    in millionths, 0 where a kind has one value only. looks: numbers the copies that rules see alike.
    """

    applicant: str
    table: pd.DataFrame
    offered: pd.DataFrame
    looks: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.table)

    def tables(self, copy: int, outcome: Outcome) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The round's tables with one copy in the applicant's place."""
        table = outcome.table.drop(index=self.applicant)
        own = self.table.iloc[[copy]].set_axis([self.applicant], axis="index")
        mine = self.offered[self.offered["copy"] == copy].drop(columns=["copy", "kind", "worth"])
        others = outcome.options.table[outcome.options.table["applicant"] != self.applicant]
        offered = pd.concat([others, mine.assign(applicant=self.applicant)], ignore_index=True)
        joined = pd.concat([table, own[table.columns]]).astype(outcome.table.dtypes.to_dict())
        joined.index.name = outcome.table.index.name
        return joined, offered


def of_answers(outcome: Outcome, applicant: str, answers: Mapping[str, Sequence[Any]], count: int) -> Variants | None:
    """Copies with other answers; None where copies cannot be scored side by side, or not scored at all."""
    if outcome.round.marks is not None or looks_at_ranks(outcome.rules, outcome.scenario.objectives):
        return None
    people = _copies(outcome.round.applicants.loc[[applicant]], count)
    for column, cells in answers.items():
        people[column] = pd.Series(list(cells), index=people.index, dtype=people[column].dtype)
    round_ = replace(outcome.round, applicants=people)
    try:
        scores = score(round_, outcome.scenario.scoring)
        offered = options(round_, admitted(scores), outcome.scenario.catalogue)
    except InputError:
        return None
    return _told_apart(outcome, applicant, attributes(round_, scores), offered.table)


def of_points(outcome: Outcome, applicant: str, points: npt.NDArray[np.float64]) -> Variants:
    """Copies with other points, from whatever answers."""
    people = _copies(outcome.round.applicants.loc[[applicant]], len(points))
    judged = pd.DataFrame({"score": points, "open": True}, index=people.index)
    offered = options(replace(outcome.round, applicants=people), judged, outcome.scenario.catalogue)
    table = _copies(outcome.table.loc[[applicant]], len(points)).assign(score=points)
    return _told_apart(outcome, applicant, table, offered.table)


def _copies(row: pd.DataFrame, count: int) -> pd.DataFrame:
    names = [f"{place:09d}" for place in range(count)]
    copies = row.take(np.zeros(count, dtype=np.intp).tolist())
    return copies.set_axis(pd.Index(names, name=row.index.name), axis="index")


def _told_apart(outcome: Outcome, applicant: str, table: pd.DataFrame, offered: pd.DataFrame) -> Variants:
    """Number the kinds of options; what rules look at in the applicant is part of the kind."""
    rows = offered.assign(copy=offered["applicant"].astype(np.int64)).drop(columns="applicant")
    rows = rows.sort_values(["copy", "option"], kind="stable", ignore_index=True)
    objectives = outcome.scenario.objectives
    looks = _numbered(seen(table, outcome.rules, objectives))
    free = value_counts_alone(outcome.rules, objectives)
    alike = rows.drop(columns=["copy", "value"] if free else ["copy"]).assign(looks=looks[rows["copy"].to_numpy()])
    # Beside one option the others are out of the question, so each is a kind of its own.
    worth = np.rint(rows["value"].to_numpy(dtype=np.float64) * MILLION).astype(np.int64) if free else 0
    return Variants(applicant, table, rows.assign(kind=_numbered(alike), worth=worth), looks)


def _numbered(table: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Number equal rows alike, in the order in which they first come."""
    if not len(table.columns):
        return np.zeros(len(table), dtype=np.int64)
    codes = pd.DataFrame({str(n): pd.factorize(table.iloc[:, n])[0] for n in range(len(table.columns))})
    numbers: npt.NDArray[np.int64] = np.asarray(codes.groupby(list(codes.columns), sort=False).ngroup(), dtype=np.int64)
    return numbers
