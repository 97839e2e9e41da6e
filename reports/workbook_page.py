"""Pages of a workbook: texts that stay texts, numbers in their unit, links, and formulas that only we write."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from charts.look import LIGHT
from reports.deck_theme import LATIN
from reports.review_tables import Cell, Table
from reports.sheet import CELL_LETTERS

WIDEST = 60
"""Letters of the widest column; longer texts are wrapped."""


@dataclass(frozen=True)
class Number:
    """A number with the format of its unit; None is an empty cell. `link` is where it leads."""

    value: float | None
    format: str = "General"
    link: str = ""
    formula: str = ""
    """what gives the value, in cells of the same page"""


Value = str | date | Number | Cell


@dataclass(frozen=True)
class Book:
    """The workbook being written and the formats made for it."""

    file: Any
    formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def style(self, **properties: object) -> Any:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format(
                {"valign": "top", "font_name": LATIN, "font_size": 10, **properties}
            )
        return self.formats[key]


def new_page(
    book: Book, name: str, title: str, facts: Sequence[str], heads: Sequence[str], widths: Sequence[float]
) -> Any:
    """A sheet with its title, its facts and the head of its table, below which it stands still."""
    page = book.file.add_worksheet(name)
    page.set_row(0, 22)
    page.write_string(0, 0, title, book.style(bold=True, font_size=14))
    for line, fact in enumerate(facts, start=1):
        page.write_string(line, 0, fact[:CELL_LETTERS], book.style(font_color=LIGHT.muted))
    top = first_row(facts) - 1
    head = book.style(bold=True, font_color=LIGHT.surface, bg_color=LIGHT.accent, text_wrap=True)
    page.set_row(top, 32)
    for place, (text, letters) in enumerate(zip(heads, widths, strict=True)):
        page.write_string(top, place, text, head)
        page.set_column(place, place, letters)
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    return page


def first_row(facts: Sequence[str]) -> int:
    """The row below the head of a page with so many facts, counted from 0."""
    return len(facts) + 3


def write_row(book: Book, page: Any, row: int, values: Sequence[Value]) -> None:
    """One row of a table."""
    for column, value in enumerate(values):
        match value:
            case Number():
                _number(book, page, row, column, value)
            case Cell():
                _text(book, page, row, column, value)
            case date():
                page.write_datetime(
                    row, column, datetime(value.year, value.month, value.day), book.style(num_format="yyyy-mm")
                )
            case _:
                _text(book, page, row, column, Cell(value))


def table_page(book: Book, table: Table, facts: Sequence[str]) -> None:
    """A table of texts as a sheet of its own."""
    widths = [min(WIDEST, 10 * share + 4) for share in table.widths]
    page = new_page(book, table.title, table.title, facts, table.heads, widths)
    top = first_row(facts)
    for row, cells in enumerate(table.rows, start=top):
        write_row(book, page, row, cells)
    if not table.rows:
        page.write_string(top, 0, table.empty, book.style())


def _number(book: Book, page: Any, row: int, column: int, number: Number) -> None:
    if number.value is None:
        return
    linked: dict[str, object] = {"font_color": LIGHT.accent, "underline": 1} if number.link else {}
    style = book.style(num_format=number.format, **linked)
    if number.link:
        page.write_url(row, column, number.link, style, string="")
    if number.formula:
        page.write_formula(row, column, f"={number.formula}", style, number.value)
    else:
        page.write_number(row, column, number.value, style)


def _text(book: Book, page: Any, row: int, column: int, cell: Cell) -> None:
    colours = {"good": LIGHT.good, "bad": LIGHT.bad, "risk": LIGHT.risk}
    style = book.style(text_wrap=True, bold=cell.bold, font_color=colours.get(cell.state, LIGHT.ink))
    if cell.link:
        page.write_url(
            row,
            column,
            cell.link,
            book.style(text_wrap=True, font_color=LIGHT.accent, underline=1),
            string=cell.text[:CELL_LETTERS],
        )
    else:
        page.write_string(row, column, cell.text[:CELL_LETTERS], style)
