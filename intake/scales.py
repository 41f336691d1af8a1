"""Scales: what of a criterion can be set anew without asking applicants anything else, and what must hold of it."""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from intake.criteria import Criterion
from intake.findings import Finding, Findings, InputError, Severity
from intake.missing import Missing
from intake.scale_changes import Part, Points
from locales import Message, message

CRITERIA_FILE = "criteria.toml"
FEWEST = 2
"""Points that make a line."""


def scale_parts(criterion: Criterion) -> dict[str, Part]:
    """Give a criterion's scale part by part, named as criteria.toml names them, such as `anchors.zero.at`.

    `points` holds all points at once; their ends are its anchors, which then have no `at` of their own. A level is
    `levels.CODE`. A criterion marked by a panel always asks for what is missing, so it has no `missing`.
    """
    parts: dict[str, Part] = {}
    for end, anchor in (("zero", criterion.anchors.zero), ("one", criterion.anchors.one)):
        if criterion.shape == "linear":
            parts[f"anchors.{end}.at"] = anchor.at
        parts[f"anchors.{end}.means.id"] = anchor.means.id
        parts[f"anchors.{end}.means.en"] = anchor.means.en
    if criterion.shape == "points":
        parts["points"] = criterion.points
    parts |= {f"levels.{level.code}": level.value for level in criterion.levels}
    if criterion.per is not None:
        parts["per.times"] = criterion.per.times
    if criterion.panel is None:
        parts["missing"] = criterion.missing.value
    return parts | {
        "assumption": criterion.assumption,
        "source": criterion.source,
        "scale_checked": criterion.scale_checked,
    }


def with_scale(criterion: Criterion, parts: Mapping[str, Part]) -> Criterion:
    """Give a criterion with some parts of its scale set anew; raises InputError with everything that does not fit."""
    known = scale_parts(criterion)
    strange = sorted(set(parts) - set(known))
    if strange:
        problem = message("{criterion} has no such part of its scale", criterion=criterion.label)
        raise InputError(Findings.of(_fault(criterion, part, problem, message("leave it out")) for part in strange))
    whole = known | dict(parts)
    found = [*_texts(criterion, whole), *_figures(criterion, whole)]
    if found:
        raise InputError(Findings.of(found))
    return Criterion.model_validate(_data(criterion, whole))


def _data(criterion: Criterion, parts: Mapping[str, Any]) -> dict[str, Any]:
    data = criterion.model_dump(by_alias=True)
    for part, value in parts.items():
        if part.startswith("levels."):
            continue
        *inside, last = part.split(".")
        table = data
        for name in inside:
            table = table[name]
        table[last] = value
    data["levels"] = [{"code": each.code, "value": parts[f"levels.{each.code}"]} for each in criterion.levels]
    if criterion.shape == "points":
        first, last = (x for x, _ in (parts["points"][0], parts["points"][-1]))
        zero, one = (first, last) if criterion.direction == "up" else (last, first)
        data["anchors"]["zero"]["at"], data["anchors"]["one"]["at"] = zero, one
    return data


def _texts(criterion: Criterion, parts: Mapping[str, Any]) -> Iterator[Finding]:
    for part, value in parts.items():
        if (part == "source" or ".means." in part) and not str(value).strip():
            yield _fault(criterion, part, message("{criterion}: a text is missing", criterion=criterion.label), WRITE)


