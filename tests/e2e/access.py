"""Whether everybody can use a page: axe-core's rules, serious and critical ones, on what is drawn."""

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


EXCUSED: tuple[Excused, ...] = ()


def grave(page: Page) -> list[str]:
    """One line for each serious or critical finding that is not excused."""
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{found['impact']} {found['id']}: {node['html'][:300]}\n    {node['failureSummary']}"
        for found in answer["violations"]
        if found["impact"] in GRAVE
        for node in found["nodes"]
        if not any(each.rule == found["id"] and each.element in node["html"] for each in EXCUSED)
    ]
