"""Joined: a table with another's columns beside it, each made when it is looked at and kept from then on.

A rule looks at a few columns; all columns of a nation's villages beside every option take more room than both tables.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


class Joined:
    """The options, and beside each its applicant's columns.

    of: for each option the position of its applicant. No column may be in both tables.
    """

    def __init__(self, options: pd.DataFrame, applicants: pd.DataFrame, of: npt.NDArray[np.intp]) -> None:
        self._options, self._applicants, self._of = options, applicants, of
        self._made: dict[str, pd.Series[Any]] = {}

    @staticmethod
    def beside(options: pd.DataFrame, applicants: pd.DataFrame) -> "Joined":
        """Put every applicant (index: id) beside its options; raises KeyError for an option of nobody."""
        of = applicants.index.get_indexer(pd.Index(options["applicant"]))
        if (of < 0).any():
            raise KeyError(options["applicant"].iloc[int(np.flatnonzero(of < 0)[0])])
        return Joined(options, applicants, of)

    def __reduce__(self) -> tuple[type["Joined"], tuple[object, ...]]:
        """Without the columns that were made, which another process makes again."""
        return Joined, (self._options, self._applicants, self._of)

    @property
    def columns(self) -> "pd.Index[Any]":
        """The names of all columns, the options' first."""
        return self._options.columns.append(self._applicants.columns)

    def __contains__(self, name: object) -> bool:
        return name in self._options or name in self._applicants

    def __len__(self) -> int:
        return len(self._options)

    def __getitem__(self, name: str) -> "pd.Series[Any]":
        """One column; raises KeyError for a name that neither table has."""
        if name in self._options:
            return self._options[name]
        if name not in self._made:
            beside = self._applicants[name].array.take(self._of)
            self._made[name] = pd.Series(beside, index=self._options.index, name=name)
        return self._made[name]

    def rows(self, columns: Sequence[str], chosen: "npt.NDArray[np.bool_] | None" = None) -> pd.DataFrame:
        """Some columns as a table, of the rows that are chosen or of all."""
        held = {name: self[name] if chosen is None else self[name][chosen] for name in dict.fromkeys(columns)}
        return pd.DataFrame(held)

    def row(self, at: int) -> pd.DataFrame:
        """One row, with every column, as a table."""
        own, beside = self._options.iloc[[at]], self._applicants.iloc[[self._of[at]]]
        return own.assign(**{name: beside[name].array for name in beside.columns})
