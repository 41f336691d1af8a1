"""The docket: everything that is known of one decision, as people read it and as it is frozen."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from records import decisions, versions
from records.locks import Lock, locks_along
from records.outcomes import KeptOutcome, Reached, outcome_row, reached
from records.people import ANYONE
from records.store import Store
from records.tables import (
    ADOPTIONS,
    ANSWERS,
    APPEALS,
    DECISIONS,
    NOTES,
    PROPOSALS,
    SIGNATURES,
    VOTES,
    WINDOWS,
)
from records.versions import Version

SIGNATURES_NEEDED = 2
Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Docket:
    """One decision: what is proposed, what was said, who signed, and what came after.

    proposals, notes, votes, signatures, appeals, answers: rows as they are kept, the first first. standing: the vote
    of each member that counts, for what is proposed now. adopted: the row of its adoption, None before. amended_by:
    the adopted decision that follows it, None while it stands.
    """

    id: int
    round_name: str
    title: str
    by: str
    at: str
    amends: int | None
    amended_by: int | None
    version: Version
    outcome: KeptOutcome
    reached: Reached
    locks: tuple[Lock, ...]
    proposals: Rows
    notes: Rows
    votes: Rows
    standing: Rows
    signatures: Rows
    adopted: dict[str, Any] | None
    window: dict[str, Any] | None
    appeals: Rows
    answers: Rows

    @property
    def proposal(self) -> int:
        """The number of what is proposed now."""
        return int(self.proposals[-1]["number"])

    @property
    def state(self) -> str:
        """How far it is: proposed, adopted, or amended by a later one."""
        if self.adopted is None:
            return "proposed"
        return "adopted" if self.amended_by is None else "amended"

    @property
    def dissent(self) -> Rows:
        """The objections that stand."""
        return tuple(vote for vote in self.standing if vote["vote"] == "object")


def read_docket(store: Store, who: str, decision: int) -> Docket:
    """Read everything about a decision."""
    with store.reading(who, ANYONE) as connection:
        return docket(connection, decision)


def list_dockets(store: Store, who: str, round_name: str = "") -> tuple[Docket, ...]:
    """List the decisions, of one round or of all, the first first."""
    with store.reading(who, ANYONE) as connection:
        asked = select(DECISIONS.c.id).order_by(DECISIONS.c.id)
        if round_name:
            asked = asked.where(DECISIONS.c.round_name == round_name)
        return tuple(docket(connection, number) for number in connection.execute(asked).scalars().all())


def docket(connection: Connection, decision: int) -> Docket:
    """Read everything about a decision at one moment."""
    row = decisions.exists(connection, decision)
    latest = decisions.latest_proposal(connection, decision)
    version = versions.version_at(connection, latest.round_name, latest.scenario, latest.version)
    assert version is not None, "a proposal points at a version that is kept"
    votes = rows_of(connection, VOTES, decision)
    appeals = rows_of(connection, APPEALS, decision)
    known = {appeal["id"] for appeal in appeals}
    answers = connection.execute(select(ANSWERS).order_by(ANSWERS.c.id)).all()
    return Docket(
        id=decision,
        round_name=row.round_name,
        title=row.title,
        by=row.by,
        at=row.at,
        amends=row.amends,
        amended_by=amended_by(connection, decision),
        version=version,
        outcome=outcome_row(connection, latest.outcome),
        reached=reached(connection, latest.outcome),
        locks=locks_along(connection, version),
        proposals=rows_of(connection, PROPOSALS, decision),
        notes=rows_of(connection, NOTES, decision),
        votes=votes,
        standing=standing(votes, latest.number),
        signatures=rows_of(connection, SIGNATURES, decision),
        adopted=_one(rows_of(connection, ADOPTIONS, decision)),
        window=_one(rows_of(connection, WINDOWS, decision)),
        appeals=appeals,
        answers=tuple(answer._asdict() for answer in answers if answer.appeal in known),
    )


def standing(votes: Rows, proposal: int) -> Rows:
    """Give the vote of each member that counts: the latest, where it is for this proposal."""
    latest = {vote["by"]: vote for vote in votes}
    return tuple(vote for _, vote in sorted(latest.items()) if vote["proposal"] == proposal)


def rows_of(connection: Connection, table: Table, decision: int) -> Rows:
    """Read the rows of a table that belong to a decision, in the order in which they were written."""
    found: list[Row[Any]] = list(connection.execute(select(table).where(table.c.decision == decision)))
    rows = [row._asdict() for row in found]
    return tuple(sorted(rows, key=lambda row: (row.get("id") or row.get("number") or 0, row["at"], row["by"])))


def amended_by(connection: Connection, decision: int) -> int | None:
    """Find the adopted decision that follows this one."""
    joined = select(DECISIONS.c.id).join(ADOPTIONS, ADOPTIONS.c.decision == DECISIONS.c.id)
    return connection.execute(joined.where(DECISIONS.c.amends == decision)).scalar()


def _one(rows: Rows) -> dict[str, Any] | None:
    return rows[0] if rows else None
