"""Each page in real Chromium: from a click to its last change, beside the time of its script on the server.

Every page has a server of its own, so that nothing was asked before but the board of the latest period, which a server
asks by itself. The same clicks are made by a visitor without a browser, for the time of the scripts alone. Floors: an empty page, and the same page drawn from constants (some of the clicks
again, all answers remembered). The board and the page of Response & SLA are held against naive twins: the same figures by
a raw statement and a chart each, and from frames in memory.
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, Error as BrowserError

from benchmarks import pages_told
from benchmarks.chromium import Choice, Visitor, chromium, profile
from benchmarks.clicks import FILTERED_BY, clicks, marker, path
from benchmarks.serving import Ran, Server, serving
from benchmarks.session_client import Step, session
from benchmarks.stores import ROOT, store_of
from benchmarks.timing import p50
from benchmarks.twins.periods import quarters_and_months
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine

CLICKS = 30
TWINS = ROOT / "benchmarks" / "twins"
EMPTY = TWINS / "empty.py"
FROM_CONSTANTS = 10
"""Clicks that are made once more with all answers remembered."""
TWIN_SECONDS = 30.0
"""A twin is clicked for so long at most, and at least three times."""
MENU = ("Orders", "Complaints", "Satisfaction", "Loyalty", "Inspections", "Merchants", "Security", "Agents", "Training",
        "Feedback & reviews", "Response & SLA", "Promises")  # fmt: skip
ROUNDS_OF_MENU = 3
MOMENT = 0.003


@dataclass
class Seen:
    """What was seen of one page, in seconds: of each click until redrawn, of its scripts, of the engine within them."""

    click: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    constant: list[float] = field(default_factory=list)
    cold: float = float("nan")
    warm: float = float("nan")
    memory: int = 0

    def clicked(
        self, visitor: Visitor, server: Server, choices: Sequence[Choice], longest: float = float("inf")
    ) -> None:
        """Click, and note what it took; after `longest` seconds, three clicks are enough."""
        start = perf_counter()
        for number, choice in enumerate(choices):
            if number >= 3 and perf_counter() - start > longest:
                return
            self.click.append(visitor.choose(choice))
            self.note(server.ran())

    def note(self, ran: Ran) -> None:
        """What the script of a click took."""
        self.server.append(ran.seconds)
        self.engine.append(ran.engine)
        self.statements.append(ran.statements)


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The tables of this part: scripts and the browser at all sizes; page switch, floors and twins at the largest."""
    largest, servers = max(sizes), work / "servers"
    ran = {size: scripts(store_of(size, work), servers) for size in sizes}  # before a browser keeps its own event loop
    store = store_of(largest, work)
    with chromium() as browser:
        version = browser.version
        ours = {size: clicked(browser, store_of(size, work), servers) for size in sizes}
        switches = switched(browser, store, servers)
        empty = twin(browser, store, servers, EMPTY)
        found = [TWINS / f"{name}_{way}.py" for name in ("board", "response") for way in ("sql", "pandas")]
        twins = {script.stem: twin(browser, store, servers, script) for script in found}
    return [f"Chromium {version}.", *pages_told.told(ours, ran, switches, empty, twins)]


def planned(store: Store) -> dict[str, list[list[Choice]]]:
    """The clicks on each page."""
    warehouse = DuckDBWarehouse(store)
    found = {name: clicks(Engine(warehouse), name, CLICKS) for name in FILTERED_BY}
    warehouse.close()
    return found


def scripts(store: Store, servers: Path) -> dict[str, Seen]:
    """What the scripts of all pages take on the server, nobody drawing: the same clicks, each page in a fresh process."""
    found = {}
    for name, plan in planned(store).items():
        with serving(servers, store.root) as server:
            found[name] = asyncio.run(_asked(server, path(name), plan))
        print(f"{name}: script p50 {p50(found[name].server):.3f} s", file=sys.stderr)
    return found


async def _asked(server: Server, address: str, plan: Sequence[Sequence[Choice]]) -> Seen:
    seen, (name, _, view) = Seen(), address.partition("?")
    as_it_opens = tuple(parse_qsl(view))
    async with session(server.address) as visitor:
        server.rest()
        server.ran()
        for choices in plan:
            for number, choice in enumerate((None, *choices)):
                await visitor.click(Step(name, as_it_opens + (choice.view if choice else ())))
                while not (ran := server.ran()).seconds:  # noted a moment after the visitor hears of the end
                    await asyncio.sleep(MOMENT)
                if number:
                    seen.note(ran)
    return seen


def clicked(browser: Browser, store: Store, servers: Path) -> dict[str, Seen]:
    """All pages in the browser."""
    return {name: page(browser, store, servers, name, plan) for name, plan in planned(store).items()}


def page(browser: Browser, store: Store, servers: Path, name: str, plan: Sequence[Sequence[Choice]]) -> Seen:
    """One page of ours in a fresh process: first loads, clicks, and some of them from constants."""
    seen = Seen()
    with serving(servers, store.root, remember=True) as server:
        context = profile(browser)
        seen.cold = Visitor(context.new_page(), server.address).open(path(name), marker(name))
        server.rest()
        visitor = Visitor(context.new_page(), server.address)
        seen.warm = visitor.open(path(name), marker(name))
        server.ran()
        for choices in plan:
            seen.clicked(visitor, server, choices)
            visitor.open(path(name), marker(name))
            server.ran()
        seen.memory = server.memory()
        server.draw_from_constants()
        seen.constant = [visitor.choose(choice) for choice in plan[-1][:FROM_CONSTANTS]]
        context.close()
    print(f"{name}: click p50 {p50(seen.click):.3f} s, server p50 {p50(seen.server):.3f} s", file=sys.stderr)
    return seen


def switched(browser: Browser, store: Store, servers: Path) -> list[float]:
    """From one page to the next by the menu, each with a period not seen before; seconds."""
    taken: list[float] = []
    with serving(servers, store.root) as server:
        context = profile(browser)
        visitor = Visitor(context.new_page(), server.address)
        for month in range(1, ROUNDS_OF_MENU + 1):
            visitor.open(f"?lang=en&period=2026-0{month}", marker("promises"))
            taken += [visitor.follow(entry) for entry in MENU]
        context.close()
    return taken


def twin(browser: Browser, store: Store, servers: Path, script: Path) -> Seen:
    """A twin or the empty page in a fresh process; the empty page runs with our settings, the others with none."""
    seen = Seen()
    with serving(servers, store.root, script, settings=script == EMPTY) as server, _until_it_fails(script):
        context = profile(browser)
        seen.cold = Visitor(context.new_page(), server.address).open("", "[data-testid=stSelectbox]")
        visitor = Visitor(context.new_page(), server.address)
        seen.warm = visitor.open("", "[data-testid=stSelectbox]")
        server.ran()
        choices = [Choice("Period", label) for label in quarters_and_months()][1 : CLICKS + 1]
        seen.clicked(visitor, server, choices, TWIN_SECONDS)
        seen.memory = server.memory()
        context.close()
    print(f"{script.stem}: click p50 {p50(seen.click):.3f} s of {len(seen.click)}", file=sys.stderr)
    return seen


@contextmanager
def _until_it_fails(script: Path) -> Iterator[None]:
    """A twin that is not drawn within the browser's patience is measured as far as it came."""
    try:
        yield
    except BrowserError as error:
        print(f"{script.stem} was given up: {error.message.splitlines()[0]}", file=sys.stderr)
