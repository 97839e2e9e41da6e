"""CSV and TSV, also gzipped.

The header is read here, by Python; DuckDB then reads the records with everything stated and nothing guessed, and
hands back the records that do not fit. Where it loses its way (broken quotes, mixed line ends) the file takes the
careful road instead.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import duckdb

from data.errors import ImportRefused
from data.readers.careful import MAX_RECORD, Form, rewrite
from data.readers.layout import ROW, Layout, Misfit, RawFile, quoted, unique_headers
from data.readers.plain_text import as_utf8, unpacked

DELIMITERS = ",;\t|"
MISFITS = {
    "MISSING COLUMNS": "too_few_cells",
    "TOO MANY COLUMNS": "too_many_cells",
    "INVALID ENCODING": "bad_characters",
}
ASTRAY = (
    "error_type IN ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM')"
    " OR regexp_matches(csv_line, '[\r\n].*[^\r\n]', 's') OR length(csv_line) >= 9999"
)
"""Misfits that may have swallowed other lines: broken quotes, and records of several lines (long ones are cut here)."""
MOVED = (
    "SELECT line - $before - k AS place, max(k) AS k FROM (SELECT line, row_number() OVER (ORDER BY line) AS k"
    " FROM (SELECT DISTINCT line FROM reject_errors)) GROUP BY place"
)
"""The k-th misfit at record r has r - k good records before it, so those numbered above r - k move down by k."""
BLANKS = " \t\u00a0\u3000"
WRAPPED = re.compile(r'^="(.*)"$', re.S)


@dataclass(frozen=True)
class Header:
    """The header as found. `lone_cr`: the lines of the file end in CR alone."""

    delimiter: str
    cells: tuple[str, ...]
    lone_cr: bool


def read(
    connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, work: Path, name: str | None = None
) -> RawFile:
    """Read a delimited file into `table`; errors call it `name`. Raises ImportRefused."""
    name = name or path.name
    plain = as_utf8(unpacked(path, work), layout.encoding, work, name)
    header = _header(plain, name, layout)
    columns = unique_headers(list(header.cells), name)
    misfits = _read_quickly(connection, plain, table, layout, header, columns)
    if misfits is None:
        misfits = _read_carefully(connection, plain, table, layout, header, columns, work)
    if layout.skip_last:
        misfits = _without_last(connection, table, columns, misfits, layout.skip_last)
    return RawFile(table, columns, misfits)


def stream(
    connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, work: Path
) -> tuple[RawFile, "Stream"]:
    """Make `table` a view of a delimited file, which is read as often as it is asked for. Raises ImportRefused."""
    plain = as_utf8(unpacked(path, work), layout.encoding, work, path.name)
    header = _header(plain, path.name, layout)
    columns = unique_headers(list(header.cells), path.name)
    source, values = _source(plain, layout.skip_lines + layout.header, header.delimiter, layout.quote, len(columns))
    written = source
    for value in values:
        written = written.replace("?", _literal(value), 1)
    connection.execute(f"CREATE VIEW {table} AS SELECT {_named(columns, layout)} FROM {written}")
    raw = RawFile(table, columns, is_streamed=True)
    return raw, Stream(connection, raw, plain, layout, header, work)


@dataclass(frozen=True)
class Stream:
    """What is found out of a file that is read as a stream only when it has been read."""

    connection: duckdb.DuckDBPyConnection
    raw: RawFile
    plain: Path
    layout: Layout
    header: Header
    work: Path

    def forget(self) -> None:
        """Forget the misfits of files read before."""
        self.connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")

    def lost_its_way(self) -> bool:
        """Whether DuckDB, which has just read the file, took lines for what they are not."""
        return self.connection.execute(f"SELECT 1 FROM reject_errors WHERE {ASTRAY} LIMIT 1").fetchone() is not None

    def settled(self) -> RawFile:
        """The file with its misfits, after it was read."""
        before = self.layout.skip_lines + self.layout.header
        misfits = _reported(self.connection, before)
        if not misfits:
            return self.raw
        moved = f"{self.raw.table}_moved"
        self.connection.execute(f"CREATE TABLE {moved} AS {MOVED}", {"before": before})
        return replace(self.raw, misfits=misfits, moved=moved)

    def read_carefully(self) -> RawFile:
        """Read the file again, on the slow and careful road, into a table in the view's place."""
        raw, layout = self.raw, self.layout
        self.connection.execute(f"DROP VIEW {raw.table}")
        misfits = _read_carefully(self.connection, self.plain, raw.table, layout, self.header, raw.columns, self.work)
        return RawFile(raw.table, raw.columns, misfits)


