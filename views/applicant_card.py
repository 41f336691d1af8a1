"""The applicant's card: everything about one applicant, each part drawn only when it is looked at."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

import reports
import scenarios
from locales import Decimals, Message, Text, message
from scenarios import Explanation, Outcome
from views import card_answers, card_points, card_solved
from views.literal import literal
from views.ranking_table import DECISIONS
from views.visit import Visit

Part = Callable[[Visit, Outcome, Explanation], None]
PARTS: Mapping[str, tuple[Message, Part]] = {
    "points": (message("Points against the line"), card_points.points),
    "answers": (message("Answers and sources"), card_answers.answers),
    "gates": (message("Gates"), card_answers.gates),
    "reasons": (message("Reasons"), card_answers.reasons),
    "takes": (message("What it would take"), card_solved.takes),
    "weights": (message("Under whose weights"), card_solved.under),
    "doubts": (message("How sure it is"), card_solved.standing),
    "letter": (message("Letter"), card_answers.letter),
}


def headline(visit: Visit, outcome: Outcome, everybody: pd.DataFrame, chosen: str | None) -> None:
    """Say of whoever is chosen, in a few lines, what becomes of it and how far it is from the line."""
    if chosen is None:
        st.caption(visit.mark(message("Choose a row of the table or a mark on the map: its card opens below.")))
        return
    row = everybody.loc[chosen].to_dict()
    said = next(words for each, words in DECISIONS.items() if each.value == row["decision"])
    rank: Text = "–" if pd.isna(row["rank"]) else int(row["rank"])
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{literal(str(row['name']))}** · {visit.mark(said)}")
        facts = message(
            "Rank {rank}, {points} points. {line}",
            rank=rank,
            points=Decimals(float(row["score"]), 2),
            line=_to_the_line(outcome, chosen),
        )
        st.text(visit.say(facts))


def card(visit: Visit, outcome: Outcome, applicant: str) -> None:
    """Draw the card: one part at a time."""
    told = _told(outcome, outcome.fingerprint, applicant)
    person = outcome.table.loc[applicant].to_dict()
    st.subheader(f"{literal(str(person['name']))} ({literal(applicant)})")
    part = st.segmented_control(
        visit.mark(message("Part of the card")),
        list(PARTS),
        default="points",
        required=True,
        format_func=lambda name: visit.mark(PARTS[name][0]),
        key="card part",
        persist_state="session",
        label_visibility="collapsed",
    )
    PARTS[part or "points"][1](visit, outcome, told)


@st.cache_resource(max_entries=64, show_spinner=False)
def _told(_outcome: Outcome, fingerprint: str, applicant: str) -> Explanation:
    """What can be said without solving anything."""
    del fingerprint
    return scenarios.explain(_outcome, applicant, reverse=False)


def _to_the_line(outcome: Outcome, applicant: str) -> Text:
    told = _told(outcome, outcome.fingerprint, applicant)
    if told.reason is not None and told.at_the_line is None:
        return message("Not funded: {cause}.", cause=reports.CAUSES[told.reason.cause])
    if told.at_the_line is None:
        return ""
    other = str(outcome.table.at[told.at_the_line.other, "name"])
    gap = Decimals(abs(told.at_the_line.gap), 2)
    if told.reason is None:
        return message(
            "{gap} points {more} {other}, the best that is not funded.", gap=gap, more=_more(told), other=other
        )
    return message(
        "{cause}; {gap} points {more} {other}, the lowest that is funded.",
        cause=reports.CAUSES[told.reason.cause],
        gap=gap,
        more=_more(told),
        other=other,
    )


def _more(told: Explanation) -> Message:
    assert told.at_the_line is not None
    return message("above") if told.at_the_line.gap >= 0 else message("below")
