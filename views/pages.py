"""Pages: which there are, in which part of the navigation, and for whom; in the order of a committee's work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from locales import Message, message
from records import Role
from views import page_meeting, page_plan
from views.visit import Visit, require

EVERYBODY = tuple(Role)
WORKERS = (Role.PLANNER, Role.ANALYST)
TABLE = (Role.COMMITTEE, Role.PLANNER, Role.ANALYST, Role.AUDITOR)


@dataclass(frozen=True)
class PageKind:
    """One page: its path in the address, title, icon, part of the navigation, and the roles that may see it."""

    path: str
    title: Message
    icon: str
    part: Message
    roles: tuple[Role, ...]
    draw: Callable[[Visit], None]


WORK, DECIDING, KEEPING = message("The round"), message("The table"), message("The records")
PAGES: tuple[PageKind, ...] = (
    PageKind("plan", message("Plan and export"), ":material/inventory:", DECIDING, EVERYBODY, page_plan.draw),
    PageKind("meeting", message("Meeting"), ":material/groups:", DECIDING, TABLE, page_meeting.draw),
)


def pages_of(visit: Visit) -> dict[str, list[StreamlitPage]]:
    """The navigation of one person: the pages that their roles may see, under their parts."""
    found: dict[str, list[StreamlitPage]] = {}
    for number, kind in enumerate(_seen(visit)):
        page = st.Page(
            partial(_drawn, kind, visit),
            title=visit.say(kind.title),
            icon=kind.icon,
            url_path=kind.path,
            default=number == 0,
        )
        found.setdefault(visit.say(kind.part), []).append(page)
    return found


def _seen(visit: Visit) -> Iterator[PageKind]:
    return (kind for kind in PAGES if visit.may(*kind.roles))


def _drawn(kind: PageKind, visit: Visit) -> None:
    require(visit, *kind.roles)
    kind.draw(visit)
