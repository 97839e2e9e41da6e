"""Import: read → type → check → merge → build → publish. All or nothing: a failure leaves the version before in force."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data import engine_tables
from data.batch import Batch, Report
from data.change import Change, How, plan
from data.contracts import contracts
from data.history import DEMO, who
from data.layout import layout
from data.organisation import Labels, Organisation, read_organisation
from data.pseudonyms import secret_of
from data.quality import Quality, measure, read_quality
from data.rolling_monthly import roll_up_months
from data.rolling_up import roll_up
from data.source_import import SourceImport, Work
from data.store import ENGINE, FORMAT, ROWS, Manifest, SourceState, Store, hash_file, new_id, write_durably
from data.words import Text
from data.workbench import Progress, clear, holds_tables, opened, part


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
        base = parent if parent is not None and not parent.demo and not demo else None
        engine_of = base if base is not None and continues(base, organisation) else None
        with opened(store, base, folder, scratch, engine_of) as connection:
            work = work_on(connection, store, scratch, organisation)
            with ThreadPoolExecutor(1) as beside:
                hashing = beside.submit(lambda: {path: hash_file(path) for batch in batches for path in batch.files})
                reports = [
                    _import_one(work, store, batch, part(progress, 0.85 * n / len(batches), 0.85 / len(batches)))
                    for n, batch in enumerate(batches)
                ]
                hashes = hashing.result()
            # settings decide days and due moments, so a change of them is a new version of the same rows
            resettled = base is not None and base.organisation != organisation.summary()
            changed = resettled or any(report.counts.changes for report in reports)
            if changed:
                progress(Text("Computing the engine tables", "计算引擎表"), 0.86)
                manifest = _build(connection, folder, base, organisation, reports, hashes, demo=demo)
                known = read_quality(store.folder(base.version)) if base else Quality({})
                measure(connection, organisation, manifest.sources, known, reports).write(folder)
        if changed:
            progress(Text("Publishing", "发布"), 0.98)
            with ThreadPoolExecutor(2) as both:
                hashed = both.map(hash_file, [folder / ROWS, folder / ENGINE])
                manifest = replace(manifest, hashes=dict(zip((ROWS, ENGINE), hashed, strict=True)))
            store.publish(folder, manifest)
        in_force = manifest if changed else parent
        reports = [
            _concluded(report, in_force, changed, hashes, demo_before=parent is not None and parent.demo)
            for report in reports
        ]
        progress(Text("Done", "完成"), 1.0)
        return reports


def work_on(connection: duckdb.DuckDBPyConnection, store: Store, scratch: Path, organisation: Organisation) -> Work:
    """What the import of a source needs."""
    return Work(connection, scratch, organisation.time_zone, secret_of(store))


def _import_one(work: Work, store: Store, batch: Batch, progress: Progress) -> Report:
    """Bring one source into `rows`, and keep its rejected rows beside the versions."""
    folder = store.root / "imports" / new_id()
    importing = SourceImport(work, batch, progress)
    folder.mkdir(parents=True)
    report = importing.run(folder)
    clear(work.connection)
    return report


def _build(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    base: Manifest | None,
    organisation: Organisation,
    reports: list[Report],
    hashes: dict[Path, str],
    *,
    demo: bool,
) -> Manifest:
    """Compute the engine tables and say what the new version is made of."""
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    tables_of = base if base is not None and holds_tables(connection) else None
    touched = {report.source for report in reports if report.counts.changes}
    sources = _states(connection, base, organisation, reports, touched)
    changes = plan(connection, organisation, tables_of, sources, touched)
    notes = engine_tables.build(connection, organisation, changes, base.notes if base else ())
    roll_up(connection, changes)
    roll_up_months(connection, changes)
    sources = {name: replace(state, unsorted=_unsorted(changes[name], base)) for name, state in sources.items()}
    entries = [_entry(report, now, folder.name, hashes, demo=demo) for report in reports]
    return Manifest(
        folder.name, base.version if base else None, now, demo, organisation.summary(), sources,
        [*(base.imports if base else []), *entries], {}, notes, layout(),
    )  # fmt: skip


def continues(base: Manifest, organisation: Organisation) -> bool:
    """Whether a version can be built on the engine tables of `base`: made alike, with the same settings."""
    alike = (base.format, base.layout) == (FORMAT, layout())
    return alike and base.organisation == organisation.summary()


def _states(
    connection: duckdb.DuckDBPyConnection,
    base: Manifest | None,
    organisation: Organisation,
    reports: list[Report],
    touched: set[str],
) -> dict[str, SourceState]:
    """What the new version holds of each source."""
    settled = base is not None and base.organisation == organisation.summary()
    sources: dict[str, SourceState] = {}
    for contract in contracts().values():
        known = base.sources.get(contract.name) if base else None
        mine = [report.counts for report in reports if report.source == contract.name]
        same = known is not None and settled and contract.name not in touched
        state = known if known is not None and same else engine_tables.state(connection, contract, organisation)
        known = known or SourceState(0, None, None)
        sources[contract.name] = replace(
            state,
            read=known.read + sum(counts.read for counts in mine),
            rejected=known.rejected + sum(counts.rejected for counts in mine),
        )
    return sources


def _unsorted(change: Change, base: Manifest | None) -> int:
    """How many rows stand out of the order of time, at most."""
    if change.how is How.ANEW or base is None:
        return 0
    return base.sources[change.source].unsorted + change.affected


def _entry(report: Report, now: str, version: str, hashes: dict[Path, str], *, demo: bool) -> dict[str, Any]:
    """What a version's manifest says of one import: when, who, which files, and what became of their rows."""
    files = [{"name": path.name, "sha256": hashes[path]} for path in report.files]
    by = DEMO if demo else who()
    return {"at": now, "by": by, "source": report.source, "version": version, "import": report.folder.name,
            "files": files, **asdict(report.counts)}  # fmt: skip


def _concluded(
    report: Report, in_force: Manifest | None, published: bool, hashes: dict[Path, str], *, demo_before: bool
) -> Report:
    """The report with the version that is in force now, kept beside the rejected rows."""
    done = replace(
        report,
        version=in_force.version if in_force else None,
        published=published,
        day_only=in_force.sources[report.source].day_only if in_force else (),
        replaced_demo=demo_before and published and in_force is not None and not in_force.demo,
    )
    files = [{"name": path.name, "sha256": hashes[path]} for path in done.files]
    content = json.dumps({**done.as_json(), "files": files}, ensure_ascii=False, indent=1)
    write_durably(done.folder / "report.json", content)
    return done
