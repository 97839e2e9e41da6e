"""The versions of a store as a person looks at them: when, by whom, from which files, and what became of the rows."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from data.errors import KeptError
from data.history import DEMO, Change, What, history
from data.store import Manifest, Store

COUNTED = ("read", "accepted", "updated", "duplicate", "rejected")
REJECTED, REPORT = "rejected.csv", "report.json"
REVIEWED_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Brought:
    """What an import brought of one source: the names of its files, how its records ended, and its rejected rows."""

    source: str
    files: tuple[str, ...]
    counts: Mapping[str, int]
    rejects: Path | None


@dataclass(frozen=True)
class Version:
    """One published version.

    Attributes:
        by: who published it; None where nobody wrote it down, "demo" for demo data.
        brought: what its own import brought, by source; empty where only settings changed.
        size: bytes on disk.
        undone: whether its import was taken back, and it has not been put in force since.
    """

    id: str
    at: str
    by: str | None
    demo: bool
    in_force: bool
    undone: bool
    brought: tuple[Brought, ...]
    rows: Mapping[str, int]
    size: int
    parent: str | None


def versions(store: Store) -> tuple[Version, ...]:
    """All versions that can be read, newest first."""
    changes, current = history(store.root), store.current_id()
    found = []
    for name in reversed(store.versions()):
        try:
            manifest = store.manifest(name)
        except KeptError:
            continue  # a damaged one cannot be put in force, so there is nothing to offer
        found.append(_version(store, manifest, changes, in_force=name == current))
    return tuple(found)


def in_force_at(store: Store, moment: str) -> str | None:
    """The version that was in force at a moment (UTC, ISO 8601), if it is still kept."""
    known = [change.after for change in history(store.root) if change.at <= moment]
    return known[-1] if known and known[-1] in store.versions() else None


def review_moment(last: date) -> str:
    """When a period that ends on `last` is reviewed: two weeks later, in UTC, ISO 8601."""
    return (datetime(last.year, last.month, last.day, tzinfo=UTC) + REVIEWED_AFTER).isoformat()


def _version(store: Store, manifest: Manifest, changes: tuple[Change, ...], *, in_force: bool) -> Version:
    name = manifest.version
    last = [
        change for change in changes if name in (change.after, change.before if change.what is What.UNDONE else None)
    ]
    published = [change.by for change in changes if change.after == name and change.what is What.PUBLISHED]
    own = [entry for entry in manifest.imports if entry.get("version") == name]
    by = published[-1] if published else next((entry["by"] for entry in own if entry.get("by")), None)
    return Version(
        name, manifest.created_at, DEMO if manifest.demo else by, manifest.demo, in_force,
        not in_force and bool(last) and last[-1].what is What.UNDONE and last[-1].before == name,
        tuple(_brought(store, entry) for entry in own),
        {source: state.rows for source, state in manifest.sources.items() if state.rows},
        sum(path.stat().st_size for path in store.folder(name).iterdir()), manifest.parent,
    )  # fmt: skip


def _brought(store: Store, entry: Mapping[str, Any]) -> Brought:
    files = tuple(str(file["name"]) for file in entry.get("files") or _reported(store, str(entry.get("import", ""))))
    counts = {name: int(entry.get(name, 0)) for name in COUNTED}
    return Brought(str(entry["source"]), files, counts, _rejects(store, str(entry.get("import", ""))))


def _reported(store: Store, name: str) -> list[dict[str, Any]]:
    """The files of an import, as its report says; nothing where that is gone."""
    try:
        found: list[dict[str, Any]] = json.loads(_folder(store, name).joinpath(REPORT).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return []
    return found


def _rejects(store: Store, name: str) -> Path | None:
    """The rejected rows of an import; None where there are none."""
    path = _folder(store, name) / REJECTED
    return path if path.is_file() else None


def _folder(store: Store, name: str) -> Path:
    """Where an import is kept. Its name comes from a file: what is no plain name leads nowhere."""
    return store.root / "imports" / (name if re.fullmatch(r"[\w-]+", name) else "-")
