"""Each page in real Chromium: from a click to its last change, beside the time of its script on the server.

Every page has a server of its own, so that no answer was asked for before. Floors: an empty page, and the same page drawn
from constants (the same clicks again, all answers remembered). The board and the page of Response & SLA are held against
naive twins: the same figures by a raw statement and a chart each, and from frames in memory.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser

from benchmarks import pages_told
from benchmarks.chromium import Choice, Visitor, chromium, profile
from benchmarks.clicks import FILTERED_BY, clicks, marker, path
from benchmarks.serving import Server, serving
from benchmarks.stores import ROOT, store_of
from benchmarks.timing import p50
from benchmarks.twins.periods import quarters_and_months
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine

CLICKS = 30
TWINS = ROOT / "benchmarks" / "twins"
EMPTY = TWINS / "empty.py"
TWIN_SECONDS = 60.0
"""A twin is clicked for so long at most, and at least three times."""
MENU = ("Orders", "Complaints", "Satisfaction", "Loyalty", "Inspections", "Merchants", "Security", "Agents", "Training",
        "Feedback & reviews", "Response & SLA", "Promises")  # fmt: skip
ROUNDS_OF_MENU = 3


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
            ran = server.ran()
            self.server.append(ran.seconds)
            self.engine.append(ran.engine)
            self.statements.append(ran.statements)


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The tables of this part. Floors and twins are taken at the largest size."""
    largest = max(sizes)
    ours: dict[int, dict[str, Seen]] = {}
    switches: dict[int, list[float]] = {}
    with chromium() as browser:
        version = browser.version
        for size in sizes:
            store = store_of(size, work)
            servers = work / "servers"
            plans = planned(store)
            ours[size] = {
                name: page(browser, store, servers, name, plan, floor=size == largest) for name, plan in plans.items()
            }
            switches[size] = switched(browser, store, servers)
        store = store_of(largest, work)
        scripts = [TWINS / f"{name}_{way}.py" for name in ("board", "response") for way in ("sql", "pandas")]
        twins = {script.stem: twin(browser, store, work / "servers", script) for script in scripts}
        empty = twin(browser, store, work / "servers", EMPTY)
    return [f"Chromium {version}.", *pages_told.told(ours, switches, empty, twins)]


def planned(store: Store) -> dict[str, list[list[Choice]]]:
    """The clicks on each page."""
    warehouse = DuckDBWarehouse(store)
    found = {name: clicks(Engine(warehouse), name, CLICKS) for name in FILTERED_BY}
    warehouse.close()
    return found


def page(
    browser: Browser, store: Store, servers: Path, name: str, plan: Sequence[Sequence[Choice]], *, floor: bool
) -> Seen:
    """One page of ours in a fresh process: first loads, clicks, and with `floor` the same clicks from constants."""
    seen = Seen()
    with serving(servers, store.root, remember=floor) as server:
        context = profile(browser)
        seen.cold = Visitor(context.new_page(), server.address).open(path(name), marker(name))
        visitor = Visitor(context.new_page(), server.address)
        seen.warm = visitor.open(path(name), marker(name))
        server.ran()
        for choices in plan:
            seen.clicked(visitor, server, choices)
            visitor.open(path(name), marker(name))
            server.ran()
        seen.memory = server.memory()
        if floor:
            server.draw_from_constants()
            seen.constant = [visitor.choose(choice) for choice in plan[-1]]
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
    with serving(servers, store.root, script, settings=script == EMPTY) as server:
        context = profile(browser)
        seen.cold = Visitor(context.new_page(), server.address).open("", "[data-testid=stSelectbox]")
        visitor = Visitor(context.new_page(), server.address)
        seen.warm = visitor.open("", "[data-testid=stSelectbox]")
        server.ran()
        choices = [Choice("Period", label) for label in quarters_and_months()][1 : CLICKS + 1]
        seen.clicked(visitor, server, choices, TWIN_SECONDS)
        seen.memory = server.memory()
        context.close()
    return seen
