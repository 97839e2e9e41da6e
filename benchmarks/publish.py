"""What it costs to publish a change of one in a hundred tickets, as a share of building the whole version anew.

The whole is an import of all eleven sources into an empty store, in one version. Then a file is imported into it: half of
its rows are tickets already known, closed later than was known; the other half are new. Each in a process of its own.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.report import Target, named, table, targets
from benchmarks.stores import demo_files, ours, root_of
from benchmarks.timing import once
from data.plan import write_plan
from data.store import Store

LIMIT = 0.25
SHARE = 0.01
CHANGE = """
COPY (
    SELECT * REPLACE (resolved_at + INTERVAL 1 MINUTE AS resolved_at)
    FROM (FROM tickets WHERE resolved_at IS NOT NULL AND reopened_at IS NULL ORDER BY created_at DESC LIMIT $half)
    UNION ALL
    SELECT * REPLACE ('N' || ticket_id AS ticket_id)
    FROM (FROM tickets ORDER BY created_at DESC LIMIT $half)
) TO $target (FORMAT parquet)
"""


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The table of this part, for the largest size only. Its store is left for the other parts, without the change."""
    size = max(sizes)
    store = Store(root_of(size, work))
    shutil.rmtree(store.root, ignore_errors=True)
    plan, change = _files(work, size)
    whole = once(lambda: ours("data", "import", "--plan", str(plan), "--store", str(store.root)))
    part = once(lambda: ours("data", "import", str(change), "--source", "tickets", "--store", str(store.root)))
    store.undo(store.current_id() or "")
    lines = [
        (f"the whole version, all sources of {size:,} tickets", f"{whole:.1f} s", "1.00"),
        (f"a change of {max(int(size * SHARE), 2):,} tickets", f"{part:.1f} s", f"{part / whole:.2f}"),
    ]
    target = Target(f"publish of a 1 % change against a full rebuild, {named(size)}", part / whole, LIMIT)
    return [table(("what is published", "time", "share"), lines), targets([target])]


def _files(work: Path, size: int) -> tuple[Path, Path]:
    """The plan that imports everything, and the file that changes one in a hundred; kept between runs."""
    files = demo_files(size, work)
    folder = files["tickets"][0].parent
    plan, change = folder / "plan.toml", folder / "change.parquet"
    if not (plan.exists() and change.exists()):
        with duckdb.connect() as connection:
            parts = [str(path) for path in files["tickets"]]
            connection.read_parquet(parts).create_view("tickets")
            connection.execute(CHANGE, {"half": max(int(size * SHARE) // 2, 1), "target": str(change)})
        write_plan(
            folder, [{"files": [path.name for path in paths], "source": source} for source, paths in files.items()]
        )
    return plan, change
