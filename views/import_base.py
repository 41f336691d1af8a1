"""The base of an import: the round that a list is imported for, and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

import records
from intake import imports
from records import KeptRound, Store


@dataclass(frozen=True)
class Base:
    """The round that a list is imported for: kept (None for a fresh one), its files, and what they ask for."""

    kept: KeptRound | None
    files: Mapping[str, bytes]
    asked: imports.Asked


@st.cache_resource(max_entries=8, show_spinner=False)
def base_of(_store: Store, who: str, identity: str, language: str) -> Base:
    """Give the base that is kept under an id, a fresh one in a language for none; raises InputError."""
    kept = next((each for each in records.list_rounds(_store, who) if each.id == identity), None)
    files = records.fresh_files(language) if kept is None else records.files_of(_store, who, kept)
    return Base(kept, files, imports.asked_by(files))
