"""Comparison on the screen: figures, names with their causes, places, settings, and cost against value."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

import reports
import scenarios
from locales import Decimals, Money, Percent, Text, message
from reports import Sheet
from scenarios import Causes, Comparison, Figure, Outcome, Side
from views import comparison_chart, places, sheets
from views.asking import Key, desk
from views.kept import Kept
from views.questions import on_click
from views.sheets import key_of
from views.visit import Visit

SECONDS = 300.0
"""Time for the causes of the differences to one other outcome."""


def headline(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw the main figures of every outcome side by side, with signed differences to the first."""
    main = [figure for name in MAIN for figure in compared.figures if figure.name == name]
    for place, (column, outcome) in enumerate(zip(st.columns(len(outcomes)), outcomes, strict=True)):
        lines = [f"**{visit.mark(compared.titles[place])}**"]
        if outcome.plan.has_awards:
            for figure in main:
                value, difference = visit.mark(_rounded(figure.values[place])), _signed(visit, figure, place)
                lines.append(f"{visit.mark(figure.name)}: **{value}** {visit.mark(difference)}")
        only = message("only here: {count}; in all: {all}", count=len(compared.only[place]), all=len(compared.in_all))
        lines.append(visit.mark(only if outcome.plan.has_awards else reports.status(outcome.plan)))
        with column.container(border=True):
            st.markdown("  \n".join(lines))
    for warning in compared.warnings:
        st.warning(visit.mark(warning))


MAIN = (message("libraries funded"), message("grant"), message("value (points)"))


def _rounded(value: Text) -> Text:
    return round(value, 3) if isinstance(value, float) else value


def _signed(visit: Visit, figure: Figure, place: int) -> str:
    """A difference to the first with its sign, in the unit of the figure; nothing for the first itself."""
    number = figure.differences[place]
    if number is None:
        return ""
    size: Text = Money(abs(int(number))) if isinstance(figure.values[place], Money) else _rounded(abs(number))
    return f"({'−' if number < 0 else '+' if number else '±'}{visit.say(size)})"


