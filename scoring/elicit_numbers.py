"""Numbers that people give, read exactly, and shares made of them."""

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | float | Fraction
Shares: TypeAlias = dict[str, Fraction]
PLACES = Decimal(1).scaleb(-12)


def exact(name: str, number: Number) -> Fraction:
    """Read a number as the decimal it is written as; raises ValueError for what is not finite."""
    if isinstance(number, float):
        if not math.isfinite(number):
            raise ValueError(f"{name}: {number} is not a finite number")
        return Fraction(str(number))
    return Fraction(number)


def exact_all(given: Mapping[str, Number], *, above_zero: bool = False) -> Shares:
    """Read numbers that must not be below zero, in order of name; raises ValueError that names the first that is."""
    if not given:
        raise ValueError("there is nothing to weigh")
    read = {name: exact(name, given[name]) for name in sorted(given)}
    for name, number in read.items():
        if number < 0 or (above_zero and number == 0):
            raise ValueError(f"{name}: {number} is not {'above' if above_zero else 'at least'} zero")
    return read


def shares(numbers: Mapping[str, Fraction]) -> Shares:
    """Divide every number by their sum, in order of name; raises ValueError when that is zero."""
    total = sum(numbers.values(), Fraction(0))
    if total == 0:
        raise ValueError("all numbers are zero, so there is nothing to share out")
    return {name: numbers[name] / total for name in sorted(numbers)}


def rounded(number: Decimal) -> Fraction:
    """Round to twelve decimals, half to even: what is left of a number that has no end."""
    return Fraction(number.quantize(PLACES, rounding=ROUND_HALF_EVEN))
