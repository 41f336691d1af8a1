"""Commands about decisions under way: proposing, discussing, voting, overriding, signing."""

from enum import StrEnum
from typing import Annotated

import typer

import records
from commands.desk import DONE, Desk, command, group
from commands.kept import AsOption, ReasonOption, StoreOption, VersionArgument, done, opened, solved, worked_out
from commands.versioning import ApplicantArgument, InOption, lock_data, outcome_data, show_locks, show_moves
from locales import message
from records import Proposed

decide = group("decide", "Decisions: propose, discuss, vote, override, sign; afterwards appeals.")
NumberArgument = Annotated[int, typer.Argument(metavar="DECISION", min=1, help="The decision's number.")]
ProposalOption = Annotated[
    int | None,
    typer.Option("--proposal", min=1, help="Which proposal you looked at; else the one that is on the table."),
]


class Kind(StrEnum):
    """How a member votes."""

    AGREE = "agree"
    OBJECT = "object"
    ABSTAIN = "abstain"


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
    said = message("it is kept: {person} {vote}", person=who, vote=records.VOTE_WORDS[kind])
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
