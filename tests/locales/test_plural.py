"""Plurals: each language has its own forms for numbers, and a missing one is found."""

from pathlib import Path

import pytest

from locales import check, plural, render
from locales.catalogue import LANGUAGES
from reports import words


@pytest.mark.parametrize(
    ("count", "english", "indonesian"),
    [(0, "0 errors", "0 kesalahan"), (1, "1 error", "1 kesalahan"), (1200, "1,200 errors", "1.200 kesalahan")],
)
def test_a_number_is_said_in_the_form_of_the_language(count: int, english: str, indonesian: str) -> None:
    said = words.errors(count)
    assert (render(said, "en"), render(said, "id")) == (english, indonesian)


def test_other_places_are_filled_too_and_an_unknown_sentence_comes_back_in_english() -> None:
    for language in LANGUAGES:
        said = plural("{count} thing of {who}", "{count} things of {who}", count=2, who="A")
        assert said.text(language) == "2 things of A"
    assert plural("{count} thing of {who}", "{count} things of {who}", count=1, who="A").text("en") == "1 thing of A"


def test_a_plural_without_translation_or_with_other_places_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = check.po_file("id").read_text(encoding="utf-8")
    path = tmp_path / "pilih.po"
    monkeypatch.setattr(check, "po_file", lambda _: path)
    path.write_text(text, encoding="utf-8")
    assert list(check.problems("id")) == []
    right = 'msgstr[0] "{count} kesalahan"'
    assert right in text
    for wrong in ('msgstr[0] ""', 'msgstr[0] "{jumlah} kesalahan"'):
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        (problem,) = check.problems("id")
        assert "{count} error" in problem
