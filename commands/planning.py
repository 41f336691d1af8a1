"""Commands that make plans and look at them again: plan, verify."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

import reports
import scenarios
from commands.desk import (
    DONE,
    WRONG_INPUT,
    ApplicantsOption,
    Desk,
    RoundArgument,
    ScenarioOption,
    command,
    outcome_of,
    read,
    scenario_of,
)
from commands.takeaway import Extra, extra_sheets
from locales import Label, Percent, message, plural
from optimizer import Status
from reports import Sheet
from scenarios import Outcome, Scenario, Working


@command("plan", "The main job: check, score, allocate, verify, write the take-away files.")
def plan(
    desk: Desk,
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where the files go.")] = None,
    applicants: ApplicantsOption = None,
    extras: Annotated[
        list[Extra] | None, typer.Option("--with", help="Reasons to add to the workbook; may be repeated.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="Multiplies every budget line: 0.9 after a cut of 10 per cent.")
    ] = None,
    announced: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Stay close to the plan that this folder announced.")
    ] = None,
    most_changes: Annotated[int | None, typer.Option(min=0, help="At most so many names may change.")] = None,
    fewest_changes: Annotated[bool, typer.Option("--fewest-changes", help="Fewest changed names first.")] = False,
    draw_odds: Annotated[bool, typer.Option("--draw-odds", help="Publish the chances of a draw among ties.")] = False,
    seed: Annotated[str, typer.Option("--draw", metavar="SEED", help="Break ties by a public draw.")] = "",
) -> int:
    """Check, score, allocate, verify, and write the take-away files."""
    if announced is None and (most_changes is not None or fewest_changes):
        raise typer.BadParameter("--most-changes and --fewest-changes need --announced DIR")
    before = reports.announced_awards(announced) if announced else None
    round_ = read(desk, folder, applicants)
    chosen = scenario_of(round_, scenario)
    if before is not None:
        chosen = scenarios.staying_close(chosen, before, at_most=most_changes, first=fewest_changes)
    if budget is not None:
        chosen = _scaled(chosen, budget)
    outcome = outcome_of(desk, round_, chosen)
    target = output or Path("out") / round_.call.id / outcome.scenario.id
    told: list[Sheet] = []
    others: list[Sheet] = []
    record = remedies = None
    if outcome.plan.status is Status.INFEASIBLE:
        remedies = desk.ask(Working(scenarios.repairs, outcome))
        told.append(reports.repairs_sheet(outcome, desk.ask(Working(scenarios.conflicts, outcome)), remedies))
    if outcome.plan.has_awards:
        if draw_odds or seed:
            outcome, record, told = _drawn(desk, outcome, seed)
        if before is not None:
            told.append(reports.changes_sheet(outcome, desk.ask(Working(scenarios.changes, outcome, before))))
        others = extra_sheets(desk, outcome, extras or ())
    written = desk.watch(lambda: reports.write_plan(outcome, target, desk.language, [*told, *others], record))
    if desk.as_json:
        shown = [reports.sheet_data(sheet, desk.language) for sheet in (*told, *others)]
        desk.document({**reports.outcome_data(outcome, written, desk.language, remedies), "sheets": shown})
    else:
        desk.out.summary(outcome, written)
        for sheet in told:
            reports.print_sheet(desk.out, sheet, desk.rows)
    return DONE if outcome.plan.has_awards else WRONG_INPUT


def _scaled(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with another budget, under a name of its own."""
    share = Percent(factor)
    titles = {
        language: message("{scenario}, budget at {share}", scenario=scenario.title, share=share).text(language)
        for language in ("id", "en")
    }
    name = f"{scenario.id}-budget-{factor:g}".replace(".", "-").replace("+", "")
    changed = scenarios.with_budget(scenario, scale=factor)
    return changed.model_copy(update={"id": name, "title": Label(**titles)})


def _drawn(desk: Desk, outcome: Outcome, seed: str) -> tuple[Outcome, Mapping[str, Any], list[Sheet]]:
    """Prepare the draw; with a seed, the outcome that it draws."""
    published = desk.ask(Working(scenarios.draw, outcome))
    sheet = reports.draw_sheet(outcome, published, seed or None)
    decided = scenarios.drawn(outcome, published, seed) if seed else outcome
    return decided, published.record(seed or None), [sheet]


@command("verify", "Re-check a written plan without a solver.")
def verify(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `pilih plan` wrote.")],
    round_folder: Annotated[
        Path | None, typer.Option("--round", help="Also rebuild every figure from this round's files.")
    ] = None,
) -> int:
    """Re-check a written plan; with its round, from the first answer to the last rupiah."""
    desk.speak(reports.language_of_plan(folder))
    round_ = read(desk, round_folder) if round_folder else None
    violations = desk.watch(lambda: reports.verify_folder(folder, round_))
    proven = () if violations else reports.proven(folder)
    if desk.as_json:
        said = [{"where": v.where, "problem": v.problem.text(desk.language)} for v in violations]
        proofs = [sentence.text(desk.language) for sentence in proven]
        desk.document({"ok": not violations, "violations": said, "certificate": proofs})
    elif violations:
        desk.out.violations(violations)
        problems = plural("{count} problem", "{count} problems", count=len(violations))
        desk.out.say(message("The plan does NOT hold: {problems}.", problems=problems), "bold red")
    else:
        with_round = message(" and agrees with its round") if round_ else ""
        desk.out.say(message("The plan holds{with_round}.", with_round=with_round), "bold green")
        for sentence in proven:
            desk.out.say(message("  certificate: {proven}", proven=sentence))
    return WRONG_INPUT if violations else DONE
