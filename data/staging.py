"""Raw records → typed records in the contract's columns, each with the first reason to reject it, if any.

The work database holds `typed`: __file, __row, __order (for folding), the contract's columns (NULL where the mapping
is silent), and __column, __reason, __value of the first defect. One row per record read.
"""

from dataclasses import dataclass

import duckdb

from data.cells import Bound, as_text, mapped, typed
from data.contracts.model import Column, Type
from data.errors import ImportRefused, UnknownName
from data.expressions import checked
from data.mapping import Cell, Mapping
from data.readers.layout import ROW, RawFile, quoted
from data.words import Text
from data.zones import to_utc

NATIVE = {
    Type.MOMENT: ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"),
    Type.DAY: ("DATE",),
    Type.INTEGER: ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"),
    Type.DECIMAL: ("DOUBLE", "FLOAT", "BIGINT", "INTEGER"),
    Type.BOOLEAN: ("BOOLEAN",),
}
"""Types of a Parquet file that need no reading of text."""

FUTURE = "now() AT TIME ZONE 'UTC' + INTERVAL 1 DAY"


@dataclass(frozen=True)
class Filled:
    """SQL of one column: its text in the file (for rejects) and its typed value over that text."""

    column: Column
    text: str
    value: str
    readable: bool


class Staging:
    """Builds the statements that fill `typed` from one raw file after the other."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, mapping: Mapping, home_zone: str) -> None:
        self.connection = connection
        self.mapping = mapping
        self.home_zone = home_zone

    def create(self) -> None:
        """Create the empty table `typed`."""
        columns = ", ".join(f"{column.name} {column.type.sql}" for column in self.mapping.contract.columns)
        self.connection.execute(
            f"CREATE TABLE typed (__file INTEGER, __row BIGINT, __order VARCHAR, {columns},"
            " __column VARCHAR, __reason VARCHAR, __value VARCHAR)"
        )

    def add(self, number: int, raw: RawFile, lookups: dict[str, RawFile]) -> int:
        """Type every record of `raw` as file `number`; returns how many there were."""
        in_texts, in_values = Bound("t"), Bound("v")
        filled = self._filled(raw, lookups, in_texts, in_values)
        names = {item.column.name for item in filled}
        texts = "".join(f", {item.text} AS {_text(item)}" for item in filled)
        values = "".join(f", {item.value} AS {item.column.name}" for item in filled)
        order = self._order(raw, lookups)
        keep = "true" if self.mapping.keep_rows is None else self._expression(self.mapping.keep_rows, raw, lookups)
        listed = ", ".join(
            column.name if column.name in names else f"NULL AS {column.name}"
            for column in self.mapping.contract.columns
        )
        statement = (
            f"INSERT INTO typed WITH texts AS (SELECT main_row.{ROW} AS __row, {order} AS __order,"
            f" ({keep}) IS NOT DISTINCT FROM true AS __keep{texts} {self._from(raw, lookups)}),"
            f" valued AS (SELECT *{values} FROM texts)"
            f" SELECT {number}, __row, __order, {listed}, {self._defect(filled, 'column')},"
            f" {self._defect(filled, 'reason')}, {self._defect(filled, 'value')} FROM valued"
        )
        done = self.connection.execute(statement, in_texts.values | in_values.values).fetchone()
        return int(done[0]) if done else 0

    def texts(self, raw: RawFile, lookups: dict[str, RawFile], rows: str) -> tuple[str, dict[str, object]]:
        """A SELECT of the cells as text, for the records whose number is in the subquery `rows`."""
        bound = Bound("t")
        filled = self._filled(raw, lookups, bound, Bound("v"))
        texts = "".join(f", CAST({item.text} AS VARCHAR) AS {item.column.name}" for item in filled)
        where = f"WHERE main_row.{ROW} IN ({rows})"
        return f"SELECT main_row.{ROW} AS __row{texts} {self._from(raw, lookups)} {where}", bound.values

    def _filled(self, raw: RawFile, lookups: dict[str, RawFile], in_texts: Bound, in_values: Bound) -> list[Filled]:
        types = self._types(raw.table)
        sources = {cell.column: self._cell_source(cell, raw, lookups, in_texts) for cell in self.mapping.cells}
        return [self._fill(cell, sources[cell.column], types, in_texts, in_values) for cell in self.mapping.cells]

    def _cell_source(self, cell: Cell, raw: RawFile, lookups: dict[str, RawFile], bound: Bound) -> str:
        if cell.constant is not None:
            source = bound.add(cell.constant)
        elif cell.expression is not None:
            source = self._expression(cell.expression, raw, lookups)
        else:
            source = self._source(cell.source or cell.first or "", raw, lookups)
        if cell.where is None:
            return source
        return f"CASE WHEN {self._expression(cell.where, raw, lookups)} THEN {source} END"

    def _fill(self, cell: Cell, source: str, types: dict[str, str], in_texts: Bound, in_values: Bound) -> Filled:
        column = self.mapping.contract.column(cell.column)
        zone = cell.time_zone or self.mapping.time_zone or self.home_zone
        native = types.get(cell.source or "")
        if native in NATIVE.get(column.type, ()) and not cell.values and cell.otherwise is None:
            return Filled(column, source, _native(f"x_{column.name}", native or "", column, zone), readable=True)
        text = mapped(as_text(source, self.mapping.nulls, in_texts), cell.values, cell.otherwise, in_texts)
        formats = cell.formats or self.mapping.formats
        value = typed(f"x_{column.name}", column, formats, zone, self.mapping.decimal, in_values)
        if cell.not_before is not None:
            value = f"CASE WHEN {value} >= {cell.not_before} THEN {value} END"
        return Filled(column, text, value, readable=column.type is Type.TEXT or cell.not_before is not None)

    def _source(self, name: str, raw: RawFile, lookups: dict[str, RawFile]) -> str:
        spelling = {column.lower(): column for column in raw.columns}
        if name.lower() in spelling:
            return f"main_row.{quoted(spelling[name.lower()])}"
        alias, _, column = name.partition(".")
        if alias in lookups and column in lookups[alias].columns:
            return f"{quoted(alias)}.{quoted(column)}"
        raise UnknownName(Text("column in the file", "文件列"), name, raw.columns)

    def _expression(self, expression: str, raw: RawFile, lookups: dict[str, RawFile]) -> str:
        joined = {name: list(file.columns) for name, file in lookups.items()}
        return f"({checked(expression, list(raw.columns), joined)})"

    def _order(self, raw: RawFile, lookups: dict[str, RawFile]) -> str:
        fold = self.mapping.fold
        return "NULL" if fold is None else f"CAST({self._source(fold.order, raw, lookups)} AS VARCHAR)"

    def _from(self, raw: RawFile, lookups: dict[str, RawFile]) -> str:
        joins = ""
        for lookup in self.mapping.lookups:
            file = lookups[lookup.name]
            if lookup.key not in file.columns:
                raise UnknownName(Text("column in the file", "文件列"), lookup.key, file.columns)
            alias, key = quoted(lookup.name), quoted(lookup.key)
            first = f"SELECT * FROM {file.table} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {ROW}) = 1"
            equals = self._expression(lookup.equals, raw, {})
            joins += f" LEFT JOIN ({first}) {alias} ON CAST({alias}.{key} AS VARCHAR) = CAST({equals} AS VARCHAR)"
        return f"FROM {raw.table} main_row{joins}"

    def _types(self, table: str) -> dict[str, str]:
        return {name: kind for name, kind, *_ in self.connection.execute(f"DESCRIBE {table}").fetchall()}

    def _defect(self, filled: list[Filled], part: str) -> str:
        """The first defect of a record: its column, reason or cell."""
        empty = " AND ".join(f"{_text(item)} IS NULL" for item in filled if not _is_constant(self.mapping, item))
        cases = [(f"{empty or 'false'}", "", "empty_row", "NULL"), ("NOT __keep", "", "left_out_by_keep_rows", "NULL")]
        for item in filled:
            name, text = item.column.name, _text(item)
            if not item.readable:
                cases.append((f"{text} IS NOT NULL AND {name} IS NULL", name, "unreadable", text))
            if item.column.required:
                cases.append((f"{name} IS NULL", name, "missing", "NULL"))
            if item.column.values:
                codes = ", ".join(f"'{value.code}'" for value in item.column.values)
                cases.append((f"{name} NOT IN ({codes})", name, "not_in_list", text))
            if item.column.type in (Type.MOMENT, Type.DAY) and not item.column.planned:
                cases.append((f"{name} > {FUTURE}", name, "in_the_future", text))
        chosen = {"column": 1, "reason": 2, "value": 3}[part]
        whens = "".join(
            f" WHEN {case[0]} THEN " + (f"CAST({case[3]} AS VARCHAR)" if chosen == 3 else f"'{case[chosen]}'")
            for case in cases
        )
        return f"CASE{whens} END"


def _text(item: Filled) -> str:
    return f"x_{item.column.name}"


def _native(source: str, native: str, column: Column, zone: str) -> str:
    if column.type is not Type.MOMENT:
        return f"CAST({source} AS {column.type.sql})"
    if native == "TIMESTAMP WITH TIME ZONE":
        return f"date_trunc('second', {source} AT TIME ZONE 'UTC')"
    return f"date_trunc('second', {to_utc(source, zone)})"


def _is_constant(mapping: Mapping, item: Filled) -> bool:
    return any(cell.column == item.column.name and cell.constant is not None for cell in mapping.cells)


def refuse_unless_any(read: int, names: str) -> None:
    """Raise ImportRefused when not a single record was found."""
    if read == 0:
        raise ImportRefused(
            f"{names} has a header but no rows. Nothing was imported.",
            f"{names} 只有表头，没有数据行。未导入任何数据。",
        )
