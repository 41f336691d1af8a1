"""The question behind every number a member gives, with the range that it is about."""

from fractions import Fraction

from intake import Answer, Criteria, Criterion, Method, below, called, siblings
from locales import Decimals, Message, Text, message

ROOT = ""


def raise_in_words(criteria: Criteria, node: str) -> Message:
    """Say what raising a node from its worst to its best means; for a group, everything below it together."""
    group = next((each for each in criteria.groups if each.id == node), None)
    if group is None:
        (criterion,) = below(criteria, node)
        return _raise(criterion)
    return message(
        "{group}, all of it together ({raises})",
        group=group.label,
        raises=tuple(_raise(each) for each in below(criteria, node)),
    )


def question(criteria: Criteria, method: Method, node: str, against: str = "") -> Message:
    """Put the question that a method asks about a node, or about two; the range is part of it."""
    parent = _parent(criteria, node)
    among: Text = called(criteria, parent) if parent else message("everything")
    raised = raise_in_words(criteria, node)
    match method:
        case Method.SWING:
            return message(
                "Imagine {among} at its worst. The raise you want first counts 100. How much, beside it, is this one "
                "worth: {raised}?",
                among=among,
                raised=raised,
            )
        case Method.DIRECT:
            return message(
                "Imagine {among} at its worst, and 100 points to share out over all raises in it. How many go to this "
                "one: {raised}?",
                among=among,
                raised=raised,
            )
        case Method.RANK:
            return message(
                "Imagine {among} at its worst, and one raise after another. In which place comes this one: {raised}?",
                among=among,
                raised=raised,
            )
    return message(
        "How many times as much is the first raise worth as the second? First: {raised}. Second: {against}.",
        raised=raised,
        against=raise_in_words(criteria, against),
    )


def answer_in_words(answer: Answer) -> Text:
    """Write an answer with what it counts: points, a place, or times."""
    number = _plain(answer.number)
    if answer.method is Method.RANK:
        return message("place {number}", number=number)
    if answer.method.in_pairs:
        return message("{number} times", number=number)
    return message("{number} points", number=number)


def method_in_words(method: Method | None) -> Message:
    """Name a method as the committee knows it; None is the weights of the criteria file."""
    match method:
        case Method.SWING:
            return message("swing weighting")
        case Method.DIRECT:
            return message("direct points")
        case Method.RANK:
            return message("order only (rank-order centroid)")
        case Method.AHP:
            return message("pairwise comparison (analytic hierarchy process)")
        case Method.BEST_WORST:
            return message("comparison with the best and the worst (best-worst method)")
    return message("no answer; the weights of the criteria file stand")


def _raise(criterion: Criterion) -> Message:
    zero, one = criterion.anchors.zero, criterion.anchors.one
    if criterion.levels:
        return message(
            "{criterion}: from “{zero}” to “{one}”", criterion=criterion.label, zero=zero.means, one=one.means
        )
    return message(
        "{criterion} [{unit}]: from {low} ({zero}) to {high} ({one})",
        criterion=criterion.label,
        low=zero.at,
        zero=zero.means,
        high=one.at,
        one=one.means,
        unit=criterion.unit,
    )


def _parent(criteria: Criteria, node: str) -> str:
    return next((parent for parent, nodes in siblings(criteria).items() if node in nodes), ROOT)


def _plain(number: Fraction) -> Text:
    if number.denominator == 1:
        return int(number)
    if number < 1 and number.numerator == 1:
        return f"1/{number.denominator}"
    return Decimals(float(number), 2)
