"""Stores that page and browser tests look at, made once per run of the tests."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from data.__main__ import main as data_command
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine
from tests.builders import bring_sources
from tests.charts.makers import HOSTILE
from tests.made_once import made_once
from tests.pages import rows

UNTIL = "2026-09-30"
OPEN: list[DuckDBWarehouse] = []
PROMISED = """
[[promises]]
id = "order_speedup"
from = 2026-04-01
until = 2026-12-31
target = -0.25
owner = { en = "Depot", zh = "仓储部" }
baseline = { from = 2026-01-01, to = 2026-03-31 }

[[promises]]
id = "order_in_promise"
from = 2026-04-01
target = 0.99
"""
REAL_NAMES = ("North, inner", "a%2Cb", "50 %", "R&D", "East")


@cache
def demo_store(base: Path) -> Store:
    """Two years of demo data up to the end of 2026 Q3."""
    made = made_once(base, "demo", lambda folder: publish_demo(folder / "store", tickets=3000, seed=7))
    return Store(made / "store")


def publish_demo(root: Path, *, tickets: int, seed: int, until: str = UNTIL) -> None:
    """Publish one more version of demo data."""
    options = ["--tickets", str(tickets), "--seed", str(seed), "--until", until, "--store", str(root), "--json"]
    assert data_command(["demo", *options]) == 0


@cache
def real_store(base: Path) -> Store:
    """Real data (not demo) whose names for region, team, channel and merchant hold marks that mean something elsewhere."""
    return _named(base / "real", REAL_NAMES)


@cache
def hostile_store(base: Path) -> Store:
    """Real data whose every name tries to be a link, a picture or a script."""
    return _named(base / "hostile", HOSTILE, sources=tuple(rows.SOURCES))


@cache
def engine_of(store: Store) -> Engine:
    """An engine to ask what a page should show, on a copy of the store as it is when first asked for."""
    copy = Path(mkdtemp(prefix="asked-", dir=store.root.parent)) / "store"
    shutil.copytree(store.root, copy)
    warehouse = DuckDBWarehouse(Store(copy))
    OPEN.append(warehouse)
    return Engine(warehouse)


def close_all() -> None:
    """Let go of every engine."""
    engine_of.cache_clear()
    while OPEN:
        OPEN.pop().close()


@cache
def april_store(base: Path) -> Store:
    """Real data of an organisation whose fiscal year begins in April."""
    return _named(base / "april", REAL_NAMES, "fiscal_year_start_month = 4\n")


@cache
def running_store(base: Path) -> Store:
    """Demo data that end in the middle of 2026 Q3."""
    made = made_once(
        base, "running", lambda folder: publish_demo(folder / "store", tickets=1500, seed=5, until="2026-08-20")
    )
    return Store(made / "store")


@cache
def one_source_store(base: Path, source: str) -> Store:
    """A store that holds one source and nothing else."""
    return _named(base / f"only-{source}", REAL_NAMES, sources=(source,))


@cache
def promising_store(base: Path) -> Store:
    """Data of an organisation that promises otherwise from April 2026 on."""
    return _named(base / "promising", REAL_NAMES, PROMISED)


def _named(
    root: Path, names: tuple[str, ...], organisation: str = "", sources: Sequence[str] = ("tickets", "orders")
) -> Store:
    def make(folder: Path) -> None:
        store = Store(folder / "store")
        store.root.mkdir()
        (store.root / "organisation.toml").write_text(organisation, "utf-8")
        bring_sources(store, {source: list(rows.SOURCES[source](names)) for source in sources})

    return Store(made_once(root.parent, root.name, make) / "store")
