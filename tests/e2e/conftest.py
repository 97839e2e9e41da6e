"""One server, one browser, and visitors who notice everything that goes wrong."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from data.store import Store
from tests.pages.stores import close_all, demo_store, hostile_store

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = (
    "The browser tests need Chromium and Chinese fonts. On Debian: apt-get install chromium fonts-noto-cjk;"
    " or name another Chromium in KEPT_CHROMIUM."
)
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--process-per-site",
]  # fmt: skip
"""One process draws all pages: what it has compiled for one it need not compile for the next, which halves their time."""

READY = "[data-testid=stApp][data-test-script-state=notRunning]"
BOARD, CARDS, CHART, PANEL = (
    "[data-open]",
    ".kept-card",
    ".js-plotly-plot .main-svg",
    "[data-panel], [class*=st-key-panel_]",
)
ASKED_AT_THE_WRONG_PLACE = re.compile(r"/\w+/_stcore/(health|host-config)")
"""On a deep link Streamlit's own page first asks for these below the page, and then at the root."""

WINDOW = ViewportSize(width=1440, height=900)
DRAWN = """() => !document.querySelector('[data-testid=stSpinner], [data-testid=stSkeleton]')
  && [...document.querySelectorAll('.kept-wait')].every(place => place.offsetHeight === 0)
  && [...document.querySelectorAll('.kept-figure:not([hidden])')].every(box => box.querySelector('.main-svg'))"""
"""No place of a chart is left without its chart."""
FOLLOWED = """() => [...document.querySelectorAll('.js-plotly-plot')].every(box => !box.offsetWidth
  || Math.abs(box.querySelector('.main-svg').getBoundingClientRect().width - box.getBoundingClientRect().width) < 2)"""
"""Every chart is as wide as its place."""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
PAGES_OPEN = 4
"""How many pages stay open to be looked at: all are drawn by one process, whose memory is not without end."""


def marker_of(name: str) -> str:
    """What a page is drawn with, by its name."""
    return BOARD if name == "promises" else PANEL


def path_of(name: str) -> str:
    return "" if name == "promises" else name


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
    looked_at = [place for place, item in enumerate(items) if item.module.__name__.endswith("e2e.test_every_page")]
    by_page = sorted((items[place] for place in looked_at), key=lambda item: item.callspec.params["name"])
    for place, item in zip(looked_at, by_page, strict=True):  # a page is opened once for all tests that look at it
        items[place] = item


@dataclass
class Visitor:
    """A page in a browser, and what went wrong on it."""

    page: Page
    root: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)

    def _heard(self, message: ConsoleMessage) -> None:
        place = urlsplit(message.location.get("url", "")).path
        if message.type == "error" and not ASKED_AT_THE_WRONG_PLACE.fullmatch(place):
            self.wrong.append(f"console: {message.text} {place}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"http://{parts.netloc}" != self.root:
            self.wrong.append(f"request to {parts.netloc}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up because the page was left
            self.wrong.append(f"failed: {request.url} {request.failure}")

    def go(self, path: str = "", marker: str = BOARD, **parameters: str) -> Page:
        """Open an address and wait until it is drawn."""
        self.page.goto(f"{self.root}/{path}{'?' + urlencode(parameters) if parameters else ''}")
        return self.ready(marker)

    def ready(self, marker: str = BOARD) -> Page:
        """Wait until the script has run and its figures are there."""
        self.page.wait_for_selector(READY)
        self.page.locator(marker).first.wait_for()
        self.page.wait_for_function(DRAWN)
        return self.page


def at_width(page: Page, width: int, height: int = WINDOW["height"]) -> None:
    """Make the window as wide, and wait until the charts have followed."""
    page.set_viewport_size({"width": width, "height": height})
    settled(page)


def settled(page: Page) -> None:
    """Wait until every chart is there, as wide as its place, and painted."""
    for ready in (DRAWN, FOLLOWED, PAINTED):
        page.wait_for_function(ready)


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("KEPT_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None or not Path(found).exists():
        if os.environ.get("CI"):
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store the server shows: demo data, and beside them a version full of hostile names."""
    base = tmp_path_factory.getbasetemp()
    return Store(shutil.copytree(demo_store(base).root, base / "served"))


@pytest.fixture(scope="session")
def hostile(served: Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The version of the served store whose names try to be links, pictures and scripts."""
    store = hostile_store(tmp_path_factory.getbasetemp())
    version = store.current_id()
    assert version is not None
    shutil.copytree(store.folder(version), served.folder(version))
    return version


@pytest.fixture(scope="session")
def server(served: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running dashboard."""
    with serving(served.root, tmp_path_factory.mktemp("server") / "log.txt") as root:
        yield root


@contextmanager
def serving(store: Path, log: Path, app: str = "app.py", **environment: str) -> Iterator[str]:
    """A dashboard of its own on a store; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        app,
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    root = f"http://127.0.0.1:{port}"
    with log.open("wb") as output, subprocess.Popen(
        command, cwd=REPOSITORY, env={**os.environ, **environment, "KEPT_STORE": str(store)}, stdout=output, stderr=output
    ) as process:  # fmt: skip
        try:
            _wait_for(f"{root}/_stcore/health", process, log)
            yield root
        finally:
            process.terminate()


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(300):
        try:
            with urlopen(address, timeout=1) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            assert process.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    pytest.fail(f"The dashboard did not start.\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browser profiles by their settings; pages of one profile share its cache, so that a page opens faster."""
    known: dict[tuple[tuple[str, Any], ...], BrowserContext] = {}

    def context(**settings: Any) -> BrowserContext:
        wanted = {"color_scheme": "light", "locale": "en-GB", **settings}
        key = tuple(sorted(wanted.items()))
        if key not in known:
            known[key] = browser.new_context(
                viewport=WINDOW, timezone_id="Asia/Shanghai", reduced_motion="reduce", **wanted
            )
            known[key].set_default_timeout(60_000)
        return known[key]

    yield context
    for opened in known.values():
        opened.close()


@pytest.fixture
def visit(server: str, contexts: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """A visitor of the dashboard; at the end of the test nothing may have gone wrong on any page."""
    visitors: list[Visitor] = []

    def arrive(**settings: Any) -> Visitor:
        visitors.append(Visitor(contexts(**settings).new_page(), server))
        return visitors[-1]

    yield arrive
    wrong = [text for visitor in visitors for text in visitor.wrong]
    for visitor in visitors:
        visitor.page.close()
    assert wrong == []


@pytest.fixture(scope="session")
def shown(server: str, contexts: Callable[..., BrowserContext]) -> Callable[[str, str, str], Visitor]:
    """A page as it is first seen, by name, language and light or dark; opened once, only to be looked at."""
    known: OrderedDict[tuple[str, str, str], Visitor] = OrderedDict()

    def look(name: str, language: str, scheme: str) -> Visitor:
        key = (name, language, scheme)
        if key not in known:
            visitor = Visitor(contexts(color_scheme=scheme).new_page(), server)
            visitor.go(path_of(name), marker_of(name), lang=language)
            known[key] = visitor
        known.move_to_end(key)
        while len(known) > PAGES_OPEN:
            known.popitem(last=False)[1].page.close()
        known[key].page.bring_to_front()  # what nobody sees is drawn late
        return known[key]

    return look


@pytest.fixture(scope="session", autouse=True)
def _engines_are_closed() -> Iterator[None]:
    yield
    close_all()
