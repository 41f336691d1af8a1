"""Bounds: what a limit compares a total with."""

from fractions import Fraction
from typing import Any, TypeAlias

from pydantic import Field, field_validator

from intake import Strict
from locales import Decimals, Money, Text, message
from optimizer.measures import is_money
from optimizer.numbers import plain


class Share(Strict):
    """A bound that grows with the plan: `share` of another measure's total over all awards, `plus` a fixed amount."""

    share: float = Field(ge=0)
    of: str
    plus: int | float = 0


Bound: TypeAlias = int | float | Share


class Bounds(Strict):
    """The bounds of one group in place of the limit's own; one that is not given is not set."""

    at_least: int | float | Share | None = None
    at_most: int | float | Share | None = None

    @field_validator("at_least", "at_most", mode="before")
    @classmethod
    def _share(cls, value: Any) -> Any:  # noqa: ANN401
        return Share.model_validate(value) if isinstance(value, dict) else value

    @field_validator("at_least", "at_most")
    @classmethod
    def _from_zero(cls, value: Bound | None) -> Bound | None:
        if isinstance(value, int | float) and value < 0:
            raise ValueError("a bound must be zero or more")
        return value


def amount(measure: str, number: Fraction) -> Text:
    """Write an amount of a measure: rupiah for money, a plain number otherwise."""
    if is_money(measure) and number.denominator == 1:
        return Money(int(number))
    value = plain(number)
    return value if isinstance(value, int) else Decimals(value, 2)


def span(measure: str, at_least: Fraction | None, at_most: Fraction | None) -> Text:
    """Write what two bounds allow."""
    if at_least is None and at_most is not None:
        return message("at most {amount}", amount=amount(measure, at_most))
    if at_most is None and at_least is not None:
        return message("at least {amount}", amount=amount(measure, at_least))
    assert at_least is not None
    assert at_most is not None
    return message("{low} to {high}", low=amount(measure, at_least), high=amount(measure, at_most))
