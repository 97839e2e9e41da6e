"""Versions of the warehouse: a folder each, never changed once published, and a pointer to the one in force.

    store/
      current                     the id of the version in force, switched by rename
      organisation.toml           optional settings (see `organisation.py`)
      versions/<id>/rows.duckdb   the accepted rows of every source
      versions/<id>/engine.duckdb what pages query, computed from the rows
      versions/<id>/quality.json  what was measured of the rows (see `quality/`)
      versions/<id>/manifest.json hashes, counts, sources
      history.jsonl               which version was in force when, and by whom
      imports/<id>/               the report of an import and its rejected rows
      staging/                    work in progress; a leftover is removed by the next import
      sync.json                   what `python -m data sync` has brought in so far (see `sync/memory.py`)

A reader is never disturbed by an import, several processes read one version, and a process killed at any moment
leaves the version before it in force.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from data.errors import StoreError, UnknownName
from data.history import DEMO, What, history, who, write_down
from data.words import Text

ROWS, ENGINE, MANIFEST, CURRENT = "rows.duckdb", "engine.duckdb", "manifest.json", "current"
VERSIONS_KEPT = 10
"""How many there are at most, the one in force included; that one and what it was built on stay in any case."""
FORMAT = 6
"""What the engine tables hold; a version of another format is not opened."""


def default_store() -> Path:
    """The folder named by KEPT_STORE, else `store` beside the code."""
    return Path(os.environ.get("KEPT_STORE") or Path(__file__).resolve().parent.parent / "store")


@dataclass(frozen=True)
class SourceState:
    """What a version holds of one source. Moments are UTC, ISO 8601; None where there is none.

    Attributes:
        data_to: the latest event in the data: how far the source reaches.
        rejected: rows rejected over all imports so far.
        day_only: moment columns whose values carry no time of day, so that hours cannot be told from them.
        unsorted: rows put into the engine table since it was last in the order of time, at most.
    """

    rows: int
    first: str | None
    data_to: str | None
    read: int = 0
    rejected: int = 0
    day_only: tuple[str, ...] = ()
    unsorted: int = 0


@dataclass(frozen=True)
class Manifest:
    """What a published version is made of."""

    version: str
    parent: str | None
    created_at: str
    demo: bool
    organisation: dict[str, Any]
    sources: dict[str, SourceState]
    imports: list[dict[str, Any]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    layout: str = ""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write the manifest into `folder`, durably."""
        write_durably(folder / MANIFEST, json.dumps(asdict(self), ensure_ascii=False, indent=1))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of the version in `folder`."""
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        sources = {
            name: SourceState(**{**state, "day_only": tuple(state["day_only"])})
            for name, state in content.pop("sources").items()
        }
        return cls(**content, sources=sources)


@dataclass(frozen=True)
class Store:
    """A folder of versions."""

    root: Path

    def current_id(self) -> str | None:
        """The id of the version in force, or None in an empty store."""
        try:
            return (self.root / CURRENT).read_text("utf-8").strip() or None
        except (FileNotFoundError, NotADirectoryError):
            return None

    def folder(self, version: str) -> Path:
        """The folder of a version."""
        return self.root / "versions" / version

    def current(self) -> Manifest | None:
        """The manifest of the version in force, or None in an empty store. Raises StoreError when it is damaged."""
        version = self.current_id()
        return None if version is None else self.manifest(version)

    def manifest(self, version: str) -> Manifest:
        """The manifest of `version`; raises StoreError when it is missing or not readable."""
        try:
            return Manifest.read(self.folder(version))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"Version {version} in {self.root} is missing or damaged. Import the data again, or name another store.",
                f"{self.root} 中的版本 {version} 缺失或损坏。请重新导入数据，或指定其他数据目录。",
            ) from error

    def versions(self) -> list[str]:
        """All published versions, oldest first."""
        folder = self.root / "versions"
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.exists() else []

    @contextmanager
    def writing(self) -> Iterator[tuple[Path, Path]]:
        """For one import at a time: the folder of the version to be and a scratch folder, both removed at the end.

        Raises StoreError when another import holds the store.
        """
        with self._alone():
            staging = self.root / "staging"
            shutil.rmtree(staging, ignore_errors=True)
            folder, scratch = staging / new_id(), staging / "scratch"
            folder.mkdir(parents=True)
            scratch.mkdir()
            try:
                yield folder, scratch
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the store; raises StoreError when an import does."""
        self.make_root()
        try:
            with FileLock(self.root / "lock", timeout=0):
                yield
        except Timeout:
            raise StoreError(
                f"Another import is writing to {self.root}. Wait until it has finished, then try again.",
                f"另一个导入正在写入 {self.root}。请等它完成后再试。",
            ) from None

    def make_root(self) -> None:
        """Make the store's folder; raises StoreError where that cannot be."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.root} cannot be used as a store: {error.strerror}. Name a folder that can be written to.",
                f"{self.root} 不能用作数据目录：{error.strerror}。请指定可写的文件夹。",
            ) from error

    def publish(self, folder: Path, manifest: Manifest) -> None:
        """Make a finished staging folder the version in force: one rename for the folder, one for the pointer."""
        manifest.write(folder)
        target = self.folder(manifest.version)
        target.parent.mkdir(exist_ok=True)
        for name in (ROWS, ENGINE):
            to_disk(folder / name)
        folder.replace(target)
        to_disk(target.parent)
        self._point_to(manifest.version, DEMO if manifest.demo else who(), What.PUBLISHED)
        self._forget_old_versions(manifest)

    def put_in_force(self, version: str, by: str | None = None) -> None:
        """Make any published version the one in force again; open pages go on with theirs until their next click.

        Raises UnknownName for a version that is not kept, StoreError when an import is running or the version's files
        were changed after publication.
        """
        with self._alone():
            self._check(version)
            if version != self.current_id():
                self._point_to(version, by or who(), What.CHOSEN)

    def undo(self, version: str, by: str | None = None) -> str:
        """Take back the import that made `version`: what was in force before it comes back. Returns that version's id.

        Raises StoreError when `version` is no longer in force, when there is nothing before it, or as `put_in_force`.
        """
        with self._alone():
            before = self.before(version)
            if version != self.current_id() or before is None:
                raise StoreError(
                    f"Version {version} cannot be undone: it is not in force, or no version before it is kept.",
                    f"版本 {version} 无法撤销：它不是当前版本，或之前的版本已不再保留。",
                )
            self._check(before)
            self._point_to(before, by or who(), What.UNDONE)
            return before

    def before(self, version: str) -> str | None:
        """What an import that made `version` took the place of: what it was built on, else what was in force; None if gone."""
        parent = self.manifest(version).parent
        made = [change for change in history(self.root) if change.after == version and change.what is What.PUBLISHED]
        found = parent or (made[-1].before if made else None)
        return found if found in self.versions() else None

    def _check(self, version: str) -> None:
        """Raise StoreError when a version cannot be put in force as it is."""
        if version not in self.versions():  # an id is a name, never a path
            raise UnknownName(Text("version", "版本"), version, self.versions())
        folder, manifest = self.folder(version), self.manifest(version)
        damaged = any(
            not (folder / name).exists() or hash_file(folder / name) != manifest.hashes.get(name)
            for name in (ROWS, ENGINE)
        )
        if damaged or manifest.format != FORMAT:
            raise StoreError(
                f"Version {version} was changed after publication or made by another release; it is not put in force.",
                f"版本 {version} 在发布后被改动，或由另一版本的守诺生成，不能启用。",
            )

    def _point_to(self, version: str, by: str, what: What) -> None:
        """Switch the pointer, then write it down: a crash between the two loses a line, never the data."""
        before = self.current_id()
        write_durably(self.root / CURRENT, version + "\n")
        write_down(self.root, by, before, version, what)

    def _forget_old_versions(self, current: Manifest) -> None:
        kept = {current.version, current.parent}
        others = [version for version in self.versions() if version not in kept]
        room = max(VERSIONS_KEPT - len(kept - {None}), 0)
        for version in others[: max(len(others) - room, 0)]:
            shutil.rmtree(self.folder(version), ignore_errors=True)


def new_id() -> str:
    """A name that sorts by time and never repeats: 20261122T050038-3f2a91."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:18] + "-" + secrets.token_hex(3)


def hash_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_durably(path: Path, text: str) -> None:
    """Replace a file as a whole, so that a reader sees the old text or the new one and a crash loses neither."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, "utf-8")
    to_disk(draft)
    draft.replace(path)
    to_disk(path.parent)


def to_disk(path: Path) -> None:
    """Return when a file, or the names in a folder, would outlive a loss of power."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder; its rename is durable enough
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
