"""Commands that hand a decision out, and work it out again: decide export, replay."""

from pathlib import Path
from typing import Annotated

import typer

import records
from commands.deciding import NumberArgument, decide
from commands.desk import DONE, WRONG_INPUT, Desk, command, outcome_of
from commands.kept import AsOption, ExpectOption, StoreOption, done, noted_entries, opened
from locales import message
from records import Replayed


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
    expected: ExpectOption = None,
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Replay a decision."""
    if called.isdecimal() and not Path(called).exists():
        with opened(store) as there:
            given = records.take_package(there, who, int(called))
    else:
        given = records.read_package(Path(called))
    asked = records.replay(given, lambda round_, scenario: outcome_of(desk, round_, scenario), noted_entries(expected))
    return _replayed(desk, asked)


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
