"""Two versions of a list of applicants: who is new, who is gone, and which answers changed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class ApplicantChanges:
    """What differs between two lists.

    cells: one row a changed answer, columns `applicant`, `column`, `before`, `after` (typed as in `Round`; None for
    blank). columns_new, columns_gone: questions that only one of the lists has. renamed: pairs of a gone and a new
    applicant of one name, kind and district: perhaps one library under another id.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    cells: pd.DataFrame
    columns_new: tuple[str, ...]
    columns_gone: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Name the applicants with a changed answer."""
        return tuple(dict.fromkeys(self.cells["applicant"].tolist()))


def applicant_changes(before: pd.DataFrame, after: pd.DataFrame) -> ApplicantChanges:
    """Compare two tables of applicants as `Round` documents them, by id and column."""
    both = before.index.intersection(after.index).sort_values()
    columns = [str(name) for name in after.columns if name in before.columns]
    new = after.index.difference(before.index)
    gone = before.index.difference(after.index)
    return ApplicantChanges(
        new=tuple(map(str, new)),
        gone=tuple(map(str, gone)),
        cells=_cells(before.loc[both, columns], after.loc[both, columns]),
        columns_new=tuple(str(name) for name in after.columns if name not in before.columns),
        columns_gone=tuple(str(name) for name in before.columns if name not in after.columns),
        renamed=_renamed(before.loc[gone], after.loc[new]),
    )


def _cells(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    old, new = before.astype(object).to_numpy(), after.astype(object).to_numpy()
    blank_old, blank_new = before.isna().to_numpy(), after.isna().to_numpy()
    with np.errstate(invalid="ignore"):
        unlike = (old != new).astype(bool)
    at = np.argwhere((unlike | (blank_old != blank_new)) & ~(blank_old & blank_new))
    rows, places = at[:, 0], at[:, 1]
    return pd.DataFrame(
        {
            "applicant": before.index.to_numpy()[rows],
            "column": before.columns.to_numpy()[places],
            "before": _with_blanks(old[rows, places], blank_old[rows, places]),
            "after": _with_blanks(new[rows, places], blank_new[rows, places]),
        },
        dtype=object,
    )


def _with_blanks(values: np.ndarray, blank: np.ndarray) -> np.ndarray:
    result = values.copy()
    result[blank] = None
    return result


def _renamed(gone: pd.DataFrame, new: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    who = ["name", "kind", "region"]
    pairs = gone.reset_index(names="gone")[["gone", *who]].merge(new.reset_index(names="new")[["new", *who]], on=who)
    return tuple(sorted((str(one), str(other)) for one, other in zip(pairs["gone"], pairs["new"], strict=True)))
