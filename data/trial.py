"""A dry run: everything an import does up to the moment of publishing, and then nothing. The store stays as it is."""

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data.batch import Batch, Report
from data.load import work_on
from data.organisation import read_organisation
from data.readers.layout import ROW, quoted
from data.rejects import explain
from data.source_import import SourceImport
from data.store import Store
from data.words import Text
from data.workbench import Progress, clear, opened, part

PREVIEWED, REJECTS_SHOWN = 20, 50


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as they are, and as they will be stored.

    `stored` has one row per row of `rows`, in the order of `columns`; `wrong` says what is wrong with it, if anything.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    columns: tuple[str, ...]
    stored: tuple[tuple[str | None, ...], ...]
    wrong: tuple[Text | None, ...]

    def as_json(self) -> dict[str, Any]:
        """The preview as plain values."""
        wrong = [text and [text.en, text.zh] for text in self.wrong]
        return {"headers": self.headers, "rows": self.rows, "columns": self.columns, "stored": self.stored, "wrong": wrong}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """What an import would do to one source; `rejects` are the first rejected rows, as the rejects file tells them."""

    report: Report
    preview: Preview
    rejects: tuple[dict[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The trial as plain values."""
        return {**self.report.as_json(), "rejects": self.rejects, "preview": self.preview.as_json()}


def dry_run(store: Store, batches: Sequence[Batch], progress: Progress = lambda _what, _share: None) -> list[Trial]:
    """What importing these batches would do. Raises ImportRefused or StoreError, as the import would."""
    store.make_root()
    organisation, parent = read_organisation(store.root), store.current()
    base = parent if parent is not None and not parent.demo else None
    with tempfile.TemporaryDirectory(prefix="trial-", dir=store.root, ignore_cleanup_errors=True) as name:
        folder, scratch, rejected = (Path(name) / part for part in ("version", "scratch", "rejected"))
        for made in (folder, scratch, rejected):
            made.mkdir()
        trials = []
        with opened(store, base, folder, scratch) as connection:
            work = work_on(connection, store, scratch, organisation)
            for number, batch in enumerate(batches):
                importing = SourceImport(work, batch, part(progress, number / len(batches), 1 / len(batches)))
                report = importing.run(rejected)
                preview = _preview(connection, importing)
                trials.append(Trial(report, preview, _first_rejects(report.rejects)))
                clear(connection)
        return trials


def _preview(connection: duckdb.DuckDBPyConnection, importing: SourceImport) -> Preview:
    mapping, raw = importing.mapping, importing.first_records(PREVIEWED).raw
    headers = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in raw.columns)
    rows = connection.execute(f"SELECT {ROW}, {headers} FROM {raw.table} ORDER BY {ROW}").fetchall()
    columns = ", ".join(f"CAST({name} AS VARCHAR)" for name in mapping.columns)
    stored = connection.execute(
        f"SELECT __row, __column, __reason, {columns} FROM typed_first"
        " LEFT JOIN defects ON defects.number = typed_first.__defect"
    ).fetchall()
    by_row = {row: (column, reason, cells) for row, column, reason, *cells in stored}
    found = [by_row[row[0]] for row in rows]
    return Preview(
        raw.columns,
        tuple(tuple(row[1:]) for row in rows),
        mapping.columns,
        tuple(tuple(cells) for _, _, cells in found),
        tuple(explain(mapping, column or "", reason) if reason else None for column, reason, _ in found),
    )


def _first_rejects(path: Path | None) -> tuple[dict[str, str], ...]:
    if path is None or not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(row for row, _ in zip(csv.DictReader(file), range(REJECTS_SHOWN), strict=False))
