"""Literal text: what comes from data is shown letter by letter where Streamlit would read Markdown."""

import re

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
JOINER = "\u2060"
"""Takes no room and breaks no line; it parts what would be read as one sign."""
COMPOUND = re.compile(r"(:(?=\S)|@|www)", re.IGNORECASE)
"""Emoji and icons (:name:) and bare addresses are found after escapes are resolved, so an escape does not stop them."""


def literal(text: str) -> str:
    """Escape a text for Markdown, HTML, LaTeX and Streamlit's own signs; line breaks become spaces."""
    parted = COMPOUND.sub(lambda found: found[0] + JOINER, " ".join(text.split()))
    return PUNCTUATION.sub(r"\\\1", parted)
