"""The desk: where one command writes, and how it ends."""

import inspect
import json
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

import typer
from rich.console import Console

import intake
import reports
import scenarios
from intake import Findings, InputError, Round
from locales import DEFAULT_LANGUAGE, Message, message, render
from optimizer import SolverError, watched
from scenarios import Outcome, Scenario, WorkerError, Working

app = typer.Typer(
    name="pilih",
    help="Choose and equip regional public libraries: check, score, allocate, verify, explain.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
T = TypeVar("T")
DONE, WRONG_INPUT = 0, 1


class Language(StrEnum):
    """The languages of the screen."""

    INDONESIAN = "id"
    ENGLISH = "en"


RoundArgument = Annotated[Path, typer.Argument(metavar="ROUND", help="The round's folder.")]
ScenarioOption = Annotated[str, typer.Option("-s", "--scenario", help="A scenario of the round, by name or path.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every row of every table.")]
ApplicantsOption = Annotated[
    Path | None, typer.Option("--applicants", help="Another applicants' file than the round names.")
]
COMMON = (
    Parameter(
        "language",
        Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[Language | None, typer.Option("--language", help="id or en; else the round's own.")],
    ),
    Parameter(
        "as_json",
        Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")],
    ),
)


class Desk:
    """Where one command writes: tables or one JSON document to standard output, everything else to standard error."""

    rows: ClassVar[int] = 20
    """Rows of a long table that are shown unless all are asked for."""

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

    def ask(self, under_way: Working[T]) -> T:
        """Wait for a worker and show how it goes; Ctrl-C takes the best answer so far, a second one ends it."""
        with under_way as work, reports.ProgressLine(self.err.console, self.language) as line:
            try:
                for event in work.events():
                    line.show(event)
            except KeyboardInterrupt:
                work.cancel()
            return work.result()

    def watch(self, ask: Callable[[], T], stop: Callable[[], bool] = lambda: False) -> T:
        """Answer here and show how it goes, for what starts workers of its own, or is too large to be sent to one."""
        with reports.ProgressLine(self.err.console, self.language) as line, watched(line.show, stop=stop):
            return ask()

    def sheets(self, about: Outcome | Round, sheets: Sequence[reports.Sheet], everything: bool) -> int:
        """Show sheets of reasons as tables, or as one document; of long tables the first rows unless all are wanted."""
        round_ = about if isinstance(about, Round) else about.round
        if self.as_json:
            made_up = render(round_.call.made_up, self.language) if round_.call.made_up else ""
            shown = [reports.sheet_data(sheet, self.language) for sheet in sheets]
            document = {"ok": True, "made_up": made_up, "round": round_.call.id, "sheets": shown}
            if isinstance(about, Outcome):
                document |= {"scenario": about.scenario.id, "fingerprint": about.fingerprint}
            self.document(document)
            return DONE
        say_made_up(self, round_)
        for sheet in sheets:
            reports.print_sheet(self.out, sheet, None if everything else self.rows)
        return DONE

    def no_plan(self, outcome: Outcome) -> None:
        """Say that there is no plan that could be asked about, and why."""
        if self.as_json:
            self.document(reports.outcome_data(outcome, (), self.language))
        else:
            self.out.summary(outcome, ())

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


def group(name: str, says: str) -> typer.Typer:
    """Make a group of commands, such as `pilih scenario list`."""
    made = typer.Typer(name=name, help=says, no_args_is_help=True, pretty_exceptions_enable=False)
    app.add_typer(made)
    return made


def command(name: str, says: str, within: typer.Typer = app) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make a function a command of `pilih`; it is given a Desk, and the language and --json are asked for it.

    within: the group that it belongs to, if any.

    What it returns or raises becomes the exit code; a user's mistake never shows a traceback.
    """

    def register(work: Callable[..., int]) -> Callable[..., int]:
        own = inspect.signature(work, eval_str=True).parameters.values()
        asked = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in own if each.name != "desk"]

        def run(**given: Any) -> None:  # noqa: ANN401
            desk = Desk(given.pop("language"), given.pop("as_json"))
            raise typer.Exit(_ended(desk, work, given))

        run.__signature__ = inspect.Signature([*asked, *COMMON])  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in (*asked, *COMMON)}
        within.command(name, help=says)(run)
        return work

    return register


def _ended(desk: Desk, work: Callable[..., int], given: dict[str, Any]) -> int:
    try:
        return work(desk=desk, **given)
    except NoPlanError as error:
        desk.no_plan(error.outcome)
    except InputError as error:
        desk.refuse(error.findings)
    except WorkerError as error:
        desk.fail(error.problem)
    except SolverError as error:
        desk.fail(message("the solver failed: {why}", why=str(error)))
    except OSError as error:
        desk.fail(message("{file}: {why}", file=str(error.filename or ""), why=error.strerror or str(error)))
    except KeyboardInterrupt:
        desk.fail(message("stopped"))
    return WRONG_INPUT


def read(desk: Desk, folder: Path, applicants: Path | None = None) -> Round:
    """Read a round in its own language; raises InputError with every finding."""
    desk.speak(intake.language_of(folder))
    round_, findings = intake.check_round(folder, applicants)
    if round_ is None:
        raise InputError(findings)
    return round_


def scenario_of(round_: Round, name: str) -> Scenario:
    """Read a scenario of the round, by name or path."""
    return scenarios.read(scenarios.find(round_.folder, name))


def outcome_of(desk: Desk, round_: Round, chosen: str | Scenario) -> Outcome:
    """Run a scenario of the round in a worker, showing how it goes."""
    scenario = scenario_of(round_, chosen) if isinstance(chosen, str) else chosen
    if not desk.as_json:
        desk.err.say(message("{round}: {scenario} …", round=round_.call.title, scenario=scenario.title), "dim")
    return desk.ask(scenarios.working(round_, scenario))


class NoPlanError(Exception):
    """A question about a plan was asked of a scenario that has none."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.plan.status)
        self.outcome = outcome


def planned(desk: Desk, round_: Round, scenario: str) -> Outcome:
    """Run a scenario that must have a plan; without one the command ends and says why."""
    outcome = outcome_of(desk, round_, scenario)
    if not outcome.plan.has_awards:
        raise NoPlanError(outcome)
    return outcome


def say_made_up(desk: Desk, round_: Round) -> None:
    """Say which data are invented, before anything else is shown."""
    if round_.call.made_up is not None:
        desk.out.say(render(round_.call.made_up, desk.language), "bold magenta")
