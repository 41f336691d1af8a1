"""Parts of a page that are drawn when they are opened, and files that a page has offered."""

from streamlit.testing.v1 import AppTest

from views.downloads import OFFERS


def parts_of(page: AppTest, key: str) -> list[str]:
    """What the parts of a page are called."""
    (choice,) = (each for each in page.get("button_group") if str(each.key).startswith(f"{key} "))
    return list(choice.options)  # type: ignore[union-attr]


def at_part(page: AppTest, key: str, code: str) -> AppTest:
    """The page with another of its parts open, by its code."""
    (choice,) = (each for each in page.get("button_group") if str(each.key).startswith(f"{key} "))
    choice.set_value(code)  # type: ignore[union-attr]
    return page.run()


def offered(name: str) -> bytes:
    """What would be taken under a file's name, as it was offered last."""
    return next(each.make() for each in reversed(OFFERS._offers.values()) if each.name == name)
