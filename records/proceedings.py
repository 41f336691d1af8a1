"""Proceedings: what was recorded about a decision, as the memo in `reports` takes it; people by their names."""

from typing import Any

from sqlalchemy import select

from locales import Message, message
from records.docket import SIGNATURES_NEEDED, Docket
from records.people import ANYONE
from records.said import VOTE_WORDS, price_said
from records.store import Store
from records.tables import PEOPLE
from reports import Ballot, Insistence, Proceedings, Remark, Signed, Suggestion


def proceedings(store: Store, who: str, known: Docket) -> Proceedings:
    """Tell a decision as a memo tells it."""
    with store.reading(who, ANYONE) as connection:
        people = {str(row.person): str(row.name) for row in connection.execute(select(PEOPLE))}

    def person(code: str) -> str:
        return f"{people[code]} ({code})"

    counted = {vote["id"] for vote in known.standing}
    return Proceedings(
        decision=known.id,
        title=known.title,
        round_name=known.round_name,
        round=known.version.round,
        version=known.version.reference,
        version_by=person(known.version.by),
        version_at=known.version.at,
        proposal=known.proposal,
        outcome=known.outcome.id,
        awards=dict(known.reached.awards),
        needed=SIGNATURES_NEEDED,
        suggestions=tuple(
            Suggestion(
                row["number"],
                f"{row['round_name']}/{row['scenario']}@{row['version']}",
                person(row["by"]),
                row["at"],
                row["note"],
            )
            for row in known.proposals
        ),
        remarks=tuple(Remark(person(row["by"]), row["at"], row["text"]) for row in known.notes),
        ballots=tuple(
            Ballot(
                person(row["by"]),
                row["at"],
                row["vote"],
                _vote(row),
                row["text"],
                bool(row["conflict"]),
                row["proposal"],
                row["id"] in counted,
            )
            for row in known.votes
        ),
        locks=tuple(
            Insistence(lock.applicant, lock.into, lock.reason, person(lock.by), lock.at, price_said(lock))
            for lock in known.locks
        ),
        signed=tuple(
            Signed(people[row["by"]], row["by"], row["at"])
            for row in known.signatures
            if row["proposal"] == known.proposal
        ),
        record="" if known.adopted is None else known.adopted["record"],
        adopted_at="" if known.adopted is None else known.adopted["at"],
        amends=known.amends,
        amended_by=known.amended_by,
        opens="" if known.window is None else known.window["opens"],
        closes="" if known.window is None else known.window["closes"],
        received=len(known.appeals),
        answered=len(known.answers),
        upheld=sum(row["upheld"] in ("yes", "partly") for row in known.answers),
    )


def _vote(row: dict[str, Any]) -> Message:
    return message("abstains: conflict of interest") if row["conflict"] else VOTE_WORDS[row["vote"]]
