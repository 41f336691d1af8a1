"""Judgement: what one member's answers about one set of siblings come to, and how well they agree with themselves."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from intake import Comparison, Criteria, Method, best_and_worst, called
from locales import Decimals, Message, Text, message
from scoring.elicit_ahp import ACCEPTABLE, Ahp, ahp
from scoring.elicit_best_worst import BestWorst, best_worst
from scoring.elicit_direct import direct
from scoring.elicit_rank_order_centroid import rank_order_centroid
from scoring.elicit_swing import swing


@dataclass(frozen=True)
class Judgement:
    """Weights among the siblings below `parent`, exact, summing to one.

    method and date (the latest of the answers) are None where the weights of criteria.toml stand. consistency: how
    well the answers agree with each other, None where they cannot disagree. contradiction: where they disagree
    most. doubtful: the method's own author would ask again.
    """

    parent: str
    weights: Mapping[str, Fraction]
    method: Method | None = None
    date: datetime.date | None = None
    consistency: Message | None = None
    contradiction: Message | None = None
    doubtful: bool = False


def judgement(criteria: Criteria, comparison: Comparison) -> Judgement:
    """Turn one comparison into weights by its own method; raises ValueError for answers that do not fit it."""
    date = max(answer.date for answer in comparison.answers)
    method, parent = comparison.method, comparison.parent
    if not method.in_pairs:
        numbers = {answer.node: answer.number for answer in comparison.answers}
        kernel = {Method.SWING: swing, Method.DIRECT: direct, Method.RANK: rank_order_centroid}[method]
        return Judgement(parent, kernel(numbers), method, date)
    pairs = {(answer.node, answer.against): answer.number for answer in comparison.answers}
    if method is Method.AHP:
        weighed = ahp(pairs)
        doubtful = weighed.ratio >= ACCEPTABLE
        said = message(
            "consistency ratio {ratio}; from {limit} on the answers are to be looked at again",
            ratio=Decimals(float(weighed.ratio), 3),
            limit=Decimals(float(ACCEPTABLE), 2),
        )
        return Judgement(parent, weighed.weights, method, date, said, _ahp_contradiction(criteria, weighed), doubtful)
    (best,), (worst,) = best_and_worst(comparison.nodes, comparison.answers)
    to = {other: number for (one, other), number in pairs.items() if one == best}
    over = {one: number for (one, other), number in pairs.items() if other == worst and one != best}
    chosen = best_worst(best, worst, to, over)
    said = message(
        "largest disagreement {largest}; consistency ratio {ratio} (0: none, 1: the most there can be)",
        largest=Decimals(float(chosen.largest), 4),
        ratio=Decimals(float(chosen.ratio), 3),
    )
    return Judgement(parent, chosen.weights, method, date, said, _loop(criteria, chosen, to, over))


def _ahp_contradiction(criteria: Criteria, weighed: Ahp) -> Message | None:
    triple = weighed.worst_triple
    if triple is None:
        return None
    first, middle, last = (called(criteria, node) for node in (triple.first, triple.middle, triple.last))
    said = message(
        "{first} is worth {one} times {middle}, and {middle} {two} times {last}: so {first} would be worth {implied} "
        "times {last}, but the answer is {given}.",
        first=first,
        middle=middle,
        last=last,
        one=_times(triple.one),
        two=_times(triple.two),
        implied=_times(triple.implied),
        given=_times(triple.given),
    )
    if weighed.worst_pair is None:
        return said
    one, other, given, ratio = weighed.worst_pair
    return message(
        "{triple} Taking all answers together, the one that fits least is {one} against {other}: {given} times, "
        "where the others come to {ratio}.",
        triple=said,
        one=called(criteria, one),
        other=called(criteria, other),
        given=_times(given),
        ratio=_times(ratio),
    )


def _loop(
    criteria: Criteria, chosen: BestWorst, to: Mapping[str, Fraction], over: Mapping[str, Fraction]
) -> Message | None:
    if chosen.loop is None:
        return None
    node, product = chosen.loop
    return message(
        "{best} is worth {one} times {node}, and {node} {two} times {worst}: so {best} would be worth {product} times "
        "{worst}, but the answer is {given}.",
        best=called(criteria, chosen.best),
        node=called(criteria, node),
        worst=called(criteria, chosen.worst),
        one=_times(to[node]),
        two=_times(over[node]),
        product=_times(product),
        given=_times(to[chosen.worst]),
    )


def _times(number: Fraction) -> Text:
    """Say how many times: whole, as a simple fraction below one, else to two decimals."""
    if number.denominator == 1:
        return int(number)
    if number < 1 and number.numerator == 1:
        return f"1/{number.denominator}"
    return Decimals(round(float(number), 2), 2)
