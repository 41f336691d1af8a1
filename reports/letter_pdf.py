"""The letters as PDF: PDF/A-2a with tags for screen readers, set by Typst with the fonts that come with it.

No font of the machine is used and no clock is read, so the same letters always give the same bytes.
"""

import datetime
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from locales import message
from reports import letter_said
from reports.letter import Letter
from scenarios import Outcome

TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
PLAIN = re.compile(r"[\x20-\x7e\xa0-\u017f\u2010-\u2014\u2018-\u201d\u2026]")
"""Letters of which every font has a picture."""
UNBROKEN = re.compile(r"(\S{24})(?=\S)")
"""A run of letters so long that a line may end inside it."""
BREAK = "\u200b"
UNSHOWN = "could not be displayed"
"""What Typst says where no font has a picture."""
RUPIAH = re.compile(r"\bRp (?=[0-9])")


RESOLUTION = 110.0
"""Pixels an inch of a picture of a letter; enough to read it on a screen."""


def pdf(outcome: Outcome, letters: Sequence[Letter], language: str) -> bytes:
    """Set letters, one a page, in one file; raises typst.TypstError for one that no page holds."""
    return _set(TEMPLATE.read_bytes(), _showable(_data(outcome, letters, language)), _noon(outcome))


def letter_picture(outcome: Outcome, letter: Letter, language: str) -> bytes:
    """Give a letter's page as a picture (PNG), as the PDF shows it."""
    made = _compiler().compile(
        TEMPLATE.read_bytes(),
        format="png",
        ppi=RESOLUTION,
        sys_inputs={"data": json.dumps(_showable(_data(outcome, [letter], language)), ensure_ascii=False)},
        timestamp=_noon(outcome),
    )
    assert isinstance(made, bytes)
    return made


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


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


def _set(source: bytes, data: Any, seconds: int) -> bytes:  # noqa: ANN401
    made = _compiler().compile(
        source,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[*STANDARDS],
        timestamp=seconds,
    )
    assert isinstance(made, bytes)
    return made


def _showable(data: Any) -> Any:  # noqa: ANN401
    """Give the same texts with breaks in long words, and a code in the place of every letter that no font can show."""
    if isinstance(data, str):
        broken = UNBROKEN.sub(r"\1" + BREAK, RUPIAH.sub("Rp\N{NO-BREAK SPACE}", data))
        return "".join(each if each == BREAK or shown(each) else f"[U+{ord(each):04X}]" for each in broken)
    if isinstance(data, list):
        return [_showable(each) for each in data]
    if isinstance(data, dict):
        return {name: _showable(each) for name, each in data.items()}
    return data


@cache
def shown(letter: str) -> bool:
    """Whether one of the fonts has a picture of a letter."""
    if PLAIN.match(letter):
        return True
    source = b'#set document(title: "-")\n#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))\n'
    try:
        _set(source + b"#json(bytes(sys.inputs.data))", letter, 0)
    except typst.TypstError as error:
        if UNSHOWN not in str(error):
            raise
        return False
    return True
