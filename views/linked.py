"""A map whose selection goes both ways: a click on it is told once, and a selection made elsewhere is shown on it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import streamlit as st

from views.map_spec import SELECTION
from views.picture import Picture, Say, show


@dataclass(frozen=True)
class Link:
    """What a map last told, and the version of its key.

    What is selected on a chart can only be read; a new key gives a new chart on which nothing is selected.
    """

    version: int = 0
    told: tuple[str, ...] = ()

    def after(self, reported: tuple[str, ...], selected: Collection[str]) -> tuple["Link", tuple[str, ...] | None]:
        """Give the link to draw with, and the ids of a new click, None without one.

        reported: what the chart says is selected; selected: what the page says. A click is news once; afterwards the
        page's own selection rules, and where it is another one the chart is drawn anew.
        """
        if reported != self.told:
            return Link(self.version, reported), reported
        if self.told and set(selected) != set(self.told):
            return Link(self.version + 1), None
        return self, None


def clicked(event: Any) -> tuple[str, ...]:  # noqa: ANN401 (Streamlit's state of a chart)
    """Give the ids of the applicants selected on a map; a hexagon without any gives none."""
    rows = event.get("selection", {}).get(SELECTION, {}) if event else {}
    found = rows.get("applicant", []) if hasattr(rows, "get") else [row.get("applicant") for row in rows]
    return tuple(str(one) for one in found if one is not None)


def draw_linked(
    draw: Callable[[Collection[str]], Picture], say: Say, key: str, selected: Collection[str] = ()
) -> tuple[str, ...] | None:
    """Draw a map under a key of its own; give the applicant ids of a click since the last run, () if it cleared them.

    `draw` makes the picture with those applicants marked. None means that nothing was clicked; the page then keeps
    its selection. After a click the page takes it over, and may run again for what it drew before the map.
    """
    memory = f"{key} link"
    link: Link = st.session_state.get(memory, Link())
    reported = clicked(st.session_state.get(f"{key} {link.version}"))
    link, news = link.after(reported, selected)
    st.session_state[memory] = link
    show(draw(selected if news is None else news), say, key=f"{key} {link.version}", on_select="rerun")
    return news
