"""Demo data of a given size, published in a store of their own; kept in the work folder between runs."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.report import named
from data.errors import StoreError
from data.store import Store
from data.warehouse import DuckDBWarehouse

ROOT = Path(__file__).resolve().parent.parent
UNTIL = date(2026, 9, 30)
"""The last day of all data made here."""


def store_of(size: int, work: Path) -> Store:
    """A store of that many tickets; made where there is none, or none that this release opens."""
    store = Store(work / f"store-{named(size)}")
    try:
        DuckDBWarehouse(store).close()
    except StoreError:
        ours("data", "demo", "--tickets", str(size), "--until", UNTIL.isoformat(), "--store", str(store.root))
    return store


def ours(*arguments: str) -> None:
    """Run one of our commands in a process of its own. Raises CalledProcessError when it fails."""
    subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True)  # noqa: S603 - our own
