"""Raw records → typed records in the contract's columns, each with the first reason to reject it, if any.

`typed` has one row per record read: __file, __row (as the file's table numbers it), __id, __order (for folding), the
contract's columns (NULL where the mapping is silent), __screened (bits of the columns that held personal data), and
__defect, the number of the first defect, NULL of a good record. `defects` says which column and reason a number stands
for. Of a record with a defect nothing but that is kept; `retyped` types such records again from the file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import duckdb

from data.cells import Bound, as_text, mapped, typed
from data.computed_cells import added, pseudonym, seconds
from data.contracts.model import Column, Type
from data.errors import ImportRefused
from data.joined import Joined, fills
from data.mapping import Cell, Mapping
from data.personal import screened
from data.readers.layout import ROW, quoted
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
FAILED = "(the expression fails here)"
"""Stands for a cell whose expression could not be computed (a cast that fails, a division by nought)."""

ORDER = Column("__order", Type.MOMENT, Text("order", "顺序"), Text("order of events", "事件顺序"))


@dataclass(frozen=True)
class Filled:
    """SQL of one column: its text in the file (for rejects), its typed value over that text, and the value kept."""

    column: Column
    text: str
    value: str
    kept: str
    always_readable: bool
    is_constant: bool


class Staging:
    """Builds the statements that fill `typed` from one file after the other.

    `home_zone` is the organisation's time zone, `secret` the key of its pseudonyms.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, mapping: Mapping, home_zone: str, secret: str = ""
    ) -> None:
        self.connection = connection
        self.mapping = mapping
        self.home_zone = home_zone
        self.secret = secret
        self.defects: dict[tuple[str, str], int] = {}
        self.table = "staged"
        self.before: dict[int, int] = {}

    def create(self, table: str = "staged") -> None:
        """Create the empty table behind `typed`, where it shall stand, and `defects`."""
        self.table = table
        columns = ", ".join(f"{column.name} {column.type.sql}" for column in self.mapping.contract.columns)
        self.connection.execute(
            f"CREATE TABLE {table} (__file INTEGER, __row BIGINT, __order VARCHAR, {columns},"
            " __screened BIGINT, __defect SMALLINT);"
            " CREATE TABLE defects (number SMALLINT, __column VARCHAR, __reason VARCHAR)"
        )
        self._show()

    def add(self, number: int, file: Joined) -> int:
        """Type every record of `file` as file `number`; returns how many there were."""
        done = self.prepared(number, file)()
        self.counted(number)
        return done

    def prepared(self, number: int, file: Joined) -> Callable[[], int]:
        """What types every record of `file` in one statement, and returns how many there were."""
        return partial(self._insert, *self._select(number, file, with_defects=False))

    def _insert(self, select: str, values: dict[str, object]) -> int:
        done = self.connection.execute(f"INSERT INTO {self.table} {select}", values).fetchone()
        return int(done[0]) if done else 0

    def counted(self, number: int) -> None:
        """File `number` has been added: the records of a view are numbered by where they stand."""
        found = self.connection.execute(f"SELECT min(rowid) FROM {self.table} WHERE __file = {number}").fetchone()
        self.before[number] = int((found or (0,))[0] or 0) - 1
        self._show()

    def _show(self) -> None:
        cases = "".join(f" WHEN {number} THEN {before}" for number, before in self.before.items())
        row = f"coalesce(__row, rowid - CASE __file{cases} END)" if cases else "__row"
        self.connection.execute(
            f"CREATE OR REPLACE VIEW typed AS SELECT * REPLACE ({row} AS __row), rowid AS __id FROM {self.table}"
        )

    def retyped(self, files: Sequence[Joined], table: str) -> None:
        """Create `table` with the typed records of `files`, numbered, and all their values whatever their defects."""
        for number, file in enumerate(files):
            select, values = self._select(number, file, with_defects=True)
            begin = f"INSERT INTO {table}" if number else f"CREATE TABLE {table} AS"
            self.connection.execute(f"{begin} {select}", values)

    def _select(self, number: int, file: Joined, *, with_defects: bool) -> tuple[str, dict[str, object]]:
        """The statement that types a file, in layers so that nothing is computed twice."""
        in_texts, in_values = Bound("t"), Bound("v")
        filled = self._filled(file, in_texts, in_values)
        tests = {column.name: test for column, test in screened(self.mapping)}
        names = {item.column.name for item in filled}
        texts = "".join(f", {item.text} AS x_{item.column.name}" for item in filled)
        values = "".join(f", {item.value} AS y_{item.column.name}" for item in filled)
        kept = "".join(f", {_shown(item) if with_defects else item.kept} AS {item.column.name}" for item in filled)
        rest = "".join(
            f", CAST(NULL AS {column.type.sql}) AS {column.name}"
            for column in self.mapping.contract.columns
            if column.name not in names
        )
        keep = "true" if self.mapping.keep_rows is None else file.condition(self.mapping.keep_rows)
        looks = "".join(f", {test} AS z_{name}" for name, test in tests.items())
        any_defect, first_defect = self._defect(filled)
        by_place = file.raw.is_streamed and not with_defects and not _has_expressions(self.mapping)
        row = "CAST(NULL AS BIGINT)" if by_place else f"main_row.{ROW}"
        statement = (
            f"WITH texts AS (SELECT {row} AS __row,"
            f" {self._order(file, in_texts)} AS __order, {keep} AS __keep{texts} {file.clause(self.mapping.lookups)}),"
            f" valued AS (SELECT *{values} FROM texts), kept AS (SELECT *{kept}{rest} FROM valued),"
            f" doubted AS (SELECT *, {any_defect} AS __doubt{looks} FROM kept),"
            f" judged AS (SELECT *, CASE WHEN __doubt THEN {first_defect} END AS __defect FROM doubted)"
            f" SELECT {number} AS __file, __row, __order, {self._columns(tests, in_values, with_defects)},"
            f" {_bits(tests)} AS __screened, __defect FROM judged"
        )
        return statement, in_texts.values | in_values.values

    def _columns(self, tests: Iterable[str], bound: Bound, with_defects: bool) -> str:
        """The contract's columns as they are stored: without personal data, and empty where the record has a defect."""
        columns = []
        for column in self.mapping.contract.columns:
            value = column.name
            if value in tests:
                instead = pseudonym(value, self.secret, bound) if column.personal else "NULL"
                value = f"CASE WHEN z_{value} THEN {instead} ELSE {value} END"
            if not with_defects:
                value = f"CASE WHEN __defect IS NULL THEN {value} END"
            columns.append(f"{value} AS {column.name}")
        return ", ".join(columns)

    def texts(self, file: Joined, rows: str) -> tuple[str, dict[str, object]]:
        """A SELECT of the cells as text, for the records whose number is in the subquery `rows`."""
        bound = Bound("t")
        filled = self._filled(file, bound, Bound("v"))
        texts = "".join(f", CAST({item.text} AS VARCHAR) AS {item.column.name}" for item in filled)
        where = f"WHERE main_row.{ROW} IN ({rows})"
        return f"SELECT main_row.{ROW} AS __row{texts} {file.clause(self.mapping.lookups)} {where}", bound.values

    def _filled(self, file: Joined, in_texts: Bound, in_values: Bound) -> list[Filled]:
        described = self.connection.execute(f"DESCRIBE {file.raw.table}").fetchall()
        types = {name: kind for name, kind, *_ in described}
        return [
            self._fill(cell, file, types, (in_texts, in_values))
            for cell in self.mapping.cells
            if not self.mapping.lenient or fills(cell, file)
        ]

    def _fill(self, cell: Cell, file: Joined, types: dict[str, str], bound: tuple[Bound, Bound]) -> Filled:
        """One column. A Parquet column of the right type is taken as it is; everything else is read as text."""
        column, constant = self.mapping.contract.column(cell.column), cell.constant is not None
        zone = cell.time_zone or self.mapping.time_zone or self.home_zone
        x, y = f"x_{column.name}", f"y_{column.name}"
        kept = y if cell.not_before is None else f"CASE WHEN {y} >= y_{cell.not_before} THEN {y} END"
        names = [own for name in cell.source or (cell.first or "",) if (own := file.own(name)) is not None]
        native = types.get(names[0], "") if names else ""
        plain = not (cell.values or cell.otherwise or cell.after or cell.hashed)
        if native in NATIVE.get(column.type, ()) and plain:
            source = self._where(cell, f"main_row.{quoted(names[0])}", file)
            return Filled(column, source, _native(x, native, column, zone), kept, False, constant)
        text = self._text(cell, file, bound[0])
        if cell.after is not None:
            value, kept = seconds(x, cell.unit_seconds, self.mapping.decimal, bound[1]), added(f"y_{cell.after}", y)
        else:
            formats = () if constant else cell.formats or self.mapping.formats
            value = typed(x, column, formats, zone, self.mapping.decimal, bound[1])
        if cell.hashed:
            value = pseudonym(x, self.secret, bound[1])
        if cell.expression is not None:
            value = f"CASE WHEN {x} <> '{FAILED}' THEN {value} END"
        always = column.type is Type.TEXT and cell.expression is None
        return Filled(column, text, value, kept, always, constant or cell.row == "number")

    def _text(self, cell: Cell, file: Joined, bound: Bound) -> str:
        """The cell's text after trimming, null words and value map."""
        if cell.row is not None:
            return file.digest() if cell.row == "content" else f"{bound.add(file.name)} || '-' || main_row.{ROW}"
        if cell.expression is not None:
            tried = f"TRY([{file.expression(cell.expression)}])"
            text = mapped(as_text(f"{tried}[1]", self.mapping.nulls, bound), cell.values, cell.otherwise, bound)
            return f"CASE WHEN {tried} IS NULL THEN '{FAILED}' ELSE {text} END"
        if cell.constant is not None:
            source = bound.add(cell.constant)
        else:
            source = self._where(cell, file.column(cell.source or (cell.first or "",)), file)
        is_column = cell.constant is None and cell.where is None
        text = as_text(source, self.mapping.nulls, bound, is_column=is_column)
        return mapped(text, cell.values, cell.otherwise, bound)

    def _where(self, cell: Cell, source: str, file: Joined) -> str:
        return source if cell.where is None else f"CASE WHEN {file.condition(cell.where)} THEN {source} END"

    def _order(self, file: Joined, bound: Bound) -> str:
        """What events are ordered by, as text that `folding` compares as a number or as text."""
        fold = self.mapping.fold
        if fold is None:
            return "NULL"
        text = as_text(file.column((fold.order,)), self.mapping.nulls, bound)
        if fold.kind != "moment":
            return text
        zone = self.mapping.time_zone or self.home_zone
        return f"CAST(epoch({typed(text, ORDER, self.mapping.formats, zone, '.', bound)}) AS VARCHAR)"

    def _defect(self, filled: list[Filled]) -> tuple[str, str]:
        """Whether a record has any defect, quickly computed for many at once, and the number of its first one."""
        empty = " AND ".join(f"x_{item.column.name} IS NULL" for item in filled if not item.is_constant)
        cases = [(empty or "false", "", "empty_row"), ("NOT __keep", "", "left_out_by_keep_rows")]
        for item in filled:
            cases += _cell_defects(item)
        if self.mapping.fold is None:
            cases += [(f"NOT ({check.sql})", "", check.name) for check in self.mapping.contract.checks]
        first = "".join(f" WHEN {sql} THEN {self._number(column, reason)}" for sql, column, reason in cases)
        return " OR ".join(f"({sql})" for sql, *_ in cases), f"CASE{first} END"

    def _number(self, column: str, reason: str) -> int:
        """The number of a defect, the same in all files of an import."""
        if (column, reason) not in self.defects:
            self.defects[column, reason] = len(self.defects)
            named = [self.defects[column, reason], column, reason]
            self.connection.execute("INSERT INTO defects VALUES (?, ?, ?)", named)
        return self.defects[column, reason]


