"""Parts of a page that are drawn when they are opened, and files that a page has offered."""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from views.downloads import OFFERS


def parts_of(page: AppTest, key: str) -> list[str]:
    """What the parts of a page are called."""
    return list(_choice(page, key).options)


def at_part(page: AppTest, key: str, code: str) -> AppTest:
    """The page with another of its parts open, by its code."""
    _choice(page, key).set_value(code)
    return page.run()


def _choice(page: AppTest, key: str) -> ButtonGroup[str]:
    (choice,) = (each for each in page.button_group if str(each.key).startswith(f"{key} "))
    return choice


def offered(name: str) -> bytes:
    """What would be taken under a file's name, as it was offered last."""
    return next(each.make() for each in reversed(OFFERS._offers.values()) if each.name == name)
