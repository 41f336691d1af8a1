"""Backing up: the whole store as one verified file, and how it is brought back."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

import records
from locales import message, zone_of
from views.downloads import offer
from views.headings import heading
from views.moments import zone
from views.visit import Visit


def draw(visit: Visit) -> None:
    """Draw the button, and what to do with the file."""
    take, restore = st.columns(2)
    store, who = visit.store, visit.who
    with take:
        heading(visit, message("Take a backup"))
        said = message(
            "One file with everything, as it is when you take it; others go on working. It is verified before you get "
            "it, which may take a minute."
        )
        st.text(visit.say(said))

        def made() -> bytes:
            with tempfile.TemporaryDirectory(prefix="pilih-") as held:
                file = Path(held) / "backup"
                records.backup(store, who, file)
                return file.read_bytes()

        today = datetime.now(UTC).astimezone(zone_of(zone())).date().isoformat()
        kind = "application/vnd.sqlite3"
        offer(visit, message("Take the backup"), f"{today}.pilih", kind, made, primary=True)
        number, last = records.log_head(store, who)
        st.caption(visit.mark(message("Note elsewhere where the log ends, to know later that nothing is missing:")))
        st.code(f"{number}:{last}", language=None, wrap_lines=True)
    with restore:
        heading(visit, message("Bring it back"))
        said = message(
            "Into an empty store, on the computer that runs the app, while the app is stopped. A store that holds "
            "anything is never overwritten. The same way leads from a file to a PostgreSQL server."
        )
        st.text(visit.say(said))
        st.code(f"pilih restore {today}.pilih --store new.sqlite --as {who}", language=None, wrap_lines=True)
        st.text(visit.say(message("Then verify it, with the entry that you noted:")))
        st.code(
            f"pilih audit --verify --expect {number}:{last} --store new.sqlite --as {who}",
            language=None,
            wrap_lines=True,
        )
