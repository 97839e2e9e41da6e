"""Where files wait that people brought to a page: a folder of their own per visit, until they are imported or given up.

They hold everything the export held, also what is never stored, so they are removed as soon as they have served.
"""

import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.store import Store

FOLDER = "inbox"
HOURS_KEPT = 12
LONGEST = 80
"""Characters of a file's name."""


@dataclass(frozen=True)
class Inbox:
    """The inbox of a store."""

    root: Path

    def open(self) -> Path:
        """A new empty folder that only this process's account can read; what others forgot is removed."""
        Store(self.root).make_root()
        self.forget_old()
        folder = self.root / FOLDER / secrets.token_hex(8)
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        return folder

    def forget_old(self) -> None:
        """Remove the folders that nobody touched for half a day."""
        for folder in (self.root / FOLDER).glob("*"):
            if time.time() - folder.stat().st_mtime > HOURS_KEPT * 3600:
                shutil.rmtree(folder, ignore_errors=True)


def keep(folder: Path, name: str, content: BinaryIO, taken: Iterable[str] = ()) -> Path:
    """Write a file that somebody named into `folder`, under a name that is only a name."""
    path = folder / free_name(safe_name(name), taken)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
    return path


def safe_name(name: str) -> str:
    """The last part of a name without signs that lead elsewhere or hide something; never empty, never of dots alone."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*[]')
    kept = kept.strip(" .") or "file"
    stem, dot, suffix = kept.rpartition(".")
    return kept if len(kept) <= LONGEST else f"{stem[: LONGEST - len(suffix) - 1]}{dot}{suffix}"[-LONGEST:]


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name itself, or with a number where another file has it (compared without case)."""
    used, number, found = {one.lower() for one in taken}, 2, name
    while found.lower() in used:
        found, number = f"{number}_{name}", number + 1
    return found
