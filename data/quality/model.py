"""What is measured of the data, as plain values that are kept with each version."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from data.words import Text

FILE = "quality.json"


class Severity(StrEnum):
    """How much a defect matters, least first."""

    INFO = "info"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One defect of a source.

    Attributes:
        check: its name in `thresholds.toml`.
        records: how many records it concerns.
        columns: the columns it lies in; empty where it concerns whole records.
        other: the source that does not know what this one names.
    """

    source: str
    check: str
    severity: Severity
    says: Text
    records: int
    columns: tuple[str, ...] = ()
    other: str | None = None


@dataclass(frozen=True)
class Profile:
    """One import of a source, in numbers.

    Attributes:
        at: when it was imported (UTC, ISO 8601).
        rows: good records by key, known ones included.
        first, last: the first and the last day its records speak of; `days` from the one to the other.
        empty: column it fills → how many of its rows leave it empty.
        values: column → value → rows, where there are few values.
        reasons: column ("" for the record), reason, how many were rejected for it.
    """

    at: str
    rows: int
    read: int
    duplicate: int
    rejected: int
    first: str | None
    last: str | None
    days: int
    empty: Mapping[str, int]
    values: Mapping[str, Mapping[str, int]]
    reasons: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Left:
    """Rejected records whose case is still missing: column and reason, when they belong, of which sort, how many.

    `month` is year × 12 + month − 1 on the local clock, `sort` the value of the source's `sort_column`; None: not known.
    """

    column: str
    reason: str
    month: int | None
    sort: str | None
    n: int


@dataclass(frozen=True)
class Orphans:
    """Rows whose `column` names a row that `source` does not have, and how many rows name one at all."""

    column: str
    source: str
    n: int
    given: int


@dataclass(frozen=True)
class Span:
    """Cases that have both moments (`of`), those that took longer than is believed, and those that took no time."""

    start: str
    end: str
    of: int
    long: int
    instant: int


@dataclass(frozen=True)
class SourceQuality:
    """One source of a version, in numbers; `read`, `duplicate` and `rejected` are those of all its imports.

    `pause` is the longest time in days between two days that have records at all: how often the source speaks by nature.
    `previous` is what the `last` import is compared with: the one before it, files of late rows and corrections aside.
    """

    rows: int = 0
    first: str | None = None
    data_to: str | None = None
    read: int = 0
    duplicate: int = 0
    rejected: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    early: Mapping[str, int] = field(default_factory=dict)
    day_only: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    orphans: tuple[Orphans, ...] = ()
    left: tuple[Left, ...] = ()
    last: Profile | None = None
    previous: Profile | None = None
    pause: int = 0

    @property
    def missing(self) -> int:
        """Rejected records whose case is still not among the rows."""
        return sum(item.n for item in self.left)


@dataclass(frozen=True)
class Quality:
    """All sources of a version; `measured` is false for versions published before quality was measured."""

    sources: Mapping[str, SourceQuality]
    measured: bool = True

    def write(self, folder: Path) -> None:
        """Write it into the folder of a version."""
        content = {name: asdict(source) for name, source in self.sources.items()}
        (folder / FILE).write_text(json.dumps({"sources": content}, ensure_ascii=False), "utf-8")


def read_quality(folder: Path) -> Quality:
    """What was measured of the version in `folder`; nothing where that is missing or not readable."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))["sources"]
        return Quality({name: _source(entry) for name, entry in content.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Quality({}, measured=False)


def _source(entry: dict[str, Any]) -> SourceQuality:
    made = {
        "day_only": tuple(entry["day_only"]),
        "spans": tuple(Span(**item) for item in entry["spans"]),
        "orphans": tuple(Orphans(**item) for item in entry["orphans"]),
        "left": tuple(Left(**item) for item in entry["left"]),
        "last": _profile(entry["last"]),
        "previous": _profile(entry["previous"]),
    }
    return SourceQuality(**(entry | made))


def _profile(entry: dict[str, Any] | None) -> Profile | None:
    if entry is None:
        return None
    return Profile(**(entry | {"reasons": tuple((column, reason, n) for column, reason, n in entry["reasons"])}))
