"""What a critic sees on a page: texts cut off, and the other language where it does not belong."""

import re
from functools import cache

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.samples import ROOT

CUT = """() => [...document.querySelectorAll('[data-testid="stApp"] *')].filter(part => {
  const style = getComputedStyle(part), clamped = style.webkitLineClamp !== 'none';
  if (!(clamped || style.textOverflow === 'ellipsis') || !part.innerText || !part.getClientRects().length) return false;
  // Half a pixel too much already ends a text in dots, so whole numbers (scrollWidth) do not do.
  const text = document.createRange();
  text.selectNodeContents(part);
  const needed = text.getBoundingClientRect().width, box = part.getBoundingClientRect(), room = box.width;
  // A sidebar that is put away keeps its texts, out of sight.
  if (box.right <= 0 || box.left >= innerWidth || !part.checkVisibility({visibilityProperty: true})) return false;
  return needed > room + 0.05 || (clamped && part.scrollHeight > part.clientHeight + 1);
}).map(part => part.innerText.trim())"""
WIDE = """() => [...document.querySelectorAll('[data-testid="stMain"] *')].filter(part => {
  const box = part.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && part.innerText && ![...part.children].some(each => each.innerText);
}).map(part => part.innerText.trim())"""
ENGLISH = re.compile(
    r"\b(the|and|of|with|are|is|not|this|that|from|which|please|choose|browse|drag|drop|press|enter|to|by|no|yes)\b",
    re.I,
)
OWN: frozenset[str] = frozenset({"Skip to main content", "English"})
"""Lines that Streamlit writes itself, in English alone, and the name of a language."""


def cut_off(page: Page) -> list[str]:
    """Texts that end in dots for want of room, or run out of the window."""
    return [*page.evaluate(CUT), *page.evaluate(WIDE)]


@cache
def _pairs() -> tuple[frozenset[str], frozenset[str]]:
    """Sentences that stand in the catalogue without places to fill: the English, and the Indonesian that differ."""
    with (ROOT / "locales" / "id" / "LC_MESSAGES" / "pilih.po").open("rb") as file:
        whole = [
            each for each in read_po(file) if each.id and isinstance(each.id, str) and isinstance(each.string, str)
        ]
    plain = [(str(each.id), str(each.string)) for each in whole if "{" not in each.id and len(each.id) > 3]
    english, indonesian = {one for one, _ in plain}, {other for _, other in plain}
    return frozenset(english - indonesian), frozenset(indonesian - english)


def strangers(text: str, language: str) -> list[str]:
    """Lines of a page that are in the other language: a sentence of the catalogue, or English words."""
    english, indonesian = _pairs()
    lines = {line.strip() for line in text.splitlines()} - OWN
    if language == "en":
        return sorted(lines & indonesian)
    return sorted(line for line in lines if line in english or len(ENGLISH.findall(line)) > 1)
