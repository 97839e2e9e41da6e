"""A mapping file: how the columns of somebody's export become the columns of a contract.

source = "tickets"                        the contract
keep_rows = "state <> 'draft'"            optional: an expression; other rows are rejected by name
[file]                                    encoding, delimiter, quote, skip_lines, header, sheet,
nulls, decimal, time_zone, formats   (all optional)
[columns]
ticket_id = "number"                      a column of the file
channel   = { from = "Via", values = { "Web form" = "web" }, otherwise = "other" }
kind      = { constant = "complaint" }
paused_seconds = { expression = "cast(wait_minutes as integer) * 60" }
created_at = { from = "opened", formats = ["%d/%m/%Y %H:%M"], time_zone = "UTC" }
[fold]                                    one row per update → one row per key
order = "sys_mod_count"                   the largest is the latest; `kind` = number (default), moment or text
[columns] first_reply_at = { first = "updated", where = "state <> 'New'" }
[lookup.items]                            another file beside the imported one, joined by a key
file = "items.csv.gz"    key = "order_id"    equals = "order_id"
[columns] merchant_id = "items.seller_id"
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.contracts import contract
from data.contracts.model import Contract, stem
from data.errors import ImportRefused, KeptError
from data.readers.layout import Layout
from data.settings_schema import MAPPING, check
from data.words import Text

LAYOUT_KEYS = ("encoding", "delimiter", "quote", "skip_lines", "header", "sheet")


@dataclass(frozen=True)
class Cell:
    """How one column of the contract is filled: by a column, an expression, a constant or the first matching row."""

    column: str
    source: str | None = None
    expression: str | None = None
    constant: str | None = None
    first: str | None = None
    where: str | None = None
    not_before: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    formats: tuple[str, ...] = ()
    time_zone: str | None = None


@dataclass(frozen=True)
class Fold:
    """Rows are updates of one record; the one with the largest `order` is its latest state."""

    order: str
    kind: str = "number"


@dataclass(frozen=True)
class Lookup:
    """Another file, joined where its `key` equals the expression `equals` over the imported file."""

    name: str
    file: str
    key: str
    equals: str


@dataclass(frozen=True)
class Mapping:
    """A checked mapping. `time_zone` None means the organisation's own."""

    contract: Contract
    cells: tuple[Cell, ...]
    layout: Layout = field(default_factory=Layout)
    nulls: tuple[str, ...] = ()
    decimal: str = "."
    time_zone: str | None = None
    formats: tuple[str, ...] = ()
    keep_rows: str | None = None
    fold: Fold | None = None
    lookups: tuple[Lookup, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The contract columns this mapping fills, in the contract's order."""
        filled = {cell.column for cell in self.cells}
        return tuple(column.name for column in self.contract.columns if column.name in filled)


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping file. Raises ImportRefused or UnknownName with the place of the mistake."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ImportRefused(f"The mapping {path} does not exist.", f"映射文件 {path} 不存在。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused(
            f"The mapping {path.name} is not valid TOML: {error}.", f"映射文件 {path.name} 不是有效的 TOML：{error}。"
        ) from error
    try:
        return parse_mapping(content)
    except KeptError:
        raise
    except ValueError as error:
        raise ImportRefused(
            f"The mapping {path.name} cannot be used: {error}.", f"映射文件 {path.name} 无法使用：{error}。"
        ) from error


def parse_mapping(content: dict[str, Any]) -> Mapping:
    """A mapping as read from TOML → Mapping. Raises ImportRefused, UnknownName or ValueError with the place."""
    check(content, MAPPING)
    target, file = contract(content["source"]), content.get("file", {})
    fold = Fold(**content["fold"]) if "fold" in content else None
    cells = tuple(_cell(target, name, rule, fold) for name, rule in content["columns"].items())
    filled = {cell.column for cell in cells}
    for cell in cells:
        if cell.not_before is not None and cell.not_before not in filled:
            raise ValueError(
                f"columns.{cell.column}: not_before names {cell.not_before}, which the mapping does not fill"
            )
    mapping = Mapping(
        target,
        cells,
        Layout(**{key: file[key] for key in LAYOUT_KEYS if key in file}),
        tuple(file.get("nulls", ())),
        file.get("decimal", "."),
        _zone(file.get("time_zone")),
        tuple(file.get("formats", ())),
        content.get("keep_rows"),
        fold,
        tuple(Lookup(name, **rule) for name, rule in content.get("lookup", {}).items()),
    )
    refuse_incomplete(mapping)
    return mapping


def own_names(target: Contract, headers: tuple[str, ...]) -> Mapping:
    """The mapping for a file that already uses the contract's column names; other columns are left out."""
    spelling = {header.lower(): header for header in headers}
    cells = tuple(
        Cell(column.name, source=spelling[column.name]) for column in target.columns if column.name in spelling
    )
    mapping = Mapping(target, cells)
    refuse_incomplete(mapping)
    return mapping


def refuse_incomplete(mapping: Mapping) -> None:
    """Raise ImportRefused unless every required column is filled: without it the rows mean nothing."""
    source, filled = mapping.contract, set(mapping.columns)
    missing = [column for column in source.columns if column.required and column.name not in filled]
    if not missing:
        return
    hours = Text(" ", "")
    if {clock.start for clock in source.clocks} & {stem(column.name) for column in missing}:
        hours = Text(
            " Without the time of receipt neither a response time nor a resolution time can be computed.",
            "没有受理时间，就无法计算首次响应时长和解决时长。",
        )
    named = ", ".join(f"{column.name} ({column.meaning.en})" for column in missing)
    named_zh = "、".join(f"{column.name}（{column.meaning.zh}）" for column in missing)
    raise ImportRefused(
        f"{source.name} needs {named}, and nothing in the file or mapping gives it.{hours.en} Nothing was imported.",
        f"{source.label.zh}必须有 {named_zh}，但文件和映射中都没有。{hours.zh}未导入任何数据。",
    )


def _cell(target: Contract, name: str, rule: str | dict[str, Any], fold: Fold | None) -> Cell:
    target.column(name)
    if isinstance(rule, str):
        return Cell(name, source=rule)
    ways = [way for way in ("from", "expression", "constant", "first") if way in rule]
    if len(ways) != 1:
        raise ValueError(f"columns.{name} needs exactly one of from, expression, constant or first")
    if "first" in rule and fold is None:
        raise ValueError(f"columns.{name} uses first, which needs a [fold] section")
    constant = rule.get("constant")
    return Cell(
        name,
        rule.get("from"),
        rule.get("expression"),
        None if constant is None else _plain(constant),
        rule.get("first"),
        rule.get("where"),
        target.column(rule["not_before"]).name if "not_before" in rule else None,
        {key: _plain(value) for key, value in rule.get("values", {}).items()},
        rule.get("otherwise"),
        tuple(rule.get("formats", ())),
        _zone(rule.get("time_zone")),
    )


def _plain(value: str | float | bool) -> str:
    """A TOML value as the text it stands for."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"“{name}” is not a time zone; write one like Asia/Shanghai or UTC") from None
