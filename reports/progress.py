"""The progress of a long computation: one live line on a terminal, a line a step where nobody watches."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Column

from locales import Message, Text, message, plural, render
from optimizer import Doing, Progress
from reports.printable import printable
from reports.words import measured

MINUTE = 60
DOINGS: dict[Doing, Message] = {
    Doing.STARTING: message("starting"),
    Doing.PREPARING: message("scoring the applicants and listing what each may be given"),
    Doing.BUILDING: message("writing the rules down for the solver"),
    Doing.SOLVING: message("looking for the best plan"),
    Doing.COMPARING: message("proving that no other plan is as good"),
    Doing.TIES: message("choosing among equally good plans by the stated order"),
    Doing.VERIFYING: message("checking the plan without the solver"),
    Doing.EXPLAINING: message("finding the reasons"),
    Doing.WRITING: message("writing the files"),
}


def progress_said(event: Progress) -> Message:
    """Say where a computation stands: what is done, the best plan so far, and what is proven."""
    return message(
        "{doing}{objective}{found}{asked}",
        doing=DOINGS[event.doing],
        objective=_objective(event),
        found=_found(event),
        asked=_asked(event),
    )


def _objective(event: Progress) -> Text:
    if event.doing is not Doing.SOLVING or event.objective is None:
        return ""
    if event.stages == 1:
        return message(" ({objective})", objective=event.objective)
    return message(
        " ({objective}; {stage} of {stages})", objective=event.objective, stage=event.stage, stages=event.stages
    )


def _found(event: Progress) -> Text:
    if event.doing is not Doing.SOLVING or event.incumbent is None or not event.measure:
        return ""
    best = measured(event.measure, event.incumbent)
    if event.bound is None or event.gap is None:
        return message(": {best} so far", best=best)
    if not event.gap:
        return message(": {best}, proven to be the best", best=best)
    more = measured(event.measure, abs(event.bound - event.incumbent))
    return message(": {best} so far, at most {more} better possible", best=best, more=more)


def _asked(event: Progress) -> Text:
    if not event.of:
        return ""
    left = _left(event)
    if event.what is None:
        return message(", {done} of {of}{left}", done=event.done, of=event.of, left=left)
    return message(", {done} of {of} ({what}){left}", done=event.done, of=event.of, what=event.what, left=left)


def _left(event: Progress) -> Text:
    """The time that is left, by how long the others took; to whole minutes from two minutes on."""
    if event.left is None or event.done >= event.of:
        return ""
    if event.left < 2 * MINUTE:
        time = plural("{count} second", "{count} seconds", count=max(round(event.left), 1))
    else:
        time = plural("{count} minute", "{count} minutes", count=round(event.left / MINUTE))
    return message("; about {time} left", time=time)


class ProgressLine:
    """Shows events on a console, which is best standard error; leaves nothing behind on a terminal.

    The bar fills as the gap closes (half of it for a gap of 1 %), or as questions are answered.
    """

    def __init__(self, console: Console, language: str) -> None:
        self.console, self.language = console, language
        self._bar = Bar(
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
            BarColumn(20),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            refresh_per_second=4,
        )
        self._task: TaskID | None = None
        self._said: set[str] = set()

    def __enter__(self) -> "ProgressLine":
        if self.console.is_terminal:
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._task is not None:
            self._bar.stop()

    def show(self, event: Progress) -> None:
        """Show where it stands; without a terminal only what is being done, each once."""
        if self._task is not None:
            said = printable(render(progress_said(event), self.language))
            share = filled(event)
            self._bar.update(self._task, description=said, total=None if share is None else 1.0, completed=share or 0.0)
            return
        doing = printable(
            render(message("{doing}{objective}", doing=DOINGS[event.doing], objective=_objective(event)), self.language)
        )
        if doing not in self._said and not event.of:
            self.console.print(doing + " …", style="dim", markup=False, highlight=False)
            self._said.add(doing)


def filled(event: Progress) -> float | None:
    """How far the bar is filled, between 0 and 1; None while nothing can be said."""
    if event.of:
        return min(event.done / event.of, 1.0)
    if event.doing is not Doing.SOLVING:
        return None
    gap = event.gap
    return None if gap is None else 0.01 / (0.01 + gap)
