"""The warehouse as the metrics see it: a published version that answers statements, read only.

Every restriction DuckDB offers is on before the first statement: no files, no network, no extensions, no settings.
Each statement runs on a cursor of its own (one connection shared by threads gave wrong rows) and under a timer
(DuckDB has no statement timeout). Engine errors are translated here, once.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb

from data.errors import QueryFailed, StoreError, UsageError
from data.monthly import INDEX as MONTHLY, PublishedMonthly
from data.organisation import FILE, read_organisation
from data.quality import Quality, read_quality
from data.roll_ups import INDEX, Published
from data.store import ENGINE, FORMAT, Manifest, Store, hash_file
from data.time_limit import TIME_LIMIT
from data.workbench import literal

TIME_LIMIT_SECONDS = 30.0
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "4GB",
    "max_temp_directory_size": "0GB",
}


class Warehouse(Protocol):
    """One version of the data. An engine is one class that offers this."""

    @property
    def manifest(self) -> Manifest:
        """What the version is made of."""

    @property
    def quality(self) -> Quality:
        """What was measured of the data at publish."""

    def promised(self) -> tuple[dict[str, Any], ...]:
        """What the organisation promises otherwise, as its settings say now. Raises StoreError."""

    def fetch(self, statement: str, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT with named values bound (`$name`). Raises QueryFailed."""

    def columns(self, statement: str, values: Mapping[str, object]) -> dict[str, Any]:
        """The same as arrays by name, for long answers; masked where a number may be missing. Raises QueryFailed."""

    @property
    def monthly(self) -> tuple[PublishedMonthly, ...]:
        """The monthly tables of the version."""

    @property
    def roll_ups(self) -> tuple[Published, ...]:
        """The roll-ups the version holds."""

    def close(self) -> None:
        """Give up the version's resources."""


class DuckDBWarehouse:
    """A published version, opened with DuckDB."""

    def __init__(self, store: Store, version: str | None = None, time_limit: float = TIME_LIMIT_SECONDS) -> None:
        """Open `version`, or the one in force. Raises StoreError when there is none or its file was changed."""
        self.time_limit = time_limit
        version = version or store.current_id()
        if version is None:
            raise StoreError(
                f"There are no data in {store.root} yet. Make demo data (python -m data demo) or import files.",
                f"{store.root} 中还没有数据。请生成演示数据（python -m data demo）或导入文件。",
            )
        self.manifest = store.manifest(version)
        path = published_file(store, self.manifest)
        self.quality = read_quality(store.folder(version))
        self._connection = _connect(path)
        self.roll_ups = tuple(Published.from_json(text) for (text,) in self.fetch(f"SELECT content FROM {INDEX}", {}))
        self.monthly = tuple(
            PublishedMonthly.from_json(text) for (text,) in self.fetch(f"SELECT content FROM {MONTHLY}", {})
        )
        self._root = store.root
        self._promised: tuple[tuple[int, int], tuple[dict[str, Any], ...]] | None = None

    def promised(self) -> tuple[dict[str, Any], ...]:
        """What the organisation promises otherwise, as its settings say now. Raises StoreError.

        Targets judge figures and are no part of them, so a new one is in force at once, without another import. A page
        asks for each period of each trend: the file is read again only when it has changed.
        """
        path = self._root / FILE
        try:
            found = path.stat()
        except FileNotFoundError:
            return ()
        stamp = found.st_mtime_ns, found.st_size
        known = self._promised
        if known is None or known[0] != stamp:
            known = self._promised = stamp, read_organisation(self._root).promises
        return known[1]

    def fetch(self, statement: str, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT with named values bound (`$name`). Raises QueryFailed."""
        return _fetch(self._connection, statement, values, self.time_limit)

    def columns(self, statement: str, values: Mapping[str, object]) -> dict[str, Any]:
        """The same as arrays by name, for long answers; masked where a number may be missing. Raises QueryFailed."""
        with _running(self._connection, statement, values, self.time_limit) as cursor:
            return dict(cursor.fetchnumpy())

    def close(self) -> None:
        """Give up the version's resources."""
        self._connection.close()


class DuckDBPair:
    """Two published versions on one connection, as `version_a` and `version_b`, to be compared; as locked as a single one."""

    def __init__(self, store: Store, a: str, b: str, time_limit: float = TIME_LIMIT_SECONDS) -> None:
        """Open both. Raises UsageError when they are one, StoreError when a file was changed after publication."""
        if a == b:
            raise UsageError("Choose two different versions to compare.", "请选择两个不同的版本进行比较。")
        self.time_limit = time_limit
        files = [published_file(store, store.manifest(version)) for version in (a, b)]
        self._connection = duckdb.connect(":memory:", config={**CONFIG, "enable_external_access": True})
        for name, file in zip(("version_a", "version_b"), files, strict=True):
            self._connection.execute(f"ATTACH '{literal(file)}' AS {name} (READ_ONLY)")
        self._connection.execute("SET enable_external_access = false")
        _lock(self._connection)

    def fetch(self, statement: str, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT with named values bound (`$name`). Raises QueryFailed."""
        return _fetch(self._connection, statement, values, self.time_limit)

    def close(self) -> None:
        """Give up both versions."""
        self._connection.close()


def published_file(store: Store, manifest: Manifest) -> Path:
    """The engine file of a version. Raises StoreError when it is of another format or was changed after publication."""
    version = manifest.version
    if manifest.format != FORMAT:
        raise StoreError(
            f"Version {version} was made by another release of Kept. Import a file once more, or make demo data again.",
            f"版本 {version} 由另一版本的守诺生成。请重新导入任一文件，或重新生成演示数据。",
        )
    path = store.folder(version) / ENGINE
    tampered = path.with_name(ENGINE + ".wal").exists() or not path.exists()
    if tampered or hash_file(path) != manifest.hashes.get(ENGINE):
        raise StoreError(
            f"The files of version {version} were changed after publication; it is not opened. Import again.",
            f"版本 {version} 的文件在发布后被改动，已拒绝打开。请重新导入。",
        )
    return path


_opening = threading.Lock()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a version with everything locked. Connections of one process to one file share an instance and its locks."""
    with _opening:
        connection = duckdb.connect(str(path), read_only=True, config=CONFIG)
        locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        if locked is not None and not locked[0]:
            _lock(connection)
        return connection


def _lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on no file can be opened or written, and no setting changed."""
    connection.execute("SET disabled_filesystems = 'LocalFileSystem'; SET lock_configuration = true")


def _fetch(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, object], time_limit: float
) -> Sequence[tuple[Any, ...]]:
    with _running(connection, statement, values, time_limit) as cursor:
        return cursor.fetchall()


@contextmanager
def _running(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, object], time_limit: float
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own with the statement on it, stopped after the time limit. Raises QueryFailed."""
    cursor = connection.cursor()
    try:
        with TIME_LIMIT.on(cursor.interrupt, time_limit):
            yield cursor.execute(statement, dict(values))
    except duckdb.InterruptException as error:
        raise QueryFailed(
            f"The question took longer than {time_limit:.0f} seconds and was stopped. Choose a shorter period.",
            f"查询超过 {time_limit:.0f} 秒，已停止。请缩短时间范围。",
        ) from error
    except duckdb.Error as error:
        raise QueryFailed(
            f"The engine could not answer: {str(error).splitlines()[0]}",
            f"引擎无法完成查询：{str(error).splitlines()[0]}",
        ) from error
    finally:
        cursor.close()
