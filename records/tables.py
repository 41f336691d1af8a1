"""The tables of the store. Every row is written once and never changed: what is true now is the latest of them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

META = MetaData()


def _text(name: str, *more: ForeignKey, null: bool = False) -> Column[str]:
    return Column(name, Text, *more, nullable=null)


def _number(name: str, *more: ForeignKey, null: bool = False, key: bool = False) -> Column[int]:
    return Column(name, Integer, *more, nullable=null, primary_key=key, autoincrement=False)


def _key(name: str, *more: ForeignKey) -> Column[str]:
    return Column(name, Text, *more, primary_key=True, nullable=False)


def _made() -> tuple[Column[str], Column[str]]:
    """Who wrote the row, and when (UTC, ISO 8601)."""
    return _text("by", ForeignKey("people.person")), _text("at")


PEOPLE = Table("people", META, _key("person"), _text("name"), _text("by"), _text("at"))
ROLES = Table(
    "roles",
    META,
    _number("id", key=True),
    _text("person", ForeignKey("people.person")),
    _text("role"),
    _number("held"),
    *_made(),
    CheckConstraint("held IN (0, 1)", name="roles_held"),
)
IDENTITIES = Table(
    "identities",
    META,
    _number("id", key=True),
    _text("issuer"),
    _text("subject"),
    _text("person", ForeignKey("people.person")),
    _number("held"),
    *_made(),
    CheckConstraint("held IN (0, 1)", name="identities_held"),
)
BLOBS = Table("blobs", META, _key("sha256"), _number("size"), Column("content", LargeBinary, nullable=False))
ROUNDS = Table("rounds", META, _key("id"), _text("name"), _text("fingerprint"), _text("language"), *_made())
ROUND_FILES = Table(
    "round_files",
    META,
    _key("round", ForeignKey("rounds.id")),
    _key("path"),
    _text("sha256", ForeignKey("blobs.sha256")),
)
SCENARIOS = Table("scenarios", META, _key("round_name"), _key("name"), *_made())
VERSIONS = Table(
    "scenario_versions",
    META,
    _key("round_name"),
    _key("name"),
    _number("number", key=True),
    _text("parent", null=True),
    _text("round", ForeignKey("rounds.id")),
    _text("sha256", ForeignKey("blobs.sha256")),
    _text("fingerprint"),
    _text("note"),
    *_made(),
    ForeignKeyConstraint(["round_name", "name"], ["scenarios.round_name", "scenarios.name"], name="version_scenario"),
)
_VERSION = ("round_name", "scenario", "version")


def _of_version() -> tuple[Column[str], Column[str], Column[int]]:
    return _text("round_name"), _text("scenario"), _number("version")


def _to_version(name: str) -> ForeignKeyConstraint:
    there = [f"scenario_versions.{each}" for each in ("round_name", "name", "number")]
    return ForeignKeyConstraint(list(_VERSION), there, name=name)


OUTCOMES = Table(
    "outcomes",
    META,
    _key("id"),
    _text("question"),
    _text("round", ForeignKey("rounds.id")),
    _text("scenario_fingerprint"),
    _text("status"),
    _number("settled"),
    *_made(),
    CheckConstraint("settled IN (0, 1)", name="outcomes_settled"),
)
OUTCOME_FILES = Table(
    "outcome_files",
    META,
    _key("outcome", ForeignKey("outcomes.id")),
    _key("language"),
    _key("name"),
    _text("sha256", ForeignKey("blobs.sha256")),
)
LOCKS = Table(
    "locks",
    META,
    _number("id", key=True),
    *_of_version(),
    _text("applicant"),
    _text("decision"),
    _text("reason"),
    _text("price", null=True),
    _text("measure"),
    _text("price_status"),
    *_made(),
    _to_version("lock_version"),
)
DECISIONS = Table(
    "decisions",
    META,
    _number("id", key=True),
    _text("round_name"),
    _text("title"),
    _number("amends", ForeignKey("decisions.id"), null=True),
    *_made(),
)
_DECISION = "decisions.id"
PROPOSALS = Table(
    "proposals",
    META,
    _number("decision", ForeignKey(_DECISION), key=True),
    _number("number", key=True),
    *_of_version(),
    _text("outcome", ForeignKey("outcomes.id")),
    _text("note"),
    *_made(),
    _to_version("proposal_version"),
)


def _to_proposal(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["decision", "proposal"], ["proposals.decision", "proposals.number"], name=name)


NOTES = Table(
    "notes", META, _number("id", key=True), _number("decision", ForeignKey(_DECISION)), _text("text"), *_made()
)
VOTES = Table(
    "votes",
    META,
    _number("id", key=True),
    _number("decision"),
    _number("proposal"),
    _text("vote"),
    _text("text"),
    _number("conflict"),
    *_made(),
    CheckConstraint("vote IN ('agree', 'object', 'abstain')", name="votes_vote"),
    CheckConstraint("conflict IN (0, 1)", name="votes_conflict"),
    _to_proposal("vote_proposal"),
)
SIGNATURES = Table(
    "signatures",
    META,
    _number("decision", key=True),
    _number("proposal", key=True),
    Column("by", Text, ForeignKey("people.person"), primary_key=True, nullable=False),
    _text("at"),
    _to_proposal("signature_proposal"),
)
ADOPTIONS = Table(
    "adoptions",
    META,
    _number("decision", key=True),
    _number("proposal"),
    _text("record", ForeignKey("blobs.sha256")),
    *_made(),
    _to_proposal("adoption_proposal"),
)
WINDOWS = Table(
    "appeal_windows",
    META,
    _number("decision", ForeignKey("adoptions.decision"), key=True),
    _text("opens"),
    _text("closes"),
    *_made(),
)
APPEALS = Table(
    "appeals",
    META,
    _number("id", key=True),
    _number("decision", ForeignKey("appeal_windows.decision")),
    _text("received"),
    _text("sender"),
    _text("text"),
    _number("in_window"),
    *_made(),
    CheckConstraint("in_window IN (0, 1)", name="appeals_in_window"),
)
ANSWERS = Table(
    "appeal_answers",
    META,
    _number("id", key=True),
    _number("appeal", ForeignKey("appeals.id")),
    _text("upheld"),
    _text("text"),
    *_made(),
    CheckConstraint("upheld IN ('yes', 'partly', 'no')", name="answers_upheld"),
)
AUDIT = Table(
    "audit",
    META,
    _number("seq", key=True),
    _text("at"),
    _text("person"),
    _text("action"),
    _text("subject"),
    _text("body"),
    _text("body_sha256"),
    _text("previous"),
    _text("hash"),
)
for _table in (PROPOSALS, NOTES, VOTES, SIGNATURES):
    ADOPTIONS.add_is_dependent_on(_table)  # nothing of them is let in once the adoption is there: they are copied first
RECORDS = tuple(table for table in META.sorted_tables if table is not AUDIT)
"""Every table but the audit log, those that others point at first."""


def key_of(table: Table) -> tuple[str, ...]:
    """Name the columns that tell one row of a table from another."""
    return tuple(column.name for column in table.primary_key.columns)
