"""Appealing: the days in which an adopted decision may be contested, what came in, and what was answered."""

from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

import records
from locales import Date, Message, Text, message, zone_of
from records import Docket, Role, Upheld
from views.acts import act, confirmed
from views.headings import heading
from views.kept import Kept
from views.moments import day, zone
from views.tables import table
from views.visit import Visit
from views.voting import LONGEST

DECIDERS = (Role.PLANNER, Role.COMMITTEE)


def draw(visit: Visit, docket: Docket) -> None:
    """Draw the window, the appeals with their answers, and the forms."""
    _list(visit, docket)
    if not visit.may(*DECIDERS):
        return
    if docket.window is None:
        _window(visit, docket)
        return
    record, answer = st.columns(2)
    with record:
        _record(visit, docket)
    with answer:
        _answer(visit, docket)


def _list(visit: Visit, docket: Docket) -> None:
    say, window = visit.say, docket.window
    if window is None:
        st.text(say(message("It is not said yet from when to when this decision may be appealed.")))
        return
    opens, closes = day(visit, window["opens"]), day(visit, window["closes"])
    heading(visit, message("Appeals are taken from {opens} to {closes}", opens=opens, closes=closes))
    if not docket.appeals:
        st.text(say(message("No appeal has come in.")))
        return
    answers = {row["appeal"]: row for row in docket.answers}
    rows = [
        {
            say(message("No.")): str(row["id"]),
            say(message("Received")): day(visit, row["received"]),
            say(message("In time")): say(message("yes") if row["in_window"] else message("no")),
            say(message("From")): row["sender"],
            say(message("Text")): row["text"],
            say(message("Result")): say(_result(answers.get(row["id"]))),
            say(message("Answer")): answers[row["id"]]["text"] if row["id"] in answers else "–",
        }
        for row in docket.appeals
    ]
    table(visit, pd.DataFrame(rows), alt=message("Appeals, with what was answered"))


def _result(answer: dict[str, object] | None) -> Text:
    return message("not answered yet") if answer is None else records.UPHELD_WORDS[str(answer["upheld"])]


def _today() -> date:
    return datetime.now(UTC).astimezone(zone_of(zone())).date()


def _window(visit: Visit, docket: Docket) -> None:
    kept = Kept(visit, f"decision:{docket.id}:window")
    first, last = st.columns(2)
    with first:
        opens = kept.day("opens", message("First day"), _today())
    with last:
        closes = kept.day("closes", message("Last day"))
    if opens is None or closes is None:
        st.caption(visit.mark(message("Say both days; they are said once and stay.")))
        return
    follows = message(
        "Appeals are taken from {opens} to {closes}, both days included. This is said once and cannot be changed.",
        opens=Date(opens),
        closes=Date(closes),
    )
    label = message("Open the window for appeals")
    if confirmed(visit, "window", label, follows, icon=":material/event:", of=f"{docket.id} {opens} {closes}"):

        def open_() -> Message:
            records.open_window(visit.store, visit.who, docket.id, opens, closes)
            return message("It is said from when to when appeals are taken.")

        act(visit, open_, kept)


def _record(visit: Visit, docket: Docket) -> None:
    heading(visit, message("An appeal came in"))
    kept = Kept(visit, f"decision:{docket.id}:appeal")
    sender = kept.text("sender", message("From whom"), max_chars=200)
    received = kept.day("received", message("Received on"), _today())
    text = kept.area("text", message("What it says"), max_chars=LONGEST)
    ready = bool(sender.strip() and text.strip()) and received is not None
    if st.button(visit.mark(message("Keep it")), key="appeal", icon=":material/inbox:", disabled=not ready):

        def keep() -> Message:
            assert received is not None
            number = records.record_appeal(
                visit.store, visit.who, docket.id, received=received, sender=sender, text=text
            )
            return message("It is kept as appeal {number}.", number=str(number))

        act(visit, keep, kept)


def _answer(visit: Visit, docket: Docket) -> None:
    heading(visit, message("Answer an appeal"))
    if not docket.appeals:
        st.text(visit.say(message("There is none to answer.")))
        return
    kept = Kept(visit, f"decision:{docket.id}:answer")
    answered = {row["appeal"] for row in docket.answers}
    order = sorted(docket.appeals, key=lambda row: (row["id"] in answered, row["id"]))
    offered: dict[str, Text] = {
        str(row["id"]): message("appeal {number}: {sender}", number=str(row["id"]), sender=row["sender"])
        for row in order
    }
    number = kept.choice("appeal", message("Appeal"), offered)
    words: dict[str, Text] = dict(records.UPHELD_WORDS)
    result = kept.segments("upheld", message("Result"), words, "no")
    text = kept.area("text", message("Answer (needed)"), max_chars=LONGEST)
    ready = number is not None and bool(text.strip())
    if st.button(visit.mark(message("Keep the answer")), key="answer", icon=":material/reply:", disabled=not ready):
        upheld: Upheld = "yes" if result == "yes" else "partly" if result == "partly" else "no"

        def keep() -> Message:
            assert number is not None
            records.answer_appeal(visit.store, visit.who, int(number), upheld, text)
            return message("The answer is kept.")

        act(visit, keep, kept)
