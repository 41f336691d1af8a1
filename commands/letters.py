"""The command that writes to applicants: letters."""

from pathlib import Path
from typing import Annotated

import typer

import reports
import scenarios
from commands.desk import (
    DONE,
    ApplicantsOption,
    Desk,
    NoPlanError,
    RoundArgument,
    ScenarioOption,
    command,
    planned,
    read,
    say_made_up,
)
from locales import message
from scenarios import Outcome, WhatItTakes, Working


@command("letters", "A one-page letter to every applicant: the decision, the points, the grant, and why.")
def letters(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    plan: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The decided plan, as `pilih plan` wrote it; nothing is solved.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where the letters go.")] = None,
    applicants: ApplicantsOption = None,
    chosen: Annotated[
        list[str] | None, typer.Option("--applicant", metavar="ID", help="Only to this applicant; may be repeated.")
    ] = None,
    turning: Annotated[
        bool,
        typer.Option("--what-it-takes", help="Also say which change would have funded it; takes minutes for each."),
    ] = False,
    reserve: Annotated[bool, typer.Option("--reserve", help="Also say who stands where on the reserve list.")] = False,
) -> int:
    """Write the letters; none leaves unless the plan verifies."""
    round_ = read(desk, folder, applicants)
    outcome = planned(desk, round_, scenario) if plan is None else reports.outcome_of_plan(plan, round_)
    if not outcome.plan.has_awards:
        raise NoPlanError(outcome)
    names = list(dict.fromkeys(chosen)) if chosen else None
    made = reports.letters(outcome, names)
    if turning or reserve:
        takes = _turning(desk, outcome, [each.applicant for each in made if not each.funded]) if turning else {}
        listed = desk.ask(Working(scenarios.reserve, outcome)).listed if reserve else None
        order = [place.applicant for place in listed.order] if listed else []
        made = reports.letters(outcome, names, takes=takes, reserve=order)
    target = output or Path("out") / round_.call.id / f"{outcome.scenario.id}-letters"
    if not desk.as_json:
        desk.err.say(message("verifying the plan and setting the letters …"), "dim")
    written = desk.watch(lambda: reports.write_letters(outcome, made, target, desk.language, plan))
    if desk.as_json:
        data = reports.letters_data(outcome, made, desk.language)
        desk.document({"ok": True, **data, "files": [str(path) for path in written]})
    else:
        say_made_up(desk, round_)
        reports.print_letters(desk.out, made, written)
    return DONE


def _turning(desk: Desk, outcome: Outcome, applicants: list[str]) -> dict[str, WhatItTakes]:
    """Solve for each of those who are not funded, one after another."""
    found: dict[str, WhatItTakes] = {}
    for each in applicants:
        if not desk.as_json:
            desk.err.say(message("{applicant}: what it would have taken …", applicant=each), "dim")
        found[each] = desk.ask(Working(scenarios.what_it_takes, outcome, each))
    return found
