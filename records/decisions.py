"""Decisions under way: proposing, discussing, voting, overriding; nothing is ever taken back, only followed."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from intake import InputError
from locales import message
from records import versions
from records.locks import Draft, Lock, put_lock
from records.outcomes import KeptOutcome
from records.people import COMMITTEE, DECIDERS, SOLVERS
from records.store import Change, Store
from records.tables import ADOPTIONS, DECISIONS, NOTES, PROPOSALS, VOTES
from records.versions import Version
from records.words import checked, refused

Kind = Literal["agree", "object", "abstain"]
WITH_A_PLAN = ("optimal", "feasible")


@dataclass(frozen=True)
class Proposed:
    """What is proposed: the decision's number and which of its proposals; votes and signatures are for one of them."""

    decision: int
    number: int


def propose(
    store: Store,
    who: str,
    version: Version,
    outcome: KeptOutcome,
    *,
    title: str,
    note: str = "",
    amends: int | None = None,
) -> Proposed:
    """Propose an outcome of a scenario's version; `amends` names the adopted decision that it would follow."""
    checked(title, "title")
    checked(note, "note", needed=False)
    _fits(version, outcome)
    with store.changing(who, "decision.propose", DECIDERS) as change:
        if amends is not None:
            _adopted(change.connection, amends, version.round_name)
        decision = change.next(DECISIONS)
        change.put(DECISIONS, id=decision, round_name=version.round_name, title=title, amends=amends)
        return _put(change, decision, version, outcome, note, {"title": title, "amends": amends})


def propose_again(
    store: Store, who: str, decision: int, version: Version, outcome: KeptOutcome, *, note: str
) -> Proposed:
    """Replace what is proposed; votes and signatures for what was proposed before do not count for it."""
    checked(note, "note")
    _fits(version, outcome)
    with store.changing(who, "decision.propose", DECIDERS) as change:
        before = open_proposal(change.connection, decision)
        _same_round(change.connection, decision, version.round_name)
        made = _put(change, decision, version, outcome, note, {})
        change.before = {"proposal": before.number, "outcome": before.outcome}
        return made


def override(
    store: Store, who: str, decision: int, draft: Draft, before: KeptOutcome, after: KeptOutcome
) -> tuple[Proposed, Lock]:
    """Insist on an applicant, in or out: a lock with its reason, name and price, proposed in place of what was.

    draft: made for a scenario of the decision's own (`own_scenario`), so that nobody is disturbed who works on the
    scenario that was proposed.
    """
    if after.status not in WITH_A_PLAN:
        raise _no_plan(after)
    with store.changing(who, "decision.override", COMMITTEE) as change:
        proposal = open_proposal(change.connection, decision)
        if versions.reference(proposal.round_name, proposal.scenario, proposal.version) != draft.base.reference:
            raise _moved(decision, proposal.number)
        version, lock = put_lock(change, draft, before, after)
        return _put(change, decision, version, after, draft.reason, dict(change.after)), lock


def own_scenario(decision: int) -> str:
    """Name the scenario that holds what the committee insists on in a decision."""
    return f"decision-{decision}"


def add_note(store: Store, who: str, decision: int, text: str) -> None:
    """Say something about what is proposed."""
    checked(text, "note")
    with store.changing(who, "decision.note", SOLVERS) as change:
        open_proposal(change.connection, decision)
        change.put(NOTES, id=change.next(NOTES), decision=decision, text=text)
        change.tell(f"decision {decision}", after={"note": text})


def vote(store: Store, who: str, proposed: Proposed, kind: Kind, text: str = "", *, conflict: bool = False) -> None:
    """Agree, object with the reason, or abstain; `conflict`: abstain because of an interest of one's own, saying which.

    The latest vote of a member counts; those before it stay to be seen. Raises InputError when something else is
    proposed by now.
    """
    checked(text, "text", needed=kind == "object" or conflict)
    if conflict and kind != "abstain":
        raise refused(
            "conflict",
            message("whoever has a conflict of interest abstains"),
            message("abstain, and say what the interest is"),
            value=kind,
        )
    with store.changing(who, "decision.vote", COMMITTEE) as change:
        current(change.connection, proposed)
        asked = (
            select(VOTES).where(VOTES.c.decision == proposed.decision, VOTES.c.by == who).order_by(VOTES.c.id.desc())
        )
        last = change.connection.execute(asked.limit(1)).first()
        change.put(
            VOTES,
            id=change.next(VOTES),
            decision=proposed.decision,
            proposal=proposed.number,
            vote=kind,
            text=text,
            conflict=int(conflict),
        )
        before = None if last is None else {"proposal": last.proposal, "vote": last.vote, "text": last.text}
        after = {"proposal": proposed.number, "vote": kind, "text": text, "conflict": conflict}
        change.tell(f"decision {proposed.decision}", before=before, after=after)


