"""The command that puts outcomes side by side: compare."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import reports
import scenarios
from commands.desk import (
    DONE,
    WRONG_INPUT,
    AllOption,
    ApplicantsOption,
    Desk,
    NoPlanError,
    RoundArgument,
    command,
    outcome_of,
    read,
    say_made_up,
)
from intake import Round
from locales import message, render
from optimizer import Status
from reports import Mark, Sheet
from scenarios import Comparison, Scenario, Working

SECONDS = 300.0


@command("compare", "Who enters, who leaves, what it costs, and by which change.")
def compare(
    desk: Desk,
    folder: RoundArgument,
    names: Annotated[
        list[str],
        typer.Option(
            "-s",
            "--scenario",
            help="Two to four scenarios, one after another; base@DIR is scenario base of the round in DIR.",
        ),
    ],
    applicants: ApplicantsOption = None,
    announced: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also against the plan that this folder announced.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write compare.xlsx into this folder.")] = None,
    why: Annotated[
        bool, typer.Option("--causes/--no-causes", help="Find by solving again which change decides each name.")
    ] = True,
    seconds: Annotated[
        float, typer.Option(min=0.1, help="Time for the causes of each scenario's differences.")
    ] = SECONDS,
    everything: AllOption = False,
) -> int:
    """Put scenarios side by side and say which change decides each name; or against an announced plan."""
    before = None if announced is None else reports.announced_awards(announced)
    if len(names) > 1 or before is None:
        scenarios.refuse_number(len(names))
    asked = _asked(desk, folder, names, applicants)
    outcomes = [outcome_of(desk, round_, scenario) for round_, scenario in asked]
    if len(outcomes) == 1 and not outcomes[0].plan.has_awards:
        raise NoPlanError(outcomes[0])
    compared: Comparison | None = None
    sheets: list[Sheet] = []
    if len(outcomes) > 1:
        if why and not desk.as_json:
            desk.err.say(message("the changes are made one at a time, each time with a whole new allocation …"), "dim")
        compared = desk.ask(Working(scenarios.compare, outcomes, seconds=seconds if why else None))
        sheets += reports.comparison_sheets(outcomes, compared)
    for outcome in outcomes if before is not None else ():
        if outcome.plan.has_awards:
            told = reports.changes_sheet(outcome, desk.ask(Working(scenarios.changes, outcome, before)))
            whose = (message("Scenario"), outcome.scenario.title, Mark.NONE)
            sheets.append(replace(told, facts=(whose, *told.facts)))
    written = reports.write_comparison(outcomes, sheets, output, desk.language) if output else None
    _shown(desk, asked[0][0], compared, sheets, written, everything)
    return DONE if all(outcome.plan.status is not Status.INFEASIBLE for outcome in outcomes) else WRONG_INPUT


def _asked(desk: Desk, folder: Path, names: Sequence[str], applicants: Path | None) -> list[tuple[Round, Scenario]]:
    """The round and scenario of every name; a round that is named twice is read once."""
    own = read(desk, folder, applicants)
    language, rounds = desk.language, {"": own}
    found = []
    for name in names:
        scenario, other = _parted(name)
        if other not in rounds:
            rounds[other] = read(desk, Path(other))
            desk.speak(language)
        round_ = rounds[other]
        found.append((round_, scenarios.read(scenarios.find(round_.folder, scenario))))
    return found


def _parted(name: str) -> tuple[str, str]:
    """A scenario's name and the round's folder that stands after an @; a file that exists is meant as it is."""
    if Path(name).exists():
        return name, ""
    scenario, _, folder = name.partition("@")
    return scenario, folder


def _shown(
    desk: Desk,
    round_: Round,
    compared: Comparison | None,
    sheets: Sequence[Sheet],
    written: Path | None,
    everything: bool,
) -> None:
    if desk.as_json:
        made_up = render(round_.call.made_up, desk.language) if round_.call.made_up else ""
        shown = [reports.sheet_data(sheet, desk.language) for sheet in sheets]
        own = {"ok": True} if compared is None else reports.comparison_data(compared, desk.language)
        own |= {"made_up": made_up, "sheets": shown, "files": [str(written)] if written else []}
        desk.document(own)
        return
    say_made_up(desk, round_)
    for sheet in sheets:
        reports.print_sheet(desk.out, sheet, None if everything else desk.rows)
    if written is not None:
        desk.out.say(message("written: {file}", file=str(written)))
