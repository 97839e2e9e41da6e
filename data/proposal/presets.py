"""Presets: which of the mappings in `data/mappings` a file's headers fit, and that mapping made to fit this very file."""

import copy
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.contracts import contract
from data.contracts.model import Column, Type
from data.expressions import names_in
from data.proposal.missing import constant_question
from data.proposal.model import ColumnShape, Found, Question
from data.proposal.rules import order_question, value_questions
from data.proposal.words import code_of, plain

FOLDER = Path(__file__).resolve().parents[1] / "mappings"


@dataclass(frozen=True)
class Preset:
    """A mapping that is kept for a tool; `signature`: headers of which the file must have all, alternatives parted by |.

    `own`: the organisation made it for its own files, so that what it states needs no asking.
    """

    name: str
    content: dict[str, Any]
    own: bool = False

    @property
    def signature(self) -> tuple[str, ...]:
        """The headers a file of the tool has."""
        return tuple(self.content.get("signature", ()))

    def fits(self, found: Found) -> bool:
        """Whether a file has the headers of the tool."""
        headers = {plain(header) for header in found.headers}
        return (
            bool(self.signature)
            and all(any(plain(name) in headers for name in names.split("|")) for names in self.signature)
            and all(_reads(rule, found) for column, rule in self._required() if not column.values)
        )

    def _required(self) -> list[tuple[Column, str | dict[str, Any]]]:
        columns, target = self.content["columns"], contract(self.content["source"])
        return [(column, columns[column.name]) for column in target.columns if column.required]


@cache
def presets() -> tuple[Preset, ...]:
    """All presets by name."""
    return tuple(Preset(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml")))


def preset_for(found: Found, own: Sequence[Preset] = (), source: str | None = None) -> Preset | None:
    """The preset with the most telling signature that a file fits, the organisation's own before ours.

    `source` leaves only presets of that source.
    """
    fitting = [
        preset for preset in (*own, *presets()) if source in (None, preset.content["source"]) and preset.fits(found)
    ]
    return max(fitting, key=lambda preset: (preset.own, len(preset.signature)), default=None)


def fitted(preset: Preset, found: Found) -> tuple[dict[str, Any], list[Question]]:
    """The preset's mapping with the dates and unknown values of this file, and what it leaves open."""
    content = copy.deepcopy(preset.content)
    content.pop("signature", None)
    content.pop("description", None)
    target, questions, dated = contract(content["source"]), [], []
    stated = content.get("file", {}).get("formats")
    for name, rule in list(content["columns"].items()):
        column = target.column(name)
        if column.required and column.values and not _reads(rule, found):
            del content["columns"][name]
            questions.append(constant_question(column))
            continue
        shape = source_of(rule, found)
        if shape is None:
            continue
        if column.type in (Type.MOMENT, Type.DAY) and not stated and "formats" not in rule and "after" not in rule:
            content["columns"][name] = _dated(rule, shape)
            dated.append((column, shape))
        if column.values and not (isinstance(rule, dict) and ("otherwise" in rule)):
            questions += value_questions(target, column, shape, _known(rule, column))
            content["columns"][name] = _valued(target.name, rule, column, shape)
    return content, [*order_question(dated), *questions]


def source_of(rule: str | dict[str, Any], found: Found) -> ColumnShape | None:
    """The column of the file that a rule reads; None where it reads none or several."""
    table: dict[str, Any] = {"from": rule} if isinstance(rule, str) else rule
    names: str | list[str] = table.get("from") or _only_column(table.get("expression", ""))
    for name in [names] if isinstance(names, str) else names:
        shape = found.column(name)
        if shape is not None:
            return shape
    return None


def _reads(rule: str | dict[str, Any], found: Found) -> bool:
    """Whether a file has what a rule is filled from."""
    table = {"from": rule} if isinstance(rule, str) else rule
    if "expression" in table:
        return all(found.column(name) is not None for name in names_in(table["expression"]))
    return "from" not in table or source_of(rule, found) is not None


def _only_column(expression: str) -> list[str]:
    """The column of an expression that reads one, to fill what is empty or to cut it."""
    names = set(re.findall(r'"([^"]+)"', expression))
    return list(names) if len(names) == 1 else []


def _dated(rule: str | dict[str, Any], shape: ColumnShape) -> dict[str, Any] | str:
    """The rule with the formats this file has, where they need to be stated."""
    if shape.dates is None or shape.dates.formats == ():
        return rule
    table: dict[str, Any] = {"from": rule} if isinstance(rule, str) else dict(rule)
    if shape.dates.formats:
        table["formats"] = list(shape.dates.formats)
    return table


def _known(rule: str | dict[str, Any], column: Column) -> list[str]:
    values = rule.get("values", {}) if isinstance(rule, dict) else {}
    return [*values, *(item.code for item in column.values)]


def _valued(source: str, rule: str | dict[str, Any], column: Column, shape: ColumnShape) -> dict[str, Any] | str:
    """The rule with the values this file has beyond the preset's own, where a table of words knows them."""
    known = {word.lower() for word in _known(rule, column)}
    table: dict[str, Any] = {"from": rule} if isinstance(rule, str) else dict(rule)
    more = {
        value: code
        for value, _ in shape.values
        if value.lower() not in known and (code := code_of(source, column.name, value))
    }
    if more:
        table["values"] = {**table.get("values", {}), **more}
    return table if more or not isinstance(rule, str) else rule
