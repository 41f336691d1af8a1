"""Analytic hierarchy process: weights from comparisons of every pair, and where these contradict each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import combinations

from scoring.elicit_numbers import Number, Shares, exact, rounded, shares

RANDOM_INDEX = (0, 0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151, 148, 156, 157, 159)
"""Saaty's random index by number of nodes, in hundredths (The Analytic Hierarchy Process, 1980); 0.58 for three."""
ACCEPTABLE = Fraction(1, 10)
"""The consistency ratio from which Saaty asks for the answers to be looked at again."""
DIGITS = 60
SQUARINGS = 200
SETTLED = Decimal(1).scaleb(-40)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Triple:
    """Three answers that contradict each other: `first` over `middle`, `middle` over `last`, and `first` over `last`.

    implied is the product of the first two; `off` is how many times it misses the third, one or more.
    """

    first: str
    middle: str
    last: str
    one: Fraction
    two: Fraction
    implied: Fraction
    given: Fraction
    off: Fraction


@dataclass(frozen=True)
class Ahp:
    """Weights to twelve decimals, summing to one exactly.

    largest: the principal eigenvalue. ratio: the consistency ratio. worst_triple: the triple that is furthest off
    (Koczkodaj's inconsistency is 1 - 1/off), None when none is. worst_pair: the answer furthest from the ratio
    of the two weights, with answer and ratio, None when all agree.
    """

    weights: Shares
    largest: Fraction
    ratio: Fraction
    worst_triple: Triple | None
    worst_pair: tuple[str, str, Fraction, Fraction] | None


def ahp(pairs: Mapping[Pair, Number]) -> Ahp:
    """Weigh by the principal eigenvector of the matrix of comparisons; `pairs[a, b]` says how many times a is worth b.

    Saaty, A scaling method for priorities in hierarchical structures, Journal of Mathematical Psychology 15 (1977);
    the triple after Koczkodaj, A new definition of consistency of pairwise comparisons (1993); the pair after Saaty,
    Decision-making with the AHP: why is the principal eigenvector necessary (2003). Computed with 60 digits and
    proven by the bounds of Collatz and Wielandt, so it is the same on every machine. Only weights are made
    this way, never scores of applicants. Raises ValueError for pairs that are missing, there twice, or not above zero.
    """
    nodes, matrix = _matrix(pairs)
    many = len(nodes)
    if many >= len(RANDOM_INDEX):
        raise ValueError(f"{many} nodes; Saaty's table of random indices ends at {len(RANDOM_INDEX) - 1}")
    vector = _eigenvector([[matrix[a, b] for b in nodes] for a in nodes])
    largest = _eigenvalue([[matrix[a, b] for b in nodes] for a in nodes], vector)
    index = (largest - many) / (many - 1) if many > 1 else Fraction(0)
    ratio = max(index, Fraction(0)) * 100 / RANDOM_INDEX[many] if RANDOM_INDEX[many] else Fraction(0)
    weights = shares({node: rounded(share) for node, share in zip(nodes, vector, strict=True)})
    return Ahp(weights, largest, round(ratio, 9), _worst_triple(nodes, matrix), _worst_pair(nodes, matrix, weights))


def _matrix(pairs: Mapping[Pair, Number]) -> tuple[list[str], dict[Pair, Fraction]]:
    nodes = sorted({node for pair in pairs for node in pair})
    matrix = {(node, node): Fraction(1) for node in nodes}
    for (one, other), number in pairs.items():
        times = exact(f"{one} / {other}", number)
        if times <= 0:
            raise ValueError(f"{one} / {other}: {times} is not above zero")
        if (one, other) in matrix:
            raise ValueError(f"{one} / {other} is answered twice, or compares a node with itself")
        matrix[one, other], matrix[other, one] = times, 1 / times
    missing = [f"{one} / {other}" for one, other in combinations(nodes, 2) if (one, other) not in matrix]
    if missing or not nodes:
        raise ValueError(f"pairs are missing: {', '.join(missing) or 'all'}")
    return nodes, matrix


def _eigenvector(matrix: Sequence[Sequence[Fraction]]) -> list[Decimal]:
    """Square the matrix until its rows all say the same: powers of a positive matrix end in its Perron vector."""
    with localcontext(Context(prec=DIGITS)):
        power = [[Decimal(cell.numerator) / Decimal(cell.denominator) for cell in row] for row in matrix]
        size, before = range(len(power)), [Decimal(0)] * len(power)
        for _ in range(SQUARINGS):
            sums = [sum(row, Decimal(0)) for row in power]
            total = sum(sums, Decimal(0))
            vector = [each / total for each in sums]
            if max(abs(a - b) for a, b in zip(vector, before, strict=True)) < SETTLED:
                return vector
            power, before = [[each / total for each in row] for row in power], vector
            power = [[sum((power[i][k] * power[k][j] for k in size), Decimal(0)) for j in size] for i in size]
    raise ArithmeticError("the comparisons did not settle to weights")


def _eigenvalue(matrix: Sequence[Sequence[Fraction]], vector: Sequence[Decimal]) -> Fraction:
    """Enclose the largest eigenvalue between the least and the greatest (A w)_i / w_i, and give it to 15 decimals."""
    exactly = [Fraction(each) for each in vector]
    ratios = [
        sum((cell * share for cell, share in zip(row, exactly, strict=True)), Fraction(0)) / own
        for row, own in zip(matrix, exactly, strict=True)
    ]
    if max(ratios) - min(ratios) > Fraction(1, 10**25):
        raise ArithmeticError("the principal eigenvalue is not certain")
    return round(max(ratios), 15)


def _worst_triple(nodes: Sequence[str], matrix: Mapping[Pair, Fraction]) -> Triple | None:
    worst: Triple | None = None
    for a, b, c in combinations(nodes, 3):
        # Read in the order in which both steps are preferences, so that the sentence needs no fractions if it can.
        first, middle, last = _preferred(matrix, (a, b, c))
        one, two, given = matrix[first, middle], matrix[middle, last], matrix[first, last]
        off = max(one * two / given, given / (one * two))
        if off > 1 and (worst is None or off > worst.off):
            worst = Triple(first, middle, last, one, two, one * two, given, off)
    return worst


def _preferred(matrix: Mapping[Pair, Fraction], three: tuple[str, str, str]) -> tuple[str, str, str]:
    a, b, c = three
    orders = ((a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a))
    both = [each for each in orders if matrix[each[0], each[1]] >= 1 and matrix[each[1], each[2]] >= 1]
    return both[0]


def _worst_pair(
    nodes: Sequence[str], matrix: Mapping[Pair, Fraction], weights: Shares
) -> tuple[str, str, Fraction, Fraction] | None:
    worst: tuple[Fraction, tuple[str, str, Fraction, Fraction]] | None = None
    for one, other in combinations(nodes, 2):
        if matrix[one, other] < 1:
            one, other = other, one
        given, ratio = matrix[one, other], weights[one] / weights[other]
        off = max(given / ratio, ratio / given)
        if off > 1 + Fraction(1, 10**6) and (worst is None or off > worst[0]):
            worst = (off, (one, other, given, ratio))
    return worst[1] if worst else None
