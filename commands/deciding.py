"""Commands about decisions: proposing, discussing, voting, overriding, signing; then appeals, export, replay."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import records
from commands.desk import DONE, WRONG_INPUT, Desk, command, group, outcome_of
from commands.kept import AsOption, ReasonOption, StoreOption, VersionArgument, done, facts, opened, solved, worked_out
from commands.versioning import ApplicantArgument, InOption, lock_data, outcome_data, show_locks, show_moves
from locales import Message, Money, Text, message
from records import Docket, Proposed, Replayed

decide = group("decide", "Decisions: propose, discuss, vote, override, sign; afterwards appeals.")
NumberArgument = Annotated[int, typer.Argument(metavar="DECISION", min=1, help="The decision's number.")]
ProposalOption = Annotated[
    int | None,
    typer.Option("--proposal", min=1, help="Which proposal you looked at; else the one that is on the table."),
]
DAY = ["%Y-%m-%d"]


class Kind(StrEnum):
    """How a member votes."""

    AGREE = "agree"
    OBJECT = "object"
    ABSTAIN = "abstain"


class Upheld(StrEnum):
    """What came of an appeal."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


KINDS: dict[str, Message] = {
    "agree": message("agrees"),
    "object": message("objects"),
    "abstain": message("abstains"),
}
STATES: dict[str, Message] = {
    "proposed": message("proposed"),
    "adopted": message("adopted"),
    "amended": message("amended by a later decision"),
}
UPHELD: dict[str, Message] = {"yes": message("upheld"), "partly": message("partly upheld"), "no": message("not upheld")}


@command("propose", "Propose the outcome of a scenario's version.", decide)
def propose(
    desk: Desk,
    called: VersionArgument,
    title: Annotated[str, typer.Option("--title", help="What is to be decided.")],
    who: AsOption = "",
    note: Annotated[str, typer.Option("--note", help="Anything the committee should know.")] = "",
    amends: Annotated[int | None, typer.Option("--amends", min=1, help="The adopted decision that it follows.")] = None,
    store: StoreOption = None,
) -> int:
    """Propose an outcome."""
    with opened(store) as there:
        version = records.find_version(there, who, called)
        kept = solved(desk, there, who, version)
        made = records.propose(there, who, version, kept, title=title, note=note, amends=amends)
    return _proposed(desk, made)


