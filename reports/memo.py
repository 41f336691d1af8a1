"""The memo: a decision on paper, in one of three forms, from the plan and from what was said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from intake import Finding, Findings, InputError, Severity
from locales import Message, Text, message
from optimizer import SolverError
from reports.partners import paid_once
from reports.summary import line_uses
from scenarios import Outcome


class Form(StrEnum):
    """The forms of Indonesian offices: memo to the head, minutes of the meeting, list annexed to a decree."""

    NOTA_DINAS = "nota-dinas"
    BERITA_ACARA = "berita-acara"
    LAMPIRAN_SK = "lampiran-sk"


class Annex(StrEnum):
    """What may follow a memo; the list of grants is the whole of the form that is annexed to a decree."""

    AWARDS = "awards"
    PLACES = "places"


FORM_WORDS: dict[Form, Message] = {
    Form.NOTA_DINAS: message("Memo to the head of the programme"),
    Form.BERITA_ACARA: message("Minutes of the committee's meeting"),
    Form.LAMPIRAN_SK: message("List of grants, annexed to the decree"),
}
ANNEX_WORDS: dict[Annex, Message] = {
    Annex.AWARDS: message("List of grants"),
    Annex.PLACES: message("Distribution by place and kind"),
}


@dataclass(frozen=True)
class Signatory:
    """Who signs on paper: name, position and staff number (NIP); what is empty is left open for a pen."""

    name: str = ""
    position: str = ""
    number: str = ""


@dataclass(frozen=True)
class Filled:
    """What nobody can compute: what is typed into a memo. What is empty is left open, or taken from the round."""

    place: str = ""
    day: date | None = None
    number: str = ""
    to: str = ""
    sender: str = ""
    signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """One thing that was proposed: its number, the version, who proposed it, when (UTC), and what was said."""

    number: int
    version: str
    by: str
    at: str
    note: str


@dataclass(frozen=True)
class Remark:
    """What somebody said, and when (UTC, ISO 8601)."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Ballot:
    """One vote: `kind` is agree, object or abstain, `said` the word for it; counts: it is the one that counts now."""

    by: str
    at: str
    kind: str
    said: Text
    text: str
    conflict: bool
    proposal: int
    counts: bool


@dataclass(frozen=True)
class Insistence:
    """One lock: the applicant, whether in or out, why, who insists, since when, and what it costs the plan."""

    applicant: str
    into: str
    reason: str
    by: str
    at: str
    price: Text


@dataclass(frozen=True)
class Signed:
    """Who signed what is proposed now, and when (UTC)."""

    name: str
    code: str
    at: str


@dataclass(frozen=True)
class Proceedings:
    """Everything that was recorded about one decision, as far as a memo tells it; people by name.

    version: how the scenario's version is called; round: the id of the round as it is kept. outcome: SHA-256 of all
    that the outcome says. awards: option by applicant, as they were kept. record: SHA-256 of the decision as it was
    frozen, and adopted_at when (UTC); empty before. opens, closes: the days of the window for appeals (2016-03-01);
    empty without one. received, answered, upheld: how many appeals.
    """

    decision: int
    title: str
    round_name: str
    round: str
    version: str
    version_by: str
    version_at: str
    proposal: int
    outcome: str
    awards: Mapping[str, str]
    needed: int
    suggestions: tuple[Suggestion, ...]
    remarks: tuple[Remark, ...]
    ballots: tuple[Ballot, ...]
    locks: tuple[Insistence, ...]
    signed: tuple[Signed, ...]
    record: str = ""
    adopted_at: str = ""
    amends: int | None = None
    amended_by: int | None = None
    opens: str = ""
    closes: str = ""
    received: int = 0
    answered: int = 0
    upheld: int = 0

    @property
    def draft(self) -> bool:
        """Whether it is not adopted yet."""
        return not self.adopted_at

    @property
    def moment(self) -> datetime:
        """When it was adopted; while it is not, when what is proposed was."""
        return moment_of(self.adopted_at or self.suggestions[-1].at)

    @property
    def counted(self) -> tuple[Ballot, ...]:
        """The votes that count."""
        return tuple(each for each in self.ballots if each.counts)


@dataclass(frozen=True, eq=False)
class Memo:
    """One memo, said in no language yet."""

    outcome: Outcome
    proceedings: Proceedings
    form: Form
    filled: Filled
    annexes: frozenset[Annex]


def memo(
    outcome: Outcome,
    proceedings: Proceedings,
    form: Form,
    filled: Filled | None = None,
    annexes: Sequence[Annex] = tuple(Annex),
) -> Memo:
    """Make a memo of a decision; raises SolverError unless its list is that decision's and adds up to the budget."""
    awards = {str(name): str(option) for name, option in outcome.plan.awards["option"].items()}
    if awards != dict(proceedings.awards):
        raise SolverError("no memo is made, for the plan is not the one that was decided")
    for line in line_uses(outcome):
        if granted(outcome, line.line) + once(outcome, line.line) != line.used:
            raise SolverError(f"no memo is made, for the list does not add up to the budget line {line.line}")
    return Memo(outcome, proceedings, form, filled or Filled(), frozenset(annexes))


def granted(outcome: Outcome, line: str) -> int:
    """What the list of grants comes to on one budget line, in whole rupiah."""
    awards, column = outcome.plan.awards, f"cost_{line}"
    return sum(int(cell) for cell in awards[column].tolist()) if column in awards else 0


def once(outcome: Outcome, line: str) -> int:
    """What the plan pays once from a budget line beside the list, in whole rupiah."""
    return sum(each.cost for each in paid_once(outcome) if each.rule.line == line)


def signatory(written: str) -> Signatory:
    """Read `name; position; NIP`, of which the last two may be missing; raises InputError."""
    parts = [each.strip() for each in written.split(";")]
    if len(parts) > 3:
        problem = message("“{line}” has more than a name, a position and a staff number", line=written)
        remedy = message("write one person a line: name; position; NIP")
        raise InputError(Findings.of([Finding("memo.signatory", Severity.ERROR, problem, remedy, value=written)]))
    return Signatory(*parts)


def moment_of(at: str) -> datetime:
    """Read a time of the store."""
    return datetime.fromisoformat(at).astimezone(UTC)
