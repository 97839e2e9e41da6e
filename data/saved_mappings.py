"""Mappings an organisation made and kept under a name, beside the presets: `mappings/<name>.toml` in the store folder."""

import re
import tomllib
from pathlib import Path
from typing import Any

from data.entries import checked_text
from data.errors import InvalidEntry, KeptError
from data.joined import columns_read
from data.mapping import parse_mapping, read_mapping
from data.mapping_text import mapping_text
from data.proposal.presets import Preset
from data.store import Store, write_durably
from data.words import Text

FOLDER = "mappings"
NAME = Text("The name of the mapping", "映射名称")


def saved_mappings(store: Store) -> tuple[Path, ...]:
    """The files kept so far, by name."""
    return tuple(sorted((store.root / FOLDER).glob("*.toml")))


def saved_presets(store: Store) -> tuple[Preset, ...]:
    """The mappings kept so far, by which files like theirs are recognised. A file somebody damaged is left out."""
    found = []
    for path in saved_mappings(store):
        try:
            read_mapping(path)
        except KeptError:
            continue
        found.append(Preset(path.stem, tomllib.loads(path.read_text("utf-8")), own=True))
    return tuple(found)


def save_mapping(store: Store, name: str, content: dict[str, Any]) -> Path:
    """Keep a mapping under a name, in place of what had that name, signed by the columns it reads.

    Raises InvalidEntry, or what a bad mapping raises.
    """
    kept = checked_text(name, NAME, 60)
    if not re.fullmatch(r"[\w .()（）-]+", kept) or kept.strip(". ") != kept:
        raise InvalidEntry(
            f"“{kept}” cannot be the name of a mapping: letters, digits, blanks, - and _ can.",
            f"“{kept}”不能用作映射名称：可使用文字、数字、空格、- 和 _。",
        )
    mapping = parse_mapping(content)
    signed = {**content, "signature": sorted(content.get("signature") or columns_read(mapping))}
    folder = store.root / FOLDER
    store.make_root()
    folder.mkdir(exist_ok=True)
    path = folder / f"{kept}.toml"
    write_durably(path, mapping_text(signed))
    return path
