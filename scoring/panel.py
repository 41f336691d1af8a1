"""The panel: all criteria that reviewers mark, and what their marks are worth in the score."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from intake import Criterion, Findings, Round, marked
from scoring.on_scale import on_scale
from scoring.panel_criterion import Basis, CriterionPanel
from scoring.panel_findings import panel_findings
from scoring.points import ONE_POINT, Floats, Integers, contribution
from scoring.values import scale


@dataclass(frozen=True, eq=False)
class Panel:
    """Every criterion that a panel marks, in the order of criteria.toml, and what is to be said about its marks."""

    criteria: tuple[CriterionPanel, ...]
    findings: Findings

    def __getitem__(self, criterion: str) -> CriterionPanel:
        return next(each for each in self.criteria if each.criterion.id == criterion)

    @property
    def figures(self) -> pd.DataFrame:
        """The marks that score, one column a criterion, index applicant; only applicants with a mark."""
        return pd.concat([each.figures for each in self.criteria], axis=1).sort_index()

    @property
    def errors(self) -> pd.DataFrame:
        """Standard errors of the marks that score, in the same shape; criteria are judged apart from each other."""
        return pd.concat([each.errors for each in self.criteria], axis=1).sort_index()

    def points_of_error(self, table: pd.DataFrame, parts: Mapping[str, int]) -> Floats:
        """Points of standard error that each row's score has from the panel's marks, at most.

        table: has the marks that score beside the answers. parts: what each criterion is worth, in millionths of a
        point. The errors of several criteria are added: whatever they have to do with each other, that of the sum
        is not larger.
        """
        added = np.zeros(len(table))
        for each in self.criteria:
            figures = np.asarray(table[each.criterion.id], dtype=np.float64)
            errors = np.asarray(each.errors.reindex(table.index), dtype=np.float64)
            added += points_of_error(each.criterion, figures, errors, parts[each.criterion.id])
        return added

    def beside(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put the marks that score beside the applicants' answers, in the columns that the criteria read."""
        return table.join(self.figures)


def panel(round_: Round, wanted: Basis = "raw") -> Panel | None:
    """Judge every criterion that a panel marks, each by itself; None for a round without any.

    wanted: which marks are to score, the raw means or the calibrated marks; the calibrated ones only score where
    every diagnostic passes, and the findings say where that is not so.
    """
    criteria = marked(round_.criteria)
    if not criteria:
        return None
    blank = pd.DataFrame({"applicant": [], "reviewer": [], "criterion": [], "mark": [], "conflict": []})
    rows = blank if round_.marks is None else round_.marks
    judged = tuple(CriterionPanel.of(each, rows[rows["criterion"] == each.id], wanted) for each in criteria)
    return Panel(judged, panel_findings(judged, round_.applicants.index))


def points_of_error(criterion: Criterion, figures: Floats, errors: Floats, part: int) -> Floats:
    """Points by which a criterion moves when its mark moves by its standard error, the larger of up and down.

    part: millionths of a point that the criterion is worth. An application without a mark has none: that is what
    the interval of its score is for.
    """
    xs, ys = scale(criterion)

    def earned(marks: Floats) -> Integers:
        return contribution(on_scale(marks, xs, ys), part)

    here = earned(figures)
    moved = np.maximum(np.abs(earned(figures + errors) - here), np.abs(earned(figures - errors) - here)) / ONE_POINT
    points: Floats = np.where(np.isnan(figures), 0.0, np.where(np.isnan(errors), np.nan, moved))
    return points
