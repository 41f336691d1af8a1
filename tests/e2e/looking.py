"""What a critic sees on a page: texts cut off, and the other language where it does not belong."""

import re
from collections.abc import Sequence
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
DRAWN = """
// Tables are drawn, not written, so that nothing of the page tells which of their words had no room.
window.__cut = new Map();
{
  const pen = CanvasRenderingContext2D.prototype, held = new WeakMap();
  const of = (context) => held.get(context) ?? held.set(context, { stack: [], clip: null, last: null }).get(context);
  const wrapped = (name, before) => {
    const real = pen[name];
    pen[name] = function (...given) { before(this, of(this), given); return real.apply(this, given); };
  };
  wrapped("save", (context, state) => state.stack.push(state.clip));
  wrapped("restore", (context, state) => { if (state.stack.length) state.clip = state.stack.pop(); });
  wrapped("rect", (context, state, [x, y, wide, high]) => { state.last = [x, y, x + wide, y + high]; });
  wrapped("clip", (context, state) => {
    const inner = state.last, outer = state.clip;
    state.clip = inner && outer ? [0, 1].map((n) => Math.max(inner[n], outer[n])).concat(
      [2, 3].map((n) => Math.min(inner[n], outer[n]))) : inner ?? outer;
  });
  wrapped("fillText", (context, state, [text, x, y]) => {
    const table = context.canvas.closest('[data-testid="stDataFrame"]');
    if (!table || !state.clip || !text) return;
    const long = context.measureText(text).width, align = context.textAlign;
    const from = align === "right" || align === "end" ? x - long : align === "center" ? x - long / 2 : x;
    const edge = context.canvas.clientWidth, seen = from < Math.min(state.clip[2], edge) && from + long > state.clip[0];
    const fits = from >= state.clip[0] - 1 && from + long <= Math.min(state.clip[2], edge) + 1;
    const where = `${y < 44 ? "heading" : "cell"}: ${text}`;
    if (seen && !fits) window.__cut.set(where, { table, edge: state.clip[2] > edge }); else window.__cut.delete(where);
  });
}
"""
"""Notes what is drawn in a table without enough room; to be run in a page before its own scripts."""
HEADINGS = """() => [...window.__cut].filter(([what, { table, edge }]) =>
  table.isConnected && table.checkVisibility() && what.startsWith("heading") && !edge).map(([what]) => what)"""
"""Headings without room in their own columns; a table that is wider than the page is pushed to and fro."""
INSIDE = """(signs) => signs.filter(sign => {
  const boxes = [...document.querySelectorAll(sign)].map(part => part.getBoundingClientRect());
  return !boxes.length || boxes.some(({ top, bottom, left, right }) =>
    top < 0 || bottom > innerHeight || left < 0 || right > innerWidth);
})"""
ENGLISH = re.compile(
    r"\b(the|and|of|with|are|is|not|this|that|from|which|please|choose|browse|drag|drop|press|enter|to|by|no|yes)\b",
    re.I,
)
OWN: frozenset[str] = frozenset({"Skip to main content", "English"})
"""Lines that Streamlit writes itself, in English alone, and the name of a language."""


def cut_off(page: Page) -> list[str]:
    """Texts that end in dots for want of room, or run out of the window."""
    return [*page.evaluate(CUT), *page.evaluate(WIDE)]


def cut_in_tables(page: Page) -> list[str]:
    """Headings of tables that are drawn without enough room, where DRAWN was run first."""
    found: list[str] = page.evaluate(HEADINGS)
    return found


def out_of_sight(page: Page, signs: Sequence[str]) -> list[str]:
    """Selectors of parts of a page of which none is there, or one is not in the window as a whole."""
    found: list[str] = page.evaluate(INSIDE, list(signs))
    return found


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
