"""Mappings an organisation made and kept under a name, beside the presets: `mappings/<name>.toml` in the store folder."""

import re
import tomllib
from pathlib import Path
from typing import Any

from data.entries import checked_text
from data.errors import InvalidEntry, KeptError
from data.joined import columns_read
from data.mapping import Mapping, parse_mapping
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
    """The mappings kept so far, by which files like theirs are recognised: by their signature, else by what they read.

    A file somebody damaged says nothing of other files and is left out.
    """
    found = []
    for path in saved_mappings(store):
        try:
            content = tomllib.loads(path.read_text("utf-8"))
            signature = content.get("signature") or headers_read(parse_mapping(content))
        except (KeptError, ValueError):
            continue
        found.append(Preset(path.stem, {**content, "signature": signature}, own=True))
    return tuple(found)


def headers_read(mapping: Mapping) -> list[str]:
    """The headers a file must have for this mapping to have all it reads; alternatives are parted by |."""
    joined = tuple(f"{lookup.name}." for lookup in mapping.lookups)
    choices = {name: "|".join(cell.source) for cell in mapping.cells for name in cell.source}
    found = {choices.get(name, name) for name in columns_read(mapping)}
    return sorted(names for names in found if not any(name.startswith(joined) for name in names.split("|") if joined))


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
    signed = {**content, "signature": sorted(content.get("signature") or headers_read(mapping))}
    folder = store.root / FOLDER
    store.make_root()
    folder.mkdir(exist_ok=True)
    path = folder / f"{kept}.toml"
    write_durably(path, mapping_text(signed))
    return path
