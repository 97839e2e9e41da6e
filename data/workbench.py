"""Where an import works: a scratch database with the version to be attached as `rows` and `engine`."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.contracts import contracts
from data.errors import ImportRefused, StoreError
from data.store import ENGINE, ROWS, Manifest, Store, hash_file
from data.words import Text

Progress = Callable[[Text, float], None]
"""Called with what is being done and the share of the whole import that is done (0–1)."""

MEMORY, MOST_MEMORY = "KEPT_IMPORT_MEMORY", "3GB"
"""The environment variable that says how much memory the engine may take for an import, and what it takes without.
What does not fit is laid aside in the scratch folder. Python and the engine's own buffers come on top of it."""
TABLES = (
    "typed", "typed_first", "staged", "wrong", "defects", "repeated", "latest", "candidate", "delta", "rejected",
)  # fmt: skip


@contextmanager
def opened(store: Store, base: Manifest | None, folder: Path, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `rows` (a copy of the base version's) and an empty `engine` attached.

    Raises StoreError when the base version was changed after publication, ImportRefused when the engine fails.
    """
    if base is not None:
        _copy_rows(store, base, folder)
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


def _copy_rows(store: Store, base: Manifest, folder: Path) -> None:
    source = store.folder(base.version) / ROWS
    if not source.exists() or hash_file(source) != base.hashes.get(ROWS):
        raise StoreError(
            f"The files of version {base.version} were changed after publication; nothing is built on them."
            " Bring back the original files, or import into another store.",
            f"版本 {base.version} 的文件在发布后被改动，不能在其基础上继续。请恢复原文件，或导入到其他数据目录。",
        )
    shutil.copyfile(source, folder / ROWS)


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
