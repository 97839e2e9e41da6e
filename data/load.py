"""Import: read → type → check → merge → build → publish. All or nothing: a failure leaves the version before in force."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data import engine_tables
from data.contracts import contract as contract_named, contracts
from data.errors import ImportRefused
from data.folding import fold
from data.mapping import Mapping, own_names
from data.merge import Counts, merge
from data.organisation import Labels, Organisation, read_organisation
from data.readers import Layout, RawFile, read_file
from data.rejects import mark_failed_checks, write_rejects
from data.staging import Staging, refuse_unless_any
from data.store import ENGINE, ROWS, Manifest, SourceState, Store, hash_file, new_id, write_durably
from data.words import Text

Progress = Callable[[Text, float], None]
"""Called with what is being done and the share of the whole import that is done (0–1)."""


@dataclass(frozen=True)
class Report:
    """What an import did. `version` is the version in force afterwards; `published` whether it is a new one."""

    source: str
    counts: Counts
    version: str | None
    published: bool
    rejects: Path | None
    reasons: dict[str, int]
    day_only: tuple[str, ...]
    replaced_demo: bool

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        plain = asdict(self)
        counts = plain.pop("counts")
        return {**plain, **counts, "rejects": str(self.rejects) if self.rejects else None}


@dataclass(frozen=True)
class Batch:
    """Files of one source, with the mapping that reads them; without one they use the contract's own names."""

    files: list[Path]
    mapping: Mapping | None = None
    source: str | None = None


def import_files(store: Store, batch: Batch, progress: Progress = lambda _what, _share: None) -> Report:
    """Import files of one source and publish a new version if anything changed. Raises ImportRefused or StoreError.

    Demo data and real data never mix: the first real import into a demo store starts from an empty one.
    """
    return import_batches(store, [batch], demo=False, progress=progress)[0]


def import_batches(
    store: Store,
    batches: list[Batch],
    *,
    demo: bool,
    labels: Labels | None = None,
    progress: Progress = lambda _what, _share: None,
) -> list[Report]:
    """Import several sources as one new version. `labels` name codes where the organisation does not."""
    with store.writing() as (folder, scratch):
        organisation = read_organisation(store.root)
        organisation = replace(organisation, labels={**(labels or {}), **organisation.labels})
        parent = store.current()
        replaced_demo = parent is not None and parent.demo and not demo
        base = None if parent is None or parent.demo != demo or demo else parent
        with _opened_rows(store, base, folder, scratch) as connection:
            reports = []
            for number, batch in enumerate(batches):
                share = _part(progress, 0.85 * number / len(batches), 0.85 / len(batches))
                reports.append(_import_one(connection, store, scratch, batch, organisation, share))
            if not any(report.counts.changes for report in reports):
                version = parent.version if parent else None
                return [replace(report, version=version) for report in reports]
            progress(Text("Computing the engine tables", "计算引擎表"), 0.86)
            manifest = _build(connection, folder, base, organisation, reports, demo=demo)
        progress(Text("Publishing", "发布"), 0.98)
        manifest = replace(manifest, hashes={name: hash_file(folder / name) for name in (ROWS, ENGINE)})
        store.publish(folder, manifest)
        progress(Text("Done", "完成"), 1.0)
        return [
            replace(report, version=manifest.version, published=True, replaced_demo=replaced_demo,
                    day_only=manifest.sources[report.source].day_only)
            for report in reports
        ]  # fmt: skip


