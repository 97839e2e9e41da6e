"""The files of a drop folder: which are there to be read, and whether one is still the file it was."""

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from data.errors import ImportRefused
from data.store import hash_file

SETTLED_SECONDS = 5
"""A file changed more recently may still be being written."""
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
Stamp = list[list[str | int]]


def files_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of a folder by name: those to be read, and those still being written. Raises ImportRefused."""
    try:
        entries = sorted((entry for entry in os.scandir(folder) if entry.is_file()), key=lambda entry: entry.name)
        changed = {entry.name: entry.stat().st_mtime for entry in entries if not _is_ours(entry.name)}
    except OSError as error:
        raise ImportRefused(
            f"The folder {folder} cannot be read: {error.strerror}.", f"文件夹 {folder} 无法读取：{error.strerror}。"
        ) from None
    now = time.time()
    waiting = {name for name, when in changed.items() if _is_unfinished(name) or abs(now - when) < SETTLED_SECONDS}
    ready = [folder / name for name in changed if name not in waiting]
    return ready, [folder / name for name in changed if name in waiting]


def beside(path: Path, patterns: Iterable[str]) -> list[Path]:
    """The files looked up beside a file: for each pattern the last one by name, as the import takes it."""
    found = [sorted(one for one in path.parent.glob(pattern) if one.is_file()) for pattern in patterns]
    return [files[-1] for files in found if files]


def stamp(path: Path, patterns: Iterable[str]) -> Stamp:
    """Name, size and times of a file and of those beside it: as long as these stand, so does the content."""
    found = [(one.name, one.stat()) for one in (path, *beside(path, patterns))]
    return [[name, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns] for name, seen in found]


def content_of(path: Path, patterns: Iterable[str]) -> str:
    """A digest of the content of a file and of those beside it."""
    hashes = [hash_file(one) for one in (path, *beside(path, patterns))]
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def _is_ours(name: str) -> bool:
    """Settings and mappings, and what never shows: hidden files and the locks of open workbooks."""
    return name.lower().endswith(".toml") or name.startswith((".", "~$"))


def _is_unfinished(name: str) -> bool:
    return name.lower().endswith(UNFINISHED)
