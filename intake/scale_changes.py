"""Changes of scales, as criteria.toml keeps them: who set which part of a criterion's scale anew, when and why."""

import math
import re
import tomllib
from typing import Any, Self, TypeAlias

from pydantic import Field, model_validator

from intake.missing import Missing
from intake.strict import Strict, UnfitError
from locales import message

Points: TypeAlias = tuple[tuple[float, float], ...]
Part: TypeAlias = float | str | bool | Points
NUMBER = re.compile(r"anchors\.(zero|one)\.at|levels\..+|per\.times")
WORDS = re.compile(r"anchors\.(zero|one)\.means\.(id|en)|source|scale_checked")


class ChangedPart(Strict):
    """One part of a criterion's scale, such as `anchors.zero.at`, as TOML writes it before and after.

    before: empty where there was none.
    """

    criterion: str
    part: str
    before: str
    after: str

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        said = [self.before, self.after] if self.before else [self.after]
        wrong = [
            message(
                "a change of the scale of {criterion}: “{value}” is nothing that {part} can be",
                criterion=self.criterion,
                value=text[:80],
                part=self.part,
            )
            for text in said
            if not _is_part(self.part, text)
        ]
        if wrong:
            raise UnfitError(*wrong)
        return self


class ScaleChange(Strict):
    """What somebody changed at once. at: UTC, ISO 8601. by: the person's code. note: why."""

    at: str
    by: str
    note: str
    parts: tuple[ChangedPart, ...] = Field(min_length=1)


def part_from(text: str) -> Part:
    """Read a part of a scale from TOML; raises ValueError where the text is not one value."""
    try:
        found = tomllib.loads(f"part = {text}")
    except RecursionError as error:  # lists nested without end
        raise ValueError(text[:80]) from error
    if list(found) != ["part"]:
        raise ValueError(text[:80])
    value = found["part"]
    return tuple(map(_point, value)) if isinstance(value, list) else value


def _point(value: Any) -> Any:  # noqa: ANN401
    return tuple(value) if isinstance(value, list) else value


def _is_part(part: str, text: str) -> bool:
    try:
        return _fits(part, part_from(text))
    except ValueError:
        return False


def _fits(part: str, value: Any) -> bool:  # noqa: ANN401
    """Whether a value is of the kind that a part of a scale is, whatever the criterion is now."""
    if part == "points":
        pairs = isinstance(value, tuple) and all(isinstance(each, tuple) and len(each) == 2 for each in value)
        return pairs and all(_is_number(number) for each in value for number in each)
    if part == "missing":
        return value in tuple(Missing)
    if part == "assumption":
        return isinstance(value, bool)
    if NUMBER.fullmatch(part):
        return _is_number(value)
    return bool(WORDS.fullmatch(part)) and isinstance(value, str)


def _is_number(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
