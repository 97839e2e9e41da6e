"""The rejected rows of an import, in a file a person can open, mend and import again.

Each line says where the record stands (file and number of the record, not counting the header), what is wrong in both
languages, and the record's cells as they were in the file under the contract's column names.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb

from data.joined import Joined
from data.mapping import Mapping
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


def mark_rejected(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Create `rejected` (file, row, column, reason, value): defects of cells, and records whose row fails a check."""
    key = ", ".join(mapping.contract.key)
    connection.execute(
        "CREATE TABLE rejected AS SELECT __file, __row, __column, __reason, __value FROM typed"
        " WHERE __reason IS NOT NULL UNION ALL SELECT good.__file, good.__row, '', failed.__reason, NULL"
        f" FROM good JOIN (SELECT {key}, __reason FROM delta WHERE __reason IS NOT NULL) failed USING ({key})"
    )


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
    columns = list(mapping.columns)

    def lines() -> Iterator[list[object]]:
        for number, (path, file) in enumerate(files):
            for misfit in file.raw.misfits:
                text = explain(mapping, "", misfit.reason)
                reasons[text] += 1
                yield [path.name, misfit.row, "", text.en, text.zh, misfit.text, *([""] * len(columns))]
            for row in _rejected_cells(connection, staging, number, file, columns):
                position, column, reason, value, *cells = row
                text = explain(mapping, str(column), str(reason))
                reasons[text] += 1
                yield [path.name, position, column, text.en, text.zh, value, *cells]

    header = ["file", "row", "column", "reason", "原因", "value", *columns]
    if write_csv(target, header, lines()) == 0:
        target.unlink()
    return tuple(reasons.most_common())


def _rejected_cells(
    connection: duckdb.DuckDBPyConnection,
    staging: Staging,
    number: int,
    file: Joined,
    columns: list[str],
) -> Iterator[tuple[object, ...]]:
    select, values = staging.texts(file, f"SELECT __row FROM rejected WHERE __file = {number}")
    listed = ", ".join(f"cells.{name}" for name in columns)
    cursor = connection.execute(
        f"SELECT r.__row, r.__column, r.__reason, r.__value, {listed} FROM rejected r JOIN ({select}) cells"
        f" ON cells.__row = r.__row WHERE r.__file = {number} ORDER BY r.__row",
        values,
    )
    while rows := cursor.fetchmany(10_000):
        yield from rows
