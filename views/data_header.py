"""Step 2 of an import: which sheet and which row is the header, with the first rows to see."""

import pandas as pd
import streamlit as st
from openpyxl.utils import get_column_letter

from intake import imports
from locales import Message, message
from views.data_steps import go, next_step
from views.importing import Importing
from views.tables import table

PREVIEW = 20
ICONS = {
    imports.Sure.CERTAIN: ":material/check_circle:",
    imports.Sure.LIKELY: ":material/help:",
    imports.Sure.UNSURE: ":material/error:",
}


def draw_header(importing: Importing) -> None:
    """Draw the step."""
    visit, kept = importing.visit, importing.kept
    sheets = importing.sheets()
    if len(sheets) > 1:
        kept.choice("sheet", message("Sheet"), {name: name for name in sheets}, importing.sheet)
    rows = sheets[importing.sheet]
    guess = importing.guess()
    if guess is not None:
        options = {str(number): _said(number, row) for number, row in rows[:PREVIEW] if number != guess.row}
        best = {str(guess.row): _said(guess.row, dict(rows).get(guess.row, ()))}
        chosen = kept.choice(importing.header_field, message("Row of the header"), best | options, str(guess.row))
        if chosen == str(guess.row):
            st.caption(f"{ICONS[guess.sure]} {visit.mark(_sure(guess))}")
    else:
        st.caption(visit.mark(message("Files of this kind say themselves what their columns are called.")))
    st.subheader(visit.mark(message("The first rows")))
    _preview(importing, rows[:PREVIEW])
    if next_step(importing, "columns", message("On to the columns")):
        go(importing, "columns")


def _said(number: int, row: tuple[imports.Cell, ...]) -> Message:
    cells = [" ".join(imports.said(cell).split())[:24] for cell in row if cell is not None]
    more = "" if len(cells) <= 4 else " | …"
    return message("row {row}: {cells}", row=str(number), cells=" | ".join(cells[:4]) + more)


def _sure(guess: imports.HeaderGuess) -> Message:
    known, filled = guess.known, guess.filled
    match guess.sure:
        case imports.Sure.CERTAIN:
            return message("Certain: {known} of its {filled} cells are names of columns.", known=known, filled=filled)
        case imports.Sure.LIKELY:
            return message("Likely: {known} of its {filled} cells are names of columns.", known=known, filled=filled)
    return message("Not sure: hardly any cell is the name of a column. Look at the rows, and choose.")


def _preview(importing: Importing, rows: tuple[imports.NumberedRow, ...]) -> None:
    visit, header = importing.visit, importing.header
    width = max((len(row) for _, row in rows), default=0)
    number = visit.say(message("row"))
    said = [[imports.said(cell) for cell in row] + [""] * (width - len(row)) for _, row in rows]
    frame = pd.DataFrame(said, columns=[get_column_letter(place + 1) for place in range(width)])
    frame.insert(0, number, [f"▶ {at}" if at == header else str(at) for at, _ in rows])
    table(visit, frame, alt=message("The first rows of the file; the header is marked with ▶"), key="first rows")
    st.caption(visit.mark(message("▶ marks the header; rows above it are not read, and are listed as such.")))
