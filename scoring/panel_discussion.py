"""Which applications a panel should talk about: where it disagrees, and where severity decides."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from intake import Round
from scoring.panel import Panel, panel
from scoring.panel_criterion import CriterionPanel
from scoring.panel_marks import ONE_MARK, Marks
from scoring.policy import Policy
from scoring.score import score

MOST: Final = 20
NOTABLE: Final = 2.0
"""Two marks of one application that lie further apart than this many standard errors are worth a talk."""


@dataclass(frozen=True)
class Apart:
    """An application on which a criterion's reviewers lie furthest apart, and the two who do.

    disagreement: their marks, corrected for severity where that is known, in standard errors of the difference of
    two marks. highest, lowest: as given.
    """

    applicant: str
    criterion: str
    disagreement: float
    generous: str
    highest: float
    strict: str
    lowest: float


@dataclass(frozen=True)
class Crossing:
    """An applicant whom raw marks put on one side of the funding line, and calibrated marks on the other.

    Ranks by the whole score, with either; scores in points.
    """

    applicant: str
    raw_rank: int
    calibrated_rank: int
    raw_score: float
    calibrated_score: float
    raw_in: bool


@dataclass(frozen=True)
class Discussion:
    """What a panel should talk about: `apart`, largest disagreement first, and who crosses the `line`.

    notable: how many applications lie more than NOTABLE standard errors apart, on any criterion. crossing: None
    where no line was given, or where no criterion has calibrated marks that may rank.
    """

    apart: tuple[Apart, ...]
    notable: int
    line: int | None
    crossing: tuple[Crossing, ...] | None


def discuss(round_: Round, policy: Policy, line: int | None = None, most: int = MOST) -> Discussion | None:
    """Find what the panel of a round should talk about; None for a round without a panel.

    line: how many applicants are funded, best rank first; those tied with the last one count as funded, in either
    ranking. Applications are named once, for the criterion on which they lie furthest apart.
    """
    wanted = replace_basis(policy, "calibrated")
    judged = panel(round_, "calibrated")
    if judged is None:
        return None
    furthest = _furthest(judged)
    notable = sum(size > NOTABLE for size, _, _ in furthest.values())
    first = sorted(furthest, key=lambda applicant: (-furthest[applicant][0], applicant))[:most]
    apart = tuple(_apart(*furthest[applicant]) for applicant in first)
    usable = any(each.sound for each in judged.criteria)
    crossing = None
    if line is not None and usable:
        crossing = _crossing(score(round_, replace_basis(policy, "raw")).table, score(round_, wanted).table, line)
    return Discussion(apart, notable, line, crossing)


def replace_basis(policy: Policy, basis: str) -> Policy:
    """Give the same policy with other marks to score."""
    return policy.model_copy(update={"panel": basis})


def _furthest(judged: Panel) -> dict[str, tuple[float, CriterionPanel, int]]:
    """Give every applicant's largest disagreement, the criterion it is on and its place there."""
    found: dict[str, tuple[float, CriterionPanel, int]] = {}
    for each in judged.criteria:
        sizes = each.applicants["disagreement"].tolist()
        for place in np.flatnonzero(each.marks.counts > 1).tolist():
            applicant, size = each.marks.applicants[place], float(sizes[place])
            if size > 0 and (applicant not in found or size > found[applicant][0]):
                found[applicant] = (size, each, place)
    return found


def _apart(size: float, each: CriterionPanel, place: int) -> Apart:
    marks: Marks = each.marks
    own = slice(int(marks.starts[place]), int(marks.starts[place] + marks.counts[place]))
    corrected = (marks.given if each.calibration is None else each.calibration.corrected())[own]
    given, readers = marks.given[own], marks.by[own]
    top, bottom = int(np.argmax(corrected)), int(np.argmin(corrected))
    return Apart(
        applicant=marks.applicants[place],
        criterion=each.criterion.id,
        disagreement=size,
        generous=marks.reviewers[int(readers[top])],
        highest=float(given[top]) / ONE_MARK,
        strict=marks.reviewers[int(readers[bottom])],
        lowest=float(given[bottom]) / ONE_MARK,
    )


def _crossing(raw: pd.DataFrame, calibrated: pd.DataFrame, line: int) -> tuple[Crossing, ...]:
    ranks = [each["rank"].fillna(np.iinfo(np.int64).max).to_numpy(dtype=np.int64) for each in (raw, calibrated)]
    funded = [rank <= line for rank in ranks]
    found = [
        Crossing(
            applicant=str(raw.index[place]),
            raw_rank=int(ranks[0][place]),
            calibrated_rank=int(ranks[1][place]),
            raw_score=float(raw["score"].iloc[place]),
            calibrated_score=float(calibrated["score"].iloc[place]),
            raw_in=bool(funded[0][place]),
        )
        for place in np.flatnonzero(funded[0] != funded[1]).tolist()
    ]
    return tuple(sorted(found, key=lambda each: (not each.raw_in, each.raw_rank, each.applicant)))
