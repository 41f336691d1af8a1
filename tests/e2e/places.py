"""Where the pages are: their paths, and the address of each."""

from views.pages import PAGES

PATHS = [kind.path for kind in PAGES]


def address(path: str) -> str:
    """The address of a page for whoever holds every role: the first page answers at the app's own address."""
    return "" if path == PATHS[0] else path
