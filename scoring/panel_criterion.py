"""One criterion's panel: marks, calibration or why there is none, diagnostics, agreement."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
import pandas as pd

from intake import Criterion
from locales import Message, message
from scoring.agreement_of_marks import Intraclass, Metric, intraclass, krippendorff_alpha
from scoring.calibration import MOST_REVIEWERS, Calibration, calibrate
from scoring.panel_islands import Island, islands
from scoring.panel_marks import Marks
from scoring.panel_tables import applicants_table, reviewers_table

LEAST_MARKS: Final = 2
LEAST_READ: Final = 5
Basis = Literal["raw", "calibrated"]


@dataclass(frozen=True)
class Diagnostic:
    """One thing that must hold before calibrated marks may rank: what, whether it does, and what was found."""

    name: Message
    passed: bool
    found: Message


@dataclass(frozen=True, eq=False)
class CriterionPanel:
    """What a panel said on one criterion.

    marks: those that count. conflicts: rows removed for a conflict of interest; outstanding: rows without a mark.
    islands: the connected parts of the graph of reviewers and applications (one where all can be compared).
    calibration: None where `refusal` says why there is none. basis: which marks score, "raw" means or "calibrated"
    ones; raw whatever the scenario wants while a diagnostic fails.
    """

    criterion: Criterion
    marks: Marks
    conflicts: int
    outstanding: int
    islands: tuple[Island, ...]
    calibration: Calibration | None
    refusal: Message | None
    wanted: Basis

    @classmethod
    def of(cls, criterion: Criterion, rows: pd.DataFrame, wanted: Basis) -> "CriterionPanel":
        """Judge one criterion's rows of marks.csv; a row in conflict never counts, whatever mark it holds."""
        barred = rows["conflict"].to_numpy(dtype=np.bool_)
        open_rows = rows[~barred]
        marks = Marks.of_rows(
            open_rows["applicant"].tolist(), open_rows["reviewer"].tolist(), open_rows["mark"].to_numpy(dtype=float)
        )
        apart = islands(marks)
        refusal = _refusal(marks, apart)
        return cls(
            criterion=criterion,
            marks=marks,
            conflicts=int(barred.sum()),
            outstanding=len(open_rows) - len(marks),
            islands=apart,
            calibration=calibrate(marks) if refusal is None else None,
            refusal=refusal,
            wanted=wanted,
        )

    @cached_property
    def applicants(self) -> pd.DataFrame:
        """Tell of every applicant with a mark; `scoring.panel_tables.applicants_table` says which columns."""
        return applicants_table(self.marks, self.calibration)

    @cached_property
    def reviewers(self) -> pd.DataFrame:
        """Tell of every reviewer with a mark; `scoring.panel_tables.reviewers_table` says which columns."""
        return reviewers_table(self.marks, self.calibration)

    @cached_property
    def few_marks(self) -> tuple[str, ...]:
        """Applicants with marks, but fewer than two."""
        return tuple(self.marks.applicants[each] for each in np.flatnonzero(self.marks.counts < LEAST_MARKS).tolist())

    @cached_property
    def few_read(self) -> tuple[str, ...]:
        """Reviewers who marked fewer than five applications."""
        return tuple(self.marks.reviewers[each] for each in np.flatnonzero(self.marks.read < LEAST_READ).tolist())

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What must hold before calibrated marks may rank."""
        return (
            Diagnostic(
                message("All reviewers are linked by applications that they read in common"),
                len(self.islands) == 1,
                message("{count} separate groups", count=len(self.islands)),
            ),
            Diagnostic(
                message("At least {least} marks for every application that was read", least=LEAST_MARKS),
                bool(len(self.marks)) and not self.few_marks,
                message("{count} applications have fewer", count=len(self.few_marks)),
            ),
            Diagnostic(
                message("At least {least} applications for every reviewer", least=LEAST_READ),
                bool(len(self.marks)) and not self.few_read,
                message("{count} reviewers read fewer", count=len(self.few_read)),
            ),
        )

    @property
    def sound(self) -> bool:
        """Whether calibrated marks may rank: there are some, and every diagnostic passes."""
        return self.calibration is not None and all(each.passed for each in self.diagnostics)

    @property
    def basis(self) -> Basis:
        """Which marks score."""
        return "calibrated" if self.wanted == "calibrated" and self.sound else "raw"

    @property
    def figures(self) -> "pd.Series[float]":
        """The mark that scores, by applicant."""
        return self.applicants["calibrated" if self.basis == "calibrated" else "mean"].rename(self.criterion.id)

    @property
    def errors(self) -> "pd.Series[float]":
        """Standard error of the mark that scores, by applicant."""
        return self.applicants[f"{'calibrated' if self.basis == 'calibrated' else 'mean'}_error"].rename(
            self.criterion.id
        )

    def alpha(self, metric: Metric) -> float | None:
        """Krippendorff's alpha of the marks as given."""
        return krippendorff_alpha(self.marks, metric)

    @cached_property
    def intraclass(self) -> Intraclass | None:
        """Intraclass correlations, where every reviewer marked every application."""
        return intraclass(self.marks)


def _refusal(marks: Marks, apart: tuple[Island, ...]) -> Message | None:
    """Say why severity cannot be told from worth, if it cannot."""
    if not len(marks):
        return message("there are no marks")
    if len(apart) > 1:
        return message(
            "the reviewers fall into {count} groups that no application links, so their severity cannot be compared",
            count=len(apart),
        )
    if len(marks.reviewers) < 2 or len(marks) <= len(marks.applicants):
        return message("no application has marks from two reviewers")
    if len(marks.reviewers) > MOST_REVIEWERS:
        return message("there are more than {most} reviewers", most=MOST_REVIEWERS)
    return None
