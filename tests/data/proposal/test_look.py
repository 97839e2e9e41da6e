"""What is found in a file: its layout, its columns, the order of its dates, its people."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings, strategies as st

from data.proposal import Found, Kind, Order, look
from data.proposal.dates import form_of
from data.proposal.personal import masked
from tests.data.proposal.conftest import Desk

HEADER = "Ticket ID,Created at,Status\n"
ROWS = "T1,2026-03-02 09:00:00,open\nT2,2026-03-03 09:00:00,closed\n"


def one(desk: Desk, text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Found:
    (found,) = desk.look(desk.file(name, text, encoding)).files
    return found


def said(found: Found) -> str:
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) for text in found.says)
    return " ".join(text.en for text in found.says)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")],
)
def test_the_encoding_is_found_and_said(desk: Desk, encoding: str, name: str) -> None:
    text = "工单编号,创建时间,状态\n" + "".join(f"甲{n},2026-03-02 09:00:00,已解决\n" for n in range(20))
    found = one(desk, text, encoding=encoding)
    assert found.headers == ("工单编号", "创建时间", "状态")
    assert said(found).startswith(f"{name}")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_although_cells_hold_others(desk: Desk, delimiter: str) -> None:
    rows = [["id", "text", "n"], *([str(n), '"a, b; c | d"', "1.5"] for n in range(9))]
    found = one(desk, "".join(delimiter.join(row) + "\n" for row in rows))
    assert (found.delimiter, found.headers, found.rows) == (delimiter, ("id", "text", "n"), 9)


def test_sentences_before_the_header_and_totals_after_the_records_are_no_data(desk: Desk) -> None:
    found = one(desk, f"Report of March\n\nmade by us\n{HEADER}{ROWS}Total,,2\nGenerated on 2026-04-01\n")
    assert (found.skip_lines, found.skip_last, found.rows, found.misfits) == (3, 2, 2, 0)
    assert "The header is in line 4" in said(found)
    assert "The last 2 lines are no record" in said(found)


def test_a_record_that_is_cut_off_is_no_trailer(desk: Desk) -> None:
    found = one(desk, f"{HEADER}{ROWS}T3,2026-03")
    assert (found.skip_last, found.misfits) == (0, 1)


def test_the_end_of_a_cell_of_several_lines_is_no_trailer(desk: Desk) -> None:
    found = one(desk, 'Ticket ID,Created at,Remark\nT1,2026-03-02 09:00:00,"thanks\ntotal of 3 calls\nend of report"\n')
    assert (found.skip_last, found.rows) == (0, 1)


def test_a_file_without_a_header_has_numbered_columns(desk: Desk) -> None:
    found = one(desk, ROWS)
    assert (found.header, found.headers, found.rows) == (False, ("c1", "c2", "c3"), 2)


def test_wrapped_cells_and_decimal_commas_are_seen(desk: Desk) -> None:
    found = one(desk, 'id;amount\n"=""0012""";1,50\n"=""0013""";22,10\n')
    assert (found.unwrap, found.decimal) == (True, ",")
    assert found.columns[0].examples == ("0012", "0013")


def test_the_sheet_with_the_data_is_chosen(desk: Desk) -> None:
    path = desk.folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Read me").write(0, 0, "hello")
        sheet = book.add_worksheet("Data")
        for number, cells in enumerate([["March 2026"], [], ["Ticket ID", "Status"], ["T1", "open"], ["T2", "closed"]]):
            sheet.write_row(number, 0, cells)
    (found,) = desk.look(path).files
    assert (found.sheets, found.sheet, found.rows) == (("Read me", "Data"), "Data", 2)
    assert found.headers == ("Ticket ID", "Status")


@pytest.mark.parametrize(
    ("values", "order", "formats"),
    [
        (["2026-03-04 10:00:00"], Order.YEAR, ()),
        (["2026/3/4 9:05", "2026年3月4日"], Order.YEAR, ()),
        (["13/02/2026 10:00", "01/02/2026 10:00"], Order.DAY, ("%d/%m/%Y %H:%M",)),
        (["02/13/2026", "01/02/2026"], Order.MONTH, ("%m/%d/%Y",)),
        (["01/02/2026", "03/04/2026"], Order.EITHER, None),
        (["13/02/2026", "02/13/2026", "01/02/2026"], Order.MIXED, None),
        (["02/13/2026 1:05 PM", "02/14/2026 11:05 AM"], Order.MONTH, ("%m/%d/%Y %I:%M %p",)),
        (["2026-02-13 01:05 PM"], Order.YEAR, ("%Y-%m-%d %I:%M %p",)),
        (["13.02.26", "1.2.26"], Order.DAY, ("%d.%m.%y",)),
        (["13-Feb-2026", "01-Mar-2026"], Order.YEAR, ("%d-%b-%Y",)),
        (["46085.5", "46086"], Order.YEAR, ("excel",)),
        (["1772416800", "1772416801"], Order.YEAR, ("epoch",)),
        (["1772416800000"], Order.YEAR, ("epoch_ms",)),
    ],
)
def test_the_way_moments_are_written_is_told_from_all_of_them(
    desk: Desk, values: list[str], order: Order, formats: tuple[str, ...] | None
) -> None:
    rows = "".join(f'{n},"{value}"\n' for n, value in enumerate(values))
    column = one(desk, f"id,created at\n{rows}").columns[1]
    assert column.dates is not None
    assert (column.dates.order, column.dates.formats) == (order, formats)


