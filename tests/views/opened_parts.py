"""Parts of a page that are drawn when they are opened, and files that a page has offered."""

from streamlit.testing.v1 import AppTest

from views.downloads import OFFERS


def at_part(page: AppTest, key: str, name: str) -> AppTest:
    """The page with another of its parts open."""
    page.session_state[key] = name
    return page.run()


def offered(name: str) -> bytes:
    """What would be taken under a file's name, as it was offered last."""
    return next(each.make() for each in reversed(OFFERS._offers.values()) if each.name == name)
