"""Many sessions at once: at an equal rate of clicks, as fast as they can, and how much memory each of them takes.

The clicks go through all pages, periods and channels. At an equal rate, which leaves the server idle for more than half of
the time, each asks for what was not asked before; where
sessions click as fast as they can, answers are known, so that it is the server that is measured and not the engine.
All sessions stay open from the first load to the last.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import perf_counter

from websockets.exceptions import ConnectionClosed

from benchmarks.clicks import FILTERED_BY
from benchmarks.report import GB, Target, ms, named, table, targets
from benchmarks.serving import Server, serving
from benchmarks.session_client import Session, Step, in_turn, session
from benchmarks.stores import store_of
from benchmarks.timing import p50, p95
from components.view import options, period_options
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine

SESSIONS = (1, 10, 50)
MOST_PER_SECOND = 2.0
BUSY = 0.4
"""How much of the time one session's clicks keep the server busy, at the rate at which all sessions together click."""
PACED_SECONDS, SECONDS = 50.0, 20.0
"""How long sessions click at the equal rate, and as fast as they can."""
KNOWN = 24
"""Steps whose answers are known where it is the server that is measured."""
DEFAULTS = ("--runner.postScriptGC", "true")
MB = 1_000_000
Visit = Callable[[Session, int, float], Awaitable[list[float]]]
"""What a session does: given its place among the sessions and the start, the seconds of each click."""


@dataclass(frozen=True)
class Load:
    """What sessions met: the seconds of each click, clicks that failed, clicks ended per second.

    `rate` is how often all together were to click in a second; infinite where each clicks again at once.
    """

    sessions: int
    rate: float
    seconds: tuple[float, ...]
    errors: int
    per_second: float


@dataclass(frozen=True)
class Held:
    """Memory of the process in bytes: with one session, with all, and at the end."""

    one: int
    all: int
    end: int


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The tables of this part, for the largest size only."""
    size = max(sizes)
    store = store_of(size, work)
    steps = _steps(store)
    with serving(work / "servers", store.root) as server:
        paced, fast, held = asyncio.run(measured(server, steps))
    with serving(work / "servers", store.root, options=DEFAULTS, defaults=True) as server:
        slow = asyncio.run(with_defaults(server, steps[:KNOWN]))
    return told(size, paced, fast, slow, held)


def told(size: int, paced: Sequence[Load], fast: Load, slow: Load, held: Held) -> list[str]:
    """The tables: the loads, the memory, and the targets."""
    loads = [*((f"{load.rate:.2f} clicks a second in all", load) for load in paced),
             ("as fast as they can", fast), ("the same, default settings", slow)]  # fmt: skip
    lines = [
        (how, str(load.sessions), ms(p50(load.seconds)), ms(p95(load.seconds)), f"{load.per_second:.1f}", str(load.errors))
        for how, load in loads
    ]  # fmt: skip
    memory = [("one session", f"{held.one / GB:.2f} GB"), (f"{SESSIONS[-1]} sessions", f"{held.all / GB:.2f} GB"),
              ("after all clicks", f"{held.end / GB:.2f} GB")]  # fmt: skip
    heads = ("clicks", "sessions", "p50", "p95", "reruns per second", "errors")
    each = (held.all - held.one) / (SESSIONS[-1] - 1) / MB
    ratio = p95(paced[-1].seconds) / p95(paced[0].seconds)
    found = [
        Target(f"p95 of {SESSIONS[-1]} sessions against one, {named(size)}", ratio, 3),
        Target("reruns per second against the default settings", fast.per_second / slow.per_second, 10, at_least=True),
        Target("memory per session beyond the shared", each, 15, "MB"),
        Target("errors", float(sum(load.errors for load in paced) + fast.errors), 0, ""),
    ]
    return [table(heads, lines), table(("memory of the process", named(size)), memory), targets(found)]


def _steps(store: Store) -> list[Step]:
    """Every page with every period and channel, in an order of chance that is the same each time."""
    warehouse = DuckDBWarehouse(store)
    engine = Engine(warehouse)
    periods = [item.name(engine.fiscal_start) for item in period_options(engine)]
    channels = [None, *(value for value in options(engine, "channel") if value)]
    steps = [
        Step("" if page == "promises" else page,
             (("lang", "en"), ("period", period), *((("channel", channel),) if channel else ())))
        for page, name in FILTERED_BY.items() for period in periods for channel in (channels if name else [None])
    ]  # fmt: skip
    warehouse.close()
    random.Random(618).shuffle(steps)  # noqa: S311 - an order, not a secret
    return steps


async def measured(server: Server, steps: list[Step]) -> tuple[list[Load], Load, Held]:
    """Our server: its memory, at an equal rate of clicks, and as fast as it can."""
    known, fresh = steps[:KNOWN], in_turn(steps[KNOWN:])
    async with AsyncExitStack() as stack:
        first, *others = [await stack.enter_async_context(session(server.address))]
        server.rest()
        alone = [await first.click(step) for step in known]
        rate = min(MOST_PER_SECOND, BUSY * len(alone) / sum(alone))
        one = server.memory()
        for number in range(SESSIONS[-1] - 1):
            others.append(await stack.enter_async_context(session(server.address)))
            await others[-1].click(known[number % KNOWN])
        everybody, held = [first, *others], server.memory()
        paced = [await _at_equal_rate(everybody[:number], fresh, rate) for number in SESSIONS]
        fast = await _as_fast_as_they_can(everybody, known)
        return paced, fast, Held(one, held, server.memory())


async def with_defaults(server: Server, known: list[Step]) -> Load:
    """As fast as a server without our settings can; each step was asked once before."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(session(server.address)) for _number in range(SESSIONS[-1])]
        for step in known:
            await visitors[0].click(step)
        return await _as_fast_as_they_can(visitors, known)


async def _at_equal_rate(visitors: Sequence[Session], steps: Iterator[Step], rate: float) -> Load:
    """Sessions that click one after the other, together as often as one alone would."""
    pause = len(visitors) / rate

    async def visit(visitor: Session, place: int, start: float) -> list[float]:
        taken, next_click = [], start + place / rate
        with suppress(ConnectionClosed):  # the session has counted it
            while next_click < start + PACED_SECONDS:
                await asyncio.sleep(max(0.0, next_click - perf_counter()))
                taken.append(await visitor.click(next(steps)))
                next_click = max(next_click + pause, perf_counter())
        return taken

    return await _together(visitors, visit, rate)


async def _as_fast_as_they_can(visitors: Sequence[Session], known: list[Step]) -> Load:
    """Sessions that click again as soon as the page is drawn."""
    steps = in_turn(known)

    async def visit(visitor: Session, _place: int, start: float) -> list[float]:
        taken = []
        with suppress(ConnectionClosed):
            while perf_counter() < start + SECONDS:
                taken.append(await visitor.click(next(steps)))
        return taken

    return await _together(visitors, visit)


async def _together(visitors: Sequence[Session], visit: Visit, rate: float = inf) -> Load:
    before, start = sum(visitor.errors for visitor in visitors), perf_counter()
    taken = await asyncio.gather(*(visit(visitor, place, start) for place, visitor in enumerate(visitors)))
    passed = perf_counter() - start
    seconds = tuple(item for found in taken for item in found)
    return Load(
        len(visitors), rate, seconds, sum(visitor.errors for visitor in visitors) - before, len(seconds) / passed
    )
