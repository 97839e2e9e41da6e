"""A mapping file: how the columns of somebody's export become the columns of a contract.

source = "tickets"                        the contract
keep_rows = "state <> 'draft'"            optional: an expression; other rows are rejected by name
lenient = true                            optional: columns the file does not have stay empty, unless they are required
signature = ["Ticket ID", "Via"]          optional: headers by which a file of this kind is recognised
[file]                                    encoding, delimiter, quote, skip_lines, skip_last, unwrap, header, sheet,
nulls, decimal, time_zone, formats   (all optional)
[columns]
ticket_id = "number"                      a column of the file
created_at = { from = ["Created at", "Created time"] }     the first of these that the file has
channel   = { from = "Via", values = { "Web form" = "web" }, otherwise = "other" }
kind      = { constant = "complaint" }
paused_seconds = { expression = "cast(wait_minutes as integer) * 60" }
told_at    = { from = "opened", formats = ["%d/%m/%Y %H:%M"], time_zone = "UTC" }
first_reply_at = { after = "created_at", add = "Reply (min)", unit = "minutes" }    or a cell like 1:30:00
customer_id = { from = "Requester", hash = true }          a keyed pseudonym takes the value's place
ticket_id = { row = "content" }           a digest of the row's cells; or "number": file name and number of the row
[fold]                                    one row per update → one row per key
order = "sys_mod_count"                   the largest is the latest; `kind` = number (default), moment or text
[columns] first_reply_at = { first = "updated", where = "state <> 'New'" }
[lookup.items]                            another file beside the imported one, joined by a key; `*` stands for anything
file = "items*.csv.gz"    key = "order_id"    equals = "order_id"    sum = ["price"]: added up over the rows of a key
[lookup.goods]                            `equals` may use the lookups before it
file = "goods.csv"    key = "sku"    equals = "items.sku"
[columns] merchant_id = "items.seller_id"
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.contracts import contract
from data.contracts.model import Column, Contract, Type, stem
from data.errors import ImportRefused, KeptError
from data.readers.layout import Layout
from data.settings_schema import MAPPING, check
from data.words import Text

LAYOUT_KEYS = ("encoding", "delimiter", "quote", "skip_lines", "skip_last", "unwrap", "header", "sheet")
WAYS = ("from", "expression", "constant", "first", "after", "row")
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}


@dataclass(frozen=True)
class Cell:
    """How one column of the contract is filled.

    Attributes:
        source: names of the file's column, of which the first that it has is taken.
        expression, constant: SQL over the file's columns; the same text in every row.
        first, where: of an event log, the column of the first event that qualifies.
        after, source, unit_seconds: another column of the mapping plus the cell's duration.
        row: a name for rows that have none: by their "content", or by their "number" in the file.
        hashed: a keyed pseudonym is kept in the value's place.
    """

    column: str
    source: tuple[str, ...] = ()
    expression: str | None = None
    constant: str | None = None
    first: str | None = None
    where: str | None = None
    not_before: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    formats: tuple[str, ...] = ()
    time_zone: str | None = None
    after: str | None = None
    unit_seconds: int = 60
    row: str | None = None
    hashed: bool = False


@dataclass(frozen=True)
class Fold:
    """Rows are updates of one record; the one with the largest `order` is its latest state."""

    order: str
    kind: str = "number"


@dataclass(frozen=True)
class Lookup:
    """Another file, joined where its `key` equals the expression `equals` over the imported file and earlier lookups.

    Of several rows of a key the first counts, and of the columns in `sum` their sum.
    """

    name: str
    file: str
    key: str
    equals: str
    sum: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """A checked mapping. `time_zone` None means the organisation's own; see the head of this file for the rest."""

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
    lenient: bool = False
    signature: tuple[str, ...] = ()

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
        for rule, named in (("not_before", cell.not_before), ("after", cell.after)):
            if named is not None and (named not in filled or named == cell.column):
                raise ValueError(f"columns.{cell.column}: {rule} names {named}, which the mapping does not fill")
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
        tuple(
            Lookup(name, **{**rule, "sum": tuple(rule.get("sum", ()))})
            for name, rule in content.get("lookup", {}).items()
        ),
        content.get("lenient", False),
        tuple(content.get("signature", ())),
    )
    refuse_incomplete(mapping)
    return mapping


def own_names(target: Contract, headers: tuple[str, ...]) -> Mapping:
    """The mapping for a file that already uses the contract's column names; other columns are left out."""
    spelling = {header.lower(): header for header in headers}
    cells = tuple(
        Cell(column.name, source=(spelling[column.name],)) for column in target.columns if column.name in spelling
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
    column = target.column(name)
    if isinstance(rule, str):
        return Cell(name, source=(rule,))
    ways = [way for way in WAYS if way in rule]
    if len(ways) != 1:
        raise ValueError(f"columns.{name} needs exactly one of {', '.join(WAYS[:-1])} or {WAYS[-1]}")
    _refuse_misfits(name, rule, column, fold)
    return Cell(
        name,
        _names(rule.get("from", rule.get("add", ()))),
        rule.get("expression"),
        _plain(rule["constant"]) if "constant" in rule else None,
        rule.get("first"),
        rule.get("where"),
        target.column(rule["not_before"]).name if "not_before" in rule else None,
        {key: _plain(value) for key, value in rule.get("values", {}).items()},
        rule.get("otherwise"),
        tuple(rule.get("formats", ())),
        _zone(rule.get("time_zone")),
        target.column(rule["after"]).name if "after" in rule else None,
        UNITS[rule.get("unit", "minutes")],
        rule.get("row"),
        rule.get("hash", False),
    )


def _refuse_misfits(name: str, rule: dict[str, Any], column: Column, fold: Fold | None) -> None:
    """Raise ValueError where a rule does not go with its column or with the rest of the mapping."""
    if "first" in rule and fold is None:
        raise ValueError(f"columns.{name} uses first, which needs a [fold] section")
    if ("after" in rule) != ("add" in rule):
        raise ValueError(f"columns.{name}: after and add go together")
    if "after" in rule and column.type is not Type.MOMENT:
        raise ValueError(f"columns.{name} uses after, which is for moments")
    if ("row" in rule or rule.get("hash")) and (column.type is not Type.TEXT or column.values):
        raise ValueError(f"columns.{name}: row and hash are for codes")


def _names(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


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
