"""The letters as PDF, one a page, and a letter's page as a picture."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from locales import message
from reports import letter_said
from reports.letter import Letter
from reports.typeset import set_pdf, set_pictures, showable
from scenarios import Outcome

TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(outcome: Outcome, letters: Sequence[Letter], language: str) -> bytes:
    """Set letters, one a page, in one file; raises typst.TypstError for one that no page holds."""
    return set_pdf(TEMPLATE.read_bytes(), showable(_data(outcome, letters, language)), _noon(outcome))


def letter_picture(outcome: Outcome, letter: Letter, language: str) -> bytes:
    """Give a letter's page as a picture (PNG), as the PDF shows it."""
    data = showable(_data(outcome, [letter], language))
    (page,) = set_pictures(TEMPLATE.read_bytes(), data, _noon(outcome))
    return page


def _data(outcome: Outcome, letters: Sequence[Letter], language: str) -> dict[str, Any]:
    call = outcome.round.call
    pages = [letter_said.page(outcome, letter, language) for letter in letters]
    name = letters[0].applicant if len(letters) == 1 else ""
    title = message("Letter to applicant {applicant}", applicant=name) if name else message("Letters to applicants")
    author = call.letters.sender if call.letters else call.title
    return {
        "lang": language,
        "title": f"{title.text(language)}: {call.title.text(language)}",
        "author": author.text(language),
        "day": [call.decides.year, call.decides.month, call.decides.day],
        "footer": letter_said.footer(outcome, language),
        "letters": pages,
    }


def _noon(outcome: Outcome) -> int:
    return int(datetime.datetime.combine(outcome.round.call.decides, datetime.time(12), datetime.UTC).timestamp())
