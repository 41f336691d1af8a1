"""criteria.toml: the questions an applicant answers, the gates it must pass, the tree that scores it."""

from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from intake.conditions import Condition
from intake.missing import Missing
from intake.panel_scale import PanelScale, panel_misfits
from intake.scale_changes import ScaleChange
from intake.strict import Strict, UnfitError, doubles
from locales import Label, Message, message


class AnswerType(StrEnum):
    """What kind of cell answers a question."""

    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"


class Choice(Strict):
    """One answer that a question with choices accepts."""

    code: str
    label: Label


class Question(Strict):
    """One column of the applicants' file.

    `at_least` and `at_most` are the limits of what can be true at all; a number outside them is an error of the
    file, whereas a criterion's anchors say where credit begins and ends. A question with `kinds` is only asked of those
    kinds of library: others may leave it blank.
    """

    column: str
    label: Label
    ask: Label
    type: AnswerType
    unit: Label | None = None
    whole: bool = False
    at_least: float | None = None
    at_most: float | None = None
    choices: tuple[Choice, ...] = ()
    synonyms: tuple[str, ...] = ()
    required: bool = False
    kinds: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.type is AnswerType.CHOICE) != bool(self.choices):
            raise UnfitError(
                message('question {name}: `choices` belong to type "choice", and only there', name=self.column)
            )
        return self


class Gate(Strict):
    """One condition that no score can make up for.

    It concerns the listed `kinds` of library, or all of them. Every condition must hold.
    """

    id: str
    label: Label
    kinds: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = Field(min_length=1)
    source: str
    assumption: bool = False


class Anchor(Strict):
    """One fixed end of a value scale: the figure, and what it means in words."""

    at: float
    means: Label


class Anchors(Strict):
    """Value 0 is as good as not funding on this criterion; beyond value 1 there is no more credit."""

    zero: Anchor
    one: Anchor


class Level(Strict):
    """The value that one choice earns."""

    code: str
    value: float = Field(ge=0, le=1)


class Ratio(Strict):
    """Divides an answer by `times` x another column, such as titles per 0.025 inhabitants."""

    column: str
    times: float = Field(gt=0)


class Group(Strict):
    """An inner node of the criteria tree; weights are relative to its siblings."""

    id: str
    label: Label
    parent: str = ""
    weight: float = Field(gt=0)


class Overlap(Strict):
    """What the committee answers about two criteria that may credit one and the same thing: why both are needed."""

    other: str = Field(alias="with")
    answer: Label


class Criterion(Strict):
    """A leaf of the tree: one column turned into a value between 0 and 1 on fixed anchors.

    shape linear: straight between the anchors. shape points: straight between the given (x, value) points, which
    begin and end at the anchors. shape levels: a table from choice to value. `fallbacks` are columns used in order
    where the first is blank, for official figures that a year lacks.

    A criterion with a `panel` is not answered by the applicant: reviewers mark it in marks.csv, under the
    criterion's own id, which is also its column.

    overlap: the committee's answers about other criteria that may credit the same thing. scale_checked: how the
    figures were made, where they look as if they were made from the pool but are not.
    """

    id: str
    label: Label
    group: str
    column: str
    fallbacks: tuple[str, ...] = ()
    per: Ratio | None = None
    unit: Label
    shape: Literal["linear", "points", "levels"]
    direction: Literal["up", "down"]
    anchors: Anchors
    points: tuple[tuple[float, float], ...] = ()
    levels: tuple[Level, ...] = ()
    weight: float = Field(gt=0)
    missing: Missing
    source: str
    assumption: bool = False
    panel: PanelScale | None = Field(default=None, exclude_if=lambda panel: panel is None)
    overlap: tuple[Overlap, ...] = Field(default=(), exclude_if=lambda overlap: not overlap)
    scale_checked: str = Field(default="", exclude_if=lambda said: not said)

    @model_validator(mode="before")
    @classmethod
    def _column_of_the_panel(cls, given: Any) -> Any:  # noqa: ANN401
        if isinstance(given, dict) and given.get("panel") is not None and "column" not in given and "id" in given:
            return {**given, "column": given["id"]}
        return given

    @model_validator(mode="after")
    def _panel_fits(self) -> Self:
        if self.panel is None:
            return self
        ends = (self.anchors.zero.at, self.anchors.one.at)
        plain = self.column == self.id and not (self.fallbacks or self.per or self.shape == "levels")
        problems = [*panel_misfits(self.id, self.panel, ends, plain=plain, asks=self.missing is Missing.ASK)]
        if problems:
            raise UnfitError(*problems)
        return self

    @model_validator(mode="after")
    def _shape_fits(self) -> Self:
        zero, one = self.anchors.zero.at, self.anchors.one.at
        if self.shape != "levels" and (one > zero) != (self.direction == "up"):
            raise UnfitError(
                message(
                    "criterion {name}: direction {direction} contradicts the anchors {zero} to {one}",
                    name=self.id,
                    direction=self.direction,
                    zero=zero,
                    one=one,
                )
            )
        if (self.shape == "points") != bool(self.points) or (self.shape == "levels") != bool(self.levels):
            raise UnfitError(
                message(
                    "criterion {name}: shape {shape} needs its own table, and no other", name=self.id, shape=self.shape
                )
            )
        if self.points:
            self._points_fit()
        return self

    def _points_fit(self) -> None:
        xs, values = [x for x, _ in self.points], [value for _, value in self.points]
        rising = xs == sorted(set(xs)) and values == sorted(values, reverse=self.direction == "down")
        ends = {xs[0]: values[0], xs[-1]: values[-1]}
        if not rising or ends.get(self.anchors.zero.at) != 0 or ends.get(self.anchors.one.at) != 1:
            raise UnfitError(
                message(
                    "criterion {name}: points must run in order of x, never turn back, and join value 0 at anchor zero "
                    "to value 1 at anchor one",
                    name=self.id,
                )
            )


