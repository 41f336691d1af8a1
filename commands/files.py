"""Commands about a round's files: check, score, new."""

from pathlib import Path
from typing import Annotated, Any

import typer

import intake
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
    read,
    say_made_up,
)
from locales import message, render
from scoring import score as score_round


@command("check", "Every problem in the files, by row; exit code 1 on errors.")
def check(desk: Desk, folder: RoundArgument, applicants: ApplicantsOption = None) -> int:
    """Report everything that is wrong with a round's files."""
    desk.speak(intake.language_of(folder))
    round_, findings = intake.check_round(folder, applicants)
    if desk.as_json:
        data: dict[str, Any] = {"ok": round_ is not None, "findings": reports.findings_data(findings, desk.language)}
        if round_ is not None:
            data["made_up"] = render(round_.call.made_up, desk.language) if round_.call.made_up else ""
            data["columns"] = [{"header": m.header, "column": m.column, "how": m.how} for m in round_.matches]
            data["applicants"] = len(round_.applicants)
            data["fingerprint"] = round_.fingerprint
        desk.document(data)
    else:
        if round_ is not None:
            say_made_up(desk, round_)
            desk.out.matches(round_.matches)
        desk.out.findings(findings)
    return WRONG_INPUT if round_ is None else DONE


@command("score", "Gates, scores and ranks.")
def score(
    desk: Desk, folder: RoundArgument, scenario: ScenarioOption = "base", applicants: ApplicantsOption = None
) -> int:
    """Show gates, scores and ranks."""
    round_ = read(desk, folder, applicants)
    chosen = scenarios.read(scenarios.find(round_.folder, scenario))
    scores = score_round(round_, chosen.scoring)
    names = {str(key): str(name) for key, name in round_.applicants["name"].items()}
    if desk.as_json:
        desk.document(reports.scores_data(round_, scores, desk.language))
    else:
        say_made_up(desk, round_)
        desk.out.scores(names, scores)
        desk.out.findings(scores.findings)
    return DONE


@command("new", "A fresh round: template workbook, criteria, catalogue, first scenario.")
def new(
    desk: Desk,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet, or is empty.")],
) -> int:
    """Write a fresh round."""
    written = intake.write_template(folder, desk.language)
    if desk.as_json:
        desk.document({"ok": True, "files": [path.name for path in written]})
    else:
        desk.out.say(message("A fresh round stands in {folder}:", folder=str(folder)), "bold")
        for path in written:
            desk.out.say(message("  {file}", file=str(path.relative_to(folder))))
        desk.out.say(message("Fill in the applicants' workbook, then: pilih check {folder}", folder=str(folder)))
    return DONE
