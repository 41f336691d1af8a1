"""A browser that is installed on this machine, driven by Playwright; nothing is downloaded."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "no Chromium is installed: the pages are not looked at in one here (apt-get install chromium)"


def program() -> str | None:
    """Where the browser is: PILIH_CHROMIUM, else the first that is found on the path."""
    told = os.environ.get("PILIH_CHROMIUM")
    names = (told,) if told else NAMES
    return next((found for found in map(shutil.which, names) if found), None)


@contextlib.contextmanager
def browser(found: str) -> Iterator[Browser]:
    """Start the browser at this place, without a window."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


def shots() -> Path | None:
    """Where screenshots go: the folder PILIH_SHOTS, made if need be; without one none are kept."""
    told = os.environ.get("PILIH_SHOTS")
    if not told:
        return None
    folder = Path(told)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
