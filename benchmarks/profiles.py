"""Where the time of a click goes on the board and on the page of Response & SLA, and what costs most.

What the script does is noted every few milliseconds; what the browser does is told by its own trace. Both cost a little
themselves: shares are to be read, not sums.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.chromium import Choice, Visitor, chromium, profile
from benchmarks.clicks import clicks, marker, path
from benchmarks.report import ms, named, table
from benchmarks.sampling import STREAMLIT, WRITTEN_SECONDS, Place, read
from benchmarks.serving import serving
from benchmarks.stores import store_of
from benchmarks.timing import p50
from benchmarks.tracing import OTHER, WORK, traced
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine

PAGES = ("promises", "response")
CLICKS = 12
LARGEST = 3
DOING = ("engine", "metrics", "figures", "components and pages", STREAMLIT)


@dataclass(frozen=True)
class Profile:
    """Of some clicks on a page: seconds of each until redrawn and of its script; what both sides did, in all."""

    clicks: list[float]
    scripts: list[float]
    places: Counter[Place]
    browser: Counter[str]


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The tables of this part, for the largest size only."""
    size = max(sizes)
    store = store_of(size, work)
    warehouse = DuckDBWarehouse(store)
    plans = {name: clicks(Engine(warehouse), name, CLICKS)[-1] for name in PAGES}
    warehouse.close()
    with chromium() as browser:
        found = {name: profiled(browser, store, work / "servers", name, plan) for name, plan in plans.items()}
    return told(size, found)


def profiled(browser: Browser, store: Store, servers: Path, name: str, plan: Sequence[Choice]) -> Profile:
    """One page in a fresh process, clicked."""
    samples = servers / f"samples-{name}.json"
    samples.unlink(missing_ok=True)
    with serving(servers, store.root, samples=samples) as server:
        context = profile(browser)
        visitor = Visitor(context.new_page(), server.address)
        visitor.open(path(name), marker(name))
        server.rest()
        server.ran()
        visitor.page.wait_for_timeout(2_000 * WRITTEN_SECONDS)
        before, taken, scripts = read(samples), [], []
        with traced(browser, visitor.page) as spent:
            for choice in plan:
                taken.append(visitor.choose(choice))
                scripts.append(server.ran().seconds)
            visitor.page.wait_for_timeout(2_000 * WRITTEN_SECONDS)
        context.close()
        after = read(samples)
    print(f"{name}: {len(plan)} clicks, p50 {p50(taken):.3f} s", file=sys.stderr)
    return Profile(taken, scripts, after - before, spent)


def told(size: int, found: dict[str, Profile]) -> list[str]:
    """Where the time goes, and the largest costs."""
    lines, costs = [], []
    for name, seen in found.items():
        shares = by_doing(seen)
        script, click = (sum(times) / len(times) for times in (seen.scripts, seen.clicks))
        busy = [seen.browser[kind] / len(seen.clicks) for kind in (*WORK, OTHER)]
        lines.append((
            name, ms(click), ms(script), *(ms(script * shares[kind]) for kind in DOING), ms(click - script), *map(ms, busy),
        ))  # fmt: skip
        costs += [(name, *cost) for cost in largest(seen)]
    heads = ("page", "click", "script", *DOING, "before and after it", *(f"browser: {kind}" for kind in (*WORK, OTHER)))
    return [
        f"### {named(size)} tickets, means of {min(len(seen.clicks) for seen in found.values())} clicks of a period",
        table(heads, lines),
        f"The {LARGEST} largest costs of each page, of a click:",
        table(("page", "where", "what", "time", "share of the click"), costs),
    ]


def by_doing(seen: Profile) -> dict[str, float]:
    """The shares of a script by what it does."""
    sums = Counter(dict.fromkeys(DOING, 0))
    for (kind, _where), count in seen.places.items():
        sums[kind] += count
    return {kind: count / max(sums.total(), 1) for kind, count in sums.items()}


def largest(seen: Profile) -> list[tuple[str, str, str, str]]:
    """What costs most, on either side: a function with the libraries it calls, or a kind of work of the browser."""
    script, click = sum(seen.scripts) / len(seen.scripts), sum(seen.clicks) / len(seen.clicks)
    all_places = max(seen.places.total(), 1)
    costs = [(kind, where, script * count / all_places) for (kind, where), count in seen.places.items()]
    costs += [("browser", kind, seconds / len(seen.clicks)) for kind, seconds in seen.browser.items()]
    costs.sort(key=lambda cost: -cost[2])
    return [(kind, where, ms(seconds), f"{seconds / click:.0%}") for kind, where, seconds in costs[:LARGEST]]
