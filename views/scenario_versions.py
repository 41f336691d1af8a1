"""Versions of a scenario: who saved what when; an old one is looked at and restored; copies, new ones, files."""

import pandas as pd
import streamlit as st

import records
from intake import InputError
from locales import Label, message
from records import Version
from views import states
from views.address import dropped
from views.downloads import offer
from views.kept import Kept
from views.moments import when
from views.people import named, names
from views.scenario_bench import Bench
from views.scenario_checks import changes_table, visit_scenario
from views.scenario_words import bold
from views.visit import Visit

KIND = "application/toml"
LEFT = "look at no version"
SHOWN = "v"
"""The address' word for the version that is looked at."""


def versions(bench: Bench) -> None:
    """Draw the versions, and what can be made of them."""
    visit = bench.visit
    found = records.list_versions(visit.store, visit.who, bench.latest.round_name, bench.latest.name)
    chosen = _table(bench, found)
    if chosen is not None:
        _one(bench, chosen, found)
    left, middle, right = st.columns(3)
    with left:
        _file(bench)
    if not bench.editable:
        return
    with middle:
        _copy(bench)
    with right:
        begin(visit, bench.latest.round_name)


def _table(bench: Bench, found: tuple[Version, ...]) -> Version | None:
    """The list, the latest first; the one that the address names is looked at."""
    visit, say = bench.visit, bench.visit.say
    known, by_reference = names(visit), {each.reference: each for each in found}
    rows = []
    for each in reversed(found):
        parent = by_reference.get(each.parent or "")
        count = None if parent is None else len(records.difference(parent.scenario, each.scenario))
        rows.append(
            {
                say(message("version")): str(each.number),
                say(message("saved by")): named(known, each.by),
                say(message("When")): when(visit, each.at),
                say(message("note")): each.note,
                say(message("fields changed")): "–" if count is None else say(count),
                say(message("from")): each.parent or "–",
            }
        )
    alt = say(message("Versions of this scenario, the latest first"))
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=alt, key="versions", height=180)
    options = [str(each.number) for each in reversed(found)]
    given = st.query_params.get(SHOWN)
    if given is not None and given not in options:
        dropped(SHOWN)
    if st.session_state.pop(LEFT, False):
        st.session_state[SHOWN] = None
    number = st.selectbox(
        visit.mark(message("Look at version")), options, index=None, key=SHOWN, bind="query-params", placeholder="–"
    )
    return next((each for each in found if str(each.number) == number), None)


def _one(bench: Bench, old: Version, found: tuple[Version, ...]) -> None:
    visit, latest = bench.visit, bench.latest
    parent = next((each for each in found if each.reference == old.parent), None)
    if parent is not None:
        st.caption(visit.mark(message("What version {number} changed", number=str(old.number))))
        changes_table(bench, parent.scenario, old.scenario)
    if old.number != latest.number:
        said = message(
            "Version {one} (before) and version {other} (after)", one=str(old.number), other=str(latest.number)
        )
        st.caption(visit.mark(said))
        changes_table(bench, old.scenario, latest.scenario)
    st.code(old.content.decode(), language="toml", height=240)
    name = f"{old.name}-{old.number}.toml"
    offer(visit, message("Download version {number}", number=str(old.number)), name, KIND, lambda: old.content)
    if not bench.editable or old.number == latest.number:
        return
    if bench.work.changed:
        st.caption(visit.mark(message("Save or undo your changes before an old version is restored.")))
        return
    if st.button(visit.mark(message("Restore it as the newest")), icon=":material/restore:", key="restore"):
        note = message("as version {number} was", number=str(old.number)).text(visit.language)
        try:
            records.restore_version(visit.store, visit.who, old, latest, note)
        except InputError as error:
            states.refused(visit, error)
            return
        st.session_state[LEFT] = True
        st.rerun()


def _file(bench: Bench) -> None:
    """Take the file of the scenario as it stands, and take one in."""
    visit = bench.visit
    bold(visit, message("File"))
    if bench.scenario is not None:
        work = bench.work
        offer(visit, message("Download the scenario"), f"{bench.latest.name}.toml", KIND, lambda: work.content)
    if not bench.editable:
        return
    label = visit.mark(message("A scenario file to take in (TOML); it becomes a change that can be undone"))
    turn = int(bench.kept.get("uploads", 0))
    given = st.file_uploader(label, key=f"upload {bench.kept.place} {turn}")
    if given is None:
        return
    try:
        bench.work = records.take_file(visit.store, visit.who, bench.latest, given.getvalue())
    except InputError as error:
        states.refused(visit, error)
        return
    bench.kept.put(uploads=turn + 1)
    st.rerun()


def _copy(bench: Bench) -> None:
    visit = bench.visit
    bold(visit, message("Copy"))
    name = bench.kept.text("copy", message("Name of the copy"), f"{bench.latest.name}-2")
    if st.button(visit.mark(message("Copy version {number}", number=str(bench.latest.number))), key="copy"):
        try:
            made = records.copy_version(visit.store, visit.who, bench.latest, name)
        except InputError as error:
            states.refused(visit, error)
            return
        bench.kept.forget("copy")
        visit_scenario(made.name)


def begin(visit: Visit, round_name: str) -> None:
    """Begin a scenario with nothing but its title."""
    bold(visit, message("New scenario"))
    kept = Kept(visit, f"new scenario {round_name}")
    name = kept.text("name", message("Name in the address, such as budget-cut"))
    title = kept.text("title", message("Title"))
    ready = bool(name.strip() and title.strip())
    if st.button(visit.mark(message("Begin")), key="begin", disabled=not ready, icon=":material/add:"):
        label = Label(id=title.strip(), en=title.strip())
        try:
            made = records.new_scenario(visit.store, visit.who, round_name, name.strip(), label)
        except InputError as error:
            states.refused(visit, error)
            return
        kept.drop()
        visit_scenario(made.name)
