"""A page whose worker is under way, followed until it is done."""

import time

from streamlit.testing.v1 import AppTest

PATIENCE = 900
"""Seconds: a worker stands behind everybody else on the machine, also behind other tests."""


def settled(page: AppTest) -> AppTest:
    """The page once no worker is under way, as its own clock would draw it."""
    until = time.monotonic() + PATIENCE
    while _working(page) and time.monotonic() < until:
        time.sleep(0.3)
        page.run()
    assert not _working(page), f"a worker is still under way after {PATIENCE} s"
    return page


def _working(page: AppTest) -> bool:
    return any((button.key or "").startswith("stop (") for button in page.button)
