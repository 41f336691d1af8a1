"""Announced: what would have to be told to whom if an outcome took the place of an adopted decision."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

import reports
import scenarios
from locales import Text, message
from records import Docket
from reports import Mark, Sheet
from scenarios import ChangesToTell, Comparison, Outcome
from views import sheets, states
from views.asking import Key, desk
from views.candidates import decisions
from views.kept import Kept
from views.questions import on_click
from views.sheets import key_of
from views.visit import Visit


def draw(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Let a decision and an outcome be chosen, and draw what changes between them."""
    adopted = decisions(visit)
    if not adopted:
        states.empty(
            visit,
            message("No decision of this round is adopted yet"),
            message("Once one is, this part says what would have to be told to whom if the plan changed."),
            decision=message("See the decisions"),
        )
        return
    chosen, place = _chosen(visit, adopted, compared)
    outcome = outcomes[place]
    if not outcome.plan.has_awards:
        st.text(visit.say(message("There is no plan to show.")))
        return
    cost = message(
        "The allocation is solved twice more: for the fewest changes, and without any wish to stay close; at most "
        "{seconds} seconds each.",
        seconds=round(outcome.scenario.solver.seconds),
    )
    label = message("Work out what changes")
    told = on_click(visit, _key(outcome, chosen), label, cost, scenarios.changes, outcome, dict(chosen.reached.awards))
    if told is not None:
        sheets.draw(visit, _sheet(outcome, told, compared.titles[place]), "compare told")


def known(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> tuple[Sheet, ...]:
    """The sheets of what was worked out before, for the workbook."""
    found = []
    for chosen in decisions(visit):
        for outcome, title in zip(outcomes, compared.titles, strict=True):
            told: ChangesToTell | None = desk().remembered(_key(outcome, chosen))
            if told is not None:
                found.append(_sheet(outcome, told, title))
    return tuple(found)


def _sheet(outcome: Outcome, told: ChangesToTell, title: Text) -> Sheet:
    sheet = reports.changes_sheet(outcome, told)
    return replace(sheet, facts=((message("Scenario"), title, Mark.NONE), *sheet.facts))


def _chosen(visit: Visit, adopted: Sequence[Docket], compared: Comparison) -> tuple[Docket, int]:
    held = Kept(visit, "compare")
    options: dict[str, Text] = {
        str(each.id): message("Decision {number}: {title}", number=str(each.id), title=each.title) for each in adopted
    }
    titles: dict[str, Text] = {str(place): title for place, title in enumerate(compared.titles)}
    one, other = st.columns(2)
    with one:
        decision = held.choice("decision", message("Announced plan"), options)
    with other:
        place = held.choice("told", message("What would take its place"), titles, str(len(titles) - 1))
    return next(each for each in adopted if str(each.id) == decision), int(place or 0)


def _key(outcome: Outcome, chosen: Docket) -> Key:
    return ("changes", key_of(outcome), chosen.outcome.id)
