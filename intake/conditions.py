"""A condition on one column: the same few words for gates, packages, tiers and rules."""

import datetime
from typing import Any

import pandas as pd
from pydantic import model_validator

from intake.strict import Strict, UnfitError
from locales import message

Scalar = str | int | float | datetime.date


class Condition(Strict):
    """One column must be one of some values, or lie within limits.

    `among` lists the accepted values of a text column; `at_least` and `at_most` bound a number or a date.
    A blank cell makes the condition unknown, never true and never false.
    """

    column: str
    among: tuple[str, ...] = ()
    at_least: int | float | datetime.date | None = None
    at_most: int | float | datetime.date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        bounded = self.at_least is not None or self.at_most is not None
        if bool(self.among) == bounded:
            raise UnfitError(message("a condition needs either `among` or at least one of `at_least` and `at_most`"))
        return self

    def holds(self, table: pd.DataFrame) -> "pd.Series[Any]":
        """Judge every row of `table`: True, False, or missing where the cell is blank (dtype boolean)."""
        cells = table[self.column]
        if self.among:
            result = cells.astype("string").isin(list(self.among)).astype("boolean")
        else:
            result = pd.Series(True, index=table.index, dtype="boolean")
            if self.at_least is not None:
                result &= (cells >= _comparable(self.at_least)).astype("boolean")
            if self.at_most is not None:
                result &= (cells <= _comparable(self.at_most)).astype("boolean")
        return result.mask(cells.isna())


def _comparable(bound: int | float | datetime.date) -> Any:  # noqa: ANN401
    return pd.Timestamp(bound) if isinstance(bound, datetime.date) else bound
