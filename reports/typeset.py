"""Typesetting: data becomes PDF/A-2a with tags for screen readers, or pictures, set by Typst with its own fonts.

No font of the machine is used and no clock is read, so the same data always give the same bytes. Data reach a template
as JSON and are never read as markup.
"""

import json
import re
from functools import cache
from typing import Any, Literal

import typst

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
"""Pixels an inch of a picture of a page; enough to read it on a screen."""


def set_pdf(source: bytes, data: Any, seconds: int) -> bytes:  # noqa: ANN401
    """Set data by a template; `seconds` since 1970 is when the file says it was made. Raises typst.TypstError."""
    made = _compiler().compile(
        source, format="pdf", sys_inputs=_inputs(data), pdf_standards=[*STANDARDS], timestamp=seconds
    )
    assert isinstance(made, bytes)
    return made


def set_pictures(source: bytes, data: Any, seconds: int) -> tuple[bytes, ...]:  # noqa: ANN401
    """Give every page as a picture (PNG), as the PDF shows it."""
    made: Any = _compiler().compile(source, format="png", ppi=RESOLUTION, sys_inputs=_inputs(data), timestamp=seconds)
    return (made,) if isinstance(made, bytes) else tuple(made)


def _inputs(data: Any) -> dict[str, str]:  # noqa: ANN401
    return {"data": json.dumps(data, ensure_ascii=False)}


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


def showable(data: Any) -> Any:  # noqa: ANN401
    """Give the same texts with breaks in long words, and a code in the place of every letter that no font can show."""
    if isinstance(data, str):
        broken = UNBROKEN.sub(r"\1" + BREAK, RUPIAH.sub("Rp\N{NO-BREAK SPACE}", data))
        return "".join(each if each == BREAK or shown(each) else f"[U+{ord(each):04X}]" for each in broken)
    if isinstance(data, list):
        return [showable(each) for each in data]
    if isinstance(data, dict):
        return {name: showable(each) for name, each in data.items()}
    return data


@cache
def shown(letter: str) -> bool:
    """Whether one of the fonts has a picture of a letter."""
    if PLAIN.match(letter):
        return True
    source = b'#set document(title: "-")\n#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))\n'
    try:
        set_pdf(source + b"#json(bytes(sys.inputs.data))", letter, 0)
    except typst.TypstError as error:
        if UNSHOWN not in str(error):
            raise
        return False
    return True
