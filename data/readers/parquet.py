"""Parquet: read in place, with its types."""

from pathlib import Path

import duckdb

from data.errors import ImportRefused
from data.readers.layout import ROW, Layout, RawFile, quoted


def read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, _layout: Layout, _work: Path) -> RawFile:
    """Make `table` a view of the file. Raises ImportRefused."""
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        columns = tuple(name for name, *_ in described)
        listed = ", ".join(quoted(name) for name in columns)
        literal = str(path).replace("'", "''")
        connection.execute(
            f"CREATE VIEW {table} AS SELECT row_number() OVER () AS {ROW}, {listed} FROM read_parquet('{literal}')"
        )
    except duckdb.Error as error:
        raise ImportRefused(
            f"{path.name} is not a readable Parquet file.", f"{path.name} 不是可读取的 Parquet 文件。"
        ) from error
    return RawFile(table, columns)
