"""What every command about the store asks for, and how it finds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import records
import scenarios
from commands.desk import Desk, outcome_of
from locales import Message, Text, message
from optimizer import Status
from records import KeptOutcome, Store, Version
from reports import Sheet, repairs_sheet
from scenarios import Outcome, Scenario, Working

StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="A file, folder or database URL; else PILIH_DATABASE_URL, else beside the rounds."),
]
AsOption = Annotated[str, typer.Option("--as", envvar="PILIH_PERSON", metavar="CODE", help="Who you are.")]
VersionArgument = Annotated[str, typer.Argument(metavar="ROUND/NAME[@N]", help="A scenario, or one version of it.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is kept with your name.")]
ExpectOption = Annotated[
    list[str] | None, typer.Option("--expect", metavar="N:HASH", help="An entry that you noted; may be repeated.")
]


def noted_entries(given: list[str] | None) -> dict[int, str]:
    """Read entries of the log that somebody noted: hash by number."""
    noted = {}
    for each in given or ():
        number, _, known = each.partition(":")
        if not number.isdecimal() or len(known) != len("0" * 64):
            raise typer.BadParameter("--expect takes the number and the hash of an entry: 12:ab34…")
        noted[int(number)] = known.lower()
    return noted


@contextmanager
def opened(store: str | None, *, fresh: bool = False) -> Iterator[Store]:
    """Open the store for one command."""
    there = records.open_store(store, _rounds(), fresh=fresh)
    try:
        yield there
    finally:
        there.close()


def _rounds() -> Path:
    """The folder of rounds: PILIH_ROUNDS, else data/rounds where that is, else where the command was called."""
    given = os.environ.get("PILIH_ROUNDS")
    usual = Path("data") / "rounds"
    return Path(given) if given else usual if usual.is_dir() else Path()


def solved(desk: Desk, store: Store, who: str, version: Version) -> KeptOutcome:
    """Give the outcome of a version: the one that is kept, or worked out now and kept."""
    return worked_out(desk, store, who, version.round, version.scenario)


def worked_out(desk: Desk, store: Store, who: str, about: str, scenario: Scenario) -> KeptOutcome:
    """Give the outcome of a scenario for a kept round; the same question is never worked out twice."""
    round_ = records.round_from(store, who, about)
    desk.speak(round_.call.language)
    found = records.answer_to(store, who, records.question_of(round_.fingerprint, scenario))
    if found is not None:
        return found
    outcome = outcome_of(desk, round_, scenario)
    return records.keep_outcome(store, who, about, outcome, _told(desk, outcome))


def _told(desk: Desk, outcome: Outcome) -> list[Sheet]:
    """The sheet that `pilih plan` adds where there is no plan."""
    if outcome.plan.status is not Status.INFEASIBLE:
        return []
    remedies = desk.ask(Working(scenarios.repairs, outcome))
    return [repairs_sheet(outcome, desk.ask(Working(scenarios.conflicts, outcome)), remedies)]


def done(desk: Desk, said: Message, **data: object) -> int:
    """Say in one line what was done, or give it as the document."""
    if desk.as_json:
        desk.document({"ok": True, **data})
    else:
        desk.out.say(said)
    return 0


def facts(desk: Desk, title: Text, lines: list[tuple[Text, Text]]) -> None:
    """Show a short table of labels and values."""
    desk.out.table(title, (message("What"), message("Value")), lines)