@contextmanager
def _opened_rows(
    store: Store, base: Manifest | None, folder: Path, scratch: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `rows` (a copy of the base version's) and an empty `engine` attached."""
    if base is not None:
        shutil.copyfile(store.folder(base.version) / ROWS, folder / ROWS)
    connection = duckdb.connect(
        str(scratch / "work.duckdb"),
        config={
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        },
    )
    try:
        connection.execute(
            f"ATTACH '{_literal(folder / ROWS)}' AS rows; ATTACH '{_literal(folder / ENGINE)}' AS engine"
        )
        _prepare_tables(connection)
        yield connection
        connection.execute("CHECKPOINT rows; CHECKPOINT engine; DETACH rows; DETACH engine")
    except duckdb.Error as error:
        raise ImportRefused(
            f"The import failed in the engine and nothing was changed: {str(error).splitlines()[0]}",
            f"导入在引擎中失败，数据未作任何改动：{str(error).splitlines()[0]}",
        ) from error
    finally:
        connection.close()


def _prepare_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """One table per contract; a column that a newer contract brings is added to old rows as empty."""
    for contract in contracts().values():
        columns = ", ".join(f"{column.name} {column.type.sql}" for column in contract.columns)
        connection.execute(f"CREATE TABLE IF NOT EXISTS rows.{contract.name} ({columns})")
        for column in contract.columns:
            connection.execute(
                f"ALTER TABLE rows.{contract.name} ADD COLUMN IF NOT EXISTS {column.name} {column.type.sql}"
            )


def _import_one(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    scratch: Path,
    batch: Batch,
    organisation: Organisation,
    progress: Progress,
) -> Report:
    names = ", ".join(path.name for path in batch.files)
    progress(Text(f"Reading {names}", f"读取 {names}"), 0.0)
    layout = batch.mapping.layout if batch.mapping else Layout()
    raw_files: list[tuple[Path, RawFile]] = []
    for number, path in enumerate(batch.files):
        with _watched(connection, _part(progress, 0.35 * number / len(batch.files), 0.35 / len(batch.files)), names):
            raw = read_file(connection, path, f"raw_{number}", layout, scratch)
        raw_files.append((path, raw))
    mapping = batch.mapping or own_names(contract_named(batch.source or ""), raw_files[0][1].columns)
    lookups = {
        lookup.name: read_file(connection, batch.files[0].parent / lookup.file, f"lookup_{lookup.name}",
                               Layout(), scratch)
        for lookup in mapping.lookups
    }  # fmt: skip
    staging = Staging(connection, mapping, organisation.time_zone)
    staging.create()
    read = 0
    for number, (_path, raw) in enumerate(raw_files):
        with _watched(connection, _part(progress, 0.35 + 0.35 * number / len(raw_files), 0.35 / len(raw_files)), names):
            read += staging.add(number, raw, lookups)
    misfits = sum(len(raw.misfits) for _, raw in raw_files)
    refuse_unless_any(read + misfits, names)
    with _watched(connection, _part(progress, 0.7, 0.3), names):
        fold(connection, mapping)
        mark_failed_checks(connection, mapping)
        counts = merge(connection, mapping, f"rows.{mapping.contract.name}", read, misfits)
    report = _report(connection, store, staging, raw_files, lookups, counts)
    _clean(connection, len(raw_files), list(lookups))
    return report


def _report(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    staging: Staging,
    raw_files: list[tuple[Path, RawFile]],
    lookups: dict[str, RawFile],
    counts: Counts,
) -> Report:
    """Write the rejected rows and the report of one source beside the versions."""
    folder = store.root / "imports" / new_id()
    folder.mkdir(parents=True)
    rejects = folder / "rejected.csv"
    reasons = write_rejects(connection, staging, raw_files, lookups, rejects) if counts.rejected else {}
    report = Report(
        staging.mapping.contract.name,
        counts,
        None,
        False,
        rejects if counts.rejected else None,
        dict(reasons),
        (),
        False,
    )
    files = [{"name": path.name, "sha256": hash_file(path)} for path, _ in raw_files]
    write_durably(
        folder / "report.json", json.dumps({**report.as_json(), "files": files}, ensure_ascii=False, indent=1)
    )
    return report


def _build(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    base: Manifest | None,
    organisation: Organisation,
    reports: list[Report],
    *,
    demo: bool,
) -> Manifest:
    notes = engine_tables.build(connection, organisation)
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    before = base.sources if base else {}
    sources: dict[str, SourceState] = {}
    for contract in contracts().values():
        state = engine_tables.state(connection, contract, organisation)
        mine = [report.counts for report in reports if report.source == contract.name]
        known = before.get(contract.name, SourceState(0, None, None))
        sources[contract.name] = replace(
            state,
            read=known.read + sum(counts.read for counts in mine),
            rejected=known.rejected + sum(counts.rejected for counts in mine),
        )
    entries = [{"at": now, "source": report.source, **asdict(report.counts)} for report in reports]
    return Manifest(
        folder.name, base.version if base else None, now, demo, organisation.summary(), sources,
        [*(base.imports if base else []), *entries], {}, notes,
    )  # fmt: skip


def _clean(connection: duckdb.DuckDBPyConnection, files: int, lookups: list[str]) -> None:
    connection.execute("DROP VIEW good")
    for table in ("typed", "repeated", "candidate", "delta", "rejected"):
        connection.execute(f"DROP TABLE {table}")
    for table in [*(f"raw_{number}" for number in range(files)), *(f"lookup_{name}" for name in lookups)]:
        kind = connection.execute("SELECT table_type FROM information_schema.tables WHERE table_name = ?", [table])
        found = kind.fetchone()
        connection.execute(f"DROP {'VIEW' if found and found[0] == 'VIEW' else 'TABLE'} {table}")


def _part(progress: Progress, start: float, length: float) -> Progress:
    """Progress of one part, as progress of the whole."""
    return lambda what, share: progress(what, start + length * share)


@contextmanager
def _watched(connection: duckdb.DuckDBPyConnection, progress: Progress, names: str) -> Iterator[None]:
    """Report the engine's own progress while a long statement runs."""
    done, what = threading.Event(), Text(f"Importing {names}", f"导入 {names}")

    def watch() -> None:
        while not done.wait(0.25):
            share = connection.query_progress()
            if share > 0:
                progress(what, min(share / 100, 1.0))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")
