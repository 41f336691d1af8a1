"""Commands about the committee's judgement: weights, panel, reading."""

from pathlib import Path
from typing import Annotated

import typer

import intake
import reports
import scenarios
import scoring
from commands.desk import (
    DONE,
    AllOption,
    ApplicantsOption,
    Desk,
    RoundArgument,
    ScenarioOption,
    command,
    outcome_of,
    planned,
    read,
)
from intake import Finding, Findings, InputError, Method, Round, Severity
from locales import message
from scenarios import Working


@command("weights", "The committee's weights: who answered what, how far apart they are, and what to discuss.")
def weights(
    desk: Desk,
    folder: RoundArgument,
    scenario: Annotated[
        str, typer.Option("-s", "--scenario", help="Also compare the plans that the members' weights would make.")
    ] = "",
    discuss: Annotated[
        bool, typer.Option("--discuss", help="Also find the weight whose discussion would settle most.")
    ] = False,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Time for the plans together.")] = None,
    form: Annotated[
        Method | None, typer.Option(help="Write a blank form for this way of asking, instead of reading answers.")
    ] = None,
    members: Annotated[
        list[str] | None, typer.Option("--member", metavar="CODE=NAME", help="Who is asked by the form; repeat it.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The form's file.")] = None,
    everything: AllOption = False,
) -> int:
    """Show the members' weights and where they matter, or write the form to ask for them."""
    round_ = read(desk, folder)
    if form is not None:
        asked = [(code.strip(), name.strip()) for code, _, name in (each.partition("=") for each in members or ())]
        if not asked or not all(code and name for code, name in asked):
            raise typer.BadParameter("--form needs --member CODE=NAME for every member")
        return _written(desk, output or Path("members.csv"), intake.members_form(round_.criteria, asked, form))
    findings = scoring.weight_set(round_.criteria, round_.members or intake.Members(())).findings
    sheets = [reports.weights_sheet(round_)]
    if scenario:
        outcome = planned(desk, round_, scenario)
        asked_of = Working(scenarios.agreement, outcome, seconds=seconds, levers=discuss)
        sheets.append(reports.agreement_sheet(outcome, desk.ask(asked_of)))
    code = desk.sheets(round_, sheets, everything)
    if not desk.as_json and len(findings):
        desk.err.findings(findings)
    return code


@command("panel", "Reviewers' marks: severity, raw beside calibrated, agreement, and what to discuss.")
def panel(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    line: Annotated[
        int | None, typer.Option(min=1, help="How many are funded; else as many as the scenario's plan funds.")
    ] = None,
    everything: AllOption = False,
) -> int:
    """Show what the panel's marks are worth."""
    round_ = read(desk, folder, applicants)
    if not any(criterion.panel for criterion in round_.criteria.criteria):
        raise InputError(Findings.of([_no_panel(round_)]))
    outcome = outcome_of(desk, round_, scenario)
    talk = scoring.discuss(round_, outcome.scenario.scoring, line or len(outcome.plan.awards) or None)
    return desk.sheets(outcome, [reports.panel_sheet(outcome, talk)], everything)


@command("reading", "Before marking: who reads what, so that every reviewer can be compared with every other.")
def reading(
    desk: Desk,
    folder: RoundArgument,
    reviewers: Annotated[list[str], typer.Option("--reviewer", help="A reviewer's code; repeat it.")],
    applicants: ApplicantsOption = None,
    marks_each: Annotated[int, typer.Option(min=1, help="How many read each application.")] = 3,
    anchors: Annotated[int, typer.Option(min=0, help="How many applications everybody reads.")] = 5,
    at_most: Annotated[int | None, typer.Option(min=1, help="How many one reviewer may read.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the empty marks.csv here.")] = None,
    everything: AllOption = False,
) -> int:
    """Plan the reading, and write the list of marks to be given."""
    round_ = read(desk, folder, applicants)
    names = {str(key): str(name) for key, name in round_.applicants["name"].items()}
    marked = [criterion.id for criterion in round_.criteria.criteria if criterion.panel]
    if not marked:
        raise InputError(Findings.of([_no_panel(round_)]))
    conflicts = _conflicts(round_)
    plan = scoring.plan_reading(
        list(names), reviewers, marks_each=marks_each, anchors=anchors, conflicts=conflicts, at_most=at_most
    )
    code = desk.sheets(round_, [reports.reading_sheet(plan, names)], everything)
    if output is not None:
        rows = plan.sheet_of_marks(marked, conflicts)
        return _written(desk, output, rows.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return code


def _conflicts(round_: Round) -> list[tuple[str, str]]:
    """Who may not read what, as far as marks.csv says so already."""
    if round_.marks is None:
        return []
    stated = round_.marks.loc[round_.marks["conflict"], ["applicant", "reviewer"]]
    return sorted({(str(applicant), str(reviewer)) for applicant, reviewer in stated.to_numpy().tolist()})


def _no_panel(round_: Round) -> Finding:
    return Finding(
        "panel.none",
        Severity.ERROR,
        message("no criterion of this round is marked by a panel"),
        message("give a criterion of criteria.toml a panel, such as panel = {{ at_least = 1, at_most = 5 }}"),
        file="criteria.toml",
        value=round_.call.id,
    )


def _written(desk: Desk, path: Path, content: bytes) -> int:
    """Write a form where there is no file yet."""
    with path.open("xb") as file:
        file.write(content)
    if not desk.as_json:
        desk.out.say(message("written: {file}", file=str(path)))
    return DONE
