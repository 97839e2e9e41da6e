"""Look at files: what they are, how they are laid out, what their columns hold, and which of them belong together."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from data.errors import ImportRefused
from data.proposal.links import links_between
from data.proposal.model import Found, Look
from data.proposal.opened import Opened, format_of, opened
from data.proposal.sentences import described
from data.proposal.shapes import decimal_mark, shapes_of
from data.readers import delimited
from data.words import Text

SAMPLE = 200_000
"""Rows of a larger table from which the shapes of columns are told."""


def look(paths: Sequence[Path], work: Path) -> Look:
    """Everything that can be told of files without asking. A file that cannot be read is told so, not raised.

    Args:
        paths: the files.
        work: a folder in which files may be unpacked; nothing is left there.
    """
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as scratch, _engine(Path(scratch)) as connection:
        seen = [
            _look_at(connection, path, f"file_{number}", Path(scratch) / str(number))
            for number, path in enumerate(paths)
        ]
        tables = {found.path: table for found, table in seen if table is not None}
        links = links_between(connection, [found for found, _ in seen], tables)
    return Look(tuple(found for found, _ in seen), links)


@contextmanager
def _engine(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, Any] = {
        "temp_directory": str(work / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    with duckdb.connect(str(work / "look.duckdb"), config=config) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def _look_at(connection: duckdb.DuckDBPyConnection, path: Path, table: str, work: Path) -> tuple[Found, str | None]:
    """What was found in a file, and the table that holds its records."""
    try:
        file = opened(connection, path, table, work)
        rows, complete, sample = _sample(connection, file)
        shapes, nulls = shapes_of(
            connection, sample, file.raw.columns, rows, _whole(connection, path, table, work, file, sample)
        )
    except ImportRefused as error:
        return _refused(path, error.text), None
    except duckdb.Error:
        return _refused(path, Text("It cannot be read as a table.", "无法作为表格读取。")), None
    layout, is_text = file.layout, format_of(path) == "text"
    found = Found(
        str(path), format_of(path), path.stat().st_size, file.encoding, layout.delimiter if is_text else None,
        layout.quote if is_text else None, layout.header, layout.skip_lines, layout.skip_last, layout.unwrap,
        decimal_mark(shapes), file.sheets, layout.sheet, rows, complete, len(file.raw.misfits), nulls, shapes,
    )  # fmt: skip
    return replace(found, says=described(found)), sample


def _sample(connection: duckdb.DuckDBPyConnection, file: Opened) -> tuple[int, bool, str]:
    """How many rows are looked at, whether they are all, and the table that holds them."""
    row = connection.execute(f"SELECT count(*) FROM {file.raw.table}").fetchone()
    count = int(row[0]) if row else 0
    if count == 0 and not file.raw.misfits:
        raise ImportRefused("There is a header but no rows.", "只有表头，没有数据行。")
    if count <= 2 * SAMPLE:
        return count, file.complete, file.raw.table
    part = f"{file.raw.table}_part"
    connection.execute(
        f"CREATE TABLE {part} AS SELECT * FROM {file.raw.table} USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (1)"
    )
    return SAMPLE, False, part


def _whole(
    connection: duckdb.DuckDBPyConnection, path: Path, table: str, work: Path, file: Opened, sample: str
) -> Callable[[], str] | None:
    """Reads the whole file, once, when a column's dates cannot be decided from the part that was read."""
    if sample != file.raw.table:
        return lambda: file.raw.table
    if file.complete:
        return None
    read: list[str] = []

    def whole() -> str:
        if not read:
            read.append(
                delimited.read(connection, file.plain or path, f"{table}_whole", file.layout, work, path.name).table
            )
        return read[0]

    return whole


def _refused(path: Path, why: Text) -> Found:
    size = path.stat().st_size if path.is_file() else 0
    return Found(
        str(path), format_of(path), size, None, None, None, True, 0, 0, False, ".", (), None, 0, True, 0, (), (), (), why
    )  # fmt: skip
