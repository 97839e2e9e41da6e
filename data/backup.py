"""A copy of what people typed, taken while others write: one file, whole or not there at all."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from data.errors import StoreError
from data.state import State
from data.store import new_id, to_disk


def back_up(state: State, target: Path) -> None:
    """Write a copy as one moment had it. Raises StoreError when there is nothing to copy or `target` is there already."""
    with state.reading() as connection:
        if connection is None:
            raise StoreError(
                f"There is nothing to back up: nobody has typed anything into {state.root} yet.",
                f"没有可备份的内容：{state.root} 中还没有人录入过内容。",
            )
        _copy_to(connection, target)


def copy_pages(connection: sqlite3.Connection, target: Path) -> None:
    """All pages at once, so that no write of another process comes between them; one file that needs no journal."""
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Under another name first, so that a copy that was not finished is never taken for one."""
    draft = target.with_name(f"{target.name}.{new_id()}.part")
    try:
        if target.exists():
            raise FileExistsError
        draft.touch(mode=0o600)  # wherever it lies, others have no business to read it
        copy_pages(connection, draft)
        _must_be_whole(draft)
        to_disk(draft)
        _name(draft, target)
        to_disk(target.parent)
    except FileExistsError:
        raise StoreError(
            f"{target} is there already, and a backup never replaces a file. Take another name, such as one with the date.",
            f"{target} 已存在，备份不会覆盖已有文件。请换一个文件名，例如加上日期。",
        ) from None
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The backup {target} cannot be written: {error}. Check the folder, its rights and the free space.",
            f"无法写入备份 {target}：{error}。请检查文件夹、权限和剩余空间。",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _must_be_whole(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _name(draft: Path, target: Path) -> None:
    """Unlike a rename, a link never takes the place of another file."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as that of a USB stick
        draft.replace(target)
