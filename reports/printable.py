"""Printable text: what a terminal or an editor would obey rather than show is shown as the unreadable mark."""

import re

UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # C0, C1, surrogates, non-characters
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # these turn the direction of the text around them
)
"""Control characters other than tab and line feed, and the controls of writing direction."""


def printable(text: str) -> str:
    """Put the mark for unreadable letters in the place of every character that acts instead of being shown."""
    return UNPRINTABLE.sub("\ufffd", text)
