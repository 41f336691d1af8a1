"""The right side of the page Scenario: what can be said before solving, what was changed, and saving it."""

import pandas as pd
import streamlit as st

import records
import scenarios
from intake import InputError
from locales import Text, message
from records import Changed
from scenarios import Check, Light, Scenario
from views import states
from views.chooser import GO_TO
from views.literal import together
from views.people import names
from views.scenario_bench import Bench
from views.scenario_words import bold
from views.tables import to_read

LINES = 4
"""Changes that are seen at once; there are rarely more."""
SIGNS = {
    Light.GOOD: ("green", ":material/check_circle:", message("as wanted")),
    Light.LOOK: ("orange", ":material/visibility:", message("look")),
    Light.BAD: ("red", ":material/cancel:", message("impossible")),
}


def checks(bench: Bench) -> None:
    """Draw the pre-checks of the scenario as it stands."""
    visit = bench.visit
    bold(visit, message("Before solving"))
    try:
        scenario = bench.work.scenario
    except InputError as error:
        st.error(visit.mark(message("This is no scenario yet; undo the last change or complete it:")))
        for each in error.findings.errors[:3]:
            st.text(visit.say(each.problem))
        return
    for check in bench.prechecks.check(scenario):
        _check(bench, check)


def _check(bench: Bench, check: Check) -> None:
    visit = bench.visit
    colour, icon, word = SIGNS[check.light]
    if check.light is Light.GOOD:
        st.markdown(f":{colour}[{icon}] {together(visit.mark(check.said))}")
        return
    said = f":{colour}[{icon} **{visit.mark(word)}**] {visit.mark(check.said)}"
    if check.remedy:
        helps = message("What helps: {remedy}", remedy=check.remedy)
        said += f" *{visit.mark(helps)}*"
    st.markdown(together(said))


def changes_said(bench: Bench, before: Scenario, after: Scenario, found: tuple[Changed, ...]) -> pd.DataFrame:
    """Fields that differ, in words: where, before, after."""
    say = bench.visit.say
    rows = [
        (
            say(scenarios.place_said(each.place, (before, after), bench.names)),
            say(scenarios.value_said(each.place, each.before, before)),
            say(scenarios.value_said(each.place, each.after, after)),
        )
        for each in found
    ]
    headers: list[Text] = [message("Field"), message("Before"), message("After")]
    return pd.DataFrame(rows, columns=[say(each) for each in headers])


def changes_table(bench: Bench, before: Scenario, after: Scenario) -> None:
    """Draw every field in which two scenarios differ."""
    found = records.difference(before, after)
    visit = bench.visit
    if not found:
        st.text(visit.say(message("no field differs")))
        return
    to_read(visit, changes_said(bench, before, after, found), message("Fields that differ, before and after"))


def at_work(bench: Bench) -> None:
    """Draw what was changed, whether somebody saved meanwhile, and saving."""
    visit = bench.visit
    if not bench.work.changed:
        said = message("You have changed nothing since version {number}.", number=str(bench.work.base.number))
        st.caption(visit.mark(said))
        return
    scenario = bench.scenario
    bold(visit, message("Changed and not saved"))
    if scenario is None:
        return
    _changes(bench, scenario)
    if not bench.editable:
        return
    conflict = records.conflict_of(bench.work, bench.latest)
    if conflict is not None:
        _conflict(bench, scenario)
        return
    note = bench.kept.text("note", message("What was changed, and why"))
    if st.button(
        visit.mark(message("Save as version {number}", number=str(bench.latest.number + 1))),
        type="primary",
        icon=":material/save:",
        key="save",
    ):
        _save(bench, note)


def _changes(bench: Bench, scenario: Scenario) -> None:
    """Say what was changed, a line a field: the column is too narrow for a table."""
    visit, base = bench.visit, bench.work.base.scenario
    found = records.difference(base, scenario)
    if not found:
        st.text(visit.say(message("no field differs")))
    said = changes_said(bench, base, scenario, found)
    lines = [
        together(f"{visit.mark(each[0])}: {visit.mark(each[1] or '–')} → **{visit.mark(each[2] or '–')}**")
        for each in said.to_numpy()
        if {each[1], each[2]} - {"", "–"}
    ]
    for line in lines[:LINES]:
        st.markdown(line)
    if lines[LINES:]:
        with st.expander(visit.mark(message("{count} more changes", count=len(lines) - LINES))):
            for line in lines[LINES:]:
                st.markdown(line)


def _save(bench: Bench, note: str) -> None:
    visit = bench.visit
    try:
        made = records.save_workpiece(visit.store, visit.who, bench.latest, note)
    except records.ConflictError as conflict:
        st.warning(visit.mark(conflict.findings.errors[0].problem))
        st.rerun()
    except InputError as error:
        states.refused(visit, error)
        return
    bench.kept.forget("note")
    st.toast(visit.mark(message("saved: {version}", version=made.reference)))
    st.rerun()


def _conflict(bench: Bench, mine: Scenario) -> None:
    """Somebody saved: show theirs and mine, and let both be kept."""
    visit, theirs, base = bench.visit, bench.latest, bench.work.base
    person = names(visit).get(theirs.by, theirs.by)
    said = message(
        "{person} saved version {number} while you changed version {base}. Nothing is lost.",
        person=person,
        number=str(theirs.number),
        base=str(base.number),
    )
    st.warning(visit.mark(said), icon=":material/group:")
    st.caption(visit.mark(message("What {person} changed", person=person)))
    changes_table(bench, base.scenario, theirs.scenario)
    st.caption(visit.mark(message("Theirs (before) and yours (after)")))
    changes_table(bench, theirs.scenario, mine)
    on_top = message("Put my changes on top of version {number}", number=str(theirs.number))
    if st.button(visit.mark(on_top), type="primary", icon=":material/layers:", key="on top"):
        records.rebase(visit.store, visit.who, theirs)
        st.rerun()
    name = bench.kept.text("copy of mine", message("Name of the copy"), f"{theirs.name}-2")
    if st.button(visit.mark(message("Save mine as a copy")), icon=":material/content_copy:", key="mine as copy"):
        try:
            made = records.save_workpiece_as(visit.store, visit.who, theirs, name)
        except InputError as error:
            states.refused(visit, error)
            return
        visit_scenario(made.name)


def visit_scenario(name: str) -> None:
    """Go on with another scenario of the round."""
    st.session_state[GO_TO] = name  # the control at the top of the page takes it over on the next run
    st.rerun()
