"""Sides of a comparison and the group left furthest, against counts made by hand."""

from fractions import Fraction

from scenarios import Side, sides, worst_group
from tests.samples import outcome

ROUND = "first-partners-2011"


def test_everyone_stands_on_the_side_that_funds_it() -> None:
    one, other = outcome(ROUND, "base"), outcome(ROUND, "budget-cut")
    found = sides(one, other)
    assert list(found.index) == sorted(set(one.table.index) | set(other.table.index))
    first, second = set(one.plan.awards.index), set(other.plan.awards.index)
    for name, side in found.items():
        expected = {
            (True, True): Side.BOTH,
            (True, False): Side.FIRST,
            (False, True): Side.SECOND,
            (False, False): Side.NEITHER,
        }[name in first, name in second]
        assert side is expected
    assert len(set(found)) > 2, "the two plans of the sample differ, or this tests nothing"
    swapped = sides(other, one)
    assert (swapped == Side.FIRST).equals(found == Side.SECOND)


def test_the_worst_group_has_the_smallest_share_of_its_applicants() -> None:
    made = outcome(ROUND, "base")
    counted: dict[str, list[int]] = {}
    for name, person in made.table.iterrows():
        applied, funded = counted.setdefault(str(person["island_group"]), [0, 0])
        counted[str(person["island_group"])] = [applied + 1, funded + (name in made.plan.awards.index)]
    shares = sorted((Fraction(funded, applied), name) for name, (applied, funded) in counted.items())
    assert len(shares) > 1
    assert worst_group(made) == (shares[0][1], shares[0][0])
    assert worst_group(made, "no such column") is None
