"""The shape of plan.json: every section, with nothing unknown in it."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, JsonValue, ValidatorFunctionWrapHandler, WrapValidator

from intake import Strict
from reports.canonical import Cell
from reports.rows import RowTable, by_column

KIND = "pilih plan"
SCHEMA = 1


def _as_they_are(given: Any, checked: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401
    """Hold rows of one shape by column, for a nation's are large; say of others what is wrong."""
    held = by_column(given) if type(given) is list else given
    return held if isinstance(held, RowTable) else checked(given)


Rows: TypeAlias = Annotated[Sequence[Mapping[str, Cell]], WrapValidator(_as_they_are)]
Exact: TypeAlias = int | float | str
Table: TypeAlias = dict[str, JsonValue]


class Section(Strict):
    """A part of the document; types are taken as they are, never converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Words(Section):
    """A sentence in both languages."""

    id: str
    en: str


class About(Section):
    """What this document is, in which language its workbook is, and what it must say about invented data."""

    kind: Literal["pilih plan"]
    schema_version: Literal[1] = Field(alias="schema")
    language: Literal["id", "en"]
    made_up: Words | None


class AnswerPart(Section):
    """One answer of a member about the weights, its number as it was given."""

    method: str
    date: str
    node: str
    number: Exact
    shown: str
    against: str
    row: int | None


class MemberPart(Section):
    """One member of the committee with all answers."""

    id: str
    name: str
    answers: list[AnswerPart]


class TablePart(Section):
    """A table: the type of every column, and the rows."""

    types: dict[str, str]
    rows: Rows


class RoundPart(Section):
    """The round: its fingerprint and what was read from its files.

    members and marks: what a round with members.csv or marks.csv says in them, for scores may rest on them.
    """

    id: str
    title: Words
    fingerprint: str
    files: dict[str, str]
    call: Table
    criteria: Table
    catalogue: Table
    members: list[MemberPart] | None = None
    marks: TablePart | None = None


class ScenarioPart(Section):
    """The scenario as its file would hold it."""

    fingerprint: str
    data: Table


class ScoresPart(Section):
    """What every applicant earned: summary, gates and points by criterion; and the effective weights."""

    weights: dict[str, int | float]
    summary: Rows
    gates: Rows
    points: Rows


class Line(Section):
    """A budget line: what the plan may count on, what it uses, what is left (whole rupiah)."""

    line: str
    counted_on: int
    pledged: int
    used: int
    left: int


class StagePart(Section):
    """One objective: what the plan reaches, what no plan can beat by the search, and by the certificate."""

    objective: Table
    value: Exact
    bound: Exact | None
    certified: Exact | None
    status: str
    gap: int | float | None


class Result(Section):
    """How the solve ended."""

    status: str
    ties: str
    objective: int | float | None
    bound: int | float | None
    gap: int | float | None
    stages: list[StagePart]


class Use(Section):
    """What one part of a rule has used and left, exactly."""

    rule: str
    part: str
    measure: str
    used: Exact
    at_least: Exact | None
    at_most: Exact | None
    left: Exact | None
    spare: Exact | None


class NotFunded(Section):
    """Why an applicant is not funded: the cause's code, and the facts as English sentences."""

    applicant: str
    cause: str
    facts: list[Annotated[str, AfterValidator(sys.intern)]]  # one sentence is said of very many


class Found(Section):
    """A finding that stays with the plan."""

    code: str
    severity: str
    place: str
    problem: str
    remedy: str


class Digests(Section):
    """SHA-256 of every section and of the files beside this one."""

    sections: dict[str, str]
    files: dict[str, str]


class Document(Section):
    """All of plan.json."""

    about: About
    round: RoundPart
    scenario: ScenarioPart
    versions: dict[str, str]
    fingerprint: str
    applicants: TablePart
    regions: TablePart
    scores: ScoresPart
    rules: list[Table]
    objectives: list[Table]
    options: TablePart
    result: Result
    awards: Rows
    pairs: Rows
    bill: Rows
    totals: dict[str, Exact]
    lines: list[Line]
    usage: list[Use]
    conflict: list[str]
    not_funded: list[NotFunded]
    findings: list[Found]
    draw: Table | None
    digests: Digests


SECTIONS = tuple(name for name in Document.model_fields if name != "digests")
ROWS = frozenset(
    {
        ("round", "marks", "rows"),
        ("applicants", "rows"),
        ("regions", "rows"),
        *(("scores", part) for part in ("summary", "gates", "points")),
        ("options", "rows"),
        ("awards",),
        ("pairs",),
        ("bill",),
    }
)
"""Where in a plan rows stand, which are held by column."""


def as_data(part: Section) -> dict[str, Any]:
    """Give a section as JSON holds it."""
    return part.model_dump(mode="json", by_alias=True)
