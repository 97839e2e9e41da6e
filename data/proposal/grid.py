"""Where the table begins and ends in the rows of a file: preamble, header, trailer."""

import re
from collections import Counter
from dataclasses import dataclass

from data.proposal.dates import form_of

TOTAL = re.compile(r"\s*(total|sum|subtotal|grand total|gesamt|summe|合计|总计|小计|汇总)\b", re.I)
ROWS = 40
"""Rows at the beginning among which the header is looked for."""
DATA = re.compile(r"[+-]?[\d.,]*\d[%元]?|1[3-9]\d{9}|[^@\s]+@[^@\s]+\.\w+")
TRAILER = re.compile(
    r"\b(total|sum|subtotal|period|report(ing|ed)?|generated|exported|records?|rows|timezone|gesamt|summe|zeitraum)\b"
    r"|合计|总计|小计|汇总|共\s*\d+|记录数|统计|导出|制表|截至|以上",
    re.I,
)


@dataclass(frozen=True)
class Start:
    """The row on which the table begins (0 is the first), whether it is a header, and how many cells a row has."""

    row: int
    header: bool
    width: int


def start_of(rows: list[list[str]]) -> Start:
    """Where the table begins among the first rows of a file."""
    widths = Counter(len(row) for row in rows if _filled(row))
    if not widths:
        return Start(0, True, 0)
    width = max(widths, key=lambda cells: (widths[cells] * (cells > 1), cells))
    typical = sorted(_filled(row) for row in rows if len(row) == width)[widths[width] // 2]
    for number, row in enumerate(rows):
        if len(row) == width and _filled(row) >= max(min(2, width), round(0.6 * typical)):
            return Start(number, is_header(row, rows[number + 1 :]), width)
    return Start(0, True, width)


def is_header(row: list[str], below: list[list[str]]) -> bool:
    """Whether a row names columns rather than being the first record."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(is_data(cell) for cell in cells):
        return False
    repeated = sum(
        1
        for place, cell in enumerate(row)
        if cell.strip() and any(place < len(other) and other[place].strip() == cell.strip() for other in below)
    )
    return repeated * 3 < max(len(cells), 1)


def is_data(cell: str) -> bool:
    """Whether a cell is a number, a moment or an address rather than a name."""
    text = cell.strip().strip("'")
    if text.startswith('="'):
        return True
    return bool(DATA.fullmatch(text)) or form_of(re.sub(r"\d", "9", text), timed=False) is not None


def trailing(rows: list[list[str]], width: int) -> int:
    """How many of the last rows are no records: a total, a sentence on the period, the number of rows."""
    count = 0
    for row in reversed(rows):
        filled = [cell for cell in row if cell.strip()]
        if width < 2 or not filled or not _closes(filled, width):
            return count
        count += 1
    return 0 if count == len(rows) else count


def _closes(filled: list[str], width: int) -> bool:
    """Whether the filled cells of a row are a total over some columns, or a remark in one cell."""
    if TOTAL.match(filled[0]):
        return len(filled) < width
    return len(filled) <= max(1, width // 3) and TRAILER.search(" ".join(filled)) is not None


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())
