"""Files of any supported kind → one table of text cells in the work database, one row per record."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from data.errors import ImportRefused
from data.readers import delimited, parquet, workbook
from data.readers.layout import Layout, RawFile

Reader = Callable[[duckdb.DuckDBPyConnection, Path, str, Layout, Path], RawFile]
READERS: dict[str, Reader] = {
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".txt": delimited.read,
    ".parquet": parquet.read,
    ".xlsx": workbook.read,
}

__all__ = ["Layout", "RawFile", "is_delimited", "read_file"]


def read_file(connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, work: Path) -> RawFile:
    """Read `path` into `table` of the work database. Raises ImportRefused with one sentence when it cannot be read."""
    if not path.is_file():
        raise ImportRefused(f"{path} does not exist.", f"文件 {path} 不存在。")
    if path.stat().st_size == 0:
        raise ImportRefused(f"{path.name} is empty.", f"{path.name} 是空文件。")
    reader = _reader(path)
    if reader is None or (path.suffix.lower() == ".gz" and reader is not delimited.read):
        raise ImportRefused(
            f"{path.name} is of a kind that cannot be imported. Bring CSV, TSV (also .gz), XLSX or Parquet.",
            f"不支持导入 {path.name} 这类文件。请使用 CSV、TSV（可为 .gz）、XLSX 或 Parquet。",
        )
    return reader(connection, path, table, layout, work)


def is_delimited(path: Path) -> bool:
    """Whether a file is read as delimited text, going by its name; it is there and not empty."""
    return _reader(path) is delimited.read and path.is_file() and path.stat().st_size > 0


def _reader(path: Path) -> Reader | None:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else "".join(suffixes[-1:])
    return READERS.get(kind)
