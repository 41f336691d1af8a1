"""Overlap: criteria that may credit one and the same thing twice, and what the committee answers to that."""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from intake import Criterion, Finding
from locales import Decimals, Label, Message, message
from scoring.points import VALUE_ONE, Integers
from scoring.remarks import note, warning
from scoring.values import Valued

SAME_THING: Final = Fraction(8, 10)
"""Correlation of two siblings above which they may count the same thing twice (OECD/JRC handbook, step 4)."""
ENOUGH_FOR_CORRELATION: Final = 20


def overlap_remarks(criteria: Sequence[Criterion], valued: Mapping[str, Valued]) -> Iterator[Finding]:
    """Name criteria of one group whose values run together: they may count the same thing twice."""
    for one, other in combinations(sorted(criteria, key=lambda each: each.id), 2):
        answer = _answered(one, other)
        if one.panel is None and (one.column, one.per) == (other.column, other.per):
            yield from _twice(one, other, answer)
            continue
        if one.group != other.group:
            continue
        both = ~(valued[one.id].missing | valued[other.id].missing)
        if int(both.sum()) < ENOUGH_FOR_CORRELATION:
            continue
        product, spread = _moments(valued[one.id].values[both], valued[other.id].values[both])
        if spread and product * product * SAME_THING.denominator**2 > spread * SAME_THING.numerator**2:
            meaning = (
                message("perhaps they count one thing twice")
                if product > 0
                else message("what one gives, the other takes away")
            )
            problem = message(
                "{one} and {other} run together (correlation {correlation}); {meaning}.",
                one=one.label,
                other=other.label,
                correlation=_signed(product, spread),
                meaning=meaning,
            )
            yield _overlapping("scoring-overlap", problem, answer)


def _twice(one: Criterion, other: Criterion, answer: Label | None) -> Iterator[Finding]:
    problem = message(
        "{one} and {other} read the same answer ({column}), so it counts twice.",
        one=one.label,
        other=other.label,
        column=one.column,
    )
    yield _overlapping("scoring-same-answer", problem, answer)


def _answered(one: Criterion, other: Criterion) -> Label | None:
    """What the committee has answered about these two, in the file of either."""
    said = [(one, other.id), (other, one.id)]
    return next((each.answer for this, name in said for each in this.overlap if each.other == name), None)


def _overlapping(code: str, problem: Message, answer: Label | None) -> Finding:
    """A warning that asks; with the committee's answer in the file, a note that quotes it."""
    if answer is not None:
        return note(code, problem, message("The committee's answer: {answer}", answer=answer))
    remedy = message(
        "Ask: would one and the same thing earn points twice? If so, merge the criteria; if not, write the answer as "
        "`overlap` of one of them in criteria.toml."
    )
    return warning(code, problem, remedy)


def _moments(one: Integers, other: Integers) -> tuple[int, int]:
    """Covariance, and product of variances, of values in thousandths: exact, the same on every machine."""
    step = VALUE_ONE // 1000
    x, y = (one + step // 2) // step, (other + step // 2) // step
    n, sum_x, sum_y = len(x), int(x.sum()), int(y.sum())
    products, squares_x, squares_y = int((x * y).sum()), int((x * x).sum()), int((y * y).sum())
    return n * products - sum_x * sum_y, (n * squares_x - sum_x**2) * (n * squares_y - sum_y**2)


def _signed(product: int, spread: int) -> Decimals:
    """Write a correlation from its exact parts."""
    size = math.isqrt(product * product * 10**12 // spread)
    return Decimals((size if product > 0 else -size) / 10**6, 2)
