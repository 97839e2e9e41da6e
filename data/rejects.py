"""The rejected rows of an import, in a file a person can open, mend and import again.

Each line says where the record stands (file and number of the record, not counting the header), what is wrong in both
languages, and the record's cells as they were in the file under the contract's column names. Records of which there is
nothing to show (empty ones, and ones that do not fit the file's own columns) share a line where they follow each
other: 5–10004. No cell of a column that the mapping does not name is ever shown, and of personal ones only the first
sign, under a name that no import takes for the column.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from heapq import merge
from itertools import groupby
from pathlib import Path

import duckdb

from data.contracts.model import Column
from data.joined import Joined
from data.mapping import Mapping
from data.masking import masked, without_contacts
from data.readers.layout import ROW, Misfit, RawFile
from data.safe_csv import write_csv
from data.staging import Staging
from data.words import Text

REASONS = {
    "empty_row": Text("the row is empty", "空行"),
    "left_out_by_keep_rows": Text("left out by keep_rows of the mapping", "被映射文件的 keep_rows 排除"),
    "unreadable": Text("cannot be read as {kind}", "无法识别为{kind}"),
    "missing": Text("is required and empty", "必填但为空"),
    "not_in_list": Text("is not one of the allowed values", "不在允许的取值之内"),
    "in_the_future": Text("lies in the future", "晚于当前时间"),
    "too_few_cells": Text("the row has fewer cells than the header", "单元格数少于表头"),
    "too_many_cells": Text("the row has more cells than the header", "单元格数多于表头"),
    "broken_quotes": Text("quotation marks do not match", "引号不成对"),
    "record_too_long": Text("the row is longer than a row may be", "行过长"),
    "bad_characters": Text("characters that cannot be read", "含无法识别的字符"),
    "unreadable_row": Text("the row cannot be read", "该行无法读取"),
}

KINDS = {
    "moment": Text("a date and time", "日期时间"),
    "day": Text("a date", "日期"),
    "integer": Text("a whole number", "整数"),
    "decimal": Text("a number", "数字"),
    "boolean": Text("yes or no", "是/否"),
}


def mark_defects(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `rejected` with the records of `typed` that have a defect: file, row, column, reason, number in the file."""
    connection.execute(
        "CREATE TABLE rejected AS SELECT __file, __row, __column, __reason, __row AS __number FROM typed"
        " JOIN defects ON defects.number = typed.__defect"
    )


