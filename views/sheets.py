"""Sheets of the reports on the screen: facts, tables with their sums, and how to read them."""

import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

import reports
from locales import Message, Money, Text, message, render
from reports import Column, Grid, Kind, Row, Sheet
from scenarios import Outcome, announced_by
from views import tables
from views.literal import together
from views.tables import table
from views.visit import Visit

T = TypeVar("T")
KINDS: dict[Kind, tables.Kind] = {
    Kind.MONEY: "money",
    Kind.WHOLE: "count",
    Kind.NUMBER: "number",
    Kind.POINTS: "points",
    Kind.PERCENT: "share",
}
ROOM = 4
"""Columns from which on those that can be spared are left out, for another says nearly the same."""


def key_of(outcome: Outcome) -> str:
    """SHA-256 of what decided an outcome and of whom it funds with what: plans that were stopped early may differ."""
    awards = json.dumps(announced_by(outcome), sort_keys=True)
    return hashlib.sha256(f"{outcome.fingerprint} {outcome.plan.status} {awards}".encode()).hexdigest()


def made(outcome: Outcome, name: str, make: Callable[[Outcome], T]) -> T:
    """Give what is made of an outcome, from memory where it was made before."""
    found: T = _made(key_of(outcome), name, outcome, make)
    return found


@st.cache_resource(max_entries=64, show_spinner=False)
def _made(key: str, name: str, _outcome: Outcome, _make: Callable[[Outcome], Any]) -> Any:  # noqa: ANN401
    del key, name
    return _make(_outcome)


def draw(visit: Visit, sheet: Sheet, key: str) -> None:
    """Draw a whole sheet: its facts, its tables one below the other, and its notes folded away."""
    facts(visit, sheet)
    for place, each in enumerate(sheet.grids):
        grid(visit, each, f"{key} {place}", name=sheet.name)
    notes(visit, sheet)


def facts(visit: Visit, sheet: Sheet) -> None:
    """Draw the facts of a sheet, a line each."""
    said = [(visit.mark(label), visit.mark(_shown(value))) for label, value, _ in sheet.facts]
    lines = [f"{label}: **{value}**" for label, value in said if value]
    if lines:
        st.markdown("  \n".join(lines))


def _shown(value: Text) -> Text:
    return reports.said_cell(value, Kind.NUMBER)


def notes(visit: Visit, sheet: Sheet) -> None:
    """Draw the notes of a sheet, folded away."""
    if sheet.notes:
        with st.expander(visit.mark(message("How to read this")), icon=":material/help:"):
            for note in sheet.notes:
                st.text(visit.say(note))


def grid(
    visit: Visit,
    given: Grid,
    key: str,
    *,
    name: Text = None,
    select: bool = False,
    height: int | None = None,
) -> int | None:
    """Draw one table with its title, and its sums below it; gives the place of the row chosen, if one may be.

    name: what it shows, where it has no title of its own.
    """
    if given.title is not None:
        st.markdown(f"**{visit.mark(given.title)}**")
    if not given.rows:
        st.text(visit.say(message("none")))
        return None
    rows, kinds = frame(visit, given)
    chosen = table(
        visit,
        rows,
        alt=given.title if given.title is not None else name,
        kinds=kinds,
        key=key,
        select="single-row" if select else None,
        height=height or "auto",
    )
    for each in given.totals:
        _sums(visit, given.columns, each)
    return chosen[0] if chosen else None


def frame(visit: Visit, given: Grid) -> tuple[pd.DataFrame, dict[str, tables.Kind]]:
    """Give a table's rows under headings that are said, no two alike, and how their figures are written.

    A column holds numbers where all its cells do and have one unit; else it holds text.
    """
    columns: dict[str, Any] = {}
    kinds: dict[str, tables.Kind] = {}
    narrow = len(given.columns) > ROOM
    for place, column in enumerate(given.columns):
        if narrow and column.spare:
            continue
        heading = _unlike(visit.say(column.label), columns)
        cells = [row.cells[place] for row in given.rows]
        mixed = any(row.kinds and place in dict(row.kinds) for row in given.rows)
        if column.kind in KINDS and not mixed and all(_number(cell) for cell in cells):
            kinds[heading] = KINDS[column.kind]
            columns[heading] = _numbers(cells, column)
        else:
            columns[heading] = _column(visit, given, place)
    return pd.DataFrame(columns), kinds


def _column(visit: Visit, given: Grid, place: int) -> list[str]:
    """The cells of a column as they are read; words that stand in very many cells are said once."""
    said: dict[Message, str] = {}
    cells = []
    for row in given.rows:
        cell = row.cells[place]
        if isinstance(cell, Message) and not cell.values and not row.kinds:
            if cell not in said:
                said[cell] = _said(visit, given.columns, row, place)
            cells.append(said[cell])
        else:
            cells.append(_said(visit, given.columns, row, place))
    return cells


def _unlike(heading: str, taken: dict[str, Any]) -> str:
    number, made_ = 2, heading
    while made_ in taken:
        number, made_ = number + 1, f"{heading} ({number})"
    return made_


def _number(cell: Text) -> bool:
    return cell is None or (isinstance(cell, int | float | Fraction | Money) and not isinstance(cell, bool))


def _numbers(cells: list[Any], column: Column) -> Any:  # noqa: ANN401
    plain = [cell.rupiah if isinstance(cell, Money) else cell for cell in cells]
    if column.kind in (Kind.MONEY, Kind.WHOLE) and all(cell is None or cell == int(cell) for cell in plain):
        return pd.array([None if cell is None else int(cell) for cell in plain], dtype="Int64")
    return [float("nan") if cell is None else float(cell) for cell in plain]


def _said(visit: Visit, columns: tuple[Column, ...], row: Row, place: int) -> str:
    kind = dict(row.kinds).get(place, columns[place].kind)
    return " · ".join(visit.say(reports.said_cell(row.cells[place], kind)).splitlines())


def _sums(visit: Visit, columns: tuple[Column, ...], row: Row) -> None:
    """Say the sums of a table in one line; they are neither sorted nor filtered with it."""
    label, *others = (_said(visit, columns, row, place) for place in range(len(columns)))
    parts = [f"{visit.say(column.label)} {cell}" for column, cell in zip(columns[1:], others, strict=True) if cell]
    st.markdown(together(f"**{visit.mark(label)}**: {visit.mark(' · '.join(parts))}"))


def code(text: Text) -> str:
    """A name for a choice that is the same in every language."""
    return render(text, "en")
