"""The data page: a file of applicants becomes a kept round, in six steps that a reload or a restart does not lose."""

import streamlit as st

from intake import InputError
from locales import Message, message
from views import states
from views.data_columns import draw_columns
from views.data_difference import draw_difference
from views.data_header import draw_header
from views.data_rows import draw_rows
from views.data_save import draw_save, draw_saved
from views.data_upload import draw_upload
from views.header import titled
from views.importing import Importing
from views.visit import Visit

STEPS: dict[str, Message] = {
    "upload": message("1 Upload"),
    "header": message("2 Sheet and header"),
    "columns": message("3 Columns"),
    "rows": message("4 Rows"),
    "difference": message("5 Difference"),
    "save": message("6 Save"),
}
DRAWN = {
    "upload": draw_upload,
    "header": draw_header,
    "columns": draw_columns,
    "rows": draw_rows,
    "difference": draw_difference,
    "save": draw_save,
}


def draw(visit: Visit) -> None:
    """Draw the step that is at work."""
    titled(visit, message("Import applicants"))
    importing = Importing(visit)
    if draw_saved(importing):
        return
    step = importing.kept.segments(
        "step", message("Step"), STEPS, "upload", label_visibility="collapsed", width="stretch"
    )
    if importing.upload is None and step != "upload":
        states.empty(visit, message("No file has been uploaded yet"), message("Begin with step 1."))
        return
    if step != "upload":
        st.caption(visit.mark(message("{file}, for {round}", file=importing.file.name, round=importing.base_said())))
    try:
        DRAWN[step](importing)
    except InputError as error:
        states.refused(visit, error)
