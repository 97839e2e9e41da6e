"""What an engine file says of the tables that are counted from its engine tables: one JSON text each."""

from collections.abc import Iterable

import duckdb

APPENDED = 0.25
"""The share of lines appended by changes above which such a table is made anew."""


def indexed(connection: duckdb.DuckDBPyConnection, index: str) -> list[str]:
    """The texts of an index in the attached database `engine`; none in a new one."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS engine.{index} (content VARCHAR)")
    return [text for (text,) in connection.execute(f"SELECT content FROM engine.{index}").fetchall()]


def write_index(connection: duckdb.DuckDBPyConnection, index: str, texts: Iterable[str]) -> None:
    """Put these texts in the place of those before."""
    connection.execute(f"DELETE FROM engine.{index}")
    for text in texts:
        connection.execute(f"INSERT INTO engine.{index} VALUES (?)", [text])
