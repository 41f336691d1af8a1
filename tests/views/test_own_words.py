"""Streamlit's own words: those that are said in Indonesian are those that this Streamlit writes there."""

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from locales import render
from views import own_words

SHIPPED = Path(streamlit.__file__).parent / "static" / "static" / "js"
PLACES = {where: words for where, words in (*own_words.TEXTS, *own_words.NAMES) if words is not own_words.WORDS}
"""Where only the words of that place are said."""


@cache
def shipped() -> tuple[str, ...]:
    """The programs that Streamlit gives a browser."""
    return tuple(path.read_text("utf-8") for path in sorted(SHIPPED.glob("*.js")))


def pieces(word: str) -> list[str]:
    """What of a word stands in a program as it is: the whole of it, or what stands around its figures."""
    if "{" not in word:
        return [f"`{word}`"]
    return [piece for each in re.split(r"\{\w+\}(?: options\.)?", word) if (piece := each.strip(": "))]


@pytest.mark.parametrize("where", PLACES)
def test_every_word_is_written_by_the_part_in_which_it_is_looked_for(where: str) -> None:
    parts = re.findall(r"data-testid=(\w+)|#([\w-]+)", where)
    names = [part or other for part, other in parts]
    programs = "".join(text for text in shipped() if any(name in text for name in names))
    assert names
    assert [name for name in names if name not in programs] == []
    words = [piece for each in PLACES[where] for piece in pieces(render(each, "en"))]
    assert [word for word in words if word not in programs] == []
