"""What people type, kept apart from the imported data: one small transactional database beside the versions.

    store/
      state.sqlite        notes, saved views, reviews, minutes, actions, alerts; made at the first write, so a store without it is an empty state
      state.sqlite-wal    writes not yet folded in; part of the database as long as it is there
    state-before-….sqlite   what a backup that was put back took the place of (see `restoring.py`)

Imports, demo data and the removal of old versions never touch it. Several server processes may use it at once: a write is
one transaction that has the database to itself and is on the disk before it is acknowledged.

To add a table: one more entry in MIGRATIONS (those before it never change), and a file like `notes.py`.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.errors import StoreError
from data.store import Store

FILE = "state.sqlite"
BUSY_SECONDS = 10.0
"""How long a process waits for another one that is writing."""

MIGRATIONS = (
    (
        """CREATE TABLE notes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            first TEXT NOT NULL,
            last TEXT CHECK (last >= first),
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            made_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT""",
        "CREATE INDEX notes_by_day ON notes (first) WHERE removed_at IS NULL",
        "PRAGMA user_version = 1",
    ),
    (
        """CREATE TABLE views (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            page TEXT NOT NULL,
            parameters TEXT NOT NULL,
            made_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT""",
        "CREATE UNIQUE INDEX views_by_name ON views (name) WHERE removed_at IS NULL",
        "PRAGMA user_version = 2",
    ),
    (
        """CREATE TABLE reviews (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            period TEXT NOT NULL,
            compared TEXT,
            version TEXT NOT NULL,
            figures TEXT NOT NULL,
            made_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT""",
        """CREATE TABLE minutes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            review INTEGER NOT NULL REFERENCES reviews (id),
            promise TEXT,
            kind TEXT NOT NULL CHECK (kind IN ('note', 'decision')),
            text TEXT NOT NULL,
            made_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT""",
        """CREATE TABLE actions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            metric TEXT NOT NULL,
            promise TEXT,
            filters TEXT NOT NULL,
            origin TEXT NOT NULL,
            rule TEXT NOT NULL,
            start TEXT NOT NULL,
            minute INTEGER REFERENCES minutes (id),
            opened_at TEXT NOT NULL,
            problem TEXT NOT NULL,
            cause TEXT NOT NULL,
            action TEXT NOT NULL,
            owner TEXT NOT NULL,
            due TEXT NOT NULL CHECK (due >= start),
            status TEXT NOT NULL CHECK (status IN ('open', 'running', 'done', 'dropped')),
            changed_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT""",
        # what an action will be judged by is written down when it is opened, and never again
        """CREATE TRIGGER actions_are_judged_as_opened
            BEFORE UPDATE OF metric, promise, filters, origin, rule, start, minute, opened_at ON actions
            BEGIN SELECT RAISE(ABORT, 'the rule of an action is frozen'); END""",
        """CREATE TABLE steps (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (id),
            text TEXT NOT NULL,
            done_at TEXT,
            removed_at TEXT
        ) STRICT""",
        """CREATE TABLE alerts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            text_en TEXT NOT NULL,
            text_zh TEXT NOT NULL,
            found_at TEXT NOT NULL,
            sent_at TEXT,
            gone_at TEXT,
            snoozed_until TEXT,
            acknowledged_at TEXT,
            acknowledged_by TEXT
        ) STRICT""",
        "CREATE UNIQUE INDEX alerts_by_key ON alerts (key) WHERE gone_at IS NULL",
        "PRAGMA user_version = 3",
    ),
)
"""The schema, step by step; each step ends by saying that it was made."""


@dataclass(frozen=True)
class State:
    """The state database of a store."""

    root: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.root / FILE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """One connection to read from; None while nobody has written anything. Raises StoreError."""
        if not self.path.exists():
            yield None
            return
        with self._open(write=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept when the block ends, none of it when the block raises. Raises StoreError."""
        Store(self.root).make_root()
        with self._open(write=True) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    @contextmanager
    def _open(self, *, write: bool) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connect(write=write)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA synchronous = FULL")
                self._migrate(connection, write=write)
                yield connection
        except sqlite3.IntegrityError:
            raise  # a rule of one table; whoever writes to it knows the words
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path} cannot be {'written to' if write else 'read'}: {error}. Nothing was changed. Check the"
                f" rights, the free space and the file itself, or put back a backup.",
                f"{self.path} 无法{'写入' if write else '读取'}：{error}。未作任何更改。请检查权限、剩余空间和文件本身，或恢复备份。",
            ) from error

    def _connect(self, *, write: bool) -> sqlite3.Connection:
        """Who may not write to the folder reads the file as it is: SQLite would need to make its journal there."""
        fixed = not write and not _may_write(self.root) and not _has_content(Path(f"{self.path}-wal"))
        mode = "rwc" if write else "ro&immutable=1" if fixed else "rw"
        address = f"{self.path.resolve().as_uri()}?mode={mode}"
        return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)

    def _migrate(self, connection: sqlite3.Connection, *, write: bool) -> None:
        """Bring the file up to this release's schema: all missing steps in one transaction."""
        made = _steps_made(connection)
        if made > len(MIGRATIONS):
            raise StoreError(
                f"{self.path} was written by a newer release of Kept. Use that release, or put back a backup.",
                f"{self.path} 由更新版本的守诺写入。请使用该版本，或恢复备份。",
            )
        if made == len(MIGRATIONS):
            return
        if not write:
            with self.writing():
                return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        for step in MIGRATIONS[_steps_made(connection) :]:  # asked again: another process may have been first
            for statement in step:
                connection.execute(statement)
        connection.execute("COMMIT")


def now() -> str:
    """The moment of a write: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _steps_made(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
