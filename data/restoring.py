"""A backup of what people typed comes back, while others may be using what is there."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from data.backup import back_up, copy_pages
from data.errors import StoreError
from data.state import FILE, MIGRATIONS, State
from data.store import Store, new_id, to_disk

DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"


def restore(state: State, source: Path) -> Path | None:
    """Put a backup in the place of what is there; returns the file in which the latter is kept, None if nothing was.

    Raises StoreError, with nothing changed, when the file is missing, damaged, of another make or of a later release.
    """
    if not source.is_file():
        raise StoreError(
            f"There is no file {source}. Name a backup of Kept.", f"文件 {source} 不存在。请指定守诺的备份文件。"
        )
    Store(state.root).make_root()
    with tempfile.TemporaryDirectory(prefix="kept-") as folder:
        draft = State(Path(folder))
        _take(source, draft)
        kept = state.root / f"state-before-{new_id()}.sqlite"
        if _is_damaged(state):
            _exchange(state, draft, kept)
            return kept
        return kept if _rewrite(state, draft, kept) else None


def _take(source: Path, draft: State) -> None:
    """The backup, checked and brought up to this release's schema."""
    try:
        with _opened(source) as connection:
            copy_pages(connection, draft.path)
        with closing(sqlite3.connect(draft.path)) as connection:
            _check(connection, source)
    except sqlite3.Error as error:
        raise _unfit(source) from error
    with draft.writing():
        pass  # opening it to write makes the steps that are missing


@contextmanager
def _opened(source: Path) -> Iterator[sqlite3.Connection]:
    """A file to read from, leaving nothing beside it."""
    alone = "" if Path(f"{source}-wal").exists() else "&immutable=1"
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro{alone}", uri=True)) as connection:
        yield connection


def _check(connection: sqlite3.Connection, source: Path) -> None:
    """Raise StoreError unless the file is whole and holds exactly what its step of the schema makes."""
    made = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if made > len(MIGRATIONS):
        raise StoreError(
            f"{source} was written by a newer release of Kept. Use that release. Nothing was changed.",
            f"{source} 由更新版本的守诺写入，请使用该版本。未作任何更改。",
        )
    ours = made > 0 and connection.execute(OBJECTS).fetchall() == _objects(made)
    whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    if not ours or not whole or connection.execute("PRAGMA foreign_key_check").fetchall():
        raise _unfit(source)


def _objects(made: int) -> list[tuple[str, ...]]:
    """The tables, indexes and triggers after so many steps."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in (statement for step in MIGRATIONS[:made] for statement in step):
            connection.execute(statement)
        return connection.execute(OBJECTS).fetchall()


def _is_damaged(state: State) -> bool:
    """Whether what is there can no longer be read as a database."""
    try:
        with state.reading() as connection:
            return connection is not None and connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except StoreError as error:
        cause = error.__cause__
        return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF in DAMAGED


def _rewrite(state: State, draft: State, kept: Path) -> bool:
    """Row by row in one transaction: what another process writes is in the file kept, or comes after.

    Replacing the file instead would lose the writes of those who have it open. Returns whether there was anything to keep.
    """
    names = [name for kind, name, *_ in _objects(len(MIGRATIONS)) if kind == "table"]
    with state.writing() as live, closing(sqlite3.connect(draft.path)) as source:
        filled = any(live.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in names)
        if filled:
            back_up(state, kept)
        live.execute("PRAGMA defer_foreign_keys = ON")
        for name in names:
            live.execute(f'DELETE FROM "{name}"')
        for name in names:
            rows = source.execute(f'SELECT * FROM "{name}"')
            live.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows.description))})', rows)
    return filled


def _exchange(state: State, draft: State, kept: Path) -> None:
    """The file itself, where no transaction is possible; the old journal must not meet the new file."""
    journals = [Path(f"{state.path}{ending}") for ending in ("-wal", "-shm")]
    try:
        for found in (state.path, *journals):
            if found.exists():
                shutil.copy2(found, found.with_name(found.name.replace(FILE, kept.name)))
        new = state.root / f"{FILE}.new"
        shutil.copyfile(draft.path, new)
        shutil.copymode(state.path, new)
        to_disk(new)
        for journal in journals:
            journal.unlink(missing_ok=True)
        new.replace(state.path)
        to_disk(state.root)
    except OSError as error:
        raise StoreError(
            f"The backup cannot be put into {state.root}: {error}. Check the rights and the free space.",
            f"无法将备份恢复到 {state.root}：{error}。请检查权限和剩余空间。",
        ) from error


def _unfit(source: Path) -> StoreError:
    return StoreError(
        f"{source} is damaged or not a backup of Kept. Nothing was changed; take another file.",
        f"{source} 已损坏，或不是守诺的备份。未作任何更改，请另选文件。",
    )