def names(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw everyone who is not treated alike, and who is in all."""
    _, sheet, *others = reports.comparison_sheets(outcomes, replace(compared, causes=()))
    sheets.draw(visit, sheet, "compare names")
    with st.expander(visit.mark(message("Funded in every plan ({count})", count=len(compared.in_all)))):
        sheets.draw(visit, others[-1], "compare in all")


def causes_of(outcomes: Sequence[Outcome]) -> tuple[Causes, ...] | None:
    """Give the causes from the first outcome to each other where all of them are known already."""
    found = [desk().remembered(_causes_key(outcomes[0], other)) for other in outcomes[1:]]
    return tuple(found) if all(each is not None for each in found) else None


def causes(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw for every name that differs what decides it, found by replaying the changes; asked on a click."""
    first = compared.titles[0]
    for place, other in enumerate(outcomes[1:], start=1):
        st.subheader(visit.mark(message("From {first} to {other}", first=first, other=compared.titles[place])))
        cost = message(
            "The changes are made one at a time, each time with a whole new allocation: from seconds to at most "
            "{minutes} min. It can be stopped.",
            minutes=round(SECONDS / 60),
        )
        found = on_click(
            visit,
            _causes_key(outcomes[0], other),
            message("Find the cause of every name"),
            cost,
            scenarios.causes_between,
            outcomes[0],
            other,
            seconds=SECONDS,
        )
        if found is not None:
            pair = replace(_pair(compared, place), causes=(found,))
            (sheet,) = reports.causes_sheets([outcomes[0], other], pair)
            sheets.draw(visit, sheet, f"compare causes {place}")


def _pair(compared: Comparison, place: int) -> Comparison:
    """The names and places of the first and one other outcome, without what is known of causes."""
    moves = tuple(
        replace(
            move,
            packages=(move.packages[0], move.packages[place]),
            reasons=(move.reasons[0], move.reasons[place]),
        )
        for move in compared.moves
    )
    pairs = (
        replace(each, libraries=(each.libraries[0], each.libraries[place]), grants=(each.grants[0], each.grants[place]))
        for each in compared.groups
    )
    groups = tuple(each for each in pairs if each.libraries[0] != each.libraries[1] or each.grants[0] != each.grants[1])
    titles = (compared.titles[0], compared.titles[place])
    return replace(compared, titles=titles, moves=moves, groups=groups, causes=())


def _causes_key(one: Outcome, other: Outcome) -> Key:
    return ("causes", key_of(one), key_of(other))


def differences_map(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw who is funded by both, or by one alone, of the first and another outcome."""
    chosen = _other(visit, compared, "map")
    first, second = compared.titles[0], compared.titles[chosen]
    other = outcomes[chosen]
    side = scenarios.sides(outcomes[0], other)
    people = outcomes[0].table
    if not other.table.index.isin(people.index).all():
        people = pd.concat([people, other.table.loc[other.table.index.difference(people.index)]])
    called: dict[Side, Text] = {
        Side.BOTH: message("in both"),
        Side.FIRST: message("only in {scenario}", scenario=first),
        Side.SECOND: message("only in {scenario}", scenario=second),
        Side.NEITHER: message("in neither"),
    }
    kinds = {each: places.SIDES[each].called(name) for each, name in called.items()}
    told = tuple(
        message("{what}: {count}", what=name, count=int((side == each).sum())) for each, name in called.items()
    )
    st.text(visit.say(told))
    state = {str(name): kinds[Side(each)].key for name, each in side.items()}
    places.draw(visit, people, state, tuple(kinds.values()), f"compare map {chosen}")


def groups(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw the rules that bind here and not there, and where the awards of the first and another outcome differ."""
    *areas, binding = reports.groups_sheet(outcomes, compared).grids
    sheets.grid(visit, binding, "compare binding")
    if len(outcomes) > 2:
        other = _other(visit, compared, "groups")
        *areas, _ = reports.groups_sheet([outcomes[0], outcomes[other]], _pair(compared, other)).grids
    for place, each in enumerate(areas):
        sheets.grid(visit, each, f"compare groups {place}")


def _other(visit: Visit, compared: Comparison, key: str) -> int:
    """Let one of several be chosen to be held against the first."""
    options: dict[str, Text] = {str(place): title for place, title in enumerate(compared.titles) if place}
    if len(options) == 1:
        return 1
    return int(Kept(visit, "compare").segments(key, message("Against the first"), options, "1"))


def settings(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw all figures, budget line by budget line, and every setting that differs."""
    sheet, *_ = reports.comparison_sheets(outcomes, replace(compared, causes=()))
    sheets.draw(visit, sheet, "compare figures")


def against(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Draw cost against value, with the island group of whose applicants the smallest share is funded."""
    rows = []
    for title, outcome in zip(compared.titles, outcomes, strict=True):
        worst = scenarios.worst_group(outcome) if outcome.plan.has_awards else None
        if worst is not None:
            cost, value = int(outcome.total("cost")), float(outcome.total("value"))
            rows.append((title, cost, value, worst[0], float(worst[1])))
    if not rows:
        st.text(visit.say(message("There is no plan to show.")))
        return
    told = tuple(
        message(
            "{scenario}: {cost}, {value} points; the smallest share of applicants funded is {share} ({group})",
            scenario=title,
            cost=Money(cost),
            value=Decimals(value, 3),
            share=Percent(share),
            group=group,
        )
        for title, cost, value, group, share in rows
    )
    comparison_chart.draw(visit, rows, told)
    for each in told:
        st.text(visit.say(each))


def book(outcomes: Sequence[Outcome], compared: Comparison, told: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Give the sheets of the workbook: with the causes where all of them were found."""
    found = causes_of(outcomes)
    return (*reports.comparison_sheets(outcomes, replace(compared, causes=found or ())), *told)
