"""Commands that show decisions: decide list, decide show."""

from typing import Annotated, Any

import typer

import records
from commands.deciding import NumberArgument, decide
from commands.desk import DONE, Desk, command
from commands.kept import AsOption, StoreOption, facts, opened
from commands.versioning import lock_data, outcome_data, show_locks
from locales import Message, Money, Text, message
from records import Docket


@command("list", "All decisions.", decide)
def list_decisions(
    desk: Desk,
    round_name: Annotated[str, typer.Argument(metavar="[ROUND]", help="Only of this round.")] = "",
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """List the decisions."""
    with opened(store) as there:
        found = records.list_dockets(there, who, round_name)
    if desk.as_json:
        desk.document({"ok": True, "decisions": [_data(each) for each in found]})
        return DONE
    headers = (message("No."), message("Decision"), message("Scenario"), message("State"), message("By"), message("On"))
    rows = [(str(d.id), d.title, d.version.reference, records.STATE_WORDS[d.state], d.by, d.at) for d in found]
    desk.out.table(message("Decisions"), headers, rows)
    return DONE


@command("show", "A decision: what is proposed, who said and signed what, and what came after.", decide)
def show(desk: Desk, number: NumberArgument, who: AsOption = "", store: StoreOption = None) -> int:
    """Show a decision."""
    with opened(store) as there:
        known = records.read_docket(there, who, number)
    if desk.as_json:
        desk.document({"ok": True, **_data(known)})
        return DONE
    lines: list[tuple[Text, Text]] = [
        (message("Decision"), known.title),
        (message("State"), records.STATE_WORDS[known.state]),
        (message("Proposal"), str(known.proposal)),
        (message("Scenario"), known.version.reference),
        (message("Outcome"), known.outcome.id[:12]),
        (message("Funded"), len(known.reached.awards)),
        (message("Cost"), Money(known.reached.cost)),
        (message("Amends decision"), None if known.amends is None else str(known.amends)),
        (message("Amended by decision"), None if known.amended_by is None else str(known.amended_by)),
    ]
    facts(desk, message("Decision {number}", number=str(known.id)), lines)
    show_locks(desk, known.locks)
    _said(desk, known)
    _after(desk, known)
    return DONE


def _said(desk: Desk, known: Docket) -> None:
    by, on, text = message("By"), message("On"), message("Text")
    desk.out.table(message("Notes"), (by, on, text), [(row["by"], row["at"], row["text"]) for row in known.notes])
    counted = {row["id"] for row in known.standing}
    votes = [
        (row["by"], row["at"], str(row["proposal"]), _vote(row), _yes(row["id"] in counted), row["text"])
        for row in known.votes
    ]
    headers = (by, on, message("Proposal"), message("Vote"), message("Counts"), text)
    desk.out.table(message("Votes"), headers, votes)
    signed = [(row["by"], row["at"], str(row["proposal"])) for row in known.signatures]
    desk.out.table(message("Signatures"), (by, on, message("Proposal")), signed)


def _after(desk: Desk, known: Docket) -> None:
    if known.window is not None:
        opens, closes = known.window["opens"], known.window["closes"]
        desk.out.say(message("appeals: {opens} to {closes}", opens=opens, closes=closes))
    answers = {row["appeal"]: row for row in known.answers}
    rows = [
        (
            str(row["id"]),
            row["received"],
            _yes(bool(row["in_window"])),
            row["sender"],
            row["text"],
            records.UPHELD_WORDS[answers[row["id"]]["upheld"]] if row["id"] in answers else "–",
            answers[row["id"]]["text"] if row["id"] in answers else "–",
        )
        for row in known.appeals
    ]
    headers = (
        message("No."),
        message("Received"),
        message("In time"),
        message("From"),
        message("Text"),
        message("Result"),
        message("Answer"),
    )
    desk.out.table(message("Appeals"), headers, rows)


def _vote(row: dict[str, Any]) -> Message:
    if row["conflict"]:
        return message("abstains: conflict of interest")
    return records.VOTE_WORDS[row["vote"]]


def _yes(given: bool) -> Message:
    return message("yes") if given else message("no")


def _data(known: Docket) -> dict[str, Any]:
    return {
        "decision": known.id,
        "title": known.title,
        "state": known.state,
        "proposal": known.proposal,
        "version": known.version.reference,
        **outcome_data(known.outcome),
        "by": known.by,
        "at": known.at,
        "amends": known.amends,
        "amended_by": known.amended_by,
        "awards": dict(known.reached.awards),
        "locks": [lock_data(lock) for lock in known.locks],
        "proposals": list(known.proposals),
        "notes": list(known.notes),
        "votes": list(known.votes),
        "counted": [row["id"] for row in known.standing],
        "signatures": list(known.signatures),
        "adopted": known.adopted,
        "window": known.window,
        "appeals": list(known.appeals),
        "answers": list(known.answers),
    }
