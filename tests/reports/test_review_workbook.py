"""The workbook holds the engine's numbers, reckons rates by itself, and runs nothing of what people typed."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from data.words import LANGUAGES, Language
from reports.review_workbook import workbook
from tests.charts.makers import HOSTILE
from tests.reports.conftest import ACTIONS, LONG, MINUTES, Made
from tests.reports.makers import LINK, hostile, review_of
from tests.reports.test_sheet import FORMULAS

Open = Callable[[Language], Made]
OURS = re.compile(r"=C(\d+)/D\1")


def sheets(file: bytes, *, values: bool = False) -> list[Any]:
    """The sheets: with formulas, or with the values that were stored with them."""
    return list(openpyxl.load_workbook(io.BytesIO(file), data_only=values).worksheets)


def table(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows below the head, which has a filter or is the last bold row."""
    top = sheet.freeze_panes
    return list(sheet.iter_rows(min_row=int(re.sub(r"\D", "", top)), values_only=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_holds_every_figure_of_every_promise(made: Open, language: Language) -> None:
    found = made(language)
    rows = table(sheets(found.workbook, values=True)[0])
    for row, item, section in zip(rows, found.file.promises, found.of.sections, strict=True):
        standing, figures = section.standing, section.standing.row
        assert row[0] == standing.promise.label.to(language)
        assert row[2:4] == (figures.numerator, figures.denominator)
        wanted = (figures.value, standing.promise.target, figures.low, figures.high)
        for shown, value in zip(row[4:8], wanted, strict=True):
            assert shown == (None if value is None else pytest.approx(value))
        assert row[8:11] == (figures.n, figures.undecided, figures.excluded)
        before = standing.compared.value if standing.compared else None
        assert row[11] == (None if before is None else pytest.approx(before))
        assert row[12] == (None if standing.change is None else pytest.approx(standing.change))
        assert row[15] in (item.moved, None)


@pytest.mark.parametrize("place", [0, 1], ids=["promises", "months"])
def test_a_rate_is_a_formula_whose_cells_give_the_value_stored_with_it(made: Open, place: int) -> None:
    file = made("en").workbook
    with_formulas, stored = sheets(file)[place], sheets(file, values=True)[place]
    found = [cell for row in with_formulas.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(found) >= (7, 80)[place]
    for cell in found:
        assert OURS.fullmatch(cell.value)
        row = cell.row
        assert str(row) in cell.value
        divided = with_formulas.cell(row, 3).value / with_formulas.cell(row, 4).value
        assert stored.cell(row, cell.column).value == pytest.approx(divided, abs=1e-12)


def test_the_months_are_those_of_the_board_with_the_targets_then_in_force(made: Open) -> None:
    found = made("zh")
    rows = table(sheets(found.workbook, values=True)[1])
    wanted = [(item.label, month) for item in found.file.promises for month in item.months]
    assert len(rows) == len(wanted) == 17 * 13
    for row, (label, month) in zip(rows, wanted, strict=True):
        assert (row[0], row[1].date()) == (label, month.start)
        assert row[2:4] == (month.numerator, month.denominator)
        assert row[4] == (None if month.value is None else pytest.approx(month.value))
        assert row[5] == month.target
    trends = [value for section in found.of.sections for _start, value in section.standing.trend]
    assert [row[4] for row in rows] == [None if value is None else pytest.approx(value) for value in trends]


def test_every_figure_leads_to_where_it_can_be_opened(made: Open) -> None:
    found = made("en")
    promises, _months, charts, *_rest = sheets(found.workbook)
    leading = [cell.hyperlink.target for row in promises.iter_rows() for cell in row if cell.hyperlink]
    drawn = [cell.hyperlink.target for row in charts.iter_rows() for cell in row if cell.hyperlink]
    assert leading == drawn == [item.link for item in found.file.promises]


def test_there_is_a_native_chart_for_each_promise_that_reads_its_months(made: Open) -> None:
    with zipfile.ZipFile(io.BytesIO(made("en").workbook)) as file:
        charts = [file.read(name).decode() for name in file.namelist() if re.match(r"xl/charts/chart\d+", name)]
    assert len(charts) == 17
    first = min(int(number) for chart in charts for number in re.findall(r"Months!\$E\$(\d+):", chart))
    ranges = {tuple(re.findall(r"Months!\$[EF]\$(\d+):\$[EF]\$(\d+)", chart)) for chart in charts}
    assert ranges == {((f"{first + 13 * n}", f"{first + 13 * n + 12}"),) * 2 for n in range(17)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_actions_and_findings_have_sheets_of_their_own(made: Open, language: Language) -> None:
    found = made(language)
    minutes, actions, quality = sheets(found.workbook)[3:]
    assert {row[2] for row in table(minutes)} == {minute.text for minute in MINUTES} >= {LONG}
    assert [row[0] for row in table(actions)] == [item.problem for item in ACTIONS]
    assert [row[2] for row in table(quality)] == [item.says for item in found.file.doubts]
    for sheet in (minutes, actions, quality):
        facts = [cell.value for cell in sheet["A"][:8]]
        assert any(found.of.version in str(fact) for fact in facts)


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE, LONG * 300])
def test_only_our_own_formulas_and_links_stand_in_a_workbook(text: str) -> None:
    file = workbook(hostile(text))
    cells = [cell for sheet in sheets(file) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(OURS.fullmatch(cell.value) for cell in cells if cell.data_type == "f")
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == {LINK}
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert set(re.findall(r"<c:f>'?([^'!<]*)'?!", chart)) == {"Months"}


def test_a_review_without_promises_makes_a_workbook() -> None:
    empty = replace(review_of(), promises=())
    assert [table(sheet) for sheet in sheets(workbook(empty))[:2]] == [[], []]