def _figures(criterion: Criterion, parts: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what is wrong with the figures; only where they are numbers at all do they have an order."""
    numbers = [(part, each) for part, each in parts.items() if isinstance(each, float | int)]
    numbers += [("points", each) for point in parts.get("points", ()) for each in point]
    endless = [part for part, each in numbers if not math.isfinite(each)]
    if endless:
        problem = message("{criterion}: a figure is too large", criterion=criterion.label)
        yield _fault(criterion, endless[0], problem, message("write a finite number"))
        return
    if criterion.shape == "linear":
        yield from _order(criterion, parts)
    elif criterion.shape == "points":
        yield from _points(criterion, parts["points"])
    for level in criterion.levels:
        if not 0 <= parts[f"levels.{level.code}"] <= 1:
            yield _fault(criterion, f"levels.{level.code}", _off(criterion), message("values go from 0 to 1"))
    if criterion.per is not None and not parts["per.times"] > 0:
        problem = message("{criterion}: what an answer is divided by must be above zero", criterion=criterion.label)
        yield _fault(criterion, "per.times", problem, message("write a number above zero"))
    if "missing" in parts and parts["missing"] not in set(Missing):
        problem = message("{criterion}: there is no such rule for a missing answer", criterion=criterion.label)
        yield _fault(criterion, "missing", problem, message("choose one of the rules"))


def _order(criterion: Criterion, parts: Mapping[str, Any]) -> Iterator[Finding]:
    zero, one = parts["anchors.zero.at"], parts["anchors.one.at"]
    if zero == one or (one > zero) != (criterion.direction == "up"):
        yield _fault(criterion, "anchors.one.at", _turned(criterion, zero, one), _right_way(criterion))
    yield from _panel(criterion, zero, one)


def _panel(criterion: Criterion, zero: float, one: float) -> Iterator[Finding]:
    panel = criterion.panel
    if panel is not None and not (panel.at_least <= min(zero, one) and max(zero, one) <= panel.at_most):
        problem = message(
            "{criterion}: reviewers give marks from {low} to {high}; the ends of the scale must be among them",
            criterion=criterion.label,
            low=panel.at_least,
            high=panel.at_most,
        )
        yield _fault(criterion, "anchors.one.at", problem, message("choose ends among these marks"))


def _points(criterion: Criterion, points: Points) -> Iterator[Finding]:
    if len(points) < FEWEST:
        problem = message("{criterion}: a line takes two points at least", criterion=criterion.label)
        yield _fault(criterion, "points", problem, message("write a figure and its value in two rows or more"))
        return
    xs, values = [x for x, _ in points], [value for _, value in points]
    if any(one >= other for one, other in pairwise(xs)):
        problem = message("{criterion}: the figures must rise from row to row", criterion=criterion.label)
        yield _fault(criterion, "points", problem, message("put the rows in order, each figure once"))
    if any(not 0 <= value <= 1 for value in values):
        yield _fault(criterion, "points", _off(criterion), message("values go from 0 to 1"))
        return
    falls = criterion.direction == "down"
    if values != sorted(values, reverse=falls):
        problem = message("{criterion}: the values turn back on their way", criterion=criterion.label)
        yield _fault(criterion, "points", problem, _right_way(criterion))
    elif {values[0], values[-1]} != {0, 1}:
        problem = message("{criterion}: one end must be worth 0 and the other 1", criterion=criterion.label)
        yield _fault(criterion, "points", problem, message("let the first and the last row say so"))
    yield from _panel(criterion, xs[0], xs[-1])


def _turned(criterion: Criterion, zero: float, one: float) -> Message:
    if criterion.direction == "up":
        return message(
            "{criterion}: more is better, so what is worth everything ({one}) must be above what is worth nothing "
            "({zero})",
            criterion=criterion.label,
            one=one,
            zero=zero,
        )
    return message(
        "{criterion}: less is better, so what is worth everything ({one}) must be below what is worth nothing ({zero})",
        criterion=criterion.label,
        one=one,
        zero=zero,
    )


def _right_way(criterion: Criterion) -> Message:
    if criterion.direction == "up":
        return message("let the value rise with the figure")
    return message("let the value fall as the figure rises")


def _off(criterion: Criterion) -> Message:
    return message("{criterion}: a value lies outside 0 to 1", criterion=criterion.label)


def _fault(criterion: Criterion, part: str, problem: Message, remedy: Message) -> Finding:
    return Finding(
        "scale", Severity.ERROR, problem, remedy, file=CRITERIA_FILE, column=".".join((criterion.id, part)).strip(".")
    )


WRITE = message("write it in both languages, and say where the scale comes from")
