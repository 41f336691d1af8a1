"""Step 6 of an import: what will be kept, a note, and the button that keeps it."""

import re
from collections import Counter
from urllib.parse import urlencode

import streamlit as st

import records
from intake import InputError, imports
from locales import Message, Text, message
from views import states
from views.data_steps import go
from views.importing import VERSION, Importing
from views.people import names

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def draw_save(importing: Importing) -> None:
    """Draw the step."""
    visit, kept = importing.visit, importing.kept
    proposals = importing.proposals()
    if proposals is None:
        return
    choices = importing.choices(proposals)
    judged = importing.judged(choices)
    if judged is None:
        return
    if not judged.content:
        states.empty(visit, message("Some rows still have errors"), message("Mend them in step 4."))
        return
    _summary(importing, judged, choices)
    name = title = ""
    fresh = importing.mode != VERSION or importing.base().kept is None
    if fresh:
        title = kept.text("title", message("Title of the new round")).strip()
        proposed = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
        hint = visit.mark(message("Small letters, digits and hyphens; it stands in addresses and file names."))
        name = kept.text("name", message("Short name of the new round"), help=hint).strip() or proposed
        if name:
            st.caption(visit.mark(message("It will be called {name}.", name=name)))
    text = kept.area("note", message("Note: where the list comes from, and what was decided about it"))
    newer = _newer(importing)
    why_not = newer or _why_not(fresh, name, title, text)
    pressed = st.button(
        visit.mark(message("Save this version")),
        type="primary",
        icon=":material/save:",
        key="save import",
        disabled=why_not is not None,
    )
    if why_not is not None:
        st.caption(visit.mark(why_not))
    if pressed:
        _save(importing, judged, choices, text, name, title)


def _why_not(fresh: bool, name: str, title: str, text: str) -> Message | None:
    if fresh and not title:
        return message("Give the new round a title first.")
    if fresh and not NAME.fullmatch(name):
        return message("The short name must begin with a small letter or a digit, and hold only those and hyphens.")
    return None if text.strip() else message("Write a note first: whoever looks at this version later will ask.")


def _summary(importing: Importing, judged: imports.Judged, choices: imports.Choices) -> None:
    visit, upload = importing.visit, importing.file
    reasons = Counter(visit.say(each.said) for each in judged.left_out)
    left = tuple(f"{reason} ({visit.say(count)})" for reason, count in reasons.items())
    facts: list[tuple[Message, Text]] = [
        (
            message("File"),
            message("{file}, {size} bytes, SHA-256 {digest}", file=upload.name, size=upload.size, digest=upload.sha256),
        ),
        (message("Becomes"), importing.base_said()),
        (message("Applicants"), len(judged.people)),
        (message("Rows not read"), message("{reasons}", reasons=left) if left else message("none")),
        (
            message("Columns not read"),
            message("{columns}", columns=judged.unread) if judged.unread else message("none"),
        ),
        (message("Cells changed here"), len(choices.edits)),
        (message("Warnings"), len(judged.findings.warnings)),
    ]
    with st.container(border=True):
        for label, fact in facts:
            st.markdown(f"**{visit.mark(label)}:** {visit.mark(fact)}")
        said = message("Kept with it: every byte of the file, the choices made here, and every row that is not read.")
        st.caption(visit.mark(said))


def _save(
    importing: Importing, judged: imports.Judged, choices: imports.Choices, text: str, name: str, title: str
) -> None:
    visit, base = importing.visit, importing.base()
    replaces = base.kept.id if base.kept is not None and not name else ""
    language = base.asked.call.language
    made = imports.imported(
        importing.file, importing.content(), choices, judged, language, text=text.strip(), replaces=replaces
    )
    try:
        with st.spinner(visit.mark(message("Checking once more, and saving"))):
            kept = records.keep_import(visit.store, visit.who, base.files, made, name=name, title=title)
    except InputError as error:
        states.refused(visit, error)
        return
    importing.kept.drop()
    importing.kept.put(saved={"name": kept.name, "id": kept.id, "applicants": len(judged.people)})
    st.rerun()


def _newer(importing: Importing) -> Message | None:
    """Tell that somebody kept a newer version of the round meanwhile, and let it be compared with; None else."""
    visit, base = importing.visit, importing.base().kept
    if base is None or importing.mode != VERSION:
        return None
    latest = records.find_round(visit.store, visit.who, base.name)
    if latest.id == base.id:
        return None
    person = names(visit).get(latest.by, latest.by)
    told = message("somebody kept a newer version of {name} meanwhile ({person})", name=latest.name, person=person)
    st.warning(visit.mark(told), icon=":material/group:")
    if st.button(visit.mark(message("Compare with the newer version")), key="newer"):
        importing.kept.put(base=latest.id)
        go(importing, "difference")
    return message("Compare with the newer version first.")


def draw_saved(importing: Importing) -> bool:
    """Draw what was saved, where the last import has just been; gives whether it was."""
    visit, saved = importing.visit, importing.kept.get("saved")
    if not saved or importing.upload is not None:
        return False
    said = message(
        "Saved: {name} with {count} applicants, as version {digest}…",
        name=saved["name"],
        count=saved["applicants"],
        digest=saved["id"][:12],
    )
    st.success(visit.mark(said), icon=":material/task_alt:")
    asked = {
        **{key: st.query_params[key] for key in ("lang", "person") if key in st.query_params},
        "round": saved["name"],
    }
    left, right, _ = st.columns([1, 1, 2])
    left.link_button(
        visit.mark(message("Look at this round")), f"/?{urlencode(asked)}", type="primary", width="stretch"
    )
    if right.button(visit.mark(message("Import another list")), key="import more", width="stretch"):
        importing.kept.drop()
        st.rerun()
    return True
