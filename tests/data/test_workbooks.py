"""Workbooks: cells come as they look in the sheet, and a prepared file cannot take the process down."""

import io
import time
import zipfile
from datetime import date, datetime, time as time_of_day, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from data.errors import ImportRefused


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        day, hour = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    form = day if type(cell) is date else hour if isinstance(cell, time_of_day) else None
                    sheet.write(number, place, cell, form)
    return path


def rewritten(path: Path, member: str, before: str, after: str) -> bytes:
    """A workbook with a text in one of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name).decode()
            copy.writestr(name, content.replace(before, after, 1) if name == member else content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("T-001", "T-001"),
        (5, "5"),
        (2.5, "2.5"),
        (-0.25, "-0.25"),
        (6200123456789012, "6200123456789012"),
        (True, "true"),
        (False, "false"),
        (datetime(2024, 3, 4, 10, 2, 7), "2024-03-04 10:02:07"),
        (date(2024, 2, 29), "2024-02-29"),
        ("one\ntwo", "one\ntwo"),
        ('a "quoted", word', 'a "quoted", word'),
        ("东京", "东京"),
    ],
)
def test_a_cell_comes_as_it_looks(read, tmp_path, cell, text):
    workbook(tmp_path / "rows.xlsx", Sheet1=[["id", "cell"], ["1", cell]])
    assert read(None, "rows.xlsx").cells[0][-1].removesuffix(" 00:00:00") == text


def test_every_moment_of_a_day_keeps_its_second(read, tmp_path):
    moments = [datetime(2024, 3, 4) + timedelta(seconds=37 * step) for step in range(2_336)]
    workbook(tmp_path / "rows.xlsx", Sheet1=[["at"], *([moment] for moment in moments)])
    assert [datetime.fromisoformat(cell[0]) for cell in read(None, "rows.xlsx").cells] == moments


def test_times_shares_and_errors_come_as_they_are_meant(read, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["time", "share", "not known", "by nought", "hours", "serial"])
        sheet.write(1, 0, time_of_day(12, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write(1, 1, 0.25, book.add_format({"num_format": "0%"}))
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write(1, 4, 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write(1, 5, 45292.5)
    assert read(None, "rows.xlsx").cells == [("12:30:00", "0.25", None, None, "129600", "45292.5")]


def test_a_merged_cell_stands_in_its_first_place_only(read, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.merge_range(1, 0, 2, 1, "merged")
        sheet.write(2, 2, "x")
    assert read(None, "rows.xlsx").cells == [("merged", None, None), (None, None, "x")]


def test_trailing_rows_and_wrappings_are_taken_off_in_workbooks_too(read, tmp_path):
    workbook(tmp_path / "rows.xlsx", Sheet1=[["id", "phone"], ["1", "'138"], ["Total", 1]])
    assert read(None, "rows.xlsx", skip_last=1, unwrap=True).cells == [("1", "138")]


def test_an_empty_cell_is_empty_and_an_empty_row_is_a_row(read, tmp_path):
    workbook(tmp_path / "rows.xlsx", Sheet1=[["id", "a", "b"], ["1", None, "x"], [], ["2", "y", None]])
    assert read(None, "rows.xlsx").cells == [("1", None, "x"), (None, None, None), ("2", "y", None)]


def test_the_first_sheet_is_read_unless_another_is_named(read, tmp_path):
    workbook(tmp_path / "rows.xlsx", Notes=[["note"], ["x"]], Daten=[["id"], ["1"]])
    assert read(None, "rows.xlsx").columns == ("note",)
    assert read(None, "rows.xlsx", sheet="Daten").columns == ("id",)


def test_lines_above_the_header_are_counted_as_in_the_sheet(read, tmp_path):
    workbook(tmp_path / "rows.xlsx", Sheet1=[[], ["A title"], ["id", "name"], ["1", "a"]])
    found = read(None, "rows.xlsx", skip_lines=2)
    assert (found.columns, found.cells) == (("id", "name"), [("1", "a")])


def test_a_sheet_that_is_not_there_is_refused(read, tmp_path, sentence):
    workbook(tmp_path / "rows.xlsx", Sheet1=[["id"], ["1"]])
    with pytest.raises(ImportRefused) as refused:
        read(None, "rows.xlsx", sheet="Sheet2")
    sentence(refused.value, "has no sheet of that name")


def broken_files(folder: Path) -> dict[str, bytes]:
    whole = workbook(folder / "whole.xlsx", Sheet1=[["id"], ["1"]]).read_bytes()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return {"noise": b"no workbook at all", "cut": whole[: len(whole) // 2], "other": other.getvalue()}


@pytest.mark.parametrize("kind", ["noise", "cut", "other"])
def test_what_is_no_workbook_is_refused(read, tmp_path, sentence, kind):
    with pytest.raises(ImportRefused) as refused:
        read(broken_files(tmp_path)[kind], "rows.xlsx")
    sentence(refused.value, "is not a readable workbook")


def test_a_workbook_that_declares_entities_is_refused(read, tmp_path, sentence):
    path = workbook(tmp_path / "whole.xlsx", Sheet1=[["id"], ["1"]])
    content = rewritten(path, "xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE x [<!ENTITY e "1">]><worksheet')
    with pytest.raises(ImportRefused) as refused:
        read(content, "rows.xlsx")
    sentence(refused.value, "decompression bomb")


def test_a_cell_in_the_last_corner_is_refused_quickly(read, tmp_path, sentence):
    with xlsxwriter.Workbook(tmp_path / "rows.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "id")
        sheet.write("XFD1048576", 1)
    began = time.monotonic()
    with pytest.raises(ImportRefused) as refused:
        read(None, "rows.xlsx")
    sentence(refused.value, "rows.xlsx")
    assert time.monotonic() - began < 5


def test_a_workbook_that_swells_is_refused_before_it_is_unpacked(read, tmp_path, sentence):
    with zipfile.ZipFile(tmp_path / "rows.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    began = time.monotonic()
    with pytest.raises(ImportRefused) as refused:
        read(None, "rows.xlsx")
    sentence(refused.value, "decompression bomb")
    assert time.monotonic() - began < 5
