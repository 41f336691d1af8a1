"""The terminal: what it says of reversals and comparisons, and that nothing from data can steer it."""

import dataclasses
import re
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import scenarios
from locales import Decimals, Money, message, render
from optimizer import Status
from reports import CAUSES, Printer, comparison_data, comparison_sheets, explanation_data, print_sheet
from reports.awards_csv import safe
from reports.printable import printable
from scenarios import Comparison, Explanation, Outcome, Reversal
from tests.reports import plan_rounds

STEERING = ("\x1b[31mred", "\x1b]8;;http://x\x1b\\\\a", "\x9b2J", "a\rb", "a\x07", "a\u202eb", "a\u2066b", "\ud800")


def printed(language: str = "en") -> tuple[Printer, StringIO]:
    out = StringIO()
    return Printer(Console(file=out, width=1000, force_terminal=False, color_system=None), language), out


def reversed_as(explained: Explanation, reversal: Reversal) -> str:
    printer, out = printed()
    printer.explanation(plan_rounds.outcome(), dataclasses.replace(explained, reversal=reversal))
    return next(line for line in out.getvalue().splitlines() if line.startswith("Solved again"))


def told(outcome: Outcome) -> Explanation:
    return scenarios.explain(outcome, "A-03")


def cheaper() -> Outcome:
    changes: dict[str, object] = {"title": plan_rounds.both("Half"), "budget": {"scale": 0.5}, "rules": []}
    return scenarios.run(plan_rounds.round_(), plan_rounds.scenario(**changes))


def compared() -> Comparison:
    return scenarios.compare([plan_rounds.outcome(), cheaper()])


def test_a_reversal_says_how_much_worse_in_the_unit_of_the_objective() -> None:
    outcome = plan_rounds.outcome()
    explained = told(outcome)
    assert explained.reversal is not None
    assert explained.reversal.loss is not None
    said = reversed_as(explained, explained.reversal)
    assert f"becomes worse by {render(Decimals(float(explained.reversal.loss), 3), 'en')} points, from " in said
    cheapest = scenarios.run(
        plan_rounds.round_(),
        plan_rounds.scenario(
            rules=[{"rule": "limit", "id": "least", "measure": "libraries", "at_least": 3}],
            objectives=[{"minimise": "cost"}],
        ),
    )
    funded = str(cheapest.plan.awards.index[0])
    explained = scenarios.explain(cheapest, funded)
    assert explained.reversal is not None
    assert explained.reversal.loss is not None
    printer, out = printed()
    printer.explanation(cheapest, explained)
    loss, reached = Money(int(explained.reversal.loss)), Money(int(cheapest.plan.stages[0].value))
    assert f"becomes worse by {render(loss, 'en')}, from {render(reached, 'en')} now" in out.getvalue()


def test_only_a_proven_contradiction_is_called_one() -> None:
    explained = told(plan_rounds.outcome())
    impossible = reversed_as(explained, Reversal(Status.INFEASIBLE, None, (), ()))
    stopped = reversed_as(explained, Reversal(Status.STOPPED, None, (), ()))
    assert "no plan exists under these rules" in impossible
    assert "time ran out before any plan was found" in stopped
    for status in (Status.FEASIBLE, Status.OPTIMAL):
        unproven = reversed_as(explained, Reversal(status, None, ("A-01",), ("A-02",)))
        assert "is not proven; enters: +1 (A-01); leaves: -1+2 (A-02)." in unproven


def test_a_comparison_shows_every_value_and_why_each_is_out() -> None:
    both = plan_rounds.outcome(), cheaper()
    result = scenarios.compare(both)
    printer, out = printed()
    for sheet in comparison_sheets(both, result):
        print_sheet(printer, sheet)
    shown = out.getvalue()
    assert re.search(r"All lines times +100 % +50 %", shown)
    assert result.moves
    for move in result.moves:
        title, why = next((t, why) for t, why in zip(result.titles, move.reasons, strict=True) if why is not None)
        row = next(line for line in shown.splitlines() if re.match(rf" *{re.escape(move.applicant)} ", line))
        assert f"{render(title, 'en')}: {CAUSES[why.cause].text('en')}: {why.facts[-1].text('en')}" in row


def test_data_for_programs_say_that_they_are_made_up() -> None:
    outcome = plan_rounds.outcome()
    assert explanation_data(outcome, told(outcome), "en")["made_up"] == "Made-up data & for tests."
    assert comparison_data(compared(), "en")["made_up"] == ""
    assert comparison_data(compared(), "en", "Made up.")["made_up"] == "Made up."


@pytest.mark.parametrize("steering", STEERING)
def test_nothing_from_data_steers_the_terminal_or_the_list_of_awards(steering: str) -> None:
    printer, out = printed()
    printer.say(steering)
    printer.say(message("{value}", value=steering))
    printer.table(steering, [steering], [[steering]])
    for shown in (out.getvalue(), safe(steering)):
        assert "\ufffd" in shown
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


@given(st.text())
def test_printable_text_keeps_its_letters_and_its_length(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert printable(shown) == shown
    assert all(a in (b, "\ufffd") for a, b in zip(shown, text, strict=True))


def test_a_loss_may_be_a_fraction() -> None:
    explained = told(plan_rounds.outcome())
    assert "worse by 0.125 points" in reversed_as(explained, Reversal(Status.OPTIMAL, float(Fraction(1, 8)), (), ()))
