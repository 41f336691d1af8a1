"""Entry: the store of this server, and who is looking."""

import os
from pathlib import Path

import streamlit as st

import records
from intake import Findings
from locales import message
from records import Person, Store
from views.people import local_name
from views.strip import Strip

HOME = Path(__file__).parents[1]


def rounds_folder() -> Path:
    """The folder of rounds: PILIH_ROUNDS, else the samples."""
    return Path(os.environ.get("PILIH_ROUNDS", HOME / "data" / "rounds"))


def store() -> Store:
    """The store of this server: PILIH_DATABASE_URL, else a file beside the rounds."""
    return _store(os.environ.get("PILIH_DATABASE_URL", ""), str(rounds_folder()))


@st.cache_resource(show_spinner=False)
def _store(url: str, folder: str) -> Store:
    return records.open_store(url or None, Path(folder))


def taken_in(held: Store, who: str) -> dict[str, Findings]:
    """Keep the rounds of the folder, once a server; gives what is wrong with those that cannot be read."""
    return _taken_in(held, who, str(rounds_folder()))


@st.cache_resource(show_spinner=False)
def _taken_in(_held: Store, who: str, folder: str) -> dict[str, Findings]:
    return records.keep_rounds(_held, who, Path(folder))


def local_person(held: Store, language: str, above: Strip) -> Person:
    """Whoever works at this computer; with several people in the store they say which of them they are."""
    people = {person.code: person for person in records.local_people(held)}
    if len(people) == 1:
        return next(iter(people.values()))
    own = local_name(language)
    names = {code: own if each.name == records.LOCAL_NAME else f"{each.name} ({code})" for code, each in people.items()}
    first = records.LOCAL if records.LOCAL in people else next(iter(people))
    chosen = above.person.selectbox(
        message("You are").text(language),
        list(people),
        index=list(people).index(first),
        format_func=lambda code: names[code],
        key="person",
        bind="query-params",
        label_visibility="collapsed",
    )
    return people[chosen or first]
