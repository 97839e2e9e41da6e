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
from data.contracts.model import Contract
from data.errors import ImportRefused, KeptError
from data.readers.layout import Layout

LAYOUT_KEYS = {"encoding", "delimiter", "quote", "skip_lines", "header", "sheet"}
FILE_KEYS = LAYOUT_KEYS | {"nulls", "decimal", "time_zone", "formats"}
CELL_KEYS = {
    "from", "expression", "constant", "first", "where", "not_before", "values", "otherwise", "formats", "time_zone",
}  # fmt: skip


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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImportRefused(
            f"The mapping {path.name} cannot be used: {error}.", f"映射文件 {path.name} 无法使用：{error}。"
        ) from error


def parse_mapping(content: dict[str, Any]) -> Mapping:
    """A mapping as read from TOML → Mapping. Raises ImportRefused, UnknownName, KeyError, TypeError or ValueError."""
    _known("mapping", content, {"source", "description", "keep_rows", "file", "columns", "fold", "lookup"})
    target = contract(content["source"])
    file = content.get("file", {})
    _known("[file]", file, FILE_KEYS)
    fold = Fold(**content["fold"]) if "fold" in content else None
    if fold is not None and fold.kind not in ("number", "moment", "text"):
        raise ValueError(f"[fold] kind is “{fold.kind}”; it can be number, moment or text")
    cells = tuple(_cell(target, name, rule, fold) for name, rule in content["columns"].items())
    mapping = Mapping(
        target,
        cells,
        Layout(**{key: file[key] for key in file.keys() & LAYOUT_KEYS}),
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
    filled = set(mapping.columns)
    for column in mapping.contract.columns:
        if column.required and column.name not in filled:
            what, name = mapping.contract.name, column.name
            hours_en = hours_zh = ""
            if any(clock.start == name.removesuffix("_at") for clock in mapping.contract.clocks):
                hours_en = " Without it neither a response time nor a resolution time can be computed."
                hours_zh = "没有该时间就无法计算首次响应时长和解决时长。"
            raise ImportRefused(
                f"{what} needs {name} ({column.meaning.en}), and nothing fills it.{hours_en} Nothing was imported.",
                f"{mapping.contract.label.zh}必须有 {name}（{column.meaning.zh}），但没有任何列提供。"
                f"{hours_zh}未导入任何数据。",
            )


def _cell(target: Contract, name: str, rule: str | dict[str, Any], fold: Fold | None) -> Cell:
    target.column(name)
    if isinstance(rule, str):
        return Cell(name, source=rule)
    _known(f"[columns] {name}", rule, CELL_KEYS)
    ways = [way for way in ("from", "expression", "constant", "first") if way in rule]
    if len(ways) != 1:
        raise ValueError(f"[columns] {name} needs exactly one of from, expression, constant or first")
    if "first" in rule and fold is None:
        raise ValueError(f"[columns] {name} uses first, which needs a [fold] section")
    constant = rule.get("constant")
    return Cell(
        name,
        rule.get("from"),
        rule.get("expression"),
        str(constant).lower() if isinstance(constant, bool) else None if constant is None else str(constant),
        rule.get("first"),
        rule.get("where"),
        target.column(rule["not_before"]).name if "not_before" in rule else None,
        {str(key): str(value) for key, value in rule.get("values", {}).items()},
        rule.get("otherwise"),
        tuple(rule.get("formats", ())),
        _zone(rule.get("time_zone")),
    )


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"“{name}” is not a time zone; write one like Asia/Shanghai or UTC") from None


def _known(where: str, given: dict[str, Any], valid: set[str]) -> None:
    if unknown := given.keys() - valid:
        raise ValueError(
            f"{where} has the unknown entry {', '.join(sorted(unknown))}; known are {', '.join(sorted(valid))}"
        )