class Criteria(Strict):
    """All of criteria.toml; changes: of scales, made with the app, the first first."""

    schema_version: Literal[1] = Field(alias="schema")
    questions: tuple[Question, ...]
    gates: tuple[Gate, ...] = ()
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    changes: tuple[ScaleChange, ...] = Field(default=(), exclude_if=lambda changes: not changes)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problems: list[Message] = []
        nodes = [*(group.id for group in self.groups), *(criterion.id for criterion in self.criteria)]
        for names in (
            [question.column for question in self.questions],
            [gate.id for gate in self.gates],
            nodes,
        ):
            problems += [message("{name} is there twice", name=name) for name in doubles(names)]
        groups = {group.id: group for group in self.groups}
        problems += [
            message("group {name}: there is no parent {parent}", name=g.id, parent=g.parent)
            for g in self.groups
            if g.parent and g.parent not in groups
        ]
        problems += [
            message("criterion {name}: there is no group {group}", name=c.id, group=c.group)
            for c in self.criteria
            if c.group not in groups
        ]
        parents = {g.parent for g in self.groups} | {c.group for c in self.criteria}
        problems += [
            message("group {name} has nothing below it", name=g.id) for g in self.groups if g.id not in parents
        ]
        problems += [
            message("group {name} is its own ancestor", name=g.id) for g in self.groups if _circular(g, groups)
        ]
        choices = {q.column: {choice.code for choice in q.choices} for q in self.questions if q.choices}
        for criterion in self.criteria:
            if criterion.levels and criterion.column in choices:
                levels = {level.code for level in criterion.levels}
                if levels != choices[criterion.column]:
                    problems.append(
                        message(
                            "criterion {name}: the levels {levels} are not the question's choices",
                            name=criterion.id,
                            levels=tuple(sorted(levels)),
                        )
                    )
        problems += _overlap_misfits(self.criteria)
        known = {criterion.id for criterion in self.criteria}
        problems += [
            message("a change of scales is about {name}, which is no criterion", name=name)
            for name in sorted({part.criterion for change in self.changes for part in change.parts} - known)
        ]
        if problems:
            raise UnfitError(*problems)
        return self


def _overlap_misfits(criteria: tuple[Criterion, ...]) -> list[Message]:
    """Name answers about an overlap with no other criterion."""
    known = {criterion.id for criterion in criteria}
    return [
        message("criterion {name}: there is no other criterion {other} to overlap with", name=each.id, other=one.other)
        for each in criteria
        for one in each.overlap
        if one.other not in known - {each.id}
    ]


def _circular(group: Group, groups: dict[str, Group]) -> bool:
    seen: set[str] = set()
    node: Group | None = group
    while node is not None and node.parent:
        if node.id in seen:
            return True
        seen.add(node.id)
        node = groups.get(node.parent)
    return False
