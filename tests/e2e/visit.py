"""One person at one browser tab: what they do on the pages, and whatever goes wrong under their eyes."""

import re
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page, Request, expect

from tests.e2e.browsers import shots
from tests.e2e.wire import Wire

TRAP = """
window.__xss = [];
for (const name of ["alert", "confirm", "prompt"])
  window[name] = (...words) => { window.__xss.push([name, ...words]); };
"""
HEARD = """
window.__heard = window.__said = 0;
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    window.__heard = window.__said = 0;
    this.addEventListener("message", () => { window.__heard++; });
  }
  send(given) { window.__said++; super.send(given); }
};
"""
"""Counts what the page has said to the server and what it has heard: both can still be on their way to Playwright."""
SETTLED = """([said, heard]) => {
  if (window.__said !== said || window.__heard !== heard) return "what is on its way";
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED")
    return "the script runs";
  for (const [what, sign] of [["stale", '[data-stale="true"]'], ["a skeleton", '[data-testid="stSkeleton"]'],
                              ["a worker", '[class*="st-key-stop"]'], ["a spinner", '[data-testid="stSpinner"]']])
    if (document.querySelector(sign)) return what;
  return "";
}"""
HERE = {"127.0.0.1", "localhost"}
LOOKS = 2
"""Times in a row that a page must be found with nothing under way."""
CLICKS = 4
"""Times a list is opened by somebody patient."""
TOLERATED: tuple[tuple[str, str], ...] = (
    (
        "Executing inline script violates .* Content Security Policy",
        "a line in Streamlit's own first page that is meant for search engines; refusing it is right",
    ),
    ("WebSocket connection to .* failed", "said while a test has pulled the cable or ended the server"),
    (
        r"status of 404 .*/\w+/_stcore/(health|host-config)$",
        "Streamlit's page tries the address of the page itself first, before it finds where its server is",
    ),
    ("Failed to load resource: net::ERR_(CONNECTION|SOCKET|EMPTY)", "the same"),
    ("No response received when attempting to reach|server is not responding", "the same"),
)
"""Console errors that are not ours: what they say (a pattern), and why nothing is to be done."""


