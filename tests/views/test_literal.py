"""Literal text: Streamlit's Markdown reads nothing in it, and a reader sees every letter."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from tests.samples import ROOT
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


@pytest.mark.parametrize("text", [":smile:", ":material/home:", ":+1:", "https://host/x", "www.host.id", "a@host.id"])
def test_what_is_found_after_escapes_are_resolved_is_parted(text: str) -> None:
    resolved = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", literal(text))
    assert not re.search(r":[\w+-]+:|:material/|https?://|www\.|\w@\w", resolved)
    assert seen(literal(text)) == text


def test_titles_and_names_from_files_do_not_arrive_as_markdown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    shutil.copytree(ROOT / "data" / "rounds" / "first-partners-2011", folder)
    for file in (folder / "round.toml", folder / "scenarios" / "base.toml"):
        text = file.read_text(encoding="utf-8")
        hostile, count = re.subn(
            r"^((?:title|made_up) *= *).*$", rf'\1{{ id = "{IMAGE} :x:", en = "{IMAGE}" }}', text, flags=re.MULTILINE
        )
        assert count
        file.write_text(hostile, encoding="utf-8")
    monkeypatch.setenv("PILIH_ROUNDS", str(tmp_path))
    page = settled(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run())
    assert not page.exception
    read = [*page.title, *page.subheader, *page.warning, *page.caption, *page.markdown, *page.error]
    assert sum(IMAGE in seen(element.value) for element in read) >= 3
    assert not any("![" in element.value or "](" in element.value for element in read)
