"""A page whose worker is under way, followed until it is done."""

import time

from streamlit.testing.v1 import AppTest


def settled(page: AppTest) -> AppTest:
    """The page once no worker is under way, as its own clock would draw it."""
    until = time.monotonic() + 240
    while _working(page) and time.monotonic() < until:
        time.sleep(0.3)
        page.run()
    return page


def _working(page: AppTest) -> bool:
    return any((button.key or "").startswith("stop (") for button in page.button)