def _put(
    change: Change, decision: int, version: Version, outcome: KeptOutcome, note: str, told: dict[str, Any]
) -> Proposed:
    number = change.next(PROPOSALS, "number", decision=decision)
    change.put(
        PROPOSALS,
        decision=decision,
        number=number,
        round_name=version.round_name,
        scenario=version.name,
        version=version.number,
        outcome=outcome.id,
        note=note,
    )
    after = {**told, "proposal": number, "version": version.reference, "outcome": outcome.id, "note": note}
    change.tell(f"decision {decision}", after=after)
    return Proposed(decision, number)


def _fits(version: Version, outcome: KeptOutcome) -> None:
    if (outcome.round, outcome.scenario_fingerprint) != (version.round, version.fingerprint):
        raise refused(
            "other",
            message("the outcome is not that of {version}", version=version.reference),
            message("work the scenario out first (on the command line: pilih scenario solve)"),
            value=outcome.id[:12],
        )
    if outcome.status not in WITH_A_PLAN:
        raise _no_plan(outcome)


def _no_plan(outcome: KeptOutcome) -> InputError:
    return refused(
        "no-plan",
        message("there is no plan in this outcome, so nothing can be decided on it"),
        message("change the scenario until it has a plan"),
        value=outcome.status,
    )


def exists(connection: Connection, decision: int) -> Row[Any]:
    """Give a decision's row; raises InputError when there is none of that number."""
    row = connection.execute(select(DECISIONS).where(DECISIONS.c.id == decision)).first()
    if row is None:
        raise refused(
            "decision",
            message("there is no decision {number} in this store", number=str(decision)),
            message("choose one of the decisions (on the command line, pilih decide list shows them)"),
            value=str(decision),
        )
    return row


def latest_proposal(connection: Connection, decision: int) -> Row[Any]:
    """Give what is proposed now, or was when it was adopted."""
    exists(connection, decision)
    asked = select(PROPOSALS).where(PROPOSALS.c.decision == decision).order_by(PROPOSALS.c.number.desc())
    return connection.execute(asked.limit(1)).one()


def open_proposal(connection: Connection, decision: int) -> Row[Any]:
    """Give what is proposed; raises InputError for a decision that is adopted already."""
    proposal = latest_proposal(connection, decision)
    if connection.execute(select(ADOPTIONS.c.decision).where(ADOPTIONS.c.decision == decision)).first():
        raise refused(
            "adopted",
            message("decision {number} is adopted and is never changed", number=str(decision)),
            message(
                "propose one that amends it (on the command line: pilih decide propose --amends {number})",
                number=str(decision),
            ),
            value=str(decision),
        )
    return proposal


def current(connection: Connection, proposed: Proposed) -> Row[Any]:
    """Give what is proposed; raises InputError unless it is still this proposal."""
    proposal = open_proposal(connection, proposed.decision)
    if proposal.number != proposed.number:
        raise _moved(proposed.decision, proposal.number)
    return proposal


def _moved(decision: int, number: int) -> InputError:
    return refused(
        "moved",
        message(
            "by now proposal {number} of decision {decision} is on the table",
            number=str(number),
            decision=str(decision),
        ),
        message(
            "look at the latest proposal first (on the command line: pilih decide show {decision})",
            decision=str(decision),
        ),
        value=str(number),
    )


def _adopted(connection: Connection, decision: int, round_name: str) -> None:
    _same_round(connection, decision, round_name)
    if not connection.execute(select(ADOPTIONS.c.decision).where(ADOPTIONS.c.decision == decision)).first():
        raise refused(
            "amends",
            message("decision {number} is not adopted yet", number=str(decision)),
            message("propose another scenario in its place (on the command line: pilih decide again)"),
            value=str(decision),
        )


def _same_round(connection: Connection, decision: int, round_name: str) -> None:
    row = exists(connection, decision)
    if row.round_name != round_name:
        raise refused(
            "other",
            message("decision {number} is about {round}", number=str(decision), round=row.round_name),
            message("name a scenario of that round"),
            value=round_name,
        )
