"""What an import of a CSV file costs, as a multiple of what DuckDB takes to read the same file into a table.

    python benchmarks/csv_import.py [--tickets 10000000] [--runs 3] [--file FILE] [--write]

The file holds demo tickets with all columns of a ticket export; `--file` takes one made before. Each run has a process of
its own, the two kinds in turn: (a) `CREATE TABLE … AS FROM read_csv` into a database file, with the types DuckDB finds;
(b) `python -m data import` into an empty store until all rows are in, and (c) until the version is published, its engine
tables computed, its quality measured and its files hashed. `--write` puts the table into docs/performance.md.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data import demo  # noqa: E402 - the path comes first

UNTIL = date(2026, 9, 30)
ROWS_ARE_IN = "Computing the engine tables"
"""The event of an import that ends (b)."""
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- csv_import: begin -->", "<!-- csv_import: end -->"
READ = """
import duckdb, sys
with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("CREATE TABLE tickets AS FROM read_csv(?)", [sys.argv[1]])
"""


@dataclass(frozen=True)
class Run:
    """Seconds from start to end, and to the event looked for if any; seconds of processors; peak memory in bytes."""

    seconds: float
    until_event: float
    cpu: float
    peak: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, and put it into the page if asked to."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="csv-import-", dir=options.folder) as name:
        folder = Path(name)
        file = options.file or _make(folder, options.tickets)
        plain, ours = [], []
        for number in range(options.runs):
            with _removed(folder / "plain.duckdb") as target:
                plain.append(_measure([sys.executable, "-c", READ, str(file), str(target)]))
            with _removed(folder / "store") as store:
                command = [
                    sys.executable,
                    "-m",
                    "data",
                    "import",
                    str(file),
                    "--source",
                    "tickets",
                    "--store",
                    str(store),
                ]
                ours.append(_measure([*command, "--events"]))
            print(f"run {number + 1}: {plain[-1]} {ours[-1]}", file=sys.stderr)
        text = _told(file, plain, ours)
    print(text)
    if options.write:
        _put(text)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What an import costs, as a multiple of DuckDB's own reading.")
    parser.add_argument("--tickets", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--file", type=Path, help="a CSV file of tickets made before")
    parser.add_argument("--folder", type=Path, help="where there is room: about seven times the file")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args(arguments)


def _make(folder: Path, tickets: int) -> Path:
    """A CSV of demo tickets."""
    made, target = folder / "demo", folder / "tickets.csv"
    files = demo.write(made, tickets=tickets, until=UNTIL)
    with duckdb.connect() as connection:
        parts = [str(path) for path in files["tickets"]]
        connection.execute("SET TimeZone = 'UTC'")
        connection.read_parquet(parts).to_csv(str(target))  # type: ignore[arg-type]
    shutil.rmtree(made)
    return target


@contextmanager
def _removed(path: Path) -> Iterator[Path]:
    """A path of which nothing is left afterwards."""
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        path.unlink(missing_ok=True)


def _measure(command: list[str]) -> Run:
    """Run a program to its end, reading what it tells."""
    start, event = time.perf_counter(), 0.0
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own commands
    assert process.stdout is not None  # noqa: S101 - for the type checker
    for line in process.stdout:
        if line.startswith("{") and json.loads(line).get("en") == ROWS_ARE_IN:
            event = time.perf_counter() - start
    _pid, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command} failed")
    return Run(time.perf_counter() - start, event, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def _told(file: Path, plain: list[Run], ours: list[Run]) -> str:
    """The page's section: machine, file, and a line for each thing measured."""
    with duckdb.connect() as connection:
        columns = len(connection.read_csv(str(file)).columns)
        rows = connection.execute("SELECT count(*) FROM read_csv(?)", [str(file)]).fetchone() or (0,)
    walls, processors = [run.seconds for run in plain], [run.cpu for run in plain]
    small, large = (max(run.peak for run in runs) for runs in (plain, ours))
    return "\n".join([
        f"`python benchmarks/csv_import.py`: {rows[0]:,} demo tickets, {columns} columns, {file.stat().st_size / 1e9:.2f} GB of CSV;"
        f" {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, DuckDB {duckdb.__version__},"
        f" {date.today()}. Medians of {len(plain)} runs in turn; a ratio compares a run with the one just before it.",
        "",
        "| what | median | × (a) | lowest–highest | peak memory |",
        "|---|---:|---:|---:|---:|",
        _line("(a) DuckDB: `CREATE TABLE AS FROM read_csv`", walls, walls, small),
        _line("(b) import until the rows are in", [run.until_event for run in ours], walls, large),
        _line("(c) import until published", [run.seconds for run in ours], walls, large),
        _line("(a), time of processors", processors, processors, small),
        _line("(c), time of processors", [run.cpu for run in ours], processors, large),
    ])  # fmt: skip


def _line(name: str, seconds: list[float], beside: list[float], peak: int) -> str:
    ratios = [mine / other for mine, other in zip(seconds, beside, strict=True)]
    told = f"{median(seconds):.1f} s | {median(ratios):.2f} × | {min(ratios):.2f}–{max(ratios):.2f} ×"
    return f"| {name} | {told} | {peak / 1e9:.1f} GB |"


def _put(text: str) -> None:
    """Replace the section in the page."""
    page = PAGE.read_text("utf-8")
    section = f"{BEGIN}\n{text}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _found: section, page, flags=re.S), "utf-8")


if __name__ == "__main__":
    main()
