"""The secret by which an organisation's pseudonyms are made: one per store, so that a customer is the same in all files."""

import os
import secrets
import tempfile
from pathlib import Path

from data.errors import StoreError
from data.store import Store

FILE = "pseudonym.key"


def secret_of(store: Store) -> str:
    """The store's secret, made at its first use. Whoever has it can test guesses: it is readable by its owner only.

    Raises StoreError when it cannot be read or made.
    """
    path = store.root / FILE
    try:
        store.make_root()
        if not path.exists():
            _make(path)
        found = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path}, the key of the pseudonyms, cannot be used: {error}. Check its rights, or put back a backup.",
            f"代号密钥 {path} 无法使用：{error}。请检查权限，或恢复备份。",
        ) from error
    if len(found) < 32:
        raise StoreError(
            f"{path}, the key of the pseudonyms, is damaged. Put back a backup: with another key nobody would be known again.",
            f"代号密钥 {path} 已损坏。请恢复备份：换用其他密钥将无法识别原有客户。",
        )
    return found


def _make(path: Path) -> None:
    """Write a new secret whole before it has its name, so that two imports at once agree on one."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=FILE)  # readable by its owner only
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another import was first
    finally:
        Path(draft).unlink()
