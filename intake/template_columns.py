"""The template's columns: what each asks, in which unit, within which limits, with an example."""

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd

from intake.call import Call
from intake.columns import FIXED_LABELS
from intake.coordinates import LATITUDES, LONGITUDES
from intake.criteria import AnswerType, Criteria, Question
from intake.identity import MAX_ID
from intake.missing import Missing
from intake.number_faults import lowest
from intake.synonyms import BPS, ID, KIND, LAT, LON, NAME, NOTES, REGION_NAME
from locales import Date, Message, Text, message, render

Kind = Literal["text", "number", "whole", "date", "list"]


@dataclass(frozen=True)
class Column:
    """One column of the template; `choices` are written in the reader's language, limits are numbers."""

    code: str
    label: str
    ask: str
    kind: Kind
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    example: str = ""
    missing: str = ""

    @property
    def header(self) -> str:
        """The header cell: label and code, of which the code is what is read back."""
        return f"{self.label} [{self.code}]"


def template_columns(call: Call, criteria: Criteria, regions: gpd.GeoDataFrame, language: str) -> list[Column]:
    """Give the template's columns in order: who and where, then one a question, then notes."""

    def say(text: Text) -> str:
        return render(text, language)

    needed = say(message("must be filled in"))
    own = say(message("may stay blank: then a point inside the district is used"))
    titles = tuple(f"{kind.capitalize()} {name}" for kind, name in zip(regions["kind"], regions["name"], strict=True))
    asks: dict[str, Message] = {
        ID: message("A short id that no other applicant has: letters, digits and . : / - _"),
        NAME: message("The library's full name."),
        KIND: message("What kind of library it is."),
        REGION_NAME: message("The district or city it stands in, from the list."),
        BPS: message("The district's BPS code (not the Kemendagri code), to check the name by."),
        LAT: message("Degrees with decimals; south of the equator is negative."),
        LON: message("Degrees with decimals."),
        NOTES: message("Anything else; it is not scored."),
    }

    def fixed(
        code: str,
        kind: Kind,
        example: str,
        missing: str,
        *,
        unit: str = "",
        limits: tuple[float | None, float | None] = (None, None),
        choices: tuple[str, ...] = (),
    ) -> Column:
        label, ask = FIXED_LABELS[code].text(language), say(asks[code])
        return Column(code, label, ask, kind, unit, limits[0], limits[1], choices, example, missing)

    degrees = say(message("degrees"))
    kinds = tuple(kind.label.text(language) for kind in call.library_kinds)
    first, title = regions.index[0], titles[0]
    return [
        fixed(ID, "text", f"P-{first}", needed, limits=(None, MAX_ID)),
        fixed(NAME, "text", f"Perpustakaan Umum {title}", needed),
        fixed(KIND, "list", kinds[0], needed, choices=kinds),
        fixed(REGION_NAME, "list", title, needed, choices=titles),
        fixed(BPS, "text", str(first), say(message("may stay blank"))),
        fixed(LAT, "number", "-7.8", own, unit=degrees, limits=LATITUDES),
        fixed(LON, "number", "110.4", own, unit=degrees, limits=LONGITUDES),
        *(_question(question, criteria, call, language) for question in criteria.questions),
        fixed(NOTES, "text", "", say(message("may stay blank"))),
    ]


def _question(question: Question, criteria: Criteria, call: Call, language: str) -> Column:
    kinds: dict[AnswerType, Kind] = {
        AnswerType.NUMBER: "whole" if question.whole else "number",
        AnswerType.CHOICE: "list",
        AnswerType.DATE: "date",
        AnswerType.TEXT: "text",
    }
    choices = tuple(choice.label.text(language) for choice in question.choices)
    examples = {"list": choices[0] if choices else "", "date": call.opens.isoformat(), "text": ""}
    kind = kinds[question.type]
    example = examples.get(kind, "")
    if kind in ("whole", "number"):
        example = f"{_inside(question):g}"
    return Column(
        question.column,
        question.label.text(language),
        question.ask.text(language),
        kind,
        question.unit.text(language) if question.unit else "",
        lowest(question) if kind in ("whole", "number") else None,
        question.at_most,
        choices,
        example,
        render(_missing(question, criteria), language),
    )


def _inside(question: Question) -> float:
    """Give a number within a question's limits."""
    low = lowest(question) or 0.0
    high = question.at_most if question.at_most is not None else low + 10
    middle = min(low + 10, (low + high) / 2)
    return float(int(middle)) if low <= int(middle) <= high else middle


def _missing(question: Question, criteria: Criteria) -> Message:
    if question.required:
        return message("must be filled in")
    if any(condition.column == question.column for gate in criteria.gates for condition in gate.conditions):
        return message("while it is blank, a condition of the call stays unproven")
    rules = {criterion.missing for criterion in criteria.criteria if criterion.column == question.column}
    if Missing.REJECT in rules:
        return message("while it is blank, the library cannot be chosen")
    if Missing.ASK in rules:
        return message("while it is blank, it earns nothing and will be asked for again")
    if Missing.FLOOR in rules:
        return message("while it is blank, it earns nothing")
    return message("may stay blank")


def limits(column: Column, call: Call, language: str) -> str:
    """Write what a column accepts, for the explanation sheet and the drop-down's message."""
    if column.kind == "date":
        return render(message("a date, at the latest {latest}", latest=Date(call.decides)), language)
    if column.kind in ("number", "whole"):
        low, high = column.low, column.high
        if low is not None and high is not None:
            said = message("{low} to {high}", low=low, high=high)
        elif low is not None:
            said = message("at least {low}", low=low)
        elif high is not None:
            said = message("at most {high}", high=high)
        else:
            said = message("any number")
        whole = message("a whole number, {limits}", limits=said) if column.kind == "whole" else said
        return render(whole, language)
    return ""