def mark_rejected(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Create `rejected` with those, and the records whose row in `delta`, as it would be, fails a check."""
    mark_defects(connection)
    key = ", ".join(mapping.contract.key)
    connection.execute(
        "INSERT INTO rejected SELECT good.__file, good.__row, '', failed.__reason, good.__row"
        f" FROM good JOIN (SELECT {key}, __reason FROM delta WHERE __reason IS NOT NULL) failed USING ({key})"
    )


def renumber(connection: duckdb.DuckDBPyConnection, number: int, raw: RawFile) -> None:
    """Give the rejected records of a file that was read as a stream their numbers in the file."""
    if raw.moved is not None:
        connection.execute(
            f"UPDATE rejected SET __number = rejected.__row + moved.k FROM (SELECT r.__row, m.k FROM (SELECT DISTINCT __row"
            f" FROM rejected WHERE __file = $1) r ASOF JOIN {raw.moved} m ON r.__row > m.place) moved"
            " WHERE rejected.__file = $1 AND rejected.__row = moved.__row",
            [number],
        )


def rejected_alone(connection: duckdb.DuckDBPyConnection, number: int, file: Joined) -> Joined:
    """The file as the table of its rejected records alone, so that it is read again but once."""
    table = f"{file.raw.table}_rejected"
    connection.execute(
        f"CREATE TABLE {table} AS SELECT * FROM {file.raw.table} WHERE {ROW} IN"
        " (SELECT __row FROM rejected WHERE __file = $1 AND __reason <> 'empty_row')",
        [number],
    )
    return replace(file, raw=replace(file.raw, table=table, is_streamed=False))


def explain(mapping: Mapping, column: str, reason: str) -> Text:
    """The sentence for a reject, in both languages."""
    for check in mapping.contract.checks:
        if check.name == reason:
            return check.says
    text = REASONS.get(reason, REASONS["unreadable_row"])
    if not column:
        return text
    declared = mapping.contract.column(column)
    kind = KINDS.get(declared.type, Text("text", "文本"))
    return Text(
        f"{column}: {text.en.format(kind=kind.en)}", f"{declared.label.zh}（{column}）：{text.zh.format(kind=kind.zh)}"
    )


def write_rejects(
    connection: duckdb.DuckDBPyConnection,
    staging: Staging,
    files: list[tuple[Path, Joined]],
    target: Path,
) -> tuple[tuple[Text, int], ...]:
    """Write all rejects of an import into `target`; returns how many there are by reason, most frequent first."""
    mapping, reasons = staging.mapping, Counter[Text]()
    columns = [mapping.contract.column(name) for name in mapping.columns]

    def lines() -> Iterator[list[object]]:
        for number, (path, file) in enumerate(files):
            bare = _bare(connection, number, file.raw)
            told = _told(connection, staging, number, file, columns)
            for row, place, count, column, reason, cells in merge(list(bare), told, key=lambda line: line[0]):
                text = explain(mapping, column, reason)
                reasons[text] += count
                yield [path.name, place or row, column, text.en, text.zh, *(cells or [""] * (1 + len(columns)))]

    header = ["file", "row", "column", "reason", "原因", "value", *(_heading(column) for column in columns)]
    if write_csv(target, header, lines()) == 0:
        target.unlink()
    return tuple(reasons.most_common())


Line = tuple[int, str, int, str, str, list[object]]
"""First record, how the records are written if there are several, how many, column, reason, and the cells if any."""


def _heading(column: Column) -> str:
    """The name over a column's cells. A masked column has another name than its own, so that it is never imported."""
    return f"{column.name} (masked 已遮盖)" if column.personal else column.name


def _bare(connection: duckdb.DuckDBPyConnection, number: int, raw: RawFile) -> Iterator[Line]:
    """The records with nothing to show, one line for each run of neighbours."""
    empty = connection.execute(
        "SELECT min(__number), max(__number), 'empty_row' FROM (SELECT __number, __number - row_number() OVER"
        " (ORDER BY __number) AS island FROM rejected WHERE __file = ? AND __reason = 'empty_row') GROUP BY island ORDER BY 1",
        [number],
    ).fetchall()
    for first, last, reason in merge(empty, _runs(raw.misfits)):
        yield first, f"{first}–{last}" if last > first else "", last - first + 1, "", reason, []


def _runs(misfits: tuple[Misfit, ...]) -> Iterator[tuple[int, int, str]]:
    """First and last number of misfits that follow each other and have one reason."""
    for (_, reason), run in groupby(enumerate(misfits), key=lambda one: (one[1].row - one[0], one[1].reason)):
        rows = [misfit.row for _, misfit in run]
        yield rows[0], rows[-1], reason


def _told(
    connection: duckdb.DuckDBPyConnection,
    staging: Staging,
    number: int,
    file: Joined,
    columns: list[Column],
) -> Iterator[Line]:
    """The other rejected records, one line each, with their cells."""
    select, values = staging.texts(file, f"SELECT __row FROM rejected WHERE __file = {number}")
    listed = "".join(f", cells.{column.name}" for column in columns)
    cursor = connection.execute(
        f"SELECT r.__number, r.__column, r.__reason{listed} FROM rejected r JOIN ({select}) cells"
        f" ON cells.__row = r.__row WHERE r.__file = {number} AND r.__reason <> 'empty_row' ORDER BY r.__number",
        values,
    )
    places = {column.name: place for place, column in enumerate(columns)}
    while rows := cursor.fetchmany(10_000):
        for row, column, reason, *cells in rows:
            shown = [
                masked(cell) if of.personal else without_contacts(cell) for of, cell in zip(columns, cells, strict=True)
            ]
            yield row, "", 1, column, reason, [shown[places[column]] if column else None, *shown]
