"""Literal text: what comes from data is shown letter by letter where Streamlit would read Markdown.

Only what would be read as something else is escaped: labels are read aloud as they are written, backslashes and all.
"""

import re

SIGNS = re.compile(r"([\\`*_\[\]<>~$&|{}])")
"""What has a meaning wherever it stands."""
JOINED = re.compile(r"(?<=[-<>])(-)|(-)(?=[-<>])")
"""Dashes that Streamlit turns into an arrow or a longer dash."""
FIRST = re.compile(r"^(\d{1,9})([.)])|^([-+#=>])")
"""What begins a list, a heading or a quotation."""
JOINER = "\u2060"
"""Takes no room and breaks no line; it parts what would be read as one sign."""
COMPOUND = re.compile(r"(:(?=\S)|@|www)", re.IGNORECASE)
"""Emoji and icons (:name:) and bare addresses are found after escapes are resolved, so an escape does not stop them."""

UNIT = re.compile(r"(?<=\bRp) (?=-?\d)|(?<=\d) (?=%)")
"""What stands between an amount and its unit."""


def together(text: str) -> str:
    """Keep amounts and their units on one line, for narrow columns and lines of many figures."""
    return UNIT.sub("\u00a0", text)


def literal(text: str) -> str:
    """Escape a text for Markdown, HTML, LaTeX and Streamlit's own signs; line breaks become spaces."""
    plain = " ".join(text.split())
    dashed = JOINED.sub(r"\\-", plain.replace("\\", "\\\\"))
    begun = FIRST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", dashed)
    return COMPOUND.sub(lambda found: found[0] + JOINER, _signs(begun))


def _signs(text: str) -> str:
    """Escape signs that are not escaped yet."""
    parts = re.split(r"(\\[\\\-+#=>.)])", text)
    return "".join(part if place % 2 else SIGNS.sub(r"\\\1", part) for place, part in enumerate(parts))