@command("again", "Propose another version in place of what is proposed; votes begin anew.", decide)
def again(
    desk: Desk,
    number: NumberArgument,
    called: VersionArgument,
    note: Annotated[str, typer.Option("--note", help="Why.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Replace what is proposed."""
    with opened(store) as there:
        version = records.find_version(there, who, called)
        kept = solved(desk, there, who, version)
        made = records.propose_again(there, who, number, version, kept, note=note)
    return _proposed(desk, made)


def _proposed(desk: Desk, made: Proposed) -> int:
    said = message("decision {decision}, proposal {number}", decision=str(made.decision), number=str(made.number))
    return done(desk, said, decision=made.decision, proposal=made.number)


@command("note", "Say something about what is proposed.", decide)
def note(
    desk: Desk,
    number: NumberArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Add a note."""
    with opened(store) as there:
        records.add_note(there, who, number, text)
    return done(desk, message("it is kept"), decision=number)


@command("vote", "Agree, object with the reason, or abstain.", decide)
def vote(
    desk: Desk,
    number: NumberArgument,
    kind: Annotated[Kind, typer.Argument(metavar="VOTE", help="agree, object or abstain.")],
    text: Annotated[str, typer.Option("--text", help="The reason; needed to object.")] = "",
    conflict: Annotated[
        bool, typer.Option("--conflict-of-interest", help="Abstain for an interest of your own; --text says which.")
    ] = False,
    proposal: ProposalOption = None,
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Vote on what is proposed."""
    with opened(store) as there:
        at = Proposed(number, proposal or records.read_docket(there, who, number).proposal)
        records.vote(there, who, at, kind.value, text, conflict=conflict)
    said = message("it is kept: {person} {vote}", person=who, vote=KINDS[kind])
    return done(desk, said, decision=number, proposal=at.number, vote=str(kind))


@command("override", "Insist on an applicant, in or out, with the reason; the price is worked out and kept.", decide)
def override(
    desk: Desk,
    number: NumberArgument,
    applicant: ApplicantArgument,
    reason: ReasonOption,
    who: AsOption = "",
    into: InOption = True,
    store: StoreOption = None,
) -> int:
    """Lock an applicant and propose what comes of it."""
    with opened(store) as there:
        known = records.read_docket(there, who, number)
        own = records.own_scenario(number)
        draft = records.draft_lock(there, who, known.version, applicant, "in" if into else "out", reason, own)
        after = worked_out(desk, there, who, known.version.round, draft.scenario)
        made, lock = records.override(there, who, number, draft, known.outcome, after)
        if desk.as_json:
            told = {"decision": made.decision, "proposal": made.number, "lock": lock_data(lock)}
            desk.document({"ok": True, **told, **outcome_data(after)})
            return DONE
        _proposed(desk, made)
        show_locks(desk, (lock,))
        show_moves(desk, there, who, known.outcome, after)
    return DONE


@command("sign", "Sign what is proposed; the second member's signature adopts and freezes it.", decide)
def sign(
    desk: Desk, number: NumberArgument, proposal: ProposalOption = None, who: AsOption = "", store: StoreOption = None
) -> int:
    """Sign a proposal."""
    with opened(store) as there:
        at = Proposed(number, proposal or records.read_docket(there, who, number).proposal)
        adopted = records.sign(there, who, at)
    said = (
        message("decision {number} is adopted, and is never changed from now on", number=str(number))
        if adopted
        else message("signed; one more member has to sign")
    )
    return done(desk, said, decision=number, proposal=at.number, adopted=adopted)


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
    rows = [(str(d.id), d.title, d.version.reference, STATES[d.state], d.by, d.at) for d in found]
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
        (message("State"), STATES[known.state]),
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
            UPHELD[answers[row["id"]]["upheld"]] if row["id"] in answers else "–",
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
    return KINDS[row["vote"]]


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


@command("window", "From when to when an adopted decision may be appealed.", decide)
def window(
    desk: Desk,
    number: NumberArgument,
    opens: Annotated[datetime, typer.Argument(metavar="FIRST", formats=DAY, help="The first day: 2016-03-01.")],
    closes: Annotated[datetime, typer.Argument(metavar="LAST", formats=DAY, help="The last day.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep the window for appeals."""
    with opened(store) as there:
        records.open_window(there, who, number, opens.date(), closes.date())
    return done(desk, message("it is kept"), decision=number)


@command("appeal", "Keep an appeal that came in.", decide)
def appeal(
    desk: Desk,
    number: NumberArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it says.")],
    sender: Annotated[str, typer.Option("--from", help="Who appeals.")],
    received: Annotated[datetime, typer.Option("--received", formats=DAY, help="The day it came in.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep an appeal."""
    with opened(store) as there:
        made = records.record_appeal(there, who, number, received=received.date(), sender=sender, text=text)
    return done(desk, message("it is kept as appeal {number}", number=str(made)), decision=number, appeal=made)


@command("answer", "Keep what was answered to an appeal.", decide)
def answer(
    desk: Desk,
    number: Annotated[int, typer.Argument(metavar="APPEAL", min=1, help="The appeal's number.")],
    upheld: Annotated[Upheld, typer.Argument(metavar="UPHELD", help="yes, partly or no.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep an answer."""
    with opened(store) as there:
        records.answer_appeal(there, who, number, upheld.value, text)
    return done(desk, message("it is kept"), appeal=number)


@command("export", "Write an adopted decision with all that another machine needs to replay it.", decide)
def export(
    desk: Desk,
    number: NumberArgument,
    output: Annotated[Path, typer.Option("-o", "--output", help="A new folder.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Write a decision's package."""
    with opened(store) as there:
        written = records.export_decision(there, who, number, output)
    said = message("written: {file}", file=str(output))
    return done(desk, said, decision=number, files=[str(path) for path in written])


@command("replay", "Work a decision out again from its package alone, and name the first difference.")
def replay(
    desk: Desk,
    called: Annotated[str, typer.Argument(metavar="DECISION|FOLDER", help="A decision's number, or its package.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Replay a decision."""
    if called.isdecimal() and not Path(called).exists():
        with opened(store) as there:
            given = records.take_package(there, who, int(called))
    else:
        given = records.read_package(Path(called))
    return _replayed(desk, records.replay(given, lambda round_, scenario: outcome_of(desk, round_, scenario)))


def _replayed(desk: Desk, came: Replayed) -> int:
    if desk.as_json:
        told = [{"where": each.where, "problem": each.problem.text(desk.language)} for each in came.faults]
        said = {"steps": [each.text(desk.language) for each in came.steps], "differences": told}
        remarks = [each.text(desk.language) for each in came.remarks]
        desk.document({"ok": came.same, "decision": came.decision, "title": came.title, **said, "remarks": remarks})
        return DONE if came.same else WRONG_INPUT
    desk.out.say(message("Decision {number}: {title}", number=str(came.decision), title=came.title), "bold")
    for step in came.steps:
        desk.out.say(message("  holds: {step}", step=step))
    for remark in came.remarks:
        desk.out.say(message("  note: {remark}", remark=remark))
    for each in came.faults[:20]:
        desk.out.say(message("  {where}: {problem}", where=each.where, problem=each.problem), "red")
    if came.same:
        desk.out.say(message("The decision is replayed: everything came out the same."), "bold green")
    else:
        desk.out.say(message("The decision does NOT come out the same; the first difference is above."), "bold red")
    return DONE if came.same else WRONG_INPUT
