"""Which version was in force when, and who made it so: one line per change in the store's `history.jsonl`, never rewritten."""

import getpass
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

FILE = "history.jsonl"
DEMO = "demo"
"""Stands for whoever made demo data."""


class What(StrEnum):
    """How a version came into force."""

    PUBLISHED = "published"
    UNDONE = "undone"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Change:
    """One change of the version in force: when (UTC, ISO 8601), by whom, from which version (None: none) to which."""

    at: str
    by: str
    before: str | None
    after: str
    what: What


def who() -> str:
    """The person at work: KEPT_USER, else the login name; "unknown" where the computer knows none."""
    named = os.environ.get("KEPT_USER", "").strip()
    try:
        return named or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def write_down(root: Path, by: str, before: str | None, after: str, what: What) -> None:
    """Add one line, durably. A line torn by a crash is left as it is, and this one begins on a new line."""
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    line = json.dumps(asdict(Change(now, by, before, after, what)), ensure_ascii=False)
    with (root / FILE).open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            torn = file.read(1) != b"\n"
        else:
            torn = False
        file.write(("\n" if torn else "").encode() + line.encode("utf-8", "replace") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def history(root: Path) -> tuple[Change, ...]:
    """All changes, oldest first; lines that are no change are left out."""
    try:
        lines = (root / FILE).read_text("utf-8", "replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(change for line in lines if (change := _read(line)) is not None)


def _read(line: str) -> Change | None:
    try:
        entry: dict[str, Any] = json.loads(line)
        return Change(**(entry | {"what": What(entry["what"])}))
    except (ValueError, KeyError, TypeError):
        return None
