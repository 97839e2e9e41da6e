"""How rows are read: by a mapping somebody wrote, kept or that comes with the product, or under our own column names."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data.contracts import contract
from data.errors import KeptError
from data.mapping import Mapping, own_names, parse_mapping, read_mapping
from data.saved_mappings import FOLDER
from data.store import Store


@dataclass(frozen=True)
class Way:
    """One way of reading: a mapping's content, or the name of a source whose own column names are used.

    `origin` is the mapping as it was before it was fitted to the very file.
    """

    content: dict[str, Any] | None = None
    source: str = ""
    origin: dict[str, Any] | None = None

    @cached_property
    def mark(self) -> str:
        """A digest that changes whenever the way does."""
        return digest(self.origin or self.content or self.source)

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """The names of the files that are looked up beside an imported one."""
        return tuple(lookup["file"] for lookup in (self.content or {}).get("lookup", {}).values())

    def mapping(self, headers: tuple[str, ...]) -> Mapping:
        """The mapping for a table with these columns. Raises ImportRefused or UnknownName."""
        return own_names(contract(self.source), headers) if self.content is None else parse_mapping(self.content)


def named_way(folder: Path, store: Store, mapping: str | None, source: str | None) -> Way:
    """The way a feed names: a mapping beside it, else one kept in the store; or a source. Raises ImportRefused, UnknownName."""
    if mapping is None:
        return Way(source=contract(source or "").name)
    path = _path(folder, store, mapping)
    read_mapping(path)
    return Way(tomllib.loads(path.read_text("utf-8")))


def mark_of(folder: Path, store: Store, mapping: str | None, source: str | None) -> str:
    """The mark of the way a feed names; empty while that cannot be used."""
    try:
        return named_way(folder, store, mapping, source).mark
    except (KeptError, OSError):
        return ""


def digest(content: Any) -> str:
    """A digest of plain values."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _path(folder: Path, store: Store, name: str) -> Path:
    """Where a mapping lies."""
    kept = store.root / FOLDER / name
    return kept if not (folder / name).exists() and kept.exists() else folder / name