def _cell_defects(item: Filled) -> list[tuple[str, str, str]]:
    """Condition, column and reason of each way one cell can be wrong."""
    name, text = item.column.name, f"x_{item.column.name}"
    cases = []
    if not item.always_readable:
        unread = f"{text} = '{FAILED}'" if item.column.values else f"{text} IS NOT NULL AND y_{name} IS NULL"
        cases.append((unread, name, "unreadable"))
    if item.column.values:
        cases.append((f"{text} IS NOT NULL AND y_{name} IS NULL", name, "not_in_list"))
    if item.column.required:
        cases.append((f"{name} IS NULL", name, "missing"))
    if item.column.type in (Type.MOMENT, Type.DAY) and not item.column.planned:
        cases.append((f"{name} > {FUTURE}", name, "in_the_future"))
    return cases


def _has_expressions(mapping: Mapping) -> bool:
    """Whether the engine may turn a part of the mapping into a join, after which rows stand in another order."""
    cells = (cell.expression is not None or cell.where is not None for cell in mapping.cells)
    return mapping.keep_rows is not None or any(cells)


def _shown(item: Filled) -> str:
    """What is shown as the value kept of a record with defects: a text that is in no list as it is written."""
    return f"coalesce({item.kept}, nullif(x_{item.column.name}, '{FAILED}'))" if item.column.values else item.kept


def _native(source: str, native: str, column: Column, zone: str) -> str:
    if column.type is not Type.MOMENT:
        return f"TRY_CAST({source} AS {column.type.sql})"
    if native == "TIMESTAMP WITH TIME ZONE":
        return f"date_trunc('second', {source} AT TIME ZONE 'UTC')"
    return f"date_trunc('second', {to_utc(source, zone)})"


def _bits(tests: Iterable[str]) -> str:
    """The columns that held personal data as one number, a bit each."""
    return " + ".join([f"CASE WHEN z_{name} THEN {1 << place} ELSE 0 END" for place, name in enumerate(tests)] or ["0"])


def refuse_unless_any(read: int, names: str) -> None:
    """Raise ImportRefused when not a single record was found."""
    if read == 0:
        raise ImportRefused(
            f"{names} has a header but no rows. Nothing was imported.",
            f"{names} 只有表头，没有数据行。未导入任何数据。",
        )
