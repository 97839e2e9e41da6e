"""Parquet: read in place, with its types, once its footer has been found believable."""

from pathlib import Path

import duckdb

from data.errors import ImportRefused
from data.readers.layout import ROW, Layout, RawFile, quoted

MAGIC = b"PAR1"
MOST_COLUMNS = 5_000
ROWS_PER_BYTE, ROWS_ALWAYS_ALLOWED = 1_000, 20_000_000
MOST_TIMES, SIZE_ALWAYS_ALLOWED = 300, 1 << 30
"""A column of one value takes next to no room, so a small file may hold many rows; there are limits all the same."""


def read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, _work: Path) -> RawFile:
    """Make `table` a view of the file. Raises ImportRefused."""
    try:
        rows = _checked_rows(connection, path)
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        columns = tuple(name for name, *_ in described)
        listed = ", ".join(quoted(name) for name in columns)
        literal = str(path).replace("'", "''")
        last = f" QUALIFY {ROW} <= {rows - layout.skip_last}" if layout.skip_last else ""
        connection.execute(
            f"CREATE VIEW {table} AS SELECT row_number() OVER () AS {ROW}, {listed} FROM read_parquet('{literal}'){last}"
        )
    except (duckdb.Error, OSError) as error:
        raise ImportRefused(
            f"{path.name} is not a readable Parquet file.", f"{path.name} 不是可读取的 Parquet 文件。"
        ) from error
    return RawFile(table, columns, is_streamed=not layout.skip_last)


def _checked_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The number of rows the footer declares. Raises ImportRefused or duckdb.Error."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(max(0, size - 8))
        length, end = int.from_bytes(file.read(4), "little"), file.read(4)
    if start != MAGIC or end != MAGIC or length > size - 12:
        raise ImportRefused(
            f"{path.name} is cut off or not a Parquet file. Copy or download it again.",
            f"{path.name} 不完整或不是 Parquet 文件。请重新复制或下载。",
        )
    found = connection.execute(
        "SELECT (SELECT num_rows FROM parquet_file_metadata($path)), max(columns), sum(unpacked), sum(rows), min(rows)"
        " FROM (SELECT any_value(row_group_num_rows) AS rows, any_value(row_group_num_columns) AS columns,"
        " sum(total_uncompressed_size) AS unpacked FROM parquet_metadata($path) GROUP BY row_group_id)",
        {"path": str(path)},
    ).fetchone()
    rows, columns, unpacked, in_groups, smallest = (int(value or 0) for value in found) if found else (0, 0, 0, 0, 0)
    swells = unpacked > max(SIZE_ALWAYS_ALLOWED, MOST_TIMES * size)
    believable = 0 <= rows <= max(ROWS_ALWAYS_ALLOWED, ROWS_PER_BYTE * size) and rows == in_groups and smallest >= 0
    if not believable or columns > MOST_COLUMNS or swells:
        raise _unbelievable(path)
    return rows


def _unbelievable(path: Path) -> ImportRefused:
    return ImportRefused(
        f"{path.name} declares more rows, columns or bytes than a file of its size can hold. It is damaged or prepared.",
        f"{path.name} 声明的行数、列数或大小超出该文件可容纳的范围，文件已损坏或被篡改。",
    )
