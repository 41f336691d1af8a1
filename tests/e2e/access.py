"""Whether everybody can use a page: axe-core's rules, serious and critical ones, on what is drawn."""

import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}


@dataclass(frozen=True)
class Excused:
    """A finding of axe that is Streamlit's and cannot be mended here: the rule, a part of the element, and why."""

    rule: str
    element: str
    why: str


NAVIGATION = "Streamlit's own list of pages puts a box for the name of each part between the list and its items"
EXCUSED: tuple[Excused, ...] = (
    Excused("list", 'data-testid="stSidebarNavItems"', NAVIGATION),
    Excused("listitem", "<li class=", NAVIGATION),
)


FADED = """() => Promise.all(document.getAnimations().filter(each => each instanceof CSSTransition)
  .map(each => each.finished.catch(() => null))).then(() => null)"""
"""Waits until what fades in or out has done so: half faded, no word has the contrast that it is read with."""


def grave(page: Page) -> list[str]:
    """One line for each serious or critical finding that is not excused."""
    page.evaluate(FADED)
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return read_aloud(page) + [
        f"{found['impact']} {found['id']}: {node['html'][:300]}\n    {node['failureSummary']}"
        for found in answer["violations"]
        if found["impact"] in GRAVE
        for node in found["nodes"]
        if not any(each.rule == found["id"] and each.element in node["html"] for each in EXCUSED)
    ]


def read_aloud(page: Page) -> list[str]:
    """Names of fields that a screen reader reads with the backslashes of Markdown in them."""
    names = page.locator("[aria-label]").evaluate_all("parts => parts.map(part => part.ariaLabel)")
    return [f"read aloud as {name}" for name in names if re.search(r"\\[!-/:-@\[-`{-~]", name)]
