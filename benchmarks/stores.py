"""Demo data of a given size, as files and published in a store of their own; kept in the work folder between runs."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.report import named
from data import demo
from data.errors import StoreError
from data.store import Store
from data.warehouse import DuckDBWarehouse

ROOT = Path(__file__).resolve().parent.parent
UNTIL = date(2026, 9, 30)
"""The last day of all data made here."""


def store_of(size: int, work: Path) -> Store:
    """A store of that many tickets; made where there is none, or none that this release opens."""
    store = Store(root_of(size, work))
    try:
        DuckDBWarehouse(store).close()
    except StoreError:
        ours("data", "demo", "--tickets", str(size), "--until", UNTIL.isoformat(), "--store", str(store.root))
    return store


def demo_files(size: int, work: Path) -> dict[str, list[Path]]:
    """Files of demo data with that many tickets, by source; made where there are none."""
    folder = work / f"demo-{named(size)}"
    listed = folder / "files.json"
    if not listed.exists():
        made = demo.write(folder, tickets=size, until=UNTIL)
        names = {source: [path.name for path in paths] for source, paths in made.items()}
        listed.write_text(json.dumps(names), "utf-8")
    found: dict[str, list[str]] = json.loads(listed.read_text("utf-8"))
    return {source: [folder / name for name in names] for source, names in found.items()}


def root_of(size: int, work: Path) -> Path:
    """Where the store of that many tickets lies, or will."""
    return work / f"store-{named(size)}"


def ours(*arguments: str) -> None:
    """Run one of our commands in a process of its own. Raises CalledProcessError when it fails."""
    subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True)  # noqa: S603 - our own
