"""Commands that give reasons: explain, robust, frontier, reserve, fairness, manipulation."""

from typing import Annotated, Any

import typer

import reports
import scenarios
from commands.desk import (
    DONE,
    WRONG_INPUT,
    AllOption,
    ApplicantsOption,
    Desk,
    RoundArgument,
    ScenarioOption,
    command,
    outcome_of,
    planned,
    read,
    say_made_up,
)
from commands.sweeping import ResumeOption, SchedulerOption, Sweeping
from scenarios import Working


@command("explain", "Why an applicant is in or out; without one, what every decision and every rule costs.")
def explain(
    desk: Desk,
    folder: RoundArgument,
    applicant: Annotated[str | None, typer.Argument(metavar="APPLICANT", help="The applicant's id.")] = None,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    turning: Annotated[
        bool, typer.Option("--what-it-takes", help="Also find the smallest changes that would turn the decision.")
    ] = False,
    members: Annotated[
        bool, typer.Option("--members/--no-members", help="Also solve under every member's weights, if there are any.")
    ] = True,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = True,
    everything: AllOption = False,
) -> int:
    """Say why an applicant is in or out, and what deciding otherwise would cost; or price the whole plan."""
    round_ = read(desk, folder, applicants)
    if applicant is None:
        sweeping = Sweeping.of(scheduler, resume)
        outcome = planned(desk, round_, scenario)
        priced = sweeping.ask(desk, "prices", outcome, lambda spread: scenarios.prices(outcome, scheduler=spread))
        made = [reports.prices_of_applicants(outcome, priced), reports.prices_of_rules(outcome, priced)]
        return desk.sheets(outcome, made, everything)
    outcome = outcome_of(desk, round_, scenario)
    told = desk.ask(Working(scenarios.explain, outcome, applicant, members=members))
    asked = turning and outcome.plan.has_awards
    takes = desk.ask(Working(scenarios.what_it_takes, outcome, applicant)) if asked else None
    if desk.as_json:
        desk.document(reports.explanation_data(outcome, told, desk.language, takes))
    else:
        say_made_up(desk, round_)
        desk.out.explanation(outcome, told)
        reports.print_closeness(desk.out, told)
        if takes is not None:
            desk.out.what_it_takes(takes)
    return DONE


@command("robust", "Who is clear in, contested or clear out within a stated loss, and plans that really differ.")
def robust(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    loss: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the best that may be given up: 0.002 is 0.2 per cent.")
    ] = 0.002,
    plans: Annotated[int, typer.Option(min=0, help="How many other plans to look for.")] = 3,
    different: Annotated[int, typer.Option(min=1, help="Applicants decided differently, at least.")] = 4,
    doubts: Annotated[
        bool,
        typer.Option("--doubts", help="Instead, draw weights, missing answers, marks, prices and money together."),
    ] = False,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = True,
    hold_later: Annotated[
        bool, typer.Option("--hold-later", help="Plans must also be no worse on the later objectives.")
    ] = False,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Time for each; else the scenario's.")] = None,
    everything: AllOption = False,
) -> int:
    """Sort the applicants by how open their case is, and list other plans nearly as good; or draw every doubt."""
    sweeping = Sweeping.of(scheduler if doubts else None, resume)
    outcome = planned(desk, read(desk, folder, applicants), scenario)
    if doubts:
        drawn = sweeping.ask(desk, "robust", outcome, lambda spread: scenarios.robust(outcome, scheduler=spread))
        return desk.sheets(outcome, [reports.robust_sheet(outcome, drawn)], everything)
    terms: dict[str, Any] = {"loss": loss, "later_held": hold_later, "seconds": seconds}
    made = [reports.standing_sheet(outcome, desk.ask(Working(scenarios.standing, outcome, **terms)))]
    if plans:
        asked = Working(scenarios.other_plans, outcome, count=plans, different=different, **terms)
        made.append(reports.other_plans_sheet(outcome, desk.ask(asked)))
    return desk.sheets(outcome, made, everything)


