"""Measures of agreement, exact: between two sets of funded applicants, and between rankings."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import combinations
from math import isqrt


def overlap(one: AbstractSet[str], other: AbstractSet[str]) -> Fraction:
    """Give the share of applicants in either set that are in both (Jaccard, 1901); two empty sets agree in full."""
    either = len(one | other)
    return Fraction(len(one & other), either) if either else Fraction(1)


def places(points: Mapping[str, int]) -> dict[str, Fraction]:
    """Rank by points, highest first; those with equal points share the mean of the places they fill."""
    ordered = sorted(points.values(), reverse=True)
    first: dict[int, int] = {}
    count: dict[int, int] = {}
    for place, number in enumerate(ordered, 1):
        first.setdefault(number, place)
        count[number] = count.get(number, 0) + 1
    return {name: first[number] + Fraction(count[number] - 1, 2) for name, number in points.items()}


def concordance(rankings: Sequence[Mapping[str, int]]) -> Fraction | None:
    """Give Kendall's W of rankings of the same applicants by points, corrected for ties: 0 none, 1 full agreement.

    Kendall and Babington Smith, The problem of m rankings, Annals of Mathematical Statistics 10 (1939): W =
    12 S / (m^2 (n^3 - n) - m T), S the squared deviations of the sums of places, T the sum of t^3 - t over ties. None
    for fewer than two rankings, or where everyone is tied in every one.
    """
    if len(rankings) < 2 or not rankings[0]:
        return None
    many, size = len(rankings), len(rankings[0])
    ranked = [places(each) for each in rankings]
    sums = [sum((each[name] for each in ranked), Fraction(0)) for name in sorted(rankings[0])]
    mean = Fraction(many * (size + 1), 2)
    squared = sum(((each - mean) ** 2 for each in sums), Fraction(0))
    tied = sum(_ties(each) for each in rankings)
    most = many * many * (size**3 - size) - many * tied
    return 12 * squared / most if most else None


def mean_rank_correlation(rankings: Sequence[Mapping[str, int]]) -> Fraction | None:
    """Give the mean of Spearman's correlation over all pairs of rankings, to nine decimals where roots have no end.

    None for fewer than two rankings, or where everyone is tied in one.
    """
    ranked = [places(each) for each in rankings]
    found = [_correlation(one, other) for one, other in combinations(ranked, 2)]
    known = [each for each in found if each is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) == len(found) else None


def _ties(points: Mapping[str, int]) -> int:
    count: dict[int, int] = {}
    for number in points.values():
        count[number] = count.get(number, 0) + 1
    return sum(t**3 - t for t in count.values())


def _correlation(one: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> Fraction | None:
    mean = Fraction(len(one) + 1, 2)
    both = sum(((one[name] - mean) * (other[name] - mean) for name in one), Fraction(0))
    own = sum(((place - mean) ** 2 for place in one.values()), Fraction(0))
    others = sum(((place - mean) ** 2 for place in other.values()), Fraction(0))
    if not own or not others:
        return None
    return both / own if own == others else both / _root(own * others)


def _root(number: Fraction) -> Fraction:
    """Give a square root, exact where there is one, else to nine decimals at least."""
    scale = number.numerator * number.denominator
    whole = isqrt(scale)
    if whole * whole == scale:
        return Fraction(whole, number.denominator)
    return Fraction(isqrt(scale * 10**24), number.denominator * 10**12)
