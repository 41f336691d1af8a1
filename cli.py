"""The command `pilih`: the street from files to a verified plan, for terminals, schedulers and scripts."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import intake
import reports
import scenarios
from intake import Findings, InputError, Round
from locales import DEFAULT_LANGUAGE, Message, message, render
from optimizer import SolverError, Status
from scoring import score as score_round

app = typer.Typer(
    name="pilih",
    help="Choose and equip regional public libraries: check, score, allocate, verify, explain.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
DONE, WRONG_INPUT, WRONG_USAGE = 0, 1, 2


class Language(StrEnum):
    """The languages of the screen."""

    INDONESIAN = "id"
    ENGLISH = "en"


RoundArgument = Annotated[Path, typer.Argument(metavar="ROUND", help="The round's folder.")]
ScenarioOption = Annotated[str, typer.Option("-s", "--scenario", help="A scenario of the round, by name or path.")]
LanguageOption = Annotated[Language | None, typer.Option("--language", help="id or en; else the round's own.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
ApplicantsOption = Annotated[
    Path | None, typer.Option("--applicants", help="Another applicants' file than the round names.")
]


class Desk:
    """Where one command writes: tables or one JSON document to standard output, everything else to standard error."""

    def __init__(self, language: Language | str | None, as_json: bool) -> None:
        self.as_json = as_json
        self.fixed = str(language) if language else ""
        self.language = self.fixed or DEFAULT_LANGUAGE

    def speak(self, language: str) -> None:
        """Use this language unless another was asked for."""
        self.language = self.fixed or language

    @property
    def out(self) -> reports.Printer:
        """Standard output."""
        return reports.Printer(Console(soft_wrap=not sys.stdout.isatty(), width=_width(sys.stdout)), self.language)

    @property
    def err(self) -> reports.Printer:
        """Standard error."""
        return reports.Printer(Console(stderr=True, width=_width(sys.stderr)), self.language)

    def document(self, data: dict[str, Any]) -> None:
        """Write the JSON document."""
        json.dump(data, sys.stdout, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
        sys.stdout.write("\n")

    def refuse(self, findings: Findings) -> None:
        """Report findings that stop the command."""
        if self.as_json:
            self.document({"ok": False, "findings": reports.findings_data(findings, self.language)})
        else:
            self.err.findings(findings)

    def fail(self, problem: Message) -> None:
        """Report one problem that stops the command."""
        if self.as_json:
            self.document({"ok": False, "problem": problem.text(self.language)})
        else:
            self.err.say(problem, "bold red")


def _width(stream: Any) -> int | None:  # noqa: ANN401
    return None if stream.isatty() else 160


def guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns or raises into an exit code; a user's mistake never shows a traceback."""

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401
        desk = Desk(given.pop("language", None), given.pop("as_json", False))
        try:
            code = command(desk=desk, **given)
        except InputError as error:
            desk.refuse(error.findings)
            code = WRONG_INPUT
        except SolverError as error:
            desk.fail(message("the solver failed: {why}", why=str(error)))
            code = WRONG_INPUT
        except OSError as error:
            desk.fail(message("{file}: {why}", file=str(error.filename or ""), why=error.strerror or str(error)))
            code = WRONG_INPUT
        except KeyboardInterrupt:
            desk.fail(message("stopped"))
            code = WRONG_INPUT
        raise typer.Exit(code)

    return run


def _read(desk: Desk, folder: Path, applicants: Path | None = None) -> Round:
    desk.speak(intake.language_of(folder))
    round_, findings = intake.check_round(folder, applicants)
    if round_ is None:
        raise InputError(findings)
    return round_


def _outcome(desk: Desk, round_: Round, name: str) -> scenarios.Outcome:
    scenario = scenarios.read(scenarios.find(round_.folder, name))
    if not desk.as_json:
        desk.err.say(message("{round}: {scenario} …", round=round_.call.title, scenario=scenario.title), "dim")
    return scenarios.run(round_, scenario)


