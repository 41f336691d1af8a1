"""Linear best-worst method: weights from comparisons with the best and with the worst only."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.elicit_least import Pair, Row, at, least
from scoring.elicit_numbers import Number, Shares, exact


@dataclass(frozen=True)
class BestWorst:
    """Weights, exact and summing to one.

    largest: the largest disagreement xi between a weight and an answer; 0 when the answers agree with each other.
    No other weights have it. off: the answers at which the disagreement is as large as xi. ratio: the
    input-based consistency ratio, 0 to 1. loop: the node whose two answers are furthest from that of best to worst,
    with the product of the two; None when all agree.
    """

    weights: Shares
    best: str
    worst: str
    largest: Fraction
    off: tuple[Pair, ...]
    ratio: Fraction
    loop: tuple[str, Fraction] | None


def best_worst(best: str, worst: str, best_to: Mapping[str, Number], to_worst: Mapping[str, Number]) -> BestWorst:
    """Weigh by min xi subject to |w_B - a_Bj w_j| <= xi and |w_j - a_jW w_W| <= xi, weights summing to one.

    best_to: how many times the best is worth every other node; to_worst: how many times every other node is worth
    the worst; best to worst may stand in either. Rezaei, Best-worst multi-criteria decision-making method: some
    properties and a linear model, Omega 64 (2016); the ratio after Liang, Brunelli and Rezaei, Consistency issues in
    the best worst method, Omega 96 (2020). Solved by PuLP with HiGHS, then made exact and proven.

    There are no other weights with that xi: scaled to xi = 1, the weights of largest sum are sought. Every weight then
    stands at the lower of two limits that rise with w_B or with w_W, and every edge of what (w_B, w_W) may be rises
    in both, so no two ends of an edge are equally good. Raises ValueError for answers that are missing, not finite,
    below one, or two different ones of the same pair.
    """
    to, over = _checked(best, worst, best_to, to_worst)
    nodes = sorted({best, *to})
    rows: dict[Pair, Row] = {(best, node): {best: Fraction(1), node: -number} for node, number in to.items()}
    rows |= {(node, worst): {node: Fraction(1), worst: -number} for node, number in over.items()}
    weights, largest = least(nodes, rows)
    off = tuple(pair for pair in sorted(rows) if largest > 0 and abs(at(rows[pair], weights)) == largest)
    ratio, loop = _consistency(worst, to, over)
    return BestWorst(weights, best, worst, largest, off, ratio, loop)


def _checked(
    best: str, worst: str, best_to: Mapping[str, Number], to_worst: Mapping[str, Number]
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    to = {node: exact(node, number) for node, number in sorted(best_to.items())}
    over = {node: exact(node, number) for node, number in sorted(to_worst.items())}
    for node, number in (*to.items(), *over.items()):
        if number < 1:
            raise ValueError(f"{node}: {number} is below one, but nothing beats the best, nor loses to the worst")
    if to.pop(best, Fraction(1)) != 1 or over.pop(worst, Fraction(1)) != 1 or best == worst:
        raise ValueError("best and worst are two nodes, each worth once itself")
    direct = {each for each in (to.get(worst), over.pop(best, None)) if each is not None}
    if len(direct) != 1:
        raise ValueError(f"best to worst, {best} / {worst}, needs one answer; here are {len(direct)}")
    to[worst] = direct.pop()
    if set(to) - {worst} != set(over):
        odd = sorted((set(to) - {worst}) ^ set(over))
        raise ValueError(f"compare every node with the best and with the worst; missing for {', '.join(odd)}")
    return to, over


def _consistency(
    worst: str, to: Mapping[str, Fraction], over: Mapping[str, Fraction]
) -> tuple[Fraction, tuple[str, Fraction] | None]:
    """Give max |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW), and the node at which it is reached."""
    direct = to[worst]
    gaps = {node: abs(to[node] * over[node] - direct) for node in over}
    node = max(sorted(gaps), key=lambda each: gaps[each], default="")
    if not node or gaps[node] == 0:
        return Fraction(0), None
    scale = direct * direct - direct
    ratio = min(gaps[node] / scale, Fraction(1)) if scale else Fraction(1)
    return ratio, (node, to[node] * over[node])
