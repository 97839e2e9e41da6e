"""Files people take away hold what the page holds, and nothing in them runs."""

import csv
import io

import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from reports.sheet import CELL_LETTERS, Sheet, as_csv, as_xlsx
from tests.charts.makers import HOSTILE

FORMULAS = (
    "=1+1",
    "+1+cmd",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    ' =HYPERLINK("http://evil.example")',
    "=cmd|'/c calc'!A0",
)
HEADS = ["name", "value"]


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_no_cell_of_a_csv_starts_a_formula(text: str) -> None:
    rows = csv_rows(as_csv(Sheet("title", [text, "value"], [[text, 1.0]])))
    for row in rows:
        assert not row[0].lstrip().startswith(("=", "+", "-", "@"))
        assert row[0].removeprefix("'") == text


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE, "http://evil.example", "12"])
def test_every_text_of_a_workbook_is_a_text(text: str) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(Sheet(text, [text, "value"], [[text, 2]], facts=[text]))))
    sheet = book.active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.data_type for cell in cells if cell.value == 2] == ["n"]
    assert not any(cell.hyperlink for cell in cells)
    assert sum(str(cell.value).replace("_x000D_", "\r") == text for cell in cells) >= 3 or "\r" in text


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9)), max_size=20))
def test_numbers_stay_numbers_in_both(rows: list[tuple[int, float]]) -> None:
    sheet = Sheet("t", HEADS, rows)
    assert [(float(a), float(b)) for a, b in csv_rows(as_csv(sheet))[1:]] == [(float(a), float(b)) for a, b in rows]
    found = load_workbook(io.BytesIO(as_xlsx(sheet))).active
    assert found is not None
    assert [tuple(row) for row in found.iter_rows(min_row=4, values_only=True)] == [pytest.approx(row) for row in rows]


def test_a_text_longer_than_a_cell_is_cut_and_the_file_opens() -> None:
    found = load_workbook(io.BytesIO(as_xlsx(Sheet("t", HEADS, [["x" * 40_000, None]])))).active
    assert found is not None
    assert len(str(found.cell(row=4, column=1).value)) == CELL_LETTERS
