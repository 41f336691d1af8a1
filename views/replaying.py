"""Replaying: a decision worked out again from its package, and the first thing that comes out otherwise."""

import streamlit as st

import records
from locales import message
from records import Docket, Replayed
from views.asking import ask
from views.kept import Kept
from views.visit import Visit

SHOWN = 20


def draw(visit: Visit, docket: Docket) -> None:
    """Draw the button, and what came of it; for an adopted decision."""
    assert docket.adopted is not None
    kept = Kept(visit, f"decision:{docket.id}:replay")
    times = int(kept.get("times", 0))
    if st.button(visit.mark(message("Work it out again and compare")), key="replay", icon=":material/replay:"):
        kept.put(times=times + 1)
        st.rerun()
    if not times:
        said = message("Everything is checked and solved anew from the package alone, as on any other machine.")
        st.caption(visit.mark(said))
        return
    key = ("replay", str(docket.id), str(docket.adopted["record"]), visit.who, str(times))
    came = ask(visit, key, records.replay, records.take_package(visit.store, visit.who, docket.id))
    if came is not None:
        _came(visit, came)


def _came(visit: Visit, came: Replayed) -> None:
    if came.same:
        st.success(visit.mark(message("Everything came out the same.")), icon=":material/verified:")
    else:
        st.error(visit.mark(message("It does NOT come out the same; the first difference:")), icon=":material/error:")
    for each in came.faults[:SHOWN]:
        st.text(visit.say(message("{where}: {problem}", where=each.where, problem=each.problem)))
    for step in came.steps:
        st.markdown(f":green[:material/check:] {visit.mark(step)}")
    for remark in came.remarks:
        st.caption(visit.mark(message("Note: {remark}", remark=remark)))
