"""Import: read → type → check → merge → build → publish. All or nothing: a failure leaves the version before in force."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data import engine_tables
from data.contracts import contract as contract_named, contracts
from data.folding import fold
from data.mapping import Mapping, own_names
from data.merge import Counts, compare, merge
from data.organisation import Labels, Organisation, read_organisation
from data.quality import Profile, Quality, measure, profile, read_quality
from data.readers import Layout, RawFile, read_file
from data.rejects import mark_rejected, write_rejects
from data.staging import Staging, refuse_unless_any
from data.store import ENGINE, ROWS, Manifest, SourceState, Store, hash_file, new_id, write_durably
from data.words import Text
from data.workbench import Progress, clear, opened, part, watched


@dataclass(frozen=True)
class Report:
    """What an import did to one source.

    `version` is the version in force afterwards, `published` whether it is a new one; `rejected_for` says how many rows
    were rejected for what; `day_only` names moments that carry no time of day.
    """

    source: str
    counts: Counts
    folder: Path
    files: tuple[Path, ...]
    rejected_for: tuple[tuple[Text, int], ...]
    version: str | None = None
    published: bool = False
    day_only: tuple[str, ...] = ()
    replaced_demo: bool = False
    profile: Profile | None = None

    @property
    def rejects(self) -> Path | None:
        """The file that keeps the rejected rows; None when there are none."""
        return self.folder / "rejected.csv" if self.counts.rejected else None

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were rejected for what, in English."""
        return {text.en: count for text, count in self.rejected_for}

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "source": self.source,
            **asdict(self.counts),
            "version": self.version,
            "published": self.published,
            "rejects": str(self.rejects) if self.rejects else None,
            "reasons": self.reasons,
            "day_only": list(self.day_only),
            "replaced_demo": self.replaced_demo,
        }


@dataclass(frozen=True)
class Batch:
    """Files of one source, with the mapping that reads them; without one they use the contract's own names.

    `correct` also replaces what otherwise keeps its first value, to mend what a wrong mapping brought.
    """

    files: Sequence[Path]
    mapping: Mapping | None = None
    source: str | None = None
    correct: bool = False


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
        with opened(store, base, folder, scratch) as connection:
            reports = [
                _import_one(connection, store, scratch, batch, organisation, part(progress, 0.85 * n / len(batches), 0.85 / len(batches)))
                for n, batch in enumerate(batches)
            ]  # fmt: skip
            # settings decide days and due moments, so a change of them is a new version of the same rows
            resettled = base is not None and base.organisation != organisation.summary()
            changed = resettled or any(report.counts.changes for report in reports)
            if changed:
                progress(Text("Computing the engine tables", "计算引擎表"), 0.86)
                manifest = _build(connection, folder, base, organisation, reports, demo=demo)
                known = read_quality(store.folder(base.version)) if base else Quality({})
                measure(connection, organisation, manifest.sources, known, reports).write(folder)
        if changed:
            progress(Text("Publishing", "发布"), 0.98)
            store.publish(folder, replace(manifest, hashes={name: hash_file(folder / name) for name in (ROWS, ENGINE)}))
        in_force = manifest if changed else parent
        reports = [
            _concluded(report, in_force, changed, demo_before=parent is not None and parent.demo) for report in reports
        ]
        progress(Text("Done", "完成"), 1.0)
        return reports


def _import_one(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    scratch: Path,
    batch: Batch,
    organisation: Organisation,
    progress: Progress,
) -> Report:
    """Bring one source into `rows`: 35 % of the time for reading, 35 % for typing, the rest for merging."""
    names = ", ".join(path.name for path in batch.files)
    progress(Text(f"Reading {names}", f"读取 {names}"), 0.0)
    layout = batch.mapping.layout if batch.mapping else Layout()
    raw_files: list[RawFile] = []
    for number, path in enumerate(batch.files):
        with watched(connection, part(progress, 0.35 * number / len(batch.files), 0.35 / len(batch.files)), names):
            raw_files.append(read_file(connection, path, f"raw_{number}", layout, scratch))
    mapping = batch.mapping or own_names(contract_named(batch.source or ""), raw_files[0].columns)
    lookups = {
        lookup.name: read_file(connection, batch.files[0].parent / lookup.file, f"lookup_{n}", Layout(), scratch)
        for n, lookup in enumerate(mapping.lookups)
    }
    staging = Staging(connection, mapping, organisation.time_zone)
    staging.create()
    read = 0
    for number, raw in enumerate(raw_files):
        with watched(connection, part(progress, 0.35 + 0.35 * number / len(raw_files), 0.35 / len(raw_files)), names):
            read += staging.add(number, raw, lookups)
    misfits = sum(len(raw.misfits) for raw in raw_files)
    refuse_unless_any(read + misfits, names)
    target = f"rows.{mapping.contract.name}"
    with watched(connection, part(progress, 0.7, 0.3), names):
        fold(connection, mapping)
        compare(connection, mapping, target, correct=batch.correct)
        mark_rejected(connection, mapping)
        counts = merge(connection, mapping, target, read, misfits)
    folder = store.root / "imports" / new_id()
    folder.mkdir(parents=True)
    seen = profile(connection, mapping, counts)
    report = Report(mapping.contract.name, counts, folder, tuple(batch.files), (), profile=seen)
    if report.rejects is not None:
        reasons = write_rejects(
            connection, staging, list(zip(batch.files, raw_files, strict=True)), lookups, report.rejects
        )
        report = replace(report, rejected_for=reasons)
    clear(connection)
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
    """Compute the engine tables and say what the new version is made of."""
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
    entries = [
        {
            "at": now,
            "source": report.source,
            "version": folder.name,
            "import": report.folder.name,
            **asdict(report.counts),
        }
        for report in reports
    ]
    return Manifest(
        folder.name, base.version if base else None, now, demo, organisation.summary(), sources,
        [*(base.imports if base else []), *entries], {}, notes,
    )  # fmt: skip


def _concluded(report: Report, in_force: Manifest | None, published: bool, *, demo_before: bool) -> Report:
    """The report with the version that is in force now, kept beside the rejected rows."""
    done = replace(
        report,
        version=in_force.version if in_force else None,
        published=published,
        day_only=in_force.sources[report.source].day_only if in_force else (),
        replaced_demo=demo_before and published and in_force is not None and not in_force.demo,
    )
    files = [{"name": path.name, "sha256": hash_file(path)} for path in done.files]
    content = json.dumps({**done.as_json(), "files": files}, ensure_ascii=False, indent=1)
    write_durably(done.folder / "report.json", content)
    return done
