"""Literal text: Streamlit's Markdown reads nothing in it, and a reader sees every letter."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import records
from records import Store
from tests.views.conftest import SMALL, Opened
from tests.views.settling import settled
from views.literal import JOINER, literal

IMAGE = "![a](http://host/x.png)"


def seen(escaped: str) -> str:
    """What a reader sees: the escapes resolved, the joiners without width."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped).replace(JOINER, "")


@given(st.text(alphabet=st.sampled_from("ab1 :@w.!*_#[](){}<>$&~`|\\-+=\n/")))
def test_markdown_reads_one_plain_text_in_it(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(literal(text))
    inside = [child.type for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert set(inside) <= {"text", "text_special"}
    shown = "".join(child.content for token in tokens for child in token.children or ())
    assert shown.replace(JOINER, "") == " ".join(text.split()) == seen(literal(text))


@pytest.mark.parametrize("text", ["Bobot: Komitmen, 30 % (semula 20)", "Rp 8.200.000", "D-9430", "a/b; c!", "“x” = 3?"])
def test_what_means_nothing_else_is_read_aloud_as_it_is_written(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("1. a", "1\\. a"), ("- a", "\\- a"), ("# a", "\\# a"), ("a -> b", "a \\-\\> b"), ("a -- b", "a \\-\\- b")],
)
def test_what_would_become_a_list_a_heading_or_an_arrow_does_not(text: str, escaped: str) -> None:
    assert literal(text) == escaped


@pytest.mark.parametrize("text", [":smile:", ":material/home:", ":+1:", "https://host/x", "www.host.id", "a@host.id"])
def test_what_is_found_after_escapes_are_resolved_is_parted(text: str) -> None:
    resolved = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", literal(text))
    assert not re.search(r":[\w+-]+:|:material/|https?://|www\.|\w@\w", resolved)
    assert seen(literal(text)) == text


def test_titles_from_files_do_not_arrive_as_markdown(rounds: Path, opened: Opened, store: Store) -> None:
    folder = rounds / SMALL
    hostile = {"round.toml": r"^((?:title|made_up) *= *).*$", "scenarios/base.toml": r"^(title *= *).*$"}
    for name, line in hostile.items():
        text = (folder / name).read_text(encoding="utf-8")
        text, count = re.subn(line, rf'\1{{ id = "{IMAGE} :x:", en = "{IMAGE}" }}', text, count=2, flags=re.MULTILINE)
        assert count
        (folder / name).write_text(text, encoding="utf-8")
    records.keep_round(store, "plan", folder)
    page = settled(opened("plan", scenario="base"))
    assert not page.exception
    read = [*page.title, *page.subheader, *page.warning, *page.caption, *page.markdown, *page.error]
    assert sum(seen(element.value).count(IMAGE) for element in read) >= 3
    tokens = [token for element in read for token in MarkdownIt("commonmark").parse(element.value)]
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"image", "link_open", "html_inline"}