class Visit:
    """A tab on the app. `page` is Playwright's; everything that must never happen is in `wrongs`."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.wrongs: list[str] = []
        self.requests: list[str] = []
        self.wire = Wire()
        context.add_init_script(TRAP)
        context.add_init_script(HEARD)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.wire.follow(self.page)
        self.page.on("request", self._asked)
        self.page.on("console", self._told)
        self.page.on("pageerror", self._broke)

    # What must never happen.

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in HERE:
            self.wrongs.append(f"a request left the machine: {request.url}")

    def _told(self, told: ConsoleMessage) -> None:
        said = f"{told.text} {told.location['url']}"
        if told.type == "error" and not any(re.search(pattern, said) for pattern, _ in TOLERATED):
            self.wrongs.append(f"the console says: {said}")

    def _broke(self, error: Error) -> None:
        self.wrongs.append(f"a script of the page broke: {error}")

    def check(self) -> None:
        """Fail on whatever went wrong so far, on a traceback shown, and on a payload that ran."""
        for shown in self.page.get_by_test_id("stException").all():
            self.wrongs.append(f"a traceback is shown: {shown.inner_text()}")
        fired = self.page.evaluate("window.__xss")
        if fired:
            self.wrongs.append(f"a text from the data was run as a program: {fired}")
        assert not self.wrongs, "\n".join(self.wrongs)

    # Getting about.

    def open(self, path: str = "", working: bool = False, **parameters: str) -> "Visit":
        """Go to a page by its address, and wait until it is drawn; working: a worker need not have ended."""
        self.page.goto(f"{self.url}/{path}" + (f"?{urlencode(parameters)}" if parameters else ""))
        return self.settle(working=working)

    def reload(self) -> "Visit":
        """Load the page again as F5 does."""
        self.page.reload()
        return self.settle()

    def settle(self, seconds: float = 120.0, working: bool = False) -> "Visit":
        """Wait until the server has answered everything that was asked, and all of it is drawn.

        working: a worker that is seen under way, with its progress, will do.
        """
        until, calm = time.monotonic() + seconds, 0
        allowed = ("", "a worker") if working else ("",)
        while True:
            # News of the browser arrives only while Playwright is listened to.
            self.page.wait_for_timeout(20)
            before, waiting = self.wire.passed, "the server"
            if self.wire.quiet:
                waiting = str(self.page.evaluate(SETTLED, list(before)))
            # Once is not enough: the page may have heard that all is done, and not yet done what it heard.
            calm = calm + 1 if waiting in allowed and before == self.wire.passed else 0
            if calm == LOOKS:
                break
            assert time.monotonic() < until, f"the page waits for {waiting} after {seconds:.0f} s at {self.page.url}"
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self

    def as_person(self, code: str) -> "Visit":
        """Say who one is, on an app that serves one computer."""
        box = self.page.get_by_role("combobox", name=re.compile("^(Anda adalah|You are)$"))
        self.unfold(box).page.get_by_role("option", name=re.compile(rf"\({code}\)")).click()
        return self.settle()

    def unfold_sidebar(self) -> "Visit":
        """Bring the sidebar back where it is put away, as it is in a meeting."""
        if self.page.get_by_test_id("stSidebar").get_attribute("data-collapsed") == "true":
            self.page.get_by_test_id("stExpandSidebarButton").click()
            self.page.get_by_test_id("stSidebarNavLink").first.wait_for()
        return self.settle()

    def speak(self, language: str) -> "Visit":
        """Choose the language in the app."""
        names = {"id": "Bahasa Indonesia", "en": "English"}
        self.page.get_by_text(names[language], exact=True).first.click()
        return self.settle()

    def menu(self) -> dict[str, str]:
        """The pages of the navigation: title by address (path)."""
        links = self.page.locator('[data-testid="stSidebarNavLink"], [data-testid="stTopNavLink"]').all()
        return {urlsplit(link.get_attribute("href") or "").path.strip("/"): link.inner_text() for link in links}

    def turn_to(self, title: str) -> "Visit":
        """Choose a page in the navigation."""
        self.page.get_by_role("link", name=title, exact=True).click()
        return self.settle()

    # Fields.

    def field(self, label: str) -> Locator:
        """The field of this label, whose name may hold the backslashes of Markdown."""
        letters = (re.escape(each) if each.isalnum() or each.isspace() else rf"\\?{re.escape(each)}" for each in label)
        return self.page.get_by_label(re.compile(f"^{''.join(letters)}$"))

    def type_in(self, label: str, text: str) -> "Visit":
        """Type a text in place of the old one and leave the field, key by key as a person does."""
        return self.write(self.field(label), text)

    def write(self, place: Locator, text: str) -> "Visit":
        """The same of a field that was found otherwise."""
        place.click()
        place.press("Control+a")
        place.press_sequentially(text)
        place.press("Tab")
        return self.settle()

    def press(self, name: str) -> "Visit":
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self.settle()

    def pick(self, option: str) -> "Visit":
        """Choose one of a few things that are all seen."""
        self.page.get_by_role("radio", name=option, exact=True).click()
        return self.settle()

    def parts(self) -> list[str]:
        """The parts of the page, of which one is open, by what they are called; none where there is one alone."""
        return [str(each.inner_text()) for each in self._parts().get_by_role("radio").all()]

    def part(self, name: str) -> Locator:
        """What opens a part of the page."""
        return self._parts().get_by_role("radio", name=name, exact=True)

    def open_part(self, name: str) -> "Visit":
        """Open a part of the page."""
        self.part(name).click()
        return self.settle()

    def _parts(self) -> Locator:
        return self.page.get_by_role("radiogroup", name=re.compile("^(Bagian halaman|Part of the page)$"))

    def unfold(self, box: Locator) -> "Visit":
        """Open a list, once it is in view: a list folds up again when the page scrolls to it, or is drawn anew late."""
        for _ in range(CLICKS):
            box.scroll_into_view_if_needed()
            self.settle()
            box.click()
            with suppress(Error):
                self.page.get_by_role("option").first.wait_for(timeout=5_000)
                return self
        raise AssertionError(f"a list does not stay open at {self.page.url}")

    def choose(self, label: str, option: str) -> "Visit":
        """Choose from a list."""
        self.unfold(self.page.get_by_role("combobox", name=re.compile(re.escape(label))))
        self.page.get_by_role("option", name=option, exact=True).click()
        return self.settle()

    def find(self, label: str, option: str) -> "Visit":
        """Choose from a list that is too long to be seen, by typing what is looked for."""
        box = self.page.get_by_role("combobox", name=re.compile(re.escape(label)))
        self.unfold(box)
        box.press("Control+a")
        box.press_sequentially(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        return self.settle()

    def upload(self, file: Path, nth: int = 0) -> "Visit":
        """Hand over a file."""
        with self.page.expect_response(lambda answer: "/upload_file/" in answer.url and answer.request.method == "PUT"):
            self.page.locator('input[type="file"]').nth(nth).set_input_files(file)
        return self.settle()

    def download(self, name: str, folder: Path) -> Path:
        """Press what takes a file, and keep the file."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=name).first.click()
        kept = folder / coming.value.suggested_filename
        coming.value.save_as(kept)
        return kept

    def key(self, name: str) -> "Visit":
        """Press a key where the focus is."""
        self.page.keyboard.press(name)
        return self.settle()

    # Reading.

    def text(self) -> str:
        """All that is written on the page, the navigation included."""
        return self.page.get_by_test_id("stApp").inner_text()

    def sees(self, text: str) -> None:
        """Wait until a text is to be seen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=60_000)

    def table(self, nth: int = 0) -> list[list[str]]:
        """The cells of a table that are drawn (those in view), row by row, the heading first."""
        grid = self.page.get_by_test_id("stDataFrame").nth(nth).locator("table[role=grid]")
        rows: list[list[str]] = grid.evaluate(
            "grid => [...grid.querySelectorAll('tr')].map(row =>"
            " [...row.querySelectorAll('[role=columnheader], [role=gridcell]')].map(cell => cell.textContent))"
        )
        return rows

    def pick_row(self, nth: int, table: int = 0) -> "Visit":
        """Mark a row of a table, the first being 0, in the column of marks at its left."""
        row_height = 2.1875 * float(
            self.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        )
        place = self.page.get_by_test_id("stDataFrame").nth(table)
        place.scroll_into_view_if_needed()
        place.click(position={"x": row_height / 2, "y": (nth + 1.5) * row_height})
        return self.settle()

    def shot(self, name: str, whole: bool = False) -> None:
        """Keep a screenshot, where they are asked for (PILIH_SHOTS)."""
        folder = shots()
        if folder is not None:
            self.page.screenshot(path=folder / f"{name}.png", full_page=whole, animations="disabled")
