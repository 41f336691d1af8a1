"""Hands on the keyboard alone: where the focus is, whether it is seen there, and whether it is still there after."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from tests.e2e.visit import Visit

CALM = """() => {
  const calm = window.__calm ??= new WeakMap(), here = document.activeElement;
  const look = part => {
    const told = [];
    for (let up = part, level = 0; up && level < 5; up = up.parentElement, level++) {
      const style = getComputedStyle(up);
      told.push(style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine);
    }
    return told.join();
  };
  window.__look = look;
  const within = part => part.closest('[data-testid="stElementContainer"]') ?? part;
  for (const part of document.querySelectorAll('a, button, input, textarea, summary, [tabindex]'))
    if (!calm.has(part) || within(part) !== within(here)) calm.set(part, look(part));
}"""
HERE = """() => {
  const part = document.activeElement, shown = part.closest('canvas') ?? part, box = shown.getBoundingClientRect();
  const name = `${part.tagName} ${part.ariaLabel ?? part.innerText ?? ''}`.replace(/\\s+/g, ' ').slice(0, 80);
  const style = getComputedStyle(shown), before = window.__calm.get(part);
  const marked = shown.tagName === 'CANVAS' || (before === undefined
    ? style.outlineStyle !== 'none' || style.boxShadow !== 'none' : before !== window.__look(part));
  const inside = box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.left < innerWidth
    && box.top < innerHeight && shown.checkVisibility({visibilityProperty: true});
  return {name, nowhere: part === document.body, start: part.closest('[data-testid="stSkipToContent"]') !== null,
          inside, marked};
}"""
NAMED = """() => {
  const part = document.activeElement;
  return `${part.tagName} ${part.ariaLabel ?? part.innerText ?? ''}`.replace(/\\s+/g, ' ').slice(0, 80);
}"""

NOTED = """() => {
  window.__way = [];
  for (let part = document.activeElement; part.parentElement; part = part.parentElement) {
    const before = [];
    for (let each = part.previousElementSibling; each; each = each.previousElementSibling) before.push(each);
    window.__way.push({part, parent: part.parentElement, before});
  }
}"""
"""Notes where on the page the focus is, to be found again when what has it is gone."""
GOES_ON = """() => {
  const stops = [...document.querySelectorAll('a[href], button:enabled, input:enabled, textarea:enabled, summary')]
    .filter(stop => stop.tabIndex >= 0 && stop.closest('[data-testid="stMain"]') !== null
      && stop.checkVisibility({visibilityProperty: true}));
  const behind = part => stops.some(stop => !part.contains(stop) && part.compareDocumentPosition(stop) & 4);
  if (window.__way[0].part.isConnected) return behind(window.__way[0].part);
  const {parent, before} = window.__way.find(each => each.parent.isConnected);
  const last = before.find(each => each.parentElement === parent);
  return last ? behind(last) : behind(parent) || stops.some(stop => parent.contains(stop));
}"""
"""Whether the page has a stop behind what was noted.

Where the last buttons of a page go away with what they asked, as both do that confirm a signature, it has none: that is
the page's end, after which the way begins at the top as after any last stop, and nobody is thrown there.
"""


@dataclass(frozen=True)
class Stop:
    """Where the focus is: what has it (nowhere: nothing), whether that is in view, and looks other than without it.

    start: whether it is at the beginning of the page. A table marks the cell that has the focus on its own picture.
    """

    name: str
    nowhere: bool
    start: bool
    inside: bool
    marked: bool

    @property
    def seen(self) -> bool:
        """Whether somebody who looks at the page sees where they are."""
        return self.nowhere or (self.inside and self.marked)


class Keyboard:
    """One person at one tab who has no mouse. Every stop must be seen; after a key the way goes on from there."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self._dropped = ""

    def tab(self) -> Stop:
        """Go on to the next stop."""
        page = self.visit.page
        page.evaluate(CALM)
        page.keyboard.press("Tab")
        told: dict[str, Any] = page.evaluate(HERE)
        if not told["nowhere"] and not told["marked"]:
            # A mark may come by and by.
            page.wait_for_timeout(300)
            told = page.evaluate(HERE)
        stop = Stop(**told)
        assert not (self._dropped and stop.start), f"after {self._dropped} the focus is thrown to the top of the page"
        self._dropped = ""
        assert stop.seen, f"nobody sees that the focus is at {stop.name}"
        return stop

    def to(self, target: Locator, most: int = 120) -> "Keyboard":
        """Go on until something has the focus."""
        for _ in range(most):
            if target.evaluate("part => part.contains(document.activeElement)"):
                return self
            self.tab()
        raise AssertionError(f"{most} times Tab do not reach {target}")

    def _by_arrow(self, wanted: Locator, most: int) -> "Keyboard":
        page, way = self.visit.page, list[str]()
        for key in ["ArrowRight"] * most + ["ArrowLeft"] * most:
            if wanted.evaluate("part => part === document.activeElement"):
                return self
            page.keyboard.press(key)
            way.append(f"{key}: {page.evaluate(NAMED)}")
        raise AssertionError(f"no arrow leads to {wanted}: {'; '.join(way)}")

    def press(self, *names: str) -> "Keyboard":
        """Press keys where the focus is, each once the page has answered the one before."""
        page = self.visit.page
        for name in names:
            before = Stop(**page.evaluate(f"() => {{ ({CALM})(); return ({HERE})(); }}"))
            page.evaluate(NOTED)
            self.visit.key(name)
            if page.evaluate("document.activeElement === document.body") and page.evaluate(GOES_ON):
                self._dropped = f"{name} at {before.name}"
        return self

    def write(self, text: str) -> "Keyboard":
        """Write a text in place of what stands where the focus is."""
        self.visit.page.keyboard.press("Control+a")
        self.visit.page.keyboard.type(text)
        self.visit.settle()
        return self

    def choose(self, group: str, option: str) -> "Keyboard":
        """Choose one of a few things that are all seen: to their group, with an arrow to it, and the space bar."""
        page = self.visit.page
        within = page.get_by_role("radiogroup", name=group, exact=True)
        wanted = within.get_by_role("radio", name=option, exact=True)
        self.to(within)
        return self._by_arrow(wanted, within.get_by_role("radio").count()).press("Space")

    def find(self, label: str, text: str) -> "Keyboard":
        """Choose from a list by what is typed into it."""
        box = self.visit.page.get_by_role("combobox", name=label)
        self.to(box)
        self.visit.page.keyboard.press("Control+a")
        self.visit.page.keyboard.type(text)
        return self.press("Enter")
