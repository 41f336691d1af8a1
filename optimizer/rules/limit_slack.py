"""The slack face of a limit: bounds that move by millions of rupiah, whole libraries or percentage points."""

from collections.abc import Callable, Iterator, Sequence, Set
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pulp

from locales import Message, Percent, Text, message
from optimizer.measures import LIBRARIES, coefficients, groups, is_money, mask
from optimizer.model import Model, scale_of
from optimizer.numbers import fraction, plain
from optimizer.rules.bounds import Bound, Bounds, Share, amount
from optimizer.slack import MONEY_STEP, POINT, Easing, Move, Piece, Slack, step_of
from optimizer.tables import Tables
from optimizer.words import measure_name

if TYPE_CHECKING:
    from optimizer.rules.limit import Limit

KINDS = {">=": "at_least", "<=": "at_most"}
LARGEST_RATE = 1_000
"""Steps that a rate may move; its products with the plan's size are written in binary digits."""


def parts(limit: "Limit", tables: Tables) -> list[Any]:
    """The groups of a limit, or the one whole."""
    return groups(tables, limit.per) if limit.per else [None]


def piece(limit: "Limit", kind: str, part: Any) -> Piece:  # noqa: ANN401
    """The piece of one bound of one group."""
    return Piece(limit.id, kind, "" if part is None else str(part))


def pieces(limit: "Limit", tables: Tables) -> Iterator[Piece]:
    """One piece a bound and group."""
    for part in parts(limit, tables):
        for sense, _ in limit.bounds_of(part):
            yield piece(limit, KINDS[sense], part)


def kept(limit: "Limit", tables: Tables, wanted: Set[Piece]) -> "Limit | None":
    """The limit with these pieces alone."""
    if not wanted:
        return None
    if not limit.per:
        gone = {kind: None for kind in KINDS.values() if Piece(limit.id, kind) not in wanted}
        return limit.model_copy(update=gone)
    instead = dict(limit.instead)
    for part in parts(limit, tables):
        bounds = {KINDS[sense]: bound for sense, bound in limit.bounds_of(part)}
        left = {kind: bound for kind, bound in bounds.items() if piece(limit, kind, part) in wanted}
        if left != bounds:
            instead[str(part)] = Bounds(**left)
    return limit.model_copy(update={"instead": instead})


def slacks(limit: "Limit", tables: Tables) -> Iterator[Slack]:
    """How far each bound could move and still matter."""
    amounts, units = coefficients(tables, limit.measure)
    amounts = np.where(mask(tables, limit.where), amounts, 0)
    for part in parts(limit, tables):
        own = amounts if part is None else np.where(mask(tables, {limit.per: part}), amounts, 0)
        for sense, bound in limit.bounds_of(part):
            found = _slack(limit, tables, KINDS[sense], bound, own, units)
            if found is not None:
                step, base, most = found
                if most > 0:
                    yield Slack(piece(limit, KINDS[sense], part), base, step, most)


def _slack(
    limit: "Limit",
    tables: Tables,
    kind: str,
    bound: Bound,
    amounts: Any,  # noqa: ANN401
    units: int,
) -> tuple[Fraction, Fraction, int] | None:
    """Step, base and largest number of steps."""
    largest = Fraction(_largest(tables, amounts), units) + (
        _beside(limit, tables, limit.measure) if limit.about_all else 0
    )
    step = step_of(limit.measure, units)
    if not isinstance(bound, Share):
        value = fraction(bound)
        most = ceil((largest - value) / step) if kind == "at_most" else _down(value, step, amounts)
        return step, max(value, step), most
    whole, whole_units = coefficients(tables, bound.of)
    if in_points(limit, bound):
        if (whole < 0).any():
            return None
        step, share = rate_step(limit, bound), fraction(bound.share)
        top = max(Fraction(1), share) if bound.share <= 1 else share * 2
        room = (top - share if kind == "at_most" else share) / rate_unit(bound)
        return step, max(share / rate_unit(bound), step), min(ceil(room / step), LARGEST_RATE)
    due = fraction(bound.share) * (Fraction(_largest(tables, whole), whole_units) + _beside(limit, tables, bound.of))
    return step, max(due, step), ceil(largest / step) if kind == "at_most" else ceil(due / step)


def _beside(limit: "Limit", tables: Tables, measure: str) -> Fraction:
    """The most that is counted beside the awards."""
    return sum((each.largest(tables, measure) for each in limit.beside), Fraction(0))


def _down(value: Fraction, step: Fraction, amounts: Any) -> int:  # noqa: ANN401
    # Where totals may be negative a bound of zero still binds, so the last step must not be taken for no bound.
    return int(value / step) if (amounts < 0).any() else ceil(value / step)


def _largest(tables: Tables, amounts: Any) -> int:  # noqa: ANN401
    """The most that awards could add up to, with everyone given the option that counts most."""
    best = pd.Series(np.maximum(amounts, 0)).groupby(tables.owner).max()
    return int(best.sum())


def in_points(limit: "Limit", bound: Bound) -> bool:
    """Whether a bound moves as a rate: shares of the whole plan; a group's share moves by whole things instead."""
    return isinstance(bound, Share) and not (limit.per and limit.measure in (LIBRARIES, "computers"))


def rate_unit(bound: Share) -> Fraction:
    """What one natural unit of a share is: a percentage point, or for rates above one the measure's own unit."""
    return POINT if bound.share <= 1 else Fraction(1)


def rate_step(limit: "Limit", bound: Share) -> Fraction:
    """The step of a share in natural units: one point, a million rupiah, or a tenth."""
    if bound.share <= 1:
        return Fraction(1)
    return MONEY_STEP if is_money(limit.measure) else Fraction(1, 10)


