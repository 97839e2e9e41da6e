"""What an import of a CSV file costs, as a multiple of what DuckDB takes to read the same file into a table.

The file holds demo tickets with all columns of a ticket export. Each run has a process of its own, the two kinds in turn:
(a) `CREATE TABLE … AS FROM read_csv` into a database file, with the types DuckDB finds; (b) `python -m data import` into an
empty store until all rows are in, and (c) until the version is published, its engine tables computed, its quality measured
and its files hashed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.report import Target, named, table, targets
from benchmarks.stores import ROOT, demo_files

RUNS = 2
LIMIT = 2.5
ROWS_ARE_IN = "Computing the engine tables"
"""The event of an import that ends (b)."""
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


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The tables of this part, for the largest size only."""
    size = max(sizes)
    file = _file(work, size)
    with tempfile.TemporaryDirectory(prefix="csv-import-", dir=work) as name:
        plain, ours = _measured(file, Path(name))
    return [_told(file, plain, ours), targets([_target(size, plain, ours)])]


def _measured(file: Path, folder: Path) -> tuple[list["Run"], list["Run"]]:
    """Runs of DuckDB's own reading and of an import, in turn."""
    plain, ours = [], []
    for number in range(RUNS):
        with _removed(folder / "plain.duckdb") as target:
            plain.append(_measure([sys.executable, "-c", READ, str(file), str(target)]))
        with _removed(folder / "store") as store:
            command = ["data", "import", str(file), "--source", "tickets", "--store", str(store), "--events"]
            ours.append(_measure([sys.executable, "-m", *command]))
        print(f"run {number + 1}: {plain[-1]} {ours[-1]}", file=sys.stderr)
    return plain, ours


def _target(size: int, plain: list["Run"], ours: list["Run"]) -> Target:
    ratios = [mine.until_event / other.seconds for mine, other in zip(ours, plain, strict=True)]
    return Target(f"import until the rows are in, against read_csv → table, {named(size)}", median(ratios), LIMIT)


def _file(work: Path, tickets: int) -> Path:
    """A CSV of demo tickets, kept in the work folder."""
    target = work / f"tickets-{named(tickets)}.csv"
    if target.exists():
        return target
    with duckdb.connect() as connection:
        parts = [str(path) for path in demo_files(tickets, work)["tickets"]]
        connection.execute("SET TimeZone = 'UTC'")
        connection.read_parquet(parts).to_csv(str(target.with_suffix(".part")))
    target.with_suffix(".part").rename(target)  # a run that was stopped leaves no half a file
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
    with process.stdout:
        for line in process.stdout:
            if line.startswith("{") and json.loads(line).get("en") == ROWS_ARE_IN:
                event = time.perf_counter() - start
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = status  # it has been waited for
    if status != 0:
        raise SystemExit(f"{command} failed")
    return Run(time.perf_counter() - start, event, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def _told(file: Path, plain: list[Run], ours: list[Run]) -> str:
    """What the file is, and a line for each thing measured."""
    with duckdb.connect() as connection:
        columns = len(connection.read_csv(str(file)).columns)
        rows = connection.execute("SELECT count(*) FROM read_csv(?)", [str(file)]).fetchone() or (0,)
    walls, processors = [run.seconds for run in plain], [run.cpu for run in plain]
    small, large = (max(run.peak for run in runs) for runs in (plain, ours))
    lines = [
        _line("(a) DuckDB: `CREATE TABLE AS FROM read_csv`", walls, walls, small),
        _line("(b) import until the rows are in", [run.until_event for run in ours], walls, large),
        _line("(c) import until published", [run.seconds for run in ours], walls, large),
        _line("(a), time of processors", processors, processors, small),
        _line("(c), time of processors", [run.cpu for run in ours], processors, large),
    ]
    return (
        f"{rows[0]:,} demo tickets, {columns} columns, {file.stat().st_size / 1e9:.2f} GB of CSV. Medians of {len(plain)}"
        " runs in turn; a ratio compares a run with the one just before it.\n\n"
        + table(("what", "median", "× (a)", "lowest–highest", "peak memory"), lines)
    )


def _line(name: str, seconds: list[float], beside: list[float], peak: int) -> tuple[str, ...]:
    ratios = [mine / other for mine, other in zip(seconds, beside, strict=True)]
    spread = f"{min(ratios):.2f}–{max(ratios):.2f} ×"
    return name, f"{median(seconds):.1f} s", f"{median(ratios):.2f} ×", spread, f"{peak / 1e9:.1f} GB"
