"""Step 1 of an import: what the list is for, the template to fill in, and the file."""

import streamlit as st

import records
from intake import InputError, imports
from locales import Decimals, Message, message
from views import states
from views.data_steps import next_step
from views.downloads import offer
from views.importing import COPY, FRESH, VERSION, Importing
from views.moments import date_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MODES: dict[str, Message] = {
    VERSION: message("A new version of a round"),
    COPY: message("A new round, asked as another one"),
    FRESH: message("A new round, asked as the blank template"),
}


def draw_upload(importing: Importing) -> None:
    """Draw the step."""
    visit, kept = importing.visit, importing.kept
    left, right = st.columns([3, 2], gap="large")
    with left:
        _purpose(importing)
        _file(importing)
    with right, st.container(border=True):
        st.subheader(visit.mark(message("Template")))
        st.text(visit.say(message("A workbook with drop-downs, limits and an explanation of every column.")))
        try:
            files, language = importing.base().files, visit.language
        except InputError as error:
            states.refused(visit, error)
            return
        name = visit.say(message("applicants"))
        label = message("Download the template")
        offer(visit, label, f"{name}.xlsx", XLSX, lambda: imports.template_of(files, language))
        st.caption(visit.mark(message("Other files do as well: the next steps find out which column is which.")))
    if importing.upload is not None:
        next_step(importing, "header", message("On to sheet and header"))
        if st.button(visit.mark(message("Throw this import away")), icon=":material/delete:", key="import away"):
            kept.drop()
            st.rerun()


def _purpose(importing: Importing) -> None:
    visit, kept = importing.visit, importing.kept
    rounds = {each.name: each for each in records.list_rounds(visit.store, visit.who)}
    modes = MODES if rounds else {FRESH: MODES[FRESH]}
    first = importing.mode if importing.mode in modes else FRESH
    mode = kept.choice("mode", message("What the list becomes"), modes, first)
    if mode == FRESH or not rounds:
        return
    titles = records.round_titles(visit.store, visit.who)
    ids = {
        each.id: message("{round} · {time}", round=titles.get(each.id, each.name), time=date_of(each.at))
        for each in rounds.values()
    }
    current = importing.base_round()
    if current is not None:  # the version that the import began with, though a later one may be there by now
        rounds[current.id] = current
    default = current.id if current is not None and current.id in ids else next(iter(ids))
    kept.choice("base", message("Round"), ids, default)


def _file(importing: Importing) -> None:
    visit, kept = importing.visit, importing.kept
    held = importing.upload
    label = message("File of applicants") if held is None else message("Another file in its place")
    given = st.file_uploader(
        visit.mark(label),
        key=kept.key("uploaded"),
        max_upload_size=imports.MAX_UPLOAD // 1024 // 1024,
        help=visit.mark(
            message(
                "CSV, XLSX, Parquet, GeoJSON or GeoPackage, at most {limit} MB. What the file is "
                "called does not matter: its contents say what it is.",
                limit=imports.MAX_UPLOAD // 1024 // 1024,
            )
        ),
    )
    if given is not None:
        _taken(importing, given.name, given.getvalue())
    if held is not None:
        size = Decimals(held.size / 1024, 1)
        said = message(
            "“{file}” is kept ({size} kB, SHA-256 {digest}…)", file=held.name, size=size, digest=held.sha256[:12]
        )
        st.success(visit.mark(said), icon=":material/task:")


def _taken(importing: Importing, name: str, content: bytes) -> None:
    """Take an upload: at once where nothing was mended yet, else when it is asked for."""
    visit, kept, held = importing.visit, importing.kept, importing.upload
    new = imports.identify(name, content)
    if isinstance(new, imports.Upload) and held is not None and new.sha256 == held.sha256:
        return
    mended = len(kept.get("edits", [])) + len(kept.get("left_out", []))
    if mended and held is not None and isinstance(new, imports.Upload):
        st.warning(visit.mark(message("{count} changes belong to the file before, and go with it.", count=mended)))
        if not st.button(visit.mark(message("Use the new file")), type="primary", key="import replace"):
            return
    error = importing.take(name, content)
    if error is not None:
        states.refused(visit, error)
        return
    st.rerun()
