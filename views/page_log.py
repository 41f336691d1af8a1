"""The log page: who did what when, whether it holds, and a decision worked out again."""

import streamlit as st

import records
from locales import message
from records import Docket
from views import log_shown, replaying, verifying
from views.acts import done
from views.header import titled
from views.kept import Kept
from views.visit import Visit

FIND, VERIFY, AGAIN = "find", "verify", "again"


def draw(visit: Visit) -> None:
    """Draw the log, or one of the two ways to check what is kept."""
    titled(visit, message("The log"))
    done(visit)
    kept = Kept(visit, "log")
    parts = {
        FIND: message("Who did what"),
        VERIFY: message("Verify everything"),
        AGAIN: message("Work a decision out again"),
    }
    part = kept.segments("part", message("Part of the log"), parts, FIND, label_visibility="collapsed")
    if part == VERIFY:
        verifying.draw(visit)
    elif part == AGAIN:
        _again(visit, kept)
    else:
        log_shown.draw(visit)


def _again(visit: Visit, kept: Kept) -> None:
    adopted: dict[str, Docket] = {
        str(each.id): each for each in records.list_dockets(visit.store, visit.who) if each.adopted is not None
    }
    if not adopted:
        st.text(visit.say(message("No decision is adopted yet; only an adopted one can be worked out again.")))
        return
    labels = {number: f"{number} · {each.round_name} · {each.title}" for number, each in adopted.items()}
    chosen = kept.choice("decision", message("Decision"), dict(labels))
    if chosen is not None:
        replaying.draw(visit, adopted[chosen])
