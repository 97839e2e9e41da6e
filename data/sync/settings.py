"""`sync.toml` in a drop folder: which files are read how, and which tables of a database are read besides.

[[feeds]]
files = "tickets_*.csv"            # names of files in the folder; `*` stands for anything, the first feed that fits counts
mapping = "tickets.toml"           # beside sync.toml, else among the mappings kept in the store; or source = "tickets"

[[feeds]]
postgres = "helpdesk"              # a name of your own for this feed
table = "public.tickets"           # a table or view; a view is the place for joins
cursor = "updated_at"              # grows whenever a row is added or changed
mapping = "helpdesk.toml"          # or source = "tickets"
dsn_variable = "HELPDESK_DSN"      # the environment variable that holds the connection; or service = "helpdesk"
timeout_seconds = 300              # optional: how long one question to the database may take
overlap_seconds = 60               # optional: rows this much older than the last one seen are read again

Passwords never stand here: they belong into the environment, or into libpq's own files (~/.pg_service.conf, ~/.pgpass).
"""

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from data.errors import ImportRefused
from data.settings_schema import SYNC, check

FILE = "sync.toml"
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


@dataclass(frozen=True)
class FileFeed:
    """Files by a pattern of their names, with the mapping or the source they are read as."""

    files: str
    mapping: str | None
    source: str | None

    def fits(self, path: Path) -> bool:
        """Whether a file belongs to the feed; a name stands for itself, whatever signs it has."""
        return path.name == self.files or fnmatchcase(path.name, self.files)


@dataclass(frozen=True)
class PostgresFeed:
    """A table or view of a PostgreSQL database, read from where the run before it ended.

    `variable` names the environment variable that holds the connection, `service` an entry of libpq's service file.
    """

    name: str
    table: str
    cursor: str
    mapping: str | None
    source: str | None
    variable: str | None
    service: str | None
    timeout_seconds: int = 300
    overlap_seconds: int = 60


@dataclass(frozen=True)
class Settings:
    """The feeds of a folder."""

    folder: Path
    files: tuple[FileFeed, ...] = ()
    tables: tuple[PostgresFeed, ...] = ()

    def feed_of(self, path: Path) -> FileFeed | None:
        """The first feed a file belongs to."""
        return next((feed for feed in self.files if feed.fits(path)), None)


def read_settings(folder: Path) -> Settings:
    """The feeds of a folder; none where it has no `sync.toml`. Raises ImportRefused with the place of the mistake."""
    path = folder / FILE
    if not path.exists():
        return Settings(folder)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        check(content, SYNC)
        feeds = [_feed(number, entry) for number, entry in enumerate(content["feeds"], start=1)]
        tables = tuple(feed for feed in feeds if isinstance(feed, PostgresFeed))
        if len({feed.name for feed in tables}) < len(tables):
            raise ValueError("two feeds have the same name")
    except ValueError as error:
        raise ImportRefused(f"{path} cannot be used: {error}.", f"{path} 无法使用：{error}。") from None
    return Settings(folder, tuple(feed for feed in feeds if isinstance(feed, FileFeed)), tables)


def _feed(number: int, entry: dict[str, Any]) -> FileFeed | PostgresFeed:
    """One feed. Mistakes are told by the names of entries, never by their values: one may be a misplaced password."""
    _exactly_one(number, entry, "files", "postgres")
    _exactly_one(number, entry, "mapping", "source")
    mapping, source = entry.get("mapping"), entry.get("source")
    if "files" in entry:
        if foreign := entry.keys() - {"files", "mapping", "source"}:
            raise ValueError(f"feed {number}: {', '.join(sorted(foreign))} go with postgres, not with files")
        return FileFeed(entry["files"], mapping, source)
    _exactly_one(number, entry, "dsn_variable", "service")
    for name in ("table", "cursor"):
        if not entry.get(name):
            raise ValueError(f"feed {number} needs {name}")
    for name in ("postgres", "dsn_variable", "service"):
        if name in entry and not NAME.fullmatch(entry[name]):
            raise ValueError(f"feed {number}: {name} must be a name of letters, digits, _, . and -")
    times = {name: entry[name] for name in ("timeout_seconds", "overlap_seconds") if name in entry}
    return PostgresFeed(
        entry["postgres"], entry["table"], entry["cursor"], mapping, source, entry.get("dsn_variable"),
        entry.get("service"), **times,
    )  # fmt: skip


def _exactly_one(number: int, entry: dict[str, Any], one: str, other: str) -> None:
    if (one in entry) == (other in entry):
        raise ValueError(f"feed {number} needs either {one} or {other}")