@command("frontier", "What more or less money would fund; or two measures against each other.")
def frontier(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    against: Annotated[
        str, typer.Option(help='What to weigh the first objective against: "maximise libraries where kind = village".')
    ] = "",
    first: Annotated[str, typer.Option(help="Instead of the first objective, in the same words.")] = "",
    points: Annotated[int, typer.Option(min=2, help="Points, where there are too many steps for all.")] = 20,
    lines: Annotated[
        list[str] | None, typer.Option("--line", help="Vary only this budget line; may be repeated.")
    ] = None,
    nested: Annotated[
        bool, typer.Option("--nested", help="Who is in at one budget stays in at every larger one.")
    ] = False,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = True,
    everything: AllOption = False,
) -> int:
    """Draw the budget curve, or the frontier between two measures."""
    second = scenarios.read_axis(against) if against else None
    other = scenarios.read_axis(first) if first else None
    sweeping = Sweeping.of(scheduler if second is None else None, resume)
    outcome = planned(desk, read(desk, folder, applicants), scenario)
    if second is not None:
        trade = desk.ask(Working(scenarios.frontier, outcome, second, other, points=points))
        return desk.sheets(outcome, [reports.frontier_sheet(outcome, trade)], everything)
    curve = sweeping.ask(
        desk,
        "frontier",
        outcome,
        lambda spread: scenarios.budget_curve(outcome, tuple(lines or ()), nested=nested, scheduler=spread),
    )
    return desk.sheets(outcome, [reports.budget_curve_sheet(outcome, curve)], everything)


@command("reserve", "Who takes the place of each winner that withdraws, and in which order to call the others.")
def reserve(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    winners: Annotated[
        list[str] | None, typer.Option("--winner", help="Only for this winner; may be repeated.")
    ] = None,
    anyone_may_move: Annotated[
        bool, typer.Option("--anyone-may-move", help="The others need not keep what was announced for them.")
    ] = False,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = True,
    everything: AllOption = False,
) -> int:
    """List the best lawful substitutes."""
    sweeping = Sweeping.of(scheduler, resume)
    outcome = planned(desk, read(desk, folder, applicants), scenario)
    terms: dict[str, Any] = {"winners": tuple(winners) if winners else None, "anyone_may_move": anyone_may_move}
    found = sweeping.ask(desk, "reserve", outcome, lambda spread: scenarios.reserve(outcome, scheduler=spread, **terms))
    return desk.sheets(outcome, [reports.reserve_sheet(outcome, found)], everything)


@command("fairness", "Who gets what, region by region and head by head, with the rules of fairness and without.")
def fairness(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    everything: AllOption = False,
) -> int:
    """Report how evenly the plan gives."""
    outcome = planned(desk, read(desk, folder, applicants), scenario)
    report = desk.ask(Working(scenarios.fairness, outcome))
    return desk.sheets(outcome, [reports.fairness_sheet(outcome, report)], everything)


@command("manipulation", "What honest-looking misreports would gain, rule by rule; exit code 1 if a blank ever gains.")
def manipulation(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    margin: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share by which a number may be off; else the scenario's.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=0, max=366, help="The same for a date, in days.")] = None,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = True,
    everything: AllOption = False,
) -> int:
    """Try blanks, rounding, neighbouring choices and second applications on every rule."""
    sweeping = Sweeping.of(scheduler, resume)
    outcome = planned(desk, read(desk, folder, applicants), scenario)
    stated = {"margin": margin, "days": days}
    honest = outcome.scenario.manipulation.model_copy(update={k: v for k, v in stated.items() if v is not None})
    found = sweeping.ask(
        desk, "manipulation", outcome, lambda spread: scenarios.manipulation(outcome, honest, scheduler=spread)
    )
    code = desk.sheets(outcome, [reports.manipulation_sheet(outcome, found)], everything)
    findings = scenarios.manipulation_findings(outcome, found)
    if findings.errors and not desk.as_json:
        desk.err.findings(findings)
    return WRONG_INPUT if findings.errors else code
