"""The progress line: what is said at each step, and how a terminal and a log show it."""

import io
from fractions import Fraction
from pathlib import Path

import pytest
from rich.console import Console

from locales import Message, message
from optimizer import Doing, Progress, watched
from reports import ProgressLine, progress_said, write_plan
from reports.progress import DOINGS, filled
from tests.reports import plan_rounds

SOLVING = Progress(Doing.SOLVING, 1, 1, message("as much value as possible"), "value")
SAID = {
    SOLVING: "looking for the best plan (as much value as possible)",
    Progress(Doing.SOLVING, 2, 3, message("x"), "cost"): "looking for the best plan (x; 2 of 3)",
    Progress(Doing.SOLVING, 1, 1, message("x"), "value", Fraction(12)): (
        "looking for the best plan (x): 12.000 points so far"
    ),
    Progress(Doing.SOLVING, 1, 1, message("x"), "value", Fraction(12), Fraction(25, 2)): (
        "looking for the best plan (x): 12.000 points so far, at most 0.500 points better possible"
    ),
    Progress(Doing.SOLVING, 1, 1, message("x"), "value", Fraction(12), Fraction(12)): (
        "looking for the best plan (x): 12.000 points, proven to be the best"
    ),
    Progress(Doing.COMPARING, 1, 1, message("x"), "value", Fraction(12), Fraction(12)): (
        "proving that no other plan is as good"
    ),
    Progress(Doing.TIES, done=3, of=40, what="D0001"): (
        "choosing among equally good plans by the stated order, 3 of 40 (D0001)"
    ),
    Progress(Doing.STARTING, done=3, of=40): "starting, 3 of 40",
    Progress(Doing.STARTING, done=3, of=40, left=0.2): "starting, 3 of 40; about 1 second left",
    Progress(Doing.TIES, done=3, of=40, what="D0001", left=119.4): (
        "choosing among equally good plans by the stated order, 3 of 40 (D0001); about 119 seconds left"
    ),
    Progress(Doing.STARTING, done=3, of=40, left=150.1): "starting, 3 of 40; about 3 minutes left",
    Progress(Doing.STARTING, done=40, of=40, left=0.0): "starting, 40 of 40",
}


@pytest.mark.parametrize("event", SAID, ids=lambda event: f"{event.doing}-{event.incumbent}-{event.of}")
def test_what_is_said(event: Progress) -> None:
    assert progress_said(event).text("en") == SAID[event]


def test_everything_that_is_done_is_said_in_both_languages() -> None:
    assert set(DOINGS) == set(Doing)
    for said in DOINGS.values():
        assert isinstance(said, Message)
        assert said.text("id")
    assert isinstance(progress_said(SOLVING).text("id"), str)


def test_a_log_holds_each_step_once() -> None:
    target = io.StringIO()
    better = Progress(Doing.SOLVING, 1, 1, message("as much value as possible"), "value", Fraction(3))
    with ProgressLine(Console(file=target, force_terminal=False, width=160), "en") as line:
        for event in (Progress(Doing.BUILDING), SOLVING, better, better, Progress(Doing.VERIFYING)):
            line.show(event)
    assert target.getvalue().splitlines() == [
        "writing the rules down for the solver …",
        "looking for the best plan (as much value as possible) …",
        "checking the plan without the solver …",
    ]


def test_writing_a_plan_tells_what_it_does_and_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.progress.EVERY", 0.0)
    heard: list[Progress] = []
    outcome = plan_rounds.outcome()
    with watched(heard.append):
        write_plan(outcome, tmp_path / "plan", "en")
    doings = [*dict.fromkeys(event.doing for event in heard)]
    assert doings == [Doing.WRITING, Doing.VERIFYING]
    assert not next(event for event in heard if event.doing is Doing.VERIFYING).of
    for what in doings:
        counted = [event for event in heard if event.doing is what and event.of]
        assert [event.done for event in counted] == [*range(counted[0].of)], what


def test_a_terminal_shows_the_latest_and_obeys_nothing_in_it() -> None:
    target = io.StringIO()
    console = Console(file=target, force_terminal=True, width=160, color_system=None)
    with ProgressLine(console, "en") as line:
        line.show(Progress(Doing.STARTING, done=1, of=2, what="[bold]L\x1b[31m1[/bold]"))
        line._bar.refresh()
    shown = target.getvalue()
    assert "[bold]L" in shown
    assert "\x1b[31m" not in shown
    assert shown.rstrip("\n").endswith("\x1b[2K")


def test_the_bar_fills_as_the_gap_closes() -> None:
    def gap(bound: int) -> float | None:
        return filled(Progress(Doing.SOLVING, incumbent=Fraction(100), bound=Fraction(bound)))

    assert filled(Progress(Doing.SOLVING)) is None
    shares = [gap(bound) for bound in (200, 110, 101, 100)]
    assert shares == sorted(share for share in shares if share is not None)
    assert shares[-1] == 1
    assert filled(Progress(Doing.TIES, done=3, of=4)) == 0.75
