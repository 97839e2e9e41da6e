"""Small files and small imports, for tests."""

import csv
from collections.abc import Mapping as Named, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.batch import Batch, Report
from data.load import import_batches, import_files
from data.mapping import Mapping, parse_mapping
from data.store import ROWS, Store

Row = Named[str, Any]

REQUIRED: dict[str, dict[str, Any]] = {
    "tickets": {"ticket_id": "T1", "kind": "complaint", "created_at": "2024-03-04 10:00:00"},
    "orders": {"order_id": "O1", "created_at": "2024-03-04 10:00:00"},
    "members": {"member_id": "M1"},
}


def row(source: str, **cells: Any) -> dict[str, Any]:
    """A row of `source` with all that is required, and `cells` on top."""
    return REQUIRED[source] | cells


def ticket(ticket_id: str = "T1", **cells: Any) -> dict[str, Any]:
    """A good ticket."""
    return row("tickets", ticket_id=ticket_id, **cells)


def write_rows(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as CSV, XLSX or Parquet, by the ending of `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = list(dict.fromkeys(name for one in rows for name in one))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return path
    table = pd.DataFrame([dict(one) for one in rows], columns=header)
    table.to_excel(path, index=False) if path.suffix == ".xlsx" else table.to_parquet(path, index=False)
    return path


def bring(store: Store, source: str, rows: Sequence[Row], mapping: Row | None = None, name: str = "rows.csv") -> Report:
    """Write rows beside the store and import them, under their own names or through a mapping's content."""
    path = write_rows(store.root.parent / name, rows)
    return bring_files(store, source, [path], mapping)


def bring_sources(store: Store, sources: Named[str, Sequence[Row]]) -> list[Report]:
    """Write the rows of several sources beside the store and import them as one version."""
    folder = store.root.parent
    batches = [Batch([write_rows(folder / f"{name}.csv", rows)], None, name) for name, rows in sources.items()]
    return import_batches(store, batches, demo=False)


def bring_files(store: Store, source: str, paths: Sequence[Path], mapping: Row | None = None) -> Report:
    """Import files of one source."""
    checked: Mapping | None = parse_mapping({"source": source, **mapping}) if mapping is not None else None
    return import_files(store, Batch(list(paths), checked, source))


def stored(store: Store, source: str) -> list[dict[str, Any]]:
    """The rows of a source in the version in force, by key."""
    version = store.current_id()
    if version is None:
        return []
    with duckdb.connect(str(store.folder(version) / ROWS), read_only=True) as connection:
        cursor = connection.execute(f"SELECT * FROM {source} ORDER BY ALL")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def rejected(report: Report) -> list[dict[str, str]]:
    """The lines of an import's file of rejected rows."""
    if report.rejects is None:
        return []
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
