"""Scale words: what the parts of a criterion's scale are called."""

from collections.abc import Mapping

from intake.criteria import Criteria, Criterion
from locales import Message, Text, message

SAID: Mapping[str, Message] = {
    "anchors.zero.at": message("worth nothing at"),
    "anchors.zero.means.id": message("worth nothing, in Indonesian"),
    "anchors.zero.means.en": message("worth nothing, in English"),
    "anchors.one.at": message("worth everything at"),
    "anchors.one.means.id": message("worth everything, in Indonesian"),
    "anchors.one.means.en": message("worth everything, in English"),
    "points": message("points of the line"),
    "per.times": message("divided by so many times"),
    "missing": message("without an answer"),
    "assumption": message("an assumption"),
    "source": message("source of the scale"),
    "scale_checked": message("how the figures were made"),
}


def scale_part_said(criteria: Criteria, criterion: Criterion, part: str) -> Text:
    """Name a part of a scale; a level by the choice that it is the value of."""
    if part.startswith("levels."):
        code = part.removeprefix("levels.")
        return message("value of “{choice}”", choice=choices_of(criteria, criterion).get(code, code))
    return SAID.get(part, part)


def choices_of(criteria: Criteria, criterion: Criterion) -> dict[str, Text]:
    """Name the choices of a criterion's question by their codes."""
    question = next((each for each in criteria.questions if each.column == criterion.column), None)
    return {choice.code: choice.label for choice in question.choices} if question else {}
