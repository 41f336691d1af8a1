"""Linear equations solved exactly, in fractions."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Unknown = TypeVar("Unknown", bound=Hashable)


def solve_rows(
    unknowns: Sequence[Unknown], rows: Sequence[tuple[Mapping[Unknown, Fraction], Fraction]]
) -> dict[Unknown, Fraction]:
    """Give the one solution of `sum of coefficient x unknown = right side` for every row, by elimination.

    Raises ArithmeticError when there is none, or more than one.
    """
    table = [[row.get(each, Fraction(0)) for each in unknowns] + [right] for row, right in rows]
    for place in range(len(unknowns)):
        found = next((k for k in range(place, len(table)) if table[k][place]), None)
        if found is None:
            raise ArithmeticError("the equations leave an unknown open")
        table[place], table[found] = table[found], table[place]
        pivot = table[place][place]
        table[place] = [cell / pivot for cell in table[place]]
        for k, row in enumerate(table):
            if k != place and row[place]:
                times = row[place]
                table[k] = [cell - times * own for cell, own in zip(row, table[place], strict=True)]
    if any(row[-1] for row in table[len(unknowns) :]):
        raise ArithmeticError("the equations contradict each other")
    return {each: table[place][-1] for place, each in enumerate(unknowns)}
