"""Pages: which there are, in which part of the navigation, and for whom; in the order of a committee's work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from locales import Message, message
from records import Role
from views import (
    links,
    page_admin,
    page_compare,
    page_criteria,
    page_data,
    page_decision,
    page_home,
    page_log,
    page_meeting,
    page_plan,
    page_ranking,
    page_robustness,
    page_scenario,
)
from views.visit import Visit, require

SIDEBAR = 264
"""Pixels: as wide as the longest title of a page."""
AWAY = "sidebar put away"
EVERYBODY = tuple(Role)
WORKERS = (Role.PLANNER, Role.ANALYST)
READERS = (Role.COMMITTEE, Role.AUDITOR, Role.ADMIN)
TABLE = (Role.COMMITTEE, Role.PLANNER, Role.ANALYST, Role.AUDITOR)


@dataclass(frozen=True)
class PageKind:
    """One page: its path in the address, title, icon, part of the navigation, and the roles that may see it.

    whole: the page has the whole screen, and the navigation is put away until it is asked for.
    """

    path: str
    title: Message
    icon: str
    part: Message
    roles: tuple[Role, ...]
    draw: Callable[[Visit], None]
    whole: bool = False


WORK, DECIDING, KEEPING = message("The round"), message("The table"), message("The records")
PAGES: tuple[PageKind, ...] = (
    PageKind("home", message("Home"), ":material/home:", WORK, EVERYBODY, page_home.draw),
    PageKind("data", message("Data"), ":material/upload_file:", WORK, WORKERS, page_data.draw),
    PageKind("criteria", message("Criteria"), ":material/tune:", WORK, EVERYBODY, page_criteria.draw),
    PageKind("ranking", message("Ranking"), ":material/format_list_numbered:", WORK, EVERYBODY, page_ranking.draw),
    PageKind("scenario", message("Scenario"), ":material/tune:", WORK, EVERYBODY, page_scenario.draw),
    PageKind("compare", message("Compare"), ":material/compare_arrows:", WORK, TABLE, page_compare.draw),
    PageKind("robustness", message("Robustness"), ":material/shield:", WORK, TABLE, page_robustness.draw),
    PageKind("meeting", message("Meeting"), ":material/groups:", DECIDING, TABLE, page_meeting.draw, whole=True),
    PageKind("plan", message("Plan and export"), ":material/inventory:", DECIDING, EVERYBODY, page_plan.draw),
    PageKind("decision", message("Decision"), ":material/gavel:", DECIDING, EVERYBODY, page_decision.draw),
    PageKind("log", message("Log"), ":material/history:", KEEPING, READERS, page_log.draw),
    PageKind("admin", message("Admin"), ":material/admin_panel_settings:", KEEPING, (Role.ADMIN,), page_admin.draw),
)


def pages_of(visit: Visit) -> dict[str, list[StreamlitPage]]:
    """The navigation of one person: the pages that their roles may see, under their parts."""
    found: dict[str, list[StreamlitPage]] = {}
    paths: dict[str, StreamlitPage] = {}
    for number, kind in enumerate(seen_by(visit)):
        page = st.Page(
            partial(_drawn, kind, visit),
            title=visit.say(kind.title),
            icon=kind.icon,
            url_path=kind.path,
            default=number == 0,
        )
        found.setdefault(visit.say(kind.part), []).append(page)
        paths[kind.path] = page
    links.remember(paths)
    return found


def seen_by(visit: Visit) -> Iterator[PageKind]:
    """The pages that a person may see."""
    return (kind for kind in PAGES if visit.may(*kind.roles))


def sidebar_width() -> int | None:
    """The width of the sidebar, which a browser must know before there is one; None once a page has put it away.

    A browser that hears two words about the sidebar before it draws either may keep the first.
    """
    return None if st.session_state.get(AWAY) else SIDEBAR


def _drawn(kind: PageKind, visit: Visit) -> None:
    st.session_state[AWAY] = kind.whole
    st.set_page_config(initial_sidebar_state="collapsed" if kind.whole else SIDEBAR)
    require(visit, *kind.roles)
    kind.draw(visit)