def test_one_late_value_among_many_decides_the_order(desk: Desk) -> None:
    rows = "".join(f"{n},0{1 + n % 9}/0{1 + n % 7}/2026 10:00\n" for n in range(5_000))
    undecided = one(desk, f"id,created at\n{rows}")
    assert undecided.columns[1].dates is not None
    assert undecided.columns[1].dates.order is Order.EITHER
    decided = one(desk, f"id,created at\n{rows}x,31/01/2026 10:00\n")
    assert "days come before months (decided by 1 of 5,001 values)" in said(decided)


@settings(max_examples=15)
@given(st.lists(st.dates(date(2000, 1, 1), date(2035, 12, 31)), min_size=1, max_size=12), st.booleans())
def test_an_order_is_decided_only_when_a_value_allows_no_other(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], day_first: bool
) -> None:
    folder = tmp_path_factory.mktemp("dates")
    text = "".join(f"{n},{day:{'%d/%m/%Y' if day_first else '%m/%d/%Y'}}\n" for n, day in enumerate(days))
    (folder / "rows.csv").write_text(f"id,created at\n{text}")
    dates = look([folder / "rows.csv"], folder).files[0].columns[1].dates
    assert dates is not None
    late = sum(day.day > 12 for day in days)
    assert dates.order is (Order.EITHER if not late else Order.DAY if day_first else Order.MONTH)
    assert dates.only_day_first + dates.only_month_first == late


def test_numbers_are_moments_only_under_a_header_that_speaks_of_time() -> None:
    assert form_of("99999.9", timed=False) is None
    assert form_of("99999.9", timed=True) is not None


def test_midnight_everywhere_is_no_time_of_day(desk: Desk) -> None:
    found = one(desk, "id,created at\n1,2026-03-02 00:00:00\n2,2026-03-03 00:00:00\n")
    assert found.columns[1].kind is Kind.DAY
    assert "Days without a time of day: created at" in said(found)


def test_words_for_unknown_are_found_where_they_mean_it(desk: Desk) -> None:
    rows = "1,?,-,无,none\n2,2026-03-02,5,7,some\n3,2026-03-03,6,8,other\n"
    assert set(one(desk, f"id,created at,n,m,kind\n{rows}").nulls) == {"?", "-", "无"}


PEOPLE = """客户姓名,联系手机,邮箱,收货地址,身份证号,备注,客服工号
张三丰,13812345678,zhang@sample.example,浙江省杭州市西湖区文三路1号,110101199003074514,请打 13812345678,A01
李四,13912345678,li@sample.example,江苏省南京市鼓楼区中山路2号,11010119900307453X,无,A02
"""


def test_people_are_recognised_and_never_shown(desk: Desk) -> None:
    found = one(desk, PEOPLE)
    assert [column.kind for column in found.columns] == [
        Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.ADDRESS, Kind.ID_NUMBER, Kind.TEXT, Kind.CODE]  # fmt: skip
    assert "5 columns hold personal data" in said(found)
    shown = json.dumps(desk.look(Path(found.path)).as_json(), ensure_ascii=False)
    for word in ("张三丰", "李四", "13812345678", "zhang@sample", "文三路", "110101199003074514"):
        assert word not in shown
    assert "138****5678" in shown


def test_phones_are_recognised_under_any_header(desk: Desk) -> None:
    found = one(desk, "id,code\n" + "".join(f"{n},{13_800_000_000 + n}\n" for n in range(20)))
    assert found.columns[1].kind is Kind.PHONE


@given(st.text(min_size=1, max_size=20), st.sampled_from([kind for kind in Kind if kind.personal]))
def test_a_mask_shows_a_few_signs_at_most(value: str, kind: Kind) -> None:
    shown = masked(value, kind)
    assert sum(sign != "*" for sign in shown) <= 7
    assert len(value.strip("'\" ")) < 2 or shown != value


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [("page.csv", "<html><body>sign in</body></html>", "web page"), ("empty.csv", "", "empty"),
     ("rows.pdf", "%PDF-1.4", "kind"), ("head.csv", HEADER, "no rows")],
)  # fmt: skip
def test_what_is_no_table_is_told_and_does_not_stop_the_others(desk: Desk, name: str, text: str, part: str) -> None:
    good = desk.file("good.csv", HEADER + ROWS)
    bad, well = desk.look(desk.file(name, text), good).files
    assert bad.refused is not None
    assert part in bad.refused.en
    assert (well.refused, well.rows) == (None, 2)
    assert len(desk.propose(Path(bad.path), good)) == 1


def test_of_a_large_file_the_beginning_is_looked_at_but_dates_are_decided_from_all_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.proposal.opened.LARGE", 2_000)
    monkeypatch.setattr("data.proposal.opened.LOOKED_AT", 1_000)
    first = date(2026, 1, 1)
    rows = "".join(f"{n},{first + timedelta(days=n % 12):%d/%m/%Y}\n" for n in range(500))
    found = one(desk, f"id,created at\n{rows}500,25/01/2026\n")
    assert (found.complete, found.rows < 100) == (False, True)
    assert found.columns[1].dates is not None
    assert found.columns[1].dates.order is Order.DAY
