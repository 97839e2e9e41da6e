"""A real Chromium that clicks as a person does, and says how long after a click the page changed for the last time."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

RECORDER = Path(__file__).with_name("recorder.js").read_text("utf-8")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
QUIET_MS = 300
"""A page in which nothing has changed for so long, and whose script has ended, is drawn."""
LONGEST_MS = 180_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Raises RuntimeError without Chromium."""
    found = environ.get("KEPT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError("This part needs Chromium; name it in KEPT_CHROMIUM if it is not on the path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(OPTIONS))
        yield browser
        browser.close()


def profile(browser: Browser) -> BrowserContext:
    """A visitor who was never here: nothing is in the cache."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    context.set_default_timeout(LONGEST_MS)
    context.add_init_script(RECORDER)
    return context


@dataclass(frozen=True)
class Choice:
    """A click: a value chosen in a box by its label; `inside` is the key of the popover that holds the box, if any.

    `view` is what the address says after it, for a visitor without a browser.
    """

    box: str
    value: str
    inside: str = ""
    view: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Visitor:
    """A page in a browser. All times are in seconds, until the page has changed for the last time."""

    page: Page
    root: str

    def open(self, path: str, marker: str) -> float:
        """Open an address; the time since the browser began to."""
        self.page.goto(f"{self.root}/{path}")
        self.page.locator(marker).first.wait_for()
        return self._settled(opened=True)

    def choose(self, choice: Choice) -> float:
        """Choose a value by the keyboard; the time since Enter was pressed."""
        where = self.page.locator(f".st-key-{choice.inside}") if choice.inside else self.page.locator("body")
        inner = self.page.get_by_test_id("stPopoverBody") if choice.inside else where
        box = inner.get_by_role("combobox", name=re.compile(f"(^|[ .]){re.escape(choice.box)}$")).first
        if choice.inside and not box.is_visible():
            self.page.keyboard.press("Escape")  # another popover may lie over the button
            where.get_by_role("button").first.click()
        box.fill(choice.value)
        self.page.get_by_role("option", name=choice.value, exact=True).first.wait_for()
        self._arm()
        self.page.keyboard.press("Enter")
        return self._settled()

    def follow(self, name: str) -> float:
        """Follow an entry of the menu; the time since the mouse was pressed."""
        menu = self.page.get_by_test_id("stSidebarNav")
        link = menu.get_by_role("link").filter(has_text=re.compile(f"{re.escape(name)}$")).first
        self._arm()
        link.click()
        return self._settled()

    def _arm(self) -> None:
        self.page.evaluate("keptArm()")

    def _settled(self, *, opened: bool = False) -> float:
        return float(self.page.evaluate(f"keptSettled({QUIET_MS}, {LONGEST_MS}, {str(opened).lower()})")) / 1000
