"""Where an import works: a scratch database with the version to be attached as `rows` and `engine`."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.contracts import contracts
from data.errors import ImportRefused, StoreError
from data.store import ENGINE, ROWS, Manifest, Store
from data.words import Text

Progress = Callable[[Text, float], None]
"""Called with what is being done and the share of the whole import that is done (0–1)."""

MEMORY, MOST_MEMORY = "KEPT_IMPORT_MEMORY", "3GB"
"""The environment variable that says how much memory the engine may take for an import, and what it takes without.
What does not fit is laid aside in the scratch folder. Python and the engine's own buffers come on top of it."""
COPIED_AT_ONCE = 2**22
TABLES = (
    "typed", "typed_first", "staged", "wrong", "defects", "repeated", "latest", "candidate", "delta", "rejected",
)  # fmt: skip


@contextmanager
def opened(
    store: Store, base: Manifest | None, folder: Path, scratch: Path, engine_of: Manifest | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `rows` and `engine` attached: copies of those of `base` and `engine_of`, else without tables.

    An engine file that was changed after publication is left behind, since it can be built anew from the rows. Raises
    StoreError when the rows were, ImportRefused when the engine fails.
    """
    with ThreadPoolExecutor(1) as beside:
        copying = beside.submit(_copied, store, engine_of, ENGINE, folder)
        if base is not None and not _copied(store, base, ROWS, folder):
            raise _changed(base)
        copying.result()
    connection = _connected(scratch)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        for name, file in (("rows", ROWS), ("engine", ENGINE)):
            # the checkpoint at the end writes them once; until then a log beside them would be of use to nobody
            connection.execute(f"ATTACH '{literal(folder / file)}' AS {name} (RECOVERY_MODE no_wal_writes)")
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


def _connected(scratch: Path) -> duckdb.DuckDBPyConnection:
    """The scratch database. Raises ImportRefused where the environment names no amount of memory."""
    memory = os.environ.get(MEMORY, MOST_MEMORY)
    try:
        return duckdb.connect(
            str(scratch / "work.duckdb"),
            config={
                "memory_limit": memory,
                "temp_directory": str(scratch / "spill"),
                "fsync_mode": "NONE",  # a crash costs this folder only; what is published, the store brings to the disk
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            },
        )
    except duckdb.Error as error:
        raise ImportRefused(
            f"{MEMORY} is “{memory}”, which is no amount of memory. Write, for example, {MOST_MEMORY} or 4GB.",
            f"{MEMORY} 的值“{memory}”不是有效的内存大小。请写成如 {MOST_MEMORY} 或 4GB。",
        ) from error


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove what one source left in the scratch database."""
    connection.execute("DROP VIEW IF EXISTS good")
    found = connection.execute(
        "SELECT table_name, table_type FROM information_schema.tables WHERE table_catalog = 'work'"
    ).fetchall()
    for name, kind in found:
        if name in TABLES or name.startswith(("raw_", "lookup_")):
            connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {name}")


def part(progress: Progress, start: float, length: float) -> Progress:
    """Progress of one part, as progress of the whole."""
    return lambda what, share: progress(what, start + length * share)


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, progress: Progress, names: str) -> Iterator[None]:
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


def literal(path: Path) -> str:
    """A path inside an SQL string."""
    return str(path).replace("'", "''")


def _copied(store: Store, version: Manifest | None, name: str, folder: Path) -> bool:
    """Copy a file of a version into `folder`; whether it is as it was published. Nothing is left there of one that is not."""
    if version is None:
        return False
    source, digest = store.folder(version.version) / name, hashlib.sha256()
    try:
        with source.open("rb") as file, (folder / name).open("wb") as copy:
            while block := file.read(COPIED_AT_ONCE):
                digest.update(block)
                copy.write(block)
    except FileNotFoundError:
        return False
    if digest.hexdigest() == version.hashes.get(name):
        return True
    (folder / name).unlink()
    return False


def _changed(base: Manifest) -> StoreError:
    return StoreError(
        f"The files of version {base.version} were changed after publication; nothing is built on them."
        " Bring back the original files, or import into another store.",
        f"版本 {base.version} 的文件在发布后被改动，不能在其基础上继续。请恢复原文件，或导入到其他数据目录。",
    )


def holds_tables(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether `engine` holds the tables of a version before."""
    return (
        connection.execute("SELECT 1 FROM duckdb_tables() WHERE database_name = 'engine' LIMIT 1").fetchone()
        is not None
    )


def _prepare_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """One table per contract; a column that a newer contract brings is added to old rows as empty."""
    found = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = 'rows' GROUP BY table_name"
    ).fetchall()
    there = {str(table): set(names) for table, names in found}
    for contract in contracts().values():
        columns = {column.name: f"{column.name} {column.type.sql}" for column in contract.columns}
        if contract.name not in there:
            connection.execute(f"CREATE TABLE rows.{contract.name} ({', '.join(columns.values())})")
            continue
        for name, column in columns.items():
            if name not in there[contract.name]:
                connection.execute(f"ALTER TABLE rows.{contract.name} ADD COLUMN {column}")
