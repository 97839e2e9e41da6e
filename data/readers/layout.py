"""How a file is laid out, and what was found when it was read."""

from dataclasses import dataclass

from data.errors import ImportRefused

ROW = "__kept_row"
"""Name of the column that numbers the records of a file from 1, not counting the header."""


@dataclass(frozen=True)
class Layout:
    """The layout a mapping declares; None means: look at the file.

    Attributes:
        skip_lines: lines before the header.
        header: whether there is a header line; without one the columns are called c1, c2 …
        sheet: name of the sheet of a workbook; the first one if None.
        skip_last: records at the end that are no data; they are not counted.
        unwrap: take `="123"` and a leading `'` off every cell, as exports made for Excel write them.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    skip_lines: int = 0
    header: bool = True
    sheet: str | None = None
    skip_last: int = 0
    unwrap: bool = False


@dataclass(frozen=True)
class Misfit:
    """A record that does not fit the file's own columns. Its text is not kept: it may hold what is personal."""

    row: int
    reason: str


@dataclass(frozen=True)
class RawFile:
    """A file as read: its columns (all text, or typed in Parquet) and the records that did not fit.

    Attributes:
        table: a table, or a view of the file itself. The column ROW numbers its records.
        is_streamed: it is a view: numbers cost a walk through the file in its order, and are best not asked for.
        moved: a table that says where misfits part the numbers of a view from those of the file: from `place` on,
            a record stands `k` further down; None if nowhere.
    """

    table: str
    columns: tuple[str, ...]
    misfits: tuple[Misfit, ...] = ()
    is_streamed: bool = False
    moved: str | None = None


def unique_headers(cells: list[str], name: str) -> tuple[str, ...]:
    """Header cells without blanks around them; an empty or repeated one gets a number. Raises on no header at all."""
    headers: list[str] = []
    for position, cell in enumerate(cells, start=1):
        header = cell.replace("\ufeff", "").strip() or f"c{position}"
        taken = {known.lower() for known in headers}
        number, candidate = 2, header
        while candidate.lower() in taken:
            candidate, number = f"{header}_{number}", number + 1
        headers.append(candidate)
    if not headers or all(not cell.strip() for cell in cells):
        raise ImportRefused(f"{name} has no header line where one is expected.", f"{name} 应有表头的位置没有表头。")
    return tuple(headers)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
