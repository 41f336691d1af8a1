"""Health: the size and version of the store, where its log ends, and the limits of this server."""

import pandas as pd
import streamlit as st

import records
from locales import Decimals, Message, Text, message
from views.asking import AT_ONCE, KEPT
from views.downloads import SECONDS
from views.figures import figures
from views.tables import table
from views.visit import Visit

ROWS: dict[str, Message] = {
    "rounds": message("rounds"),
    "scenario_versions": message("versions of scenarios"),
    "outcomes": message("outcomes"),
    "locks": message("locks"),
    "decisions": message("decisions"),
    "proposals": message("proposals"),
    "notes": message("notes"),
    "votes": message("votes"),
    "signatures": message("signatures"),
    "adoptions": message("adopted decisions"),
    "appeals": message("appeals"),
    "people": message("people"),
    "blobs": message("files"),
    "audit": message("entries of the log"),
}
KINDS = {"sqlite": message("a file (SQLite)"), "postgresql": message("a PostgreSQL server")}
MEGABYTE = 2**20


def draw(visit: Visit) -> None:
    """Draw figures of the store on one side, limits on the other."""
    found = records.health(visit.store, visit.who)
    say = visit.say
    shown: list[tuple[Text, Text]] = [
        (message("size (MB)"), Decimals(found.size / MEGABYTE, 1)),
        (message("version of the tables"), found.version),
        (message("entries of the log"), found.entries),
    ]
    figures(visit, shown)
    st.caption(visit.mark(message("The store is {kind}; its log ends with:", kind=KINDS.get(found.kind, found.kind))))
    st.code(f"{found.entries}:{found.hash}", language=None, wrap_lines=True)
    rows, limits = st.columns(2)
    with rows:
        what, count = say(message("What")), say(message("How many"))
        held = pd.DataFrame([{what: say(word), count: found.rows[name]} for name, word in ROWS.items()])
        table(visit, held, alt=message("How much the store holds"), kinds={count: "count"})
    with limits:
        _limits(visit)


def _limits(visit: Visit) -> None:
    say = visit.say
    upload = int(st.get_option("server.maxUploadSize"))
    known: list[tuple[Message, int]] = [
        (message("questions worked on at once"), AT_ONCE),
        (message("answers remembered"), KEPT),
        (message("largest file that can be brought in (MB)"), upload),
        (message("minutes for which a file is offered"), SECONDS // 60),
    ]
    limit, value = say(message("Limit")), say(message("Value"))
    held = pd.DataFrame([{limit: say(word), value: number} for word, number in known])
    table(visit, held, alt=message("Limits of this server"), kinds={value: "count"})