def eased(
    limit: "Limit", model: Model, easing: Easing, at: Piece, bound: Bound
) -> list[tuple[pulp.LpVariable, Fraction]]:
    """Terms, in the measure's unit, by which the slack columns widen a row."""
    steps = easing.steps(at)
    if not steps:
        return []
    slack = easing.of[at]
    if not (isinstance(bound, Share) and in_points(limit, bound)):
        return [(variable, slack.step) for variable in steps]
    beside = _beside(limit, model.tables, bound.of)
    return _products(model, steps, slack.most, bound, slack.step * rate_unit(bound), beside)


def _products(
    model: Model, steps: Sequence[pulp.LpVariable], most: int, bound: Share, step: Fraction, beside: Fraction
) -> list[tuple[pulp.LpVariable, Fraction]]:
    """Steps times the plan's total of `of`, exactly: one product w = digit x total for each binary digit of the steps.

    w <= total and w <= largest total x digit; both rows only ever widen a bound by what the steps allow.
    """
    whole, units = coefficients(model.tables, bound.of)
    scale = scale_of(int(whole.max(initial=1)))
    largest = _largest(model.tables, whole) + ceil(beside * units)
    total, _ = model.total(bound.of)
    digits: list[tuple[pulp.LpVariable, int]] = []
    terms: list[tuple[pulp.LpVariable, Fraction]] = []
    for place in range(most.bit_length()):
        digit = model.binary(f"digit_{model.rows:06d}")
        product = model.amount(f"product_{model.rows:06d}", largest / scale)
        model.require([(product, scale), *((v, -n) for v, n in total)], "<=", 0)
        model.require([(product, 1), (digit, -ceil(Fraction(largest, scale)))], "<=", 0)
        digits.append((digit, 2**place))
        terms.append((product, step * 2**place * Fraction(scale, units)))
    model.require([*((v, 1) for v in steps), *((v, -n) for v, n in digits)], "==", 0)
    return terms


def moved(limit: "Limit", tables: Tables, moves: Sequence[Move]) -> "Limit":
    """The limit with its bounds moved."""
    if not limit.per:
        own = {KINDS[sense]: bound for sense, bound in limit.bounds}
        return limit.model_copy(update={m.piece.kind: new_bound(limit, own[m.piece.kind], m) for m in moves})
    instead = dict(limit.instead)
    for part in parts(limit, tables):
        bounds = {KINDS[sense]: bound for sense, bound in limit.bounds_of(part)}
        own_moves = {m.piece.kind: m for m in moves if m.piece.part == str(part)}
        if own_moves:
            changed = {k: new_bound(limit, b, own_moves[k]) if k in own_moves else b for k, b in bounds.items()}
            instead[str(part)] = Bounds(**changed)
    return limit.model_copy(update={"instead": instead})


def new_bound(limit: "Limit", bound: Bound, move: Move) -> Bound:
    """A bound after a move, as a scenario file would hold it."""
    sign = 1 if move.piece.kind == "at_most" else -1
    if not isinstance(bound, Share):
        return plain(max(fraction(bound) + sign * move.amount, Fraction(0)))
    if in_points(limit, bound):
        share = fraction(bound.share) + sign * move.amount * rate_unit(bound)
        return bound.model_copy(update={"share": float(max(share, Fraction(0)))})
    return bound.model_copy(update={"plus": plain(fraction(bound.plus) + sign * move.amount)})


def described(limit: "Limit", move: Move, wording: Callable[[Fraction], Text]) -> Message:
    """Say a move; `wording` writes an amount of the limit's measure with its name."""
    bound = {KINDS[sense]: each for sense, each in limit.bounds_of(move.piece.part or None)}[move.piece.kind]
    up, part, name = move.piece.kind == "at_most", move.piece.part, limit.titled
    if isinstance(bound, Share) and not in_points(limit, bound):
        by, measure = amount(limit.measure, move.amount), measure_name(limit.measure)
        if up:
            return message(
                "{rule}: let {part} exceed its share by {by} ({measure})", rule=name, part=part, by=by, measure=measure
            )
        return message(
            "{rule}: let {part} fall short of its share by {by} ({measure})",
            rule=name,
            part=part,
            by=by,
            measure=measure,
        )
    old, new = _said(limit, bound), _named(limit, new_bound(limit, bound, move), wording)
    if part and up:
        return message("{rule}: let {part} have {new} instead of {old}", rule=name, part=part, new=new, old=old)
    if part:
        return message("{rule}: ask for {new} in {part} instead of {old}", rule=name, part=part, new=new, old=old)
    if up and is_money(limit.measure) and not isinstance(bound, Share):
        more = wording(move.amount)
        return message("{rule}: raise it by {more}, from {old} to {new}", rule=name, more=more, old=old, new=new)
    if up:
        return message("{rule}: allow {new} instead of {old}", rule=name, new=new, old=old)
    return message("{rule}: ask for {new} instead of {old}", rule=name, new=new, old=old)


def _said(limit: "Limit", bound: Bound) -> Text:
    """A bound without the name of what it counts."""
    if not isinstance(bound, Share):
        return amount(limit.measure, fraction(bound))
    return Percent(fraction(bound.share)) if bound.share <= 1 else amount(limit.measure, fraction(bound.share))


def _named(limit: "Limit", bound: Bound, wording: Callable[[Fraction], Text]) -> Text:
    if isinstance(bound, Share):
        return message("{share} of {measure}", share=_said(limit, bound), measure=measure_name(bound.of))
    return wording(fraction(bound))
