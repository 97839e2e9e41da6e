"""XLSX: unpacked by a child process with limits, because a prepared workbook can abort or fill a whole process.

The child writes the sheet as CSV (dates as ISO text, whole numbers without a decimal point), which then takes the
same way as any other CSV.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb

from data.errors import ImportRefused
from data.readers import delimited
from data.readers.layout import Layout, RawFile

SECONDS = 300
REFUSALS = {
    3: ("has no sheet of that name", "没有该名称的工作表"),
    4: ("is not a readable workbook", "不是可读取的工作簿"),
    5: ("is built like a decompression bomb", "结构异常，疑似压缩炸弹"),
}


def read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, work: Path) -> RawFile:
    """Read one sheet of a workbook into `table`. Raises ImportRefused."""
    target = work / f"{path.stem}.csv"
    command = [sys.executable, "-m", "data.readers.workbook_child", str(path), str(target), layout.sheet or ""]
    try:
        code = subprocess.run(  # noqa: S603 - our own module, no shell, paths as arguments
            command, cwd=Path(__file__).resolve().parents[2], timeout=SECONDS, check=False, capture_output=True
        ).returncode
    except subprocess.TimeoutExpired:
        code = -1
    if code != 0:
        en, zh = REFUSALS.get(code, ("takes more time or memory than a table may", "占用的时间或内存超出限制"))
        raise ImportRefused(f"{path.name} {en}.", f"{path.name} {zh}。")
    return delimited.read(connection, target, table, replace(layout, encoding="utf-8", delimiter=","), work)
