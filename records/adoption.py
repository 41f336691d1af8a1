"""Adoption: two members sign, and from then on the decision is frozen with all that it was made from."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from locales import message
from records import decisions
from records.decisions import Proposed
from records.docket import SIGNATURES_NEEDED, Docket, amended_by, docket, rows_of
from records.people import COMMITTEE
from records.store import Change, Store
from records.tables import ADOPTIONS, OUTCOME_FILES, PEOPLE, ROUND_FILES, ROUNDS, SIGNATURES
from records.words import canonical, refused

KIND = "pilih decision"
FORMAT = 1


def sign(store: Store, who: str, proposed: Proposed) -> bool:
    """Sign what is proposed; the second signature adopts it. Gives whether it is adopted now.

    Raises InputError for a member who declared a conflict of interest in it or signed already, when something else is
    proposed by now, and when another amendment of the same decision was adopted before.
    """
    with store.changing(who, "decision.sign", COMMITTEE) as change:
        proposal = decisions.current(change.connection, proposed)
        before = docket(change.connection, proposed.decision)
        _refuse_conflicted(before, who)
        signed = {row["by"] for row in before.signatures if row["proposal"] == proposal.number}
        if who in signed:
            raise refused(
                "signed",
                message("{person} has signed this already", person=who),
                message("it takes two different members of the committee"),
                value=who,
            )
        _refuse_second_amendment(change.connection, before)
        change.put(SIGNATURES, decision=proposed.decision, proposal=proposal.number, by=who)
        adopted = len(signed) + 1 >= SIGNATURES_NEEDED
        if adopted:
            _adopt(change, proposed)
        after = {"proposal": proposal.number, "signed": sorted({*signed, who}), "adopted": adopted}
        change.tell(f"decision {proposed.decision}", before={"signed": sorted(signed)}, after=after)
    return adopted


def _adopt(change: Change, proposed: Proposed) -> None:
    change.action = "decision.adopt"
    frozen = canonical(record(change.connection, docket(change.connection, proposed.decision)))
    sha256 = change.blob(frozen.encode())
    change.put(ADOPTIONS, decision=proposed.decision, proposal=proposed.number, record=sha256)


def _refuse_conflicted(known: Docket, who: str) -> None:
    """A declared interest stays one in every later proposal of the decision."""
    if any(vote["by"] == who and vote["conflict"] for vote in known.votes):
        raise refused(
            "conflict",
            message("{person} declared a conflict of interest in this decision", person=who),
            message("let two members sign who have none"),
            value=who,
        )


def _refuse_second_amendment(connection: Connection, known: Docket) -> None:
    other = None if known.amends is None else amended_by(connection, known.amends)
    if other is not None:
        raise refused(
            "amended",
            message(
                "decision {number} is amended by decision {other} already", number=str(known.amends), other=str(other)
            ),
            message("propose an amendment of decision {other}", other=str(other)),
            value=str(known.id),
        )


def record(connection: Connection, known: Docket) -> dict[str, Any]:
    """Put a decision into the shape in which it is frozen: inputs, outcome, certificate, people, votes and dissent."""
    files = select(ROUND_FILES.c.path, ROUND_FILES.c.sha256).where(ROUND_FILES.c.round == known.version.round)
    plan = select(OUTCOME_FILES).where(OUTCOME_FILES.c.outcome == known.outcome.id)
    round_ = connection.execute(select(ROUNDS).where(ROUNDS.c.id == known.version.round)).one()
    version = {name: value for name, value in asdict(known.version).items() if name != "content"}
    people = connection.execute(select(PEOPLE.c.person, PEOPLE.c.name)).all()
    said = {*_people(known), known.by}
    return {
        "kind": KIND,
        "format": FORMAT,
        "decision": {"id": known.id, "title": known.title, "round": known.round_name, "by": known.by, "at": known.at},
        "amends": known.amends,
        "round": {
            "id": round_.id,
            "name": round_.name,
            "fingerprint": round_.fingerprint,
            "files": {row.path: row.sha256 for row in connection.execute(files)},
        },
        "scenario": version,
        "outcome": {
            "id": known.outcome.id,
            "question": known.outcome.question,
            "status": known.outcome.status,
            "settled": known.outcome.settled,
            "files": {f"{row.language}/{row.name}": row.sha256 for row in connection.execute(plan)},
            "awards": dict(known.reached.awards),
        },
        "locks": [{**asdict(lock), "price": None if lock.price is None else str(lock.price)} for lock in known.locks],
        "proposals": list(known.proposals),
        "notes": list(known.notes),
        "votes": list(known.votes),
        "counted": [vote["id"] for vote in known.standing],
        "dissent": [{"by": vote["by"], "text": vote["text"]} for vote in known.dissent],
        "signatures": [row for row in rows_of(connection, SIGNATURES, known.id) if row["proposal"] == known.proposal],
        "people": {row.person: row.name for row in people if row.person in said},
    }


def _people(known: Docket) -> set[str]:
    rows = [*known.proposals, *known.notes, *known.votes, *known.signatures]
    return {row["by"] for row in rows} | {lock.by for lock in known.locks}
