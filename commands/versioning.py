"""Commands about scenarios in the store: scenario list, show, save, copy, diff, lock, solve, export."""

from pathlib import Path
from typing import Annotated, Any

import typer

import records
from commands.desk import DONE, WRONG_INPUT, Desk, command, group
from commands.kept import (
    AsOption,
    ReasonOption,
    StoreOption,
    VersionArgument,
    done,
    opened,
    solved,
    worked_out,
)
from locales import Message, message
from records import ConflictError, KeptOutcome, Lock, Store, Version, what_was_reached
from scenarios import Scenario

scenario = group("scenario", "Scenarios in the store: list, show, save, copy, diff, lock, solve, export.")
NoteOption = Annotated[str, typer.Option("--note", help="What was changed, and why.")]
InOption = Annotated[bool, typer.Option("--in/--out", help="In the plan, or kept out of it.")]
ApplicantArgument = Annotated[str, typer.Argument(metavar="APPLICANT", help="The applicant's id.")]


@command("list", "The latest version of every scenario; with ROUND/NAME, every version of that one.", scenario)
def list_versions(
    desk: Desk,
    called: Annotated[str, typer.Argument(metavar="[ROUND[/NAME]]", help="A round, or one scenario of it.")] = "",
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """List scenarios or versions."""
    round_name, _, name = called.partition("/")
    with opened(store) as there:
        found = records.list_versions(there, who, round_name, name)
    if desk.as_json:
        desk.document({"ok": True, "versions": [_data(each) for each in found]})
    else:
        headers = (message("Version"), message("From"), message("Saved by"), message("On"), message("Note"))
        rows = [(each.reference, each.parent or "–", each.by, each.at, each.note or "–") for each in found]
        desk.out.table(message("Scenarios"), headers, rows)
    return DONE


@command("show", "What a version says, who locked what in it, and what came of it.", scenario)
def show(desk: Desk, called: VersionArgument, who: AsOption = "", store: StoreOption = None) -> int:
    """Show a version."""
    with opened(store) as there:
        version = records.find_version(there, who, called)
        locks = records.locks_of(there, who, version)
        outcomes = records.outcomes_of(there, who, version)
    if desk.as_json:
        told = {"text": version.content.decode(), "locks": [lock_data(lock) for lock in locks]}
        desk.document({"ok": True, **_data(version), **told, "outcomes": [outcome_data(each) for each in outcomes]})
        return DONE
    desk.out.say(
        message("{version}, saved by {person} on {at}", version=version.reference, person=version.by, at=version.at)
    )
    for line in version.content.decode().splitlines():
        desk.out.say(line)
    show_locks(desk, locks)
    rows = [(each.id[:12], each.status, each.by, each.at) for each in outcomes]
    headers = (message("Outcome"), message("Status"), message("Kept by"), message("On"))
    desk.out.table(message("What came of it"), headers, rows)
    return DONE


@command("save", "Save a scenario's file as the next version.", scenario)
def save(
    desk: Desk,
    called: Annotated[
        str,
        typer.Argument(metavar="ROUND/NAME[@N]", help="The version that the file was changed from; @0 or none if new."),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The scenario's TOML file.")],
    who: AsOption = "",
    note: NoteOption = "",
    store: StoreOption = None,
) -> int:
    """Save a version; somebody else's later version is never overwritten."""
    reference, _, number = called.partition("@")
    round_name, _, name = reference.partition("/")
    if not name or (number and not number.isdecimal()):
        raise typer.BadParameter("write ROUND/NAME@N, with the number of the version that the file was changed from")
    with opened(store) as there:
        try:
            made = records.save_version(
                there,
                who,
                file.read_bytes(),
                round_name=round_name,
                name=name,
                expected=int(number or 0),
                note=note,
            )
        except ConflictError as conflict:
            return _conflict(desk, conflict)
    return done(desk, message("saved: {version}", version=made.reference), **_data(made))


def _conflict(desk: Desk, conflict: ConflictError) -> int:
    """Say what both changed; the file that was to be saved still is where it was."""
    theirs = conflict.theirs
    mine = records.parsed(conflict.mine, theirs.name)
    if desk.as_json:
        told = [vars(each) for each in records.difference(theirs.scenario, mine)]
        problem = conflict.findings.errors[0].problem.text(desk.language)
        base = None if conflict.base is None else conflict.base.reference
        desk.document({"ok": False, "problem": problem, "base": base, "theirs": _data(theirs), "difference": told})
        return WRONG_INPUT
    desk.refuse(conflict.findings)
    _changes(
        desk, message("What {version} says and this file does not", version=theirs.reference), theirs.scenario, mine
    )
    if conflict.base is not None:
        _changes(desk, message("What {person} changed", person=theirs.by), conflict.base.scenario, theirs.scenario)
    return WRONG_INPUT


@command("copy", "Begin a new scenario with what a version says.", scenario)
def copy(
    desk: Desk,
    called: VersionArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new scenario's name.")],
    who: AsOption = "",
    note: NoteOption = "",
    store: StoreOption = None,
) -> int:
    """Copy a version."""
    with opened(store) as there:
        made = records.copy_version(there, who, records.find_version(there, who, called), name, note)
    return done(desk, message("saved: {version}", version=made.reference), **_data(made))


@command("diff", "Every field in which two versions differ.", scenario)
def diff(
    desk: Desk,
    before: VersionArgument,
    after: Annotated[str, typer.Argument(metavar="ROUND/NAME[@N]", help="The other one.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Compare two versions."""
    with opened(store) as there:
        one, other = (records.find_version(there, who, called) for called in (before, after))
    if desk.as_json:
        told = [vars(each) for each in records.difference(one.scenario, other.scenario)]
        desk.document({"ok": True, "before": one.reference, "after": other.reference, "difference": told})
        return DONE
    title = message("{before} and {after}", before=one.reference, after=other.reference)
    _changes(desk, title, one.scenario, other.scenario)
    return DONE


def _changes(desk: Desk, title: Message, before: Scenario, after: Scenario) -> None:
    found = records.difference(before, after)
    if not found:
        desk.out.say(message("no field differs"))
    rows = [(each.place, each.before or "–", each.after or "–") for each in found]
    desk.out.table(title, (message("Field"), message("Before"), message("After")), rows)


@command("lock", "Put an applicant in or keep it out, with the reason; its price is worked out and kept.", scenario)
def lock(
    desk: Desk,
    called: VersionArgument,
    applicant: ApplicantArgument,
    reason: ReasonOption,
    who: AsOption = "",
    into: InOption = True,
    store: StoreOption = None,
) -> int:
    """Lock an applicant in the next version of a scenario."""
    with opened(store) as there:
        version = records.find_version(there, who, called)
        draft = records.draft_lock(there, who, version, applicant, "in" if into else "out", reason)
        before = solved(desk, there, who, version)
        after = worked_out(desk, there, who, version.round, draft.scenario)
        try:
            made, kept = records.save_lock(there, who, draft, before, after)
        except ConflictError as conflict:
            return _conflict(desk, conflict)
        if desk.as_json:
            desk.document({"ok": True, **_data(made), "lock": lock_data(kept), "outcome": outcome_data(after)})
            return DONE
        desk.out.say(message("saved: {version}", version=made.reference))
        show_locks(desk, (kept,))
        show_moves(desk, there, who, before, after)
    return DONE


@command("solve", "Work out a version's outcome and keep it; what is kept already is not worked out again.", scenario)
def solve(desk: Desk, called: VersionArgument, who: AsOption = "", store: StoreOption = None) -> int:
    """Work out an outcome."""
    with opened(store) as there:
        version = records.find_version(there, who, called)
        kept = solved(desk, there, who, version)
        reached = what_was_reached(there, who, kept)
    said = message(
        "{version}: {status}, {count} libraries are funded; kept as {id}",
        version=version.reference,
        status=kept.status,
        count=len(reached.awards),
        id=kept.id[:12],
    )
    code = done(desk, said, **outcome_data(kept), version=version.reference, awards=dict(reached.awards))
    return code if reached.awards else WRONG_INPUT


@command("export", "Write a version's outcome as the folder that `pilih plan` writes.", scenario)
def export(
    desk: Desk,
    called: VersionArgument,
    output: Annotated[Path, typer.Option("-o", "--output", help="A new folder.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Write an outcome's folder."""
    with opened(store) as there:
        version = records.find_version(there, who, called)
        kept = solved(desk, there, who, version)
        written = records.export_outcome(there, who, kept, output, desk.language)
    said = message("written: {file}", file=str(output))
    return done(desk, said, **outcome_data(kept), files=[str(path) for path in written])


def show_locks(desk: Desk, locks: tuple[Lock, ...]) -> None:
    """Show who is locked, by whom and why, and at what price."""
    headers = (message("Applicant"), message("Locked"), message("Reason"), message("By"), message("Price"))
    rows = [(each.applicant, _into(each), each.reason, each.by, records.price_said(each)) for each in locks]
    desk.out.table(message("Locks"), headers, rows)


def _into(given: Lock) -> Message:
    return message("in") if given.into == "in" else message("out")


def show_moves(desk: Desk, store: Store, who: str, before: KeptOutcome, after: KeptOutcome) -> None:
    """Show who enters and who leaves from one outcome to the next."""
    one, other = (set(what_was_reached(store, who, each).awards) for each in (before, after))
    desk.out.say(message("enters: {applicants}", applicants=tuple(sorted(other - one)) or "–"))
    desk.out.say(message("leaves: {applicants}", applicants=tuple(sorted(one - other)) or "–"))


def _data(version: Version) -> dict[str, Any]:
    named = ("round_name", "name", "number", "parent", "round", "fingerprint", "note", "by", "at")
    return {"version": version.reference, **{each: getattr(version, each) for each in named}}


def outcome_data(kept: KeptOutcome) -> dict[str, Any]:
    """An outcome for the document."""
    return {"outcome": kept.id, "question": kept.question, "status": kept.status, "settled": kept.settled}


def lock_data(given: Lock) -> dict[str, Any]:
    """A lock for the document; its price exactly, as a number or a fraction in text."""
    price = None if given.price is None else str(given.price)
    return {**vars(given), "price": price}