@guarded
def check(desk: Desk, folder: Path, applicants: Path | None) -> int:
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
            _made_up(desk, round_)
            desk.out.matches(round_.matches)
        desk.out.findings(findings)
    return WRONG_INPUT if round_ is None else DONE


@guarded
def score(desk: Desk, folder: Path, scenario: str, applicants: Path | None) -> int:
    """Show gates, scores and ranks."""
    round_ = _read(desk, folder, applicants)
    chosen = scenarios.read(scenarios.find(round_.folder, scenario))
    scores = score_round(round_, chosen.scoring)
    names = {str(key): str(name) for key, name in round_.applicants["name"].items()}
    if desk.as_json:
        desk.document(reports.scores_data(round_, scores, desk.language))
    else:
        _made_up(desk, round_)
        desk.out.scores(names, scores)
        desk.out.findings(scores.findings)
    return DONE


@guarded
def plan(desk: Desk, folder: Path, scenario: str, output: Path | None, applicants: Path | None) -> int:
    """Check, score, allocate, verify, and write the take-away files."""
    round_ = _read(desk, folder, applicants)
    outcome = _outcome(desk, round_, scenario)
    target = output or Path("out") / round_.call.id / outcome.scenario.id
    written = reports.write_plan(outcome, target, desk.language)
    remedies = scenarios.repairs(outcome) if outcome.plan.status is Status.INFEASIBLE else None
    if desk.as_json:
        desk.document(reports.outcome_data(outcome, written, desk.language, remedies))
    else:
        desk.out.summary(outcome, written, remedies)
    return DONE if outcome.plan.has_awards else WRONG_INPUT


@guarded
def explain(desk: Desk, folder: Path, applicant: str, scenario: str, applicants: Path | None, turning: bool) -> int:
    """Say why an applicant is in or out, and what deciding otherwise would cost."""
    round_ = _read(desk, folder, applicants)
    outcome = _outcome(desk, round_, scenario)
    told = scenarios.explain(outcome, applicant)
    takes = scenarios.what_it_takes(outcome, applicant) if turning and outcome.plan.has_awards else None
    if desk.as_json:
        desk.document(reports.explanation_data(outcome, told, desk.language, takes))
    else:
        _made_up(desk, round_)
        desk.out.explanation(outcome, told)
        if takes is not None:
            desk.out.what_it_takes(takes)
    return DONE


@guarded
def compare(desk: Desk, folder: Path, names: Sequence[str], applicants: Path | None) -> int:
    """Show who enters, who leaves, what it costs, and why."""
    round_ = _read(desk, folder, applicants)
    outcomes = [_outcome(desk, round_, name) for name in names]
    compared = scenarios.compare(outcomes)
    if desk.as_json:
        made_up = render(round_.call.made_up, desk.language) if round_.call.made_up else ""
        desk.document(reports.comparison_data(compared, desk.language, made_up=made_up))
    else:
        _made_up(desk, round_)
        desk.out.comparison(compared)
    return DONE if all(outcome.plan.status is not Status.INFEASIBLE for outcome in outcomes) else WRONG_INPUT


@guarded
def verify(desk: Desk, folder: Path, round_folder: Path | None) -> int:
    """Re-check a written plan without a solver; with its round, from the first answer to the last rupiah."""
    desk.speak(reports.language_of_plan(folder))
    round_ = _read(desk, round_folder) if round_folder else None
    violations = reports.verify_folder(folder, round_)
    if desk.as_json:
        said = [{"where": v.where, "problem": v.problem.text(desk.language)} for v in violations]
        desk.document({"ok": not violations, "violations": said})
    elif violations:
        desk.out.violations(violations)
        desk.out.say(message("The plan does NOT hold: {count} problems.", count=len(violations)), "bold red")
    else:
        with_round = message(" and agrees with its round") if round_ else ""
        desk.out.say(message("The plan holds{with_round}.", with_round=with_round), "bold green")
    return WRONG_INPUT if violations else DONE


