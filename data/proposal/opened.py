"""A file of any kind → its layout, and its records in a table of the engine to be looked at."""

import contextlib
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.proposal.grid import ROWS, Start, start_of, trailing
from data.readers import delimited, read_file
from data.readers.delimited import DELIMITERS
from data.readers.layout import ROW, Layout, RawFile, quoted
from data.readers.plain_text import as_utf8, detect_encoding, unpacked
from data.readers.workbook import sheet_names

HEAD = 1 << 16
LARGE = 96 << 20
"""Bytes of plain text above which only the beginning is read for the shapes of columns."""
LOOKED_AT = 40 << 20
TAIL = 1 << 13
SHEETS = 6


@dataclass(frozen=True)
class Opened:
    """A file as read for looking: `plain` is the text that a whole reading would read again, where only part was."""

    raw: RawFile
    layout: Layout
    encoding: str | None
    sheets: tuple[str, ...] = ()
    complete: bool = True
    plain: Path | None = None


def opened(connection: duckdb.DuckDBPyConnection, path: Path, table: str, work: Path) -> Opened:
    """Read a file into `table`, with the layout it turns out to have. Raises ImportRefused."""
    work.mkdir(parents=True, exist_ok=True)
    kind = format_of(path)
    if kind == "parquet":
        return Opened(read_file(connection, path, table, Layout(), work), Layout(), None)
    if kind == "xlsx":
        return _workbook(connection, path, table, work)
    if kind != "text":
        return Opened(read_file(connection, path, table, Layout(), work), Layout(), None)
    return _text(connection, path, table, work)


def format_of(path: Path) -> str:
    """text, xlsx, parquet or the unknown ending itself."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    ending = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else "".join(suffixes[-1:])
    return {".csv": "text", ".tsv": "text", ".txt": "text", ".xlsx": "xlsx", ".parquet": "parquet"}.get(ending, ending)


def _text(connection: duckdb.DuckDBPyConnection, path: Path, table: str, work: Path) -> Opened:
    if not path.is_file() or path.stat().st_size == 0:
        return Opened(read_file(connection, path, table, Layout(), work), Layout(), None)
    unzipped = unpacked(path, work)
    plain = as_utf8(unzipped, None, work, path.name)
    encoding = "utf-8" if plain == unzipped else detect_encoding(unzipped)
    with plain.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.read(HEAD)
    delimiter = delimiter_of(head)
    records = list(_records(head, delimiter))
    start = start_of([cells for _, cells in records])
    layout = Layout(
        delimiter=delimiter,
        skip_lines=records[start.row][0] if records else 0,
        header=start.header,
        skip_last=trailing(_last_rows(plain, delimiter), start.width),
        unwrap=is_wrapped([cells for _, cells in records[start.row :]]),
    )
    if plain.stat().st_size <= LARGE:
        return Opened(delimited.read(connection, plain, table, layout, work, path.name), layout, encoding)
    part = _beginning(plain, work)
    raw = delimited.read(connection, part, table, replace(layout, skip_last=0), work, path.name)
    return Opened(raw, layout, encoding, complete=False, plain=plain)


def delimiter_of(head: str) -> str:
    """The delimiter that parts the rows into the most cells, most evenly."""

    def evenness(delimiter: str) -> tuple[bool, float]:
        widths = [len(cells) for _, cells in _records(head, delimiter) if any(cells)]
        if not widths:
            return False, 0.0
        usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
        share = widths.count(usual) / len(widths)
        return share >= 0.6 and usual > 1, usual * share

    return max(DELIMITERS, key=evenness)


def is_wrapped(rows: list[list[str]]) -> bool:
    """Whether cells are kept from a spreadsheet's hands: ="123", or an apostrophe before a number."""
    return any(
        (cell.startswith('="') and cell.endswith('"')) or (cell.startswith("'") and cell[1:2].isdigit())
        for row in rows
        for cell in map(str.strip, row)
    )


def _records(head: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The first records, each with the number of lines before it; the last one of a cut text is not complete."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    before, held = 0, None
    with contextlib.suppress(csv.Error):
        for number, cells in enumerate(reader):
            if held is not None:
                yield held
            held = (before, cells)
            before = reader.line_num
            if number > 3 * ROWS:
                return
    if held is not None and (len(head) < HEAD or before <= 1):
        yield held


def _last_rows(plain: Path, delimiter: str) -> list[list[str]]:
    """The last lines as rows. One within a cell that runs over several lines is no trailer: its quotes do not match."""
    with plain.open("rb") as file:
        file.seek(max(0, plain.stat().st_size - TAIL))
        lines = [line for line in file.read().decode("utf-8", "ignore").splitlines() if line.strip(" \t,;|")][1:]
    rows: list[list[str]] = []
    for line in reversed(lines[-4:]):
        if line.count('"') % 2:
            break
        rows.insert(0, next(csv.reader([line], delimiter=delimiter)))
    return rows


def _beginning(plain: Path, work: Path) -> Path:
    target = work / "beginning.csv"
    with plain.open("rb") as file:
        text = file.read(LOOKED_AT)
    cut = text.rfind(b"\n") + 1
    while cut and text.count(b'"', 0, cut) % 2:
        cut = text.rfind(b"\n", 0, cut - 1) + 1
    target.write_bytes(text[:cut])
    return target


def _workbook(connection: duckdb.DuckDBPyConnection, path: Path, table: str, work: Path) -> Opened:
    """The sheet with the most cells below its header."""
    names = tuple(sheet_names(path))
    best: tuple[int, str | None, Layout] = (-1, None, Layout())
    for sheet in names[:SHEETS] if len(names) > 1 else [None]:
        rows = _sheet_rows(connection, path, Layout(sheet=sheet, header=False), table, work)
        start = start_of(rows[:ROWS])
        size = sum(1 for row in rows[start.row :] for cell in row if cell.strip())
        if size > best[0]:
            best = (size, sheet, _sheet_layout(rows, start, sheet))
    layout = best[2]
    return Opened(read_file(connection, path, table, layout, work), layout, None, names)


def _sheet_layout(rows: list[list[str]], start: Start, sheet: str | None) -> Layout:
    lines = sum(1 + sum(cell.count("\n") for cell in row) for row in rows[: start.row])
    return Layout(
        skip_lines=lines, header=start.header, sheet=sheet,
        skip_last=trailing(rows[max(start.row + 1, len(rows) - 4) :], start.width), unwrap=is_wrapped(rows[start.row : ROWS]),
    )  # fmt: skip


def _sheet_rows(
    connection: duckdb.DuckDBPyConnection, path: Path, layout: Layout, table: str, work: Path
) -> list[list[str]]:
    raw = read_file(connection, path, table, layout, work)
    cells = ", ".join(f"coalesce({quoted(column)}, '')" for column in raw.columns)
    rows = connection.execute(f"SELECT {cells} FROM {raw.table} ORDER BY {ROW} LIMIT 100000").fetchall()
    connection.execute(f"DROP TABLE {raw.table}")
    return [list(row) for row in rows]
