"""XLSX: written out as CSV by a process with limits, which then takes the same way as any other CSV."""

import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from data.errors import ImportRefused
from data.readers import child, delimited
from data.readers.layout import Layout, RawFile

SECONDS = 300
OLD_OR_PROTECTED = b"\xd0\xcf\x11\xe0"
"""How files of Excel up to 2003 begin, and newer ones with a password."""


def read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, work: Path) -> RawFile:
    """Read one sheet of a workbook into `table`. Raises ImportRefused."""
    _refuse_protected(path)
    target = work / f"{path.stem}.csv"
    child.run("sheets", path, target, layout.sheet or "", seconds=SECONDS)
    as_csv = replace(layout, encoding="utf-8", delimiter=",", quote='"')
    try:
        return delimited.read(connection, target, table, as_csv, work, path.name)
    finally:
        target.unlink(missing_ok=True)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets, in their order. Raises ImportRefused."""
    _refuse_protected(path)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "names"
        child.run("sheets", path, target, seconds=SECONDS)
        return tuple(target.read_text("utf-8").splitlines())


def _refuse_protected(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(4)
    if start == OLD_OR_PROTECTED:
        raise ImportRefused(
            f"{path.name} is protected by a password, or is an old .xls file. Save it as .xlsx without a password.",
            f"{path.name} 设有密码保护，或是旧版 .xls 文件。请另存为不带密码的 .xlsx。",
        )
