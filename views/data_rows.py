"""Step 4 of an import: what is wrong with which row, the marked file to take away, and cells to mend in place."""

import pandas as pd
import streamlit as st

import reports
from intake import Finding, Severity, imports
from locales import Text, message
from views.data_mending import draw_changes, draw_mending
from views.data_steps import go, next_step
from views.data_upload import XLSX
from views.downloads import offer
from views.importing import Importing
from views.tables import table
from views.visit import Visit

ALL = "all"
MARKS = {Severity.ERROR: "×", Severity.WARNING: "!", Severity.NOTE: "·"}


def draw_rows(importing: Importing) -> None:
    """Draw the step."""
    visit = importing.visit
    proposals = importing.proposals()
    if proposals is None:
        return
    choices = importing.choices(proposals)
    judged = importing.judged(choices)
    if judged is None:
        return
    _counters(visit, judged)
    _report(importing, judged)
    _marked(importing, choices, judged)
    draw_mending(importing, judged)
    draw_changes(importing, judged)
    _left_out(importing, judged)
    why_not = (
        None if judged.content else message("Mend the errors first, here or in the file, or leave their rows out.")
    )
    if next_step(importing, "difference", message("On to the difference"), why_not=why_not):
        go(importing, "difference")


def _counters(visit: Visit, judged: imports.Judged) -> None:
    counts = judged.counts
    figures = st.columns(4)
    labels = {
        "sound": message("rows without fault"),
        "warning": message("rows with a warning"),
        "error": message("rows with an error"),
        "left_out": message("rows not read"),
    }
    for place, (name, label) in zip(figures, labels.items(), strict=True):
        place.metric(visit.mark(label), visit.say(counts[name]))


def _report(importing: Importing, judged: imports.Judged) -> None:
    visit, found = importing.visit, judged.findings
    errors, warnings = len(found.errors), len(found.warnings)
    kinds: dict[str, Text] = {
        Severity.ERROR.value: message("Errors ({count})", count=errors),
        Severity.WARNING.value: message("Warnings ({count})", count=warnings),
        Severity.NOTE.value: message("Notes ({count})", count=len(found) - errors - warnings),
        ALL: message("All ({count})", count=len(found)),
    }
    first = Severity.ERROR.value if errors else Severity.WARNING.value if warnings else ALL
    kind = importing.kept.segments("kind", message("Findings"), kinds, first)
    columns: dict[str, Text] = {"": message("every column")}
    columns |= {each.column: each.column for each in found if each.column}
    column = importing.kept.choice("about", message("Column"), columns, "") or ""
    shown = [each for each in found if kind in (ALL, each.severity.value) and column in ("", each.column)]
    if not shown:
        st.text(visit.say(message("Nothing was found wrong.")))
        return
    table(visit, _findings(visit, shown), alt=message("Findings by row and column"), key="row report")


def _findings(visit: Visit, found: list[Finding]) -> pd.DataFrame:
    say = visit.say
    return pd.DataFrame(
        {
            say(message("severity")): [
                f"{MARKS[each.severity]} {say(reports.SEVERITIES[each.severity])}" for each in found
            ],
            say(message("row")): ["–" if each.row is None else str(each.row) for each in found],
            say(message("column")): [each.column or "–" for each in found],
            say(message("value")): [each.value for each in found],
            say(message("reason")): [say(each.problem) for each in found],
            say(message("remedy")): [say(each.remedy) for each in found],
        }
    )


def _marked(importing: Importing, choices: imports.Choices, judged: imports.Judged) -> None:
    visit, language = importing.visit, importing.visit.language
    upload, content = importing.file, importing.content()

    def marked() -> bytes:
        grid = imports.grid_of(upload, content, choices.sheet)
        return reports.marked_list(grid, judged, choices.header, language)

    label = message("Download the file with its faults marked")
    name = visit.say(message("marked"))
    offer(visit, label, f"{name}.xlsx", XLSX, marked)
    said = message("Mend it in a spreadsheet and upload it again in step 1: the marks are passed over then.")
    st.caption(visit.mark(said))


def _left_out(importing: Importing, judged: imports.Judged) -> None:
    visit, kept = importing.visit, importing.kept
    if not judged.left_out:
        return
    with st.expander(visit.mark(message("Rows not read ({count})", count=len(judged.left_out)))):
        say = visit.say
        rows = pd.DataFrame(
            {
                say(message("row")): [str(each.row) for each in judged.left_out],
                say(message("reason")): [say(each.said) for each in judged.left_out],
                say(message("left out by")): [
                    say(message("the program") if each.why else message("you")) for each in judged.left_out
                ],
                say(message("contents")): [" | ".join(cell for cell in each.cells if cell) for each in judged.left_out],
            }
        )
        table(visit, rows, alt=message("Rows that are not read, and why"), key="rows not read")
        back = [each for each in judged.left_out if each.why is not imports.Odd.ABOVE]
        if not back:
            return
        options: dict[str, Text] = {
            str(each.row): message(
                "row {row}: {cells}", row=str(each.row), cells=" | ".join(filter(None, each.cells))[:60]
            )
            for each in back
        }
        row = kept.choice("back", message("Row to read after all"), options)
        if row and st.button(visit.mark(message("Read this row")), key="take in", icon=":material/undo:"):
            importing.take_in(int(row))
