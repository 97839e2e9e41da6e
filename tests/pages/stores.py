"""Stores that page and browser tests look at, made once per run of the tests."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from data.__main__ import main as data_command
from data.store import CURRENT, Store, write_durably
from data.warehouse import DuckDBWarehouse
from metrics.engine import Engine
from tests.builders import bring
from tests.charts.makers import HOSTILE

UNTIL = "2026-09-30"
OPEN: list[DuckDBWarehouse] = []
REAL_NAMES = ("North, inner", "a%2Cb", "50 %", "R&D", "East")


@cache
def demo_store(base: Path) -> Store:
    """Two years of demo data up to the end of 2026 Q3."""
    root = base / "demo"
    publish_demo(root, tickets=3000, seed=7)
    return Store(root)


def publish_demo(root: Path, *, tickets: int, seed: int) -> None:
    """Publish one more version of demo data."""
    options = ["--tickets", str(tickets), "--seed", str(seed), "--until", UNTIL, "--store", str(root), "--json"]
    assert data_command(["demo", *options]) == 0


@cache
def real_store(base: Path) -> Store:
    """Real data (not demo) whose names for region, team, channel and merchant hold marks that mean something elsewhere."""
    return _named(base / "real", REAL_NAMES)


@cache
def hostile_store(base: Path) -> Store:
    """Real data whose every name tries to be a link, a picture or a script."""
    return _named(base / "hostile", HOSTILE)


@cache
def engine_of(store: Store) -> Engine:
    """An engine to ask what a page should show, on a copy of the store as it is when first asked for."""
    copy = store.root.with_name(f"{store.root.name}-asked")
    shutil.copytree(store.root, copy)
    warehouse = DuckDBWarehouse(Store(copy))
    OPEN.append(warehouse)
    return Engine(warehouse)


def close_all() -> None:
    """Let go of every engine."""
    engine_of.cache_clear()
    while OPEN:
        OPEN.pop().close()


def put_in_force(store: Store, version: str) -> None:
    """Point a store at one of its versions, as publishing does."""
    write_durably(store.root / CURRENT, version + "\n")


@cache
def april_store(base: Path) -> Store:
    """Real data of an organisation whose fiscal year begins in April."""
    return _named(base / "april", REAL_NAMES, "fiscal_year_start_month = 4\n")


def _named(root: Path, names: tuple[str, ...], organisation: str = "") -> Store:
    store = Store(root / "store")
    store.root.mkdir(parents=True)
    (store.root / "organisation.toml").write_text(organisation, "utf-8")
    bring(store, "tickets", list(_tickets(names)), name="tickets.csv")
    bring(store, "orders", list(_orders(names)), name="orders.csv")
    return store


def _tickets(names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for number in range(30 * len(names)):
        name, received = names[number % len(names)], datetime(2026, 7, 1, 9) + timedelta(hours=12 * number)
        yield {
            "ticket_id": f"T{number}", "kind": ("after_sales", "complaint", "feedback")[number % 3],
            "created_at": f"{received:%F %T}", "first_reply_at": f"{received + timedelta(hours=number % 60):%F %T}",
            "resolved_at": f"{received + timedelta(hours=number % 70 + 1):%F %T}",
            "channel": name, "team": name, "region": name, "category": name, "merchant_id": name,
        }  # fmt: skip


def _orders(names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for number in range(20 * len(names)):
        name, placed = names[number % len(names)], datetime(2026, 7, 1, 9) + timedelta(hours=18 * number)
        yield {
            "order_id": f"O{number}", "created_at": f"{placed:%F %T}", "paid_at": f"{placed:%F %T}",
            "handed_over_at": f"{placed + timedelta(hours=number % 26):%F %T}",
            "channel": name, "region": name, "category": name, "merchant_id": name,
        }  # fmt: skip
