"""The sample on the first page: three answers to one question side by side, so that a newcomer sees what this does."""

import pandas as pd
import streamlit as st

import records
from intake import InputError, Round
from locales import Money, message
from records import KeptRound, Reached, Version
from views import small_map
from views.header import STATES
from views.headings import heading
from views.links import link
from views.visit import Visit, chosen_round, round_of

HEIGHT = 130


def draw(visit: Visit) -> bool:
    """Draw the sample's first scenarios; gives whether there is a sample."""
    sample = chosen_round(visit, records.SAMPLE)
    if sample is None:
        return False
    with st.container(border=True):
        try:
            _card(visit, sample, round_of(visit, sample.id))
        except InputError:
            return False  # what is wrong with a round is said below, among the rounds that cannot be read
    return True


def _card(visit: Visit, sample: KeptRound, round_: Round) -> None:
    call = round_.call
    question = message(
        "The sample: {count} districts ask, the money is for fewer. Who is funded?", count=len(round_.applicants)
    )
    heading(visit, question)
    versions = {
        each.name: each
        for each in records.list_versions(visit.store, visit.who, records.SAMPLE)
        if each.name in records.SHOWN_FIRST and each.round == sample.id
    }
    shown = [versions[name] for name in records.SHOWN_FIRST if name in versions]
    applicants = round_.table()
    for column, version in zip(st.columns(max(1, len(shown))), shown, strict=False):
        with column:
            _scenario(visit, version, round_, applicants)
    if call.made_up is not None:
        st.markdown(f":small[:orange[:material/science: {visit.mark(call.made_up)}]]")


def _scenario(visit: Visit, version: Version, round_: Round, applicants: pd.DataFrame) -> None:
    heading(visit, version.scenario.title)
    question = records.question_of(round_.fingerprint, version.scenario)
    kept = records.answer_to(visit.store, visit.who, question)
    if kept is None or kept.status not in STATES:
        st.text(visit.say(message("Not worked out yet; open it, and it is.")))
    else:
        _figures(visit, records.what_was_reached(visit.store, visit.who, kept), kept.status, applicants, version)
    asked = {"round": records.SAMPLE, "scenario": version.name}
    link(visit, "plan", message("Open the plan"), icon=":material/arrow_forward:", **asked)


def _figures(visit: Visit, reached: Reached, status: str, applicants: pd.DataFrame, version: Version) -> None:
    count, money = message("{count} libraries", count=len(reached.awards)), Money(reached.cost)
    said, colour, icon = STATES[status]
    st.markdown(f"#### :primary[{visit.mark(count)}]\n{visit.mark(money)}  \n:{colour}[{icon} {visit.mark(said)}]")
    alt = message(
        "Map of Indonesia under {scenario}: {count} of {all} applicants are funded (blue circles), the others not "
        "(orange crosses); the page of the plan lists them",
        scenario=version.scenario.title,
        count=len(reached.awards),
        all=len(applicants),
    )
    small_map.draw(visit, applicants, set(reached.awards), alt, height=HEIGHT)
