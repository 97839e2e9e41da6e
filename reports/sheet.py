"""A table as a file: CSV that no spreadsheet takes for formulas, and XLSX whose texts are texts."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from data.safe_csv import safe_cell

CELL_LETTERS = 32_767
"""The longest text a cell of XLSX may hold."""
SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""How a workbook is written: texts stay texts."""
Value = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """A table and what it is about: `facts` are lines above it in XLSX, such as the filters in force."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    facts: Sequence[str] = ()


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by; cells that would start a formula are made texts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(head) for head in sheet.heads])
    writer.writerows([safe_cell(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet: its title, its facts, then the table with a filter on its head."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SETTINGS) as book:
        page = book.add_worksheet("Kept")
        bold = book.add_format({"bold": True})
        page.write_string(0, 0, sheet.title, bold)
        for line, fact in enumerate(sheet.facts, start=1):
            page.write_string(line, 0, fact)
        top = len(sheet.facts) + 2
        for place, head in enumerate(sheet.heads):
            page.write_string(top, place, head, bold)
            page.set_column(place, place, min(40, max(12, len(head) + 4)))
        for line, row in enumerate(sheet.rows, start=top + 1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, place, value[:CELL_LETTERS])
                elif value is not None:
                    page.write_number(line, place, value)
        page.freeze_panes(top + 1, 1)
        if sheet.heads:
            page.autofilter(top, 0, top + max(len(sheet.rows), 1), len(sheet.heads) - 1)
    return target.getvalue()