@guarded
def new(desk: Desk, folder: Path) -> int:
    """Write a fresh round: template workbook, criteria, catalogue, first scenario."""
    written = intake.write_template(folder, desk.language)
    if desk.as_json:
        desk.document({"ok": True, "files": [path.name for path in written]})
    else:
        desk.out.say(message("A fresh round stands in {folder}:", folder=str(folder)), "bold")
        for path in written:
            desk.out.say(message("  {file}", file=str(path.relative_to(folder))))
        desk.out.say(message("Fill in the applicants' workbook, then: pilih check {folder}", folder=str(folder)))
    return DONE


def _made_up(desk: Desk, round_: Round) -> None:
    if round_.call.made_up is not None:
        desk.out.say(render(round_.call.made_up, desk.language), "bold magenta")


@app.command("check", help="Every problem in the files, by row; exit code 1 on errors.")
def check_command(
    folder: RoundArgument,
    applicants: ApplicantsOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of check."""
    check(folder=folder, applicants=applicants, language=language, as_json=as_json)


@app.command("score", help="Gates, scores and ranks.")
def score_command(
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of score."""
    score(folder=folder, scenario=scenario, applicants=applicants, language=language, as_json=as_json)


@app.command("plan", help="The main job: check, score, allocate, verify, write the take-away files.")
def plan_command(
    folder: RoundArgument,
    scenario: ScenarioOption = "base",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where the files go.")] = None,
    applicants: ApplicantsOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of plan."""
    plan(folder=folder, scenario=scenario, output=output, applicants=applicants, language=language, as_json=as_json)


@app.command("explain", help="Why an applicant is in or out, and what the opposite would cost.")
def explain_command(
    folder: RoundArgument,
    applicant: Annotated[str, typer.Argument(metavar="APPLICANT", help="The applicant's id.")],
    scenario: ScenarioOption = "base",
    applicants: ApplicantsOption = None,
    turning: Annotated[
        bool, typer.Option("--what-it-takes", help="Also find the smallest changes that would turn the decision.")
    ] = False,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of explain."""
    explain(
        folder=folder,
        applicant=applicant,
        scenario=scenario,
        applicants=applicants,
        turning=turning,
        language=language,
        as_json=as_json,
    )


@app.command("compare", help="Who enters, who leaves, what it costs, and why.")
def compare_command(
    folder: RoundArgument,
    names: Annotated[list[str], typer.Option("-s", "--scenario", help="Two scenarios or more, one after another.")],
    applicants: ApplicantsOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of compare."""
    compare(folder=folder, names=names, applicants=applicants, language=language, as_json=as_json)


@app.command("verify", help="Re-check a written plan without a solver.")
def verify_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `pilih plan` wrote.")],
    round_folder: Annotated[
        Path | None, typer.Option("--round", help="Also rebuild every figure from this round's files.")
    ] = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of verify."""
    verify(folder=folder, round_folder=round_folder, language=language, as_json=as_json)


@app.command("new", help="A fresh round: template workbook, criteria, catalogue, first scenario.")
def new_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet, or is empty.")],
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Command line of new."""
    new(folder=folder, language=language, as_json=as_json)


@app.command("app", help="The web app, on this computer only.")
def app_command(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="A folder of rounds.")] = None,
    port: Annotated[int, typer.Option(help="Where it listens.")] = 8501,
) -> None:
    """Command line of app: hands over to Streamlit with the settings of .streamlit/config.toml."""
    home = Path(__file__).parent
    surroundings = os.environ | ({"PILIH_ROUNDS": str(folder.resolve())} if folder else {})
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    sys.stdout.write(f"http://localhost:{port}\n")
    sys.stdout.flush()
    raise typer.Exit(subprocess.run(command, cwd=home, env=surroundings, check=False).returncode)  # noqa: S603


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
