"""Columns that another file of the set gives, joined by the key they share: orders with their items, buyers, payments."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.contracts.model import Column, Contract, Type
from data.proposal.matching import candidate
from data.proposal.model import ColumnShape, Found, Link, Look, Match
from data.proposal.rules import rule_for
from data.proposal.words import SURE, parts
from data.words import Text

SUMMED = {"amount"}
"""Columns that several rows of another file make up together."""


@dataclass(frozen=True)
class Reached:
    """A file reached from the imported one: under which name, by which expression over the files before it."""

    file: Found
    alias: str
    key: str
    equals: str
    unique: bool
    before: tuple[str, ...]


def add_lookups(
    content: dict[str, Any], source: Contract, main: Found, look: Look, free: set[str]
) -> tuple[list[Match], list[str]]:
    """Fill what the main file leaves empty from the files linked to it; returns the matches and the files used.

    `free`: paths of files that may be looked into.
    """
    matches: list[Match] = []
    used: dict[str, Reached] = {}
    reached = list(_reached(main, look, free))
    for column in source.columns:
        if column.name in content["columns"] or column.type not in (Type.TEXT, Type.DECIMAL) or column.values:
            continue
        best = _best(source, column, reached)
        if best is None:
            continue
        place, shape = best
        content["columns"][column.name] = rule_for(source, column, shape, f"{place.alias}.{shape.header}")
        used[place.alias] = place
        if column.name in SUMMED and not place.unique:
            content.setdefault("lookup", {}).setdefault(place.alias, {})["sum"] = [shape.header]
        matches.append(
            Match(column.name, f"{place.alias}.{shape.header}", 0.9,
                  Text(f"by {place.key}, from {Path(place.file.path).name}", f"按 {place.key} 取自 {Path(place.file.path).name}"))
        )  # fmt: skip
    _write(content, used, {one.alias: one for one in reached})
    return matches, [one.file.path for one in reached if one.alias in content.get("lookup", {})]


def _write(content: dict[str, Any], used: dict[str, Reached], every: dict[str, Reached]) -> None:
    """The lookups that are used and those they go through, in the order in which they build on each other."""
    needed = {name for one in used.values() for name in (*one.before, one.alias)}
    stated = content.get("lookup", {})
    lookups = {
        alias: {"file": Path(one.file.path).name, "key": one.key, "equals": one.equals, **stated.get(alias, {})}
        for alias, one in every.items()
        if alias in needed
    }
    if lookups:
        content["lookup"] = lookups


def _reached(main: Found, look: Look, free: set[str]) -> Iterator[Reached]:
    """Files one and two links away, each once, by the link that knows the most codes."""
    by_path = {file.path: file for file in look.files}
    seen, names = {main.path}, {"main_row"}
    level: list[tuple[str, str, tuple[str, ...]]] = [(main.path, "", ())]
    for _ in range(2):
        after = []
        for path, prefix, before in level:
            for link in sorted((one for one in look.links if one.file == path), key=_strength):
                if link.other in seen or link.other not in free:
                    continue
                seen.add(link.other)
                alias = _alias(by_path[link.other], names)
                names.add(alias)
                equals = f'{prefix}"{link.column.replace(chr(34), chr(34) * 2)}"'
                yield Reached(by_path[link.other], alias, link.other_column, equals, link.unique, before)
                after.append((link.other, f"{alias}.", (*before, alias)))
        level = after


def _strength(link: Link) -> tuple[bool, float]:
    return not link.unique, -link.share


def _best(source: Contract, column: Column, reached: list[Reached]) -> tuple[Reached, ColumnShape] | None:
    found = [
        (one.confidence, -number, place, shape)
        for number, place in enumerate(reached)
        for shape in place.file.columns
        if (one := candidate(source, column, shape, place.file.rows)) is not None
        and one.header >= SURE
        and one.confidence >= 0.8
    ]
    if not found:
        return None
    best = max(found, key=lambda one: (one[0], one[1]))
    return best[2], best[3]


def _alias(file: Found, taken: set[str]) -> str:
    words = [part for part in parts(Path(file.path).name.split(".")[0]) if part.isascii() and part.isidentifier()]
    telling = [part for part in words if part not in {"dataset", "data", "export", "olist", "order", "orders", "csv"}]
    alias = (telling or words or ["beside"])[-1]
    while alias in taken:
        alias += "_2"
    return alias