def _literal(value: object) -> str:
    """A value in the text of a view, in which nothing can be bound."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(name)}: {_literal(item)}" for name, item in value.items()) + "}"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _header(plain: Path, name: str, layout: Layout) -> Header:
    """Delimiter and header cells. DuckDB counts the header as one record, over however many lines it runs."""
    with plain.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for _ in range(layout.skip_lines):
            file.readline()
        start = file.read(MAX_RECORD)
    lone_cr = start.count("\r") - start.count("\r\n") > start.count("\n")
    try:
        delimiter = layout.delimiter or _likely_delimiter(start, layout.quote)
        cells = next(_cells(io.StringIO(start, newline=_newline(lone_cr)), delimiter, layout.quote))
    except (csv.Error, StopIteration, TypeError) as error:
        raise ImportRefused(
            f"The header of {name} cannot be read: {error}.", f"{name} 的表头无法读取：{error}。"
        ) from error
    if not layout.header:
        return Header(delimiter, tuple(f"c{position}" for position, _ in enumerate(cells, start=1)), lone_cr)
    if layout.unwrap:
        cells = [WRAPPED.sub(r"\1", cell.strip()).removeprefix("'") for cell in cells]
    return Header(delimiter, tuple(cells), lone_cr)


def _newline(lone_cr: bool) -> str:
    """Where lines end: at a CR only in a file in which most do."""
    return "" if lone_cr else "\n"


def _cells(lines: Iterable[str], delimiter: str, quote: str) -> Iterator[list[str]]:
    whole = (line.rstrip("\r\n").replace("\r", " ") + "\n" for line in lines)
    return csv.reader(whole, delimiter=delimiter, quotechar=quote)


def _likely_delimiter(start: str, quote: str) -> str:
    """The delimiter that occurs most often in the header, quoted text apart."""
    bare = re.sub(f"{re.escape(quote)}[^{re.escape(quote)}]*{re.escape(quote)}", "", start[: 1 << 16])
    header = re.split("[\r\n]", bare.lstrip("\r\n"), maxsplit=1)[0]
    return max(DELIMITERS, key=header.count)


def _read_quickly(
    connection: duckdb.DuckDBPyConnection,
    plain: Path,
    table: str,
    layout: Layout,
    header: Header,
    columns: tuple[str, ...],
) -> tuple[Misfit, ...] | None:
    """The misfits after DuckDB has read the file; None if it lost its way, and then there is no table."""
    before = layout.skip_lines + (1 if layout.header else 0)
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    try:
        _load(connection, plain, table, _named(columns, layout), before, header.delimiter, layout.quote, len(columns))
        astray = connection.execute(f"SELECT 1 FROM reject_errors WHERE {ASTRAY} LIMIT 1").fetchone()
    except duckdb.InvalidInputException:
        astray = (1,)
    if astray is None:
        return _misfits(connection, table, before)
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    return None


def _read_carefully(
    connection: duckdb.DuckDBPyConnection,
    plain: Path,
    table: str,
    layout: Layout,
    header: Header,
    columns: tuple[str, ...],
    work: Path,
) -> tuple[Misfit, ...]:
    """Read a clean copy in which every record has its number; what does not fit is not in it."""

    def skip(file: TextIO) -> None:
        for _ in range(layout.skip_lines):
            file.readline()
        if layout.header:
            next(_cells(file, header.delimiter, layout.quote))

    clean = work / f"{plain.stem}.clean"
    misfits = rewrite(plain, clean, Form(header.delimiter, layout.quote, len(columns), header.lone_cr), skip)
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    named = _named(columns, layout, number="CAST(n AS BIGINT)")
    _load(connection, clean, table, named, 0, ",", '"', len(columns), number="n")
    clean.unlink()
    return misfits


def _named(columns: tuple[str, ...], layout: Layout, number: str = "row_number() OVER ()") -> str:
    """The columns of the raw table: number of the record, then the cells."""
    cell = "{0}"
    if layout.unwrap:
        bare = f"trim({{0}}, '{BLANKS}')"
        cell = f"CASE WHEN {bare} LIKE '=\"%\"' THEN {bare}[3:-2] ELSE regexp_replace({bare}, '^''', '') END"
    named = ", ".join(f"{cell.format(f'c{place}')} AS {quoted(name)}" for place, name in enumerate(columns))
    return f"{number} AS {ROW}, {named}"


def _load(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    named: str,
    skip: int,
    delimiter: str,
    quote: str,
    width: int,
    number: str | None = None,
) -> None:
    source, values = _source(path, skip, delimiter, quote, width, number)
    connection.execute(f"CREATE TABLE {table} AS SELECT {named} FROM {source}", values)


def _source(
    path: Path, skip: int, delimiter: str, quote: str, width: int, number: str | None = None
) -> tuple[str, list[object]]:
    """The reading of a file, with everything stated, and what is to be bound to it."""
    cells = dict.fromkeys(([number] if number else []) + [f"c{place}" for place in range(width)], "VARCHAR")
    source = (
        "read_csv(?, auto_detect=false, header=false, skip=?, delim=?,"
        " quote=?, escape=?, columns=?, store_rejects=true, strict_mode=true, max_line_size=?, nullstr='')"
    )
    return source, [str(path), skip, delimiter, quote, quote, cells, 4 * MAX_RECORD if number else MAX_RECORD]


def _misfits(connection: duckdb.DuckDBPyConnection, table: str, before: int) -> tuple[Misfit, ...]:
    """The records DuckDB could not fit, one each (it reports one with several errors once per column).

    DuckDB numbers them from the top of the file and leaves them out of the table, whose records are renumbered here to
    say where they stand in the file.
    """
    misfits = _reported(connection, before)
    if misfits:
        connection.execute(
            f"UPDATE {table} SET {ROW} = {ROW} + k FROM (SELECT good, k FROM (SELECT {ROW} AS good FROM {table}) g"
            f" ASOF JOIN ({MOVED}) m ON g.good > m.place) moved WHERE moved.good = {table}.{ROW}",
            {"before": before},
        )
    return misfits


def _reported(connection: duckdb.DuckDBPyConnection, before: int) -> tuple[Misfit, ...]:
    rows = connection.execute(
        "SELECT line, min(error_type::VARCHAR) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    return tuple(Misfit(line - before, MISFITS.get(error, "unreadable_row")) for line, error in rows)


def _without_last(
    connection: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], misfits: tuple[Misfit, ...], last: int
) -> tuple[Misfit, ...]:
    """Take the last records off, good or not. In a file of one column, blank lines at the end are none."""
    filled = f"{quoted(columns[0])} IS NOT NULL" if len(columns) == 1 else "true"
    row = connection.execute(f"SELECT coalesce(max({ROW}), 0) FROM {table} WHERE {filled}").fetchone()
    end = max([int(row[0]) if row else 0, *(misfit.row for misfit in misfits)]) - last
    connection.execute(f"DELETE FROM {table} WHERE {ROW} > ?", [end])
    return tuple(misfit for misfit in misfits if misfit.row <= end)
