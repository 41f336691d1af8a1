"""Command stability: how far the weights may move before anything changes, and what brings whom up to the line."""

from typing import Annotated, Any

import typer

import reports
import scenarios
from commands.desk import AllOption, ApplicantsOption, Desk, RoundArgument, ScenarioOption, command, planned, read
from commands.sweeping import ResumeOption, SchedulerOption, Sweeping


@command("stability", "How far each weight may move before other libraries are chosen, and what brings whom in.")
def stability(
    desk: Desk,
    folder: RoundArgument,
    followed: Annotated[
        list[str] | None,
        typer.Argument(metavar="[APPLICANT]...", help="Follow the whole allocation until it funds them."),
    ] = None,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    weights: Annotated[
        list[str] | None, typer.Option("--weight", help="Only this group or criterion; may be repeated.")
    ] = None,
    by_rank: Annotated[
        bool, typer.Option("--by-rank", help="Without the whole allocation, which takes minutes.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, help="Plans solved at most.")] = scenarios.MOST_SOLVES,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = True,
    everything: AllOption = False,
) -> int:
    """Show where ranking and funded set change along every weight."""
    sweeping = Sweeping.of(scheduler, resume)
    outcome = planned(desk, read(desk, folder, applicants), scenario)
    names = tuple(followed or ())
    terms: dict[str, Any] = {"nodes": tuple(weights or ()), "in_full": not by_rank, "most": most}
    found = sweeping.ask(
        desk,
        "stability",
        outcome,
        lambda spread: scenarios.stability(outcome, names, scheduler=spread, **terms),
    )
    made = reports.stability_sheet(outcome, found, scenarios.entries_of(outcome, found))
    return desk.sheets(outcome, [made], everything)
