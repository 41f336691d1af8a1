"""Mending cells in place: a sheet of the faulty rows, one row at a time, and what was changed so far."""

import pandas as pd
import streamlit as st

from intake import imports
from locales import Text, message
from views.importing import Importing
from views.tables import table


def draw_mending(importing: Importing, judged: imports.Judged) -> None:
    """Draw the faulty rows to mend, and one of them to mend or to leave out."""
    visit = importing.visit
    read = set(judged.table.cells.index)
    wrong = sorted(read & ({row for row, _ in judged.wrong} | {each.row for each in importing.edits}))
    doubted = sorted((read & {row for row, _ in judged.doubted}) - set(wrong))
    if not wrong and not doubted:
        return
    st.subheader(visit.mark(message("Mend here")))
    most = imports.MOST_ROWS_EDITED
    if len(wrong) > most:
        said = message("{count} rows have an error; the first {limit} are shown here.", count=len(wrong), limit=most)
        st.info(visit.mark(said))
    if wrong:
        _sheet(importing, judged, wrong[:most])
    _one(importing, judged, [*wrong, *doubted][:most])


def _sheet(importing: Importing, judged: imports.Judged, rows: list[int]) -> None:
    """The faulty rows as a sheet of texts; what is typed is kept at once, as a change that can be taken back."""
    visit = importing.visit
    who = [place for place, target in sorted(judged.mapping.items()) if target in ("applicant", "name")]
    faulty = {column for row, column in judged.wrong} | {judged.table.headers[each.column] for each in importing.edits}
    places = [place for place in sorted(judged.mapping) if judged.table.headers[place] in faulty and place not in who]
    places = [*who, *places]
    shown = pd.DataFrame(
        {place: [imports.said(cell) for cell in judged.table.cells[place].loc[rows].tolist()] for place in places},
        index=pd.Index(rows, name=visit.say(message("row"))),
    )
    heads = {place: judged.table.headers[place] for place in places}
    changed = st.data_editor(
        shown.rename(columns=heads),
        key=f"{importing.kept.key('mending')}:{len(importing.edits)}",
        column_config={head: st.column_config.TextColumn() for head in heads.values()},
        num_rows="fixed",
        disabled=["_index"],
        width="stretch",
        alt=visit.say(message("The rows with errors, whose cells can be changed")),
    )
    changed.columns = pd.Index(places)
    edits = imports.changes_between(judged.table, changed)
    if edits:
        importing.mend(edits)


def _one(importing: Importing, judged: imports.Judged, rows: list[int]) -> None:
    """One row: its faulty cells as fields, and a way to leave it out with a reason."""
    visit, kept = importing.visit, importing.kept
    with st.expander(visit.mark(message("One row at a time, or leave it out"))):
        names = {place: target for place, target in judged.mapping.items() if target in ("applicant", "name")}
        options: dict[str, Text] = {}
        for row in rows:
            said = " · ".join(_cell(judged, row, place) for place in sorted(names))
            options[str(row)] = message("row {row}: {cells}", row=str(row), cells=said)
        chosen = kept.choice("row", message("Row"), options)
        row = int(chosen or rows[0])
        told = [each for each in judged.findings if each.row == row]
        for each in told:
            st.text(
                visit.say(
                    message(
                        "× {column}: {problem}. {remedy}", column=each.column, problem=each.problem, remedy=each.remedy
                    )
                )
            )
        edits: list[imports.Edit] = []
        for place in sorted(judged.mapping):
            header = judged.table.headers[place]
            if (row, header) in judged.wrong:
                now = _cell(judged, row, place)
                typed = kept.text(f"cell {row} {place} {len(importing.edits)}", header, now)
                if typed != now:
                    edits.append(imports.Edit(row=row, column=place, old=now, new=typed))
        faulty = any(at == row and header for at, header in judged.wrong)
        if faulty and st.button(visit.mark(message("Change the cells")), key="mend row", disabled=not edits):
            importing.mend(tuple(edits))
        reason = kept.text(f"reason {row}", message("Why this row is left out"))
        if st.button(visit.mark(message("Leave this row out")), key="leave out", disabled=not reason.strip()):
            importing.leave_out(row, reason.strip())


def _cell(judged: imports.Judged, row: int, place: int) -> str:
    return imports.said(judged.table.cells[place].loc[[row]].tolist()[0])


def draw_changes(importing: Importing, judged: imports.Judged) -> None:
    """Draw what was changed so far, and let it be taken back."""
    visit, edits = importing.visit, importing.edits
    if not edits:
        return
    with st.expander(visit.mark(message("Changes made ({count})", count=len(edits)))):
        say, headers = visit.say, judged.whole.headers
        rows = pd.DataFrame(
            {
                say(message("row")): [str(each.row) for each in edits],
                say(message("column")): [headers[each.column] for each in edits],
                say(message("before")): [each.old for each in edits],
                say(message("after")): [each.new for each in edits],
            }
        )
        table(visit, rows, alt=message("Cells that were changed here"), key="changes made")
    if st.button(visit.mark(message("Take the last change back")), key="undo", icon=":material/undo:"):
        importing.undo()
