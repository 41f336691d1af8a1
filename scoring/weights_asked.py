"""What is asked of a member about one set of siblings, and what of it has been answered before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from intake import Answer, Criteria, Member, Method, best_and_worst, judge

Asked: TypeAlias = tuple[str, str]
"""A node, and the node it is compared with; "" where it is compared with nothing."""


def asked_of(nodes: Sequence[str], method: Method, best: str = "", worst: str = "") -> tuple[Asked, ...]:
    """Give what a method asks about siblings, in the order in which it is asked.

    best, worst: for the best-worst method, which asks nothing before the two are known and differ.
    """
    if not method.in_pairs:
        return tuple((node, "") for node in nodes)
    if method is Method.AHP:
        return tuple(combinations(nodes, 2))
    if best not in nodes or worst not in nodes or best == worst:
        return ()
    first = [(best, node) for node in nodes if node != best]
    return (*first, *((node, worst) for node in nodes if node not in (best, worst)))


@dataclass(frozen=True)
class Before:
    """A member's complete answers about one set: the method (None: there are none), numbers, best and worst.

    A pair is there both ways round, so that it is found however it is asked now. best and worst are of the best-worst
    method alone, else "".
    """

    method: Method | None
    numbers: Mapping[Asked, Fraction]
    best: str = ""
    worst: str = ""


def answered_before(criteria: Criteria, member: Member, parent: str) -> Before:
    """Give what a member has answered about the siblings below `parent`, as far as it is complete and about today."""
    for each in judge(criteria, member).comparisons if member.answers else ():
        if each.parent == parent:
            best, worst = "", ""
            if each.method is Method.BEST_WORST:
                (best,), (worst,) = best_and_worst(each.nodes, each.answers)
            return Before(each.method, _numbers(each.answers), best, worst)
    return Before(None, {})


def _numbers(answers: Sequence[Answer]) -> dict[Asked, Fraction]:
    found: dict[Asked, Fraction] = {}
    for each in answers:
        found[each.node, each.against] = each.number
        if each.against and each.number:
            found.setdefault((each.against, each.node), 1 / each.number)
    return found
