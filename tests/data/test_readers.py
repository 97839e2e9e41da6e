"""Text files: every encoding, delimiter and kind of dirt ends in right cells, a counted record or one sentence."""

import gzip
from pathlib import Path

import pytest

from data.errors import ImportRefused
from data.readers.plain_text import detect_encoding
from tests.builders import bring_files, rejected

TEXT = "id,名称\n1,东京𠮷\n2,Köln\n"
CELLS = [("1", "东京𠮷"), ("2", "Köln")]


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("gb18030"), None),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-le"), None),
        (TEXT.encode("utf-16-be"), None),
    ],
    ids=["utf-8", "bom", "bom-declared", "bom-declared-in-capitals", "gb18030", "gb18030-declared", "utf-16",
         "utf-16-be", "utf-16-without-bom", "utf-16-le-told", "utf-16-be-told"],
)  # fmt: skip
def test_a_file_is_read_in_its_encoding(read, content, declared):
    found = read(content, encoding=declared)
    assert (found.columns, found.cells) == (("id", "名称"), CELLS)


def test_a_byte_order_mark_is_no_part_of_a_quoted_header_nor_of_the_first_cell(read):
    assert read('\ufeff"id"\n1\n'.encode(), encoding="UTF-8").columns == ("id",)
    assert read("\ufeff7,8\n".encode(), encoding="UTF-8", header=False).cells == [("7", "8")]


CHINESE = [
    "订单编号,买家会员名,买家支付宝账号,总金额,订单状态\n", "收货人姓名,收货地址 \n李娟,广东省深圳市南山区\n", "名称\n东京\n", "SKU编码,状态\n",
    "id,状态\nA1,是\n", "订单,ID\n", "朱镕基,喆,淼\n", "“订单”，（编号）：\n", "宝贝标题\n手机壳 iPhone15 磨砂 黑色\n",
]  # fmt: skip
WESTERN = [
    "id,city\n1,São Paulo\n2,Brasília\n", "cidade\nSão Paulo\n", "OBSERVAÇÃO;SITUAÇÃO\n", "Ação,Não,Opções\n", "preço,R$\n",
    "Straße;Größe;für\nKöln;Übergröße\n", "GRÖßE\n", "prénom,état\nHélène,créée\n", "FRANÇOIS;ÉTÉ\n", "El Niño año\n",
    "€ 5,00 – “quoted”\n", "à\n",
]  # fmt: skip


@pytest.mark.parametrize("text", CHINESE)
def test_short_chinese_text_is_not_taken_for_western(tmp_path, text):
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode("gbk"))
    assert detect_encoding(path) == "gb18030"


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_does_not_become_chinese(tmp_path, text):
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode("cp1252"))
    assert detect_encoding(path) == "cp1252"


def test_western_cells_are_read_as_they_were_written(read):
    assert read("id,cidade\n1,São Paulo\n".encode("cp1252")).cells == [("1", "São Paulo")]


def test_traditional_chinese_is_told_by_the_library(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes("訂單編號,買家會員名,總金額\n1,張三,5\n".encode("big5"))
    assert detect_encoding(path) == "big5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_proves_itself_in_a_packed_file_too(tmp_path, encoding):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress((TEXT * 20).encode(encoding)))
    assert detect_encoding(path) == encoding


def test_an_odd_character_late_in_a_large_file_is_seen(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,name\n" + b"1,a\n" * 2_000_000 + "2,São Paulo\n".encode("cp1252"))
    assert detect_encoding(path) == "cp1252"


@pytest.mark.parametrize("name", ["rows.csv.gz", "rows.tsv.gz", "Rows.CSV.GZ"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_gzipped_file_is_read_like_a_plain_one(read, name, encoding):
    assert read(gzip.compress(TEXT.encode(encoding)), name).cells == CELLS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(read, delimiter):
    found = read(f"id{delimiter}amount\n1{delimiter}x\n".encode())
    assert (found.columns, found.cells) == (("id", "amount"), [("1", "x")])


def test_decimal_commas_do_not_outvote_the_semicolon(read):
    assert read(b"id;amount;rate\n1;2,5;3,75\n").cells == [("1", "2,5", "3,75")]


def test_commas_inside_a_quoted_header_are_no_delimiters(read):
    assert read(b'"Amount, total";"Date, local"\n5;6\n').columns == ("Amount, total", "Date, local")


def test_a_declared_delimiter_and_quote_are_used(read):
    assert read(b"id^note\n1^'a^b'\n", delimiter="^", quote="'").cells == [("1", "a^b")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_breaks_and_doubled_quotes_inside_quotes_belong_to_the_cell(read, end):
    content = f'id,note{end}1,"one\ntwo, ""three"""{end}2,x{end}'
    assert read(content.encode()).cells == [("1", 'one\ntwo, "three"'), ("2", "x")]


def test_a_header_may_run_over_two_lines(read):
    found = read(b'id,"created\nat"\n1,2\n')
    assert (found.columns, found.cells) == (("id", "created\nat"), [("1", "2")])


def test_a_record_with_too_few_or_too_many_cells_is_set_aside_with_its_number(read):
    found = read(b"id,name\n1,a\n2\n3,b,c\n4,d\n")
    assert found.misfits == [(2, "too_few_cells"), (3, "too_many_cells")]
    assert list(zip(found.numbers, found.cells, strict=True)) == [(1, ("1", "a")), (4, ("4", "d"))]


def test_the_number_of_a_record_counts_records_and_not_lines(read):
    found = read(b'a line before\nid,name\n1,"a\nb"\n2\n3,c\n', skip_lines=1)
    assert (found.misfits, found.numbers) == ([(2, "too_few_cells")], [1, 3])


def test_broken_quotes_cost_their_own_record_only(read):
    found = read(b'id,name\n1,"a"b\n2,c\n')
    assert (found.misfits, found.cells) == ([(1, "broken_quotes")], [("2", "c")])


def test_a_quote_that_is_never_closed_costs_its_own_line_only(read):
    found = read(b'id,name\n1,a\n2,"b\n3,c\n4,d\n')
    assert (found.misfits, found.numbers) == ([(2, "broken_quotes")], [1, 3, 4])
    assert found.cells == [("1", "a"), ("3", "c"), ("4", "d")]


def test_a_quote_closed_by_chance_many_lines_later_swallows_nothing(read):
    found = read(b'id,name\n1,"a\n2,b\n3\n4,"d"x\n5,"e\nf"\n')
    assert found.misfits == [(1, "broken_quotes"), (3, "too_few_cells"), (4, "broken_quotes")]
    assert found.cells == [("2", "b"), ("5", "e\nf")]


def test_a_quote_left_open_in_a_large_file_loses_no_row(read):
    rows = [b"%d,%s\n" % (number, b"x" * 40) for number in range(200_000)]
    rows[1000:1000] = [b'open,"\n']
    found = read(b"id,name\n" + b"".join(rows))
    assert (len(found.cells), found.misfits) == (200_000, [(1001, "broken_quotes")])
    assert (found.numbers[999:1001], found.numbers[-1]) == ([1000, 1002], 200_001)


def test_quotes_escaped_by_a_backslash_are_understood(read):
    found = read(b'id,name\n1,"a \\"b\\", c"\n2,"d\n3,"e"\n')
    assert (found.cells, found.misfits) == ([("1", 'a "b", c'), ("3", "e")], [(2, "broken_quotes")])


ENDS = [("\r", "\r"), ("\r\n", "\n"), ("\n", "\r\n"), ("\n", "\r"), ("\r\r\n", "\r\r\n")]


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("last", [True, False])
def test_lines_may_end_in_any_way_and_in_several(read, ends, last):
    lines = [f"{number},n" for number in range(1, 7)]
    content = ends[0].join(["id,name", *lines[:3]]) + ends[0] + ends[1].join(lines[3:]) + (ends[1] if last else "")
    found = read(content.encode())
    assert (found.columns, found.misfits) == (("id", "name"), [])
    assert found.cells == [(str(number), "n") for number in range(1, 7)]


def test_a_lone_carriage_return_inside_a_cell_breaks_no_record(read):
    assert read(b"id,name\n1,a\rb\n2,c\n").cells == [("1", "a b"), ("2", "c")]


def test_a_record_that_is_too_long_is_set_aside(read):
    found = read(b"id,name\n1,a\n2," + b"x" * (5 << 20) + b"\n3,c\n")
    assert (found.cells, found.misfits) == ([("1", "a"), ("3", "c")], [(2, "record_too_long")])


@pytest.mark.parametrize(("encoding", "damage"), [("utf-8", b"x,\xe8\xae\n"), ("gbk", b"x,\xff\n")])
def test_a_damaged_character_costs_its_own_record_only(read, encoding, damage):
    rows = [f"{number},订单{number}\n".encode(encoding) for number in range(20)]
    found = read(b"id,name\n" + b"".join([*rows[:5], damage, *rows[5:]]))
    assert (found.misfits, found.cells[5]) == ([(6, "bad_characters")], ("5", "订单5"))


@pytest.mark.parametrize("broken", [b"4\n", b'4,"d\n'], ids=["quick", "careful"])
def test_records_at_the_end_that_are_no_data_are_left_out(read, broken):
    content = b"id,name\n1,a\n2,b\n3,c\n" + broken + b"Total: 4\n\n\n"
    assert read(content, skip_last=1).cells == [("1", "a"), ("2", "b"), ("3", "c")]
    assert len(read(content, skip_last=1).misfits) == 1
    found = read(content, skip_last=3)
    assert (found.cells, found.misfits) == ([("1", "a"), ("2", "b")], [])
    assert read(content, skip_last=9).cells == []


def test_wrappings_for_a_spreadsheet_are_taken_off_every_cell(read):
    content = b'="id",phone,note\n="0012",\'138,"=""a, b"""\n7,\t8 ,=1\n'
    found = read(content, unwrap=True)
    assert (found.columns, found.cells) == (("id", "phone", "note"), [("0012", "138", "a, b"), ("7", "8", "=1")])
    assert read(content).cells[0] == ('="0012"', "'138", '="a, b"')


def test_every_reason_a_reader_gives_has_its_words(store, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b'ticket_id,kind,created_at\nT1,complaint,2024-03-04 10:00,x\nT2\n"T3"x,complaint,2024-03-04\n'
                     b'T4,complaint,"2024-03-04\n')  # fmt: skip
    report = bring_files(store, "tickets", [path])
    assert report.counts.rejected == report.counts.read == 4
    assert not [reason for reason in report.reasons if "{" in reason]


def test_empty_lines_are_no_records(read):
    found = read(b"id,name\n\n1,a\n\n2,b\n\n\n")
    assert (found.cells, found.misfits) == ([("1", "a"), ("2", "b")], [])


def test_ten_thousand_lines_of_commas_are_counted_as_empty_rows(store, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("ticket_id,kind,created_at\nT1,complaint,2024-03-04 10:00\n" + ",,\n" * 10_000)
    report = bring_files(store, "tickets", [path])
    assert (report.counts.read, report.counts.accepted, report.counts.rejected) == (10_001, 1, 10_000)
    assert report.reasons == {"the row is empty": 10_000}
    assert [line["row"] for line in rejected(report)] == ["2–10001"]


def test_blank_and_repeated_headers_get_names_of_their_own(read):
    assert read(b" id ,name,name,,Name,c4\n1,2,3,4,5,6\n").columns == ("id", "name", "name_2", "c4", "Name_3", "c4_2")


def test_a_column_may_have_any_name(read):
    names = ("__row", "rows", "select", 'say "hi"', "a.b", "c0", "file_row_number")
    header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    found = read(f"{header}\n1,2,3,4,5,6,7\n".encode())
    assert found.cells == [("1", "2", "3", "4", "5", "6", "7")]


def test_lines_before_the_header_are_skipped_and_a_trailing_line_is_set_aside(read):
    found = read(b'Reporting period: 1, 2 and "3\n\nid,name\n1,a\nEnd of the report\n', skip_lines=2)
    assert (found.columns, found.cells, found.misfits) == (("id", "name"), [("1", "a")], [(2, "too_few_cells")])


def test_a_file_without_a_header_gets_numbered_columns(read):
    found = read(b"1,a\n2,b\n", header=False)
    assert (found.columns, found.cells) == (("c1", "c2"), [("1", "a"), ("2", "b")])


def test_the_order_of_a_large_file_is_kept(read):
    found = read(b"id\n" + b"".join(b"%d\n" % number for number in range(300_000)))
    assert [int(cell[0]) for cell in found.cells] == list(range(300_000))


WHOLE = gzip.compress(b"id,name\n" + b"".join(b"%d,x%d\n" % (number, number * 7919) for number in range(5000)))


@pytest.mark.parametrize(
    ("name", "content", "layout", "part"),
    [
        ("rows.csv", b"", {}, "is empty"),
        ("rows.csv", b"\xef\xbb\xbf \r\n\n", {}, "is empty"),
        ("rows.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", {}, "web page"),
        ("rows.csv", b"\xef\xbb\xbf\n  <HTML lang='zh'>", {}, "web page"),
        ("rows.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n", {}, "Git LFS pointer"),
        ("rows.csv.gz", WHOLE[: len(WHOLE) // 2], {}, "cut off"),
        ("rows.csv.gz", b"id,name\n1,a\n", {}, "not a gzip file"),
        ("rows.csv.gz", gzip.compress(b"<html>"), {}, "web page"),
        ("rows.csv", b"PK\x03\x04 and more", {}, "not a text file"),
        ("rows.csv", b"%PDF-1.7", {}, "not a text file"),
        ("rows.csv", b"<?xml version='1.0'?><orders/>", {}, "is XML"),
        ("rows.csv", b'[{"id": 1}]', {}, "is JSON"),
        ("rows.csv", b'{"id": 1}\n{"id": 2}\n', {}, "is JSON"),
        ("rows.csv", "<html>".encode("utf-16"), {}, "web page"),
        ("rows.csv", bytes(range(32)) * 20, {}, "not a text file"),
        ("rows.csv", "id\ncafé\n".encode("latin-1"), {"encoding": "utf-8"}, "not written in utf-8"),
        ("rows.csv", "id\ncafé\n".encode("latin-1"), {"encoding": "utf-16"}, "not written in utf-16"),
        ("rows.csv", TEXT.encode(), {"encoding": "hex"}, "is not an encoding"),
        ("rows.csv", TEXT.encode("gb18030"), {"encoding": "utf-8"}, "not written in utf-8"),
        ("rows.csv", TEXT.encode(), {"encoding": "utf-9"}, "is not an encoding"),
        ("rows.csv", b",,\n1,2,3\n", {}, "no header line"),
        ("rows.csv", b"id\n1\n", {"skip_lines": 5}, "header"),
        ("rows.csv", b"id\n1\n", {"delimiter": "::"}, "delimiter"),
        ("rows.xls", b"id\n1\n", {}, "of a kind that cannot be imported"),
        ("rows", b"id\n1\n", {}, "of a kind that cannot be imported"),
        ("rows.xlsx.gz", WHOLE, {}, "of a kind that cannot be imported"),
        ("rows.gz", WHOLE, {}, "of a kind that cannot be imported"),
        ("rows.parquet", b"PAR1 but no more", {}, "not a Parquet file"),
        ("missing.csv", None, {}, "does not exist"),
    ],
    ids=["empty", "blank", "page", "page-after-bom", "pointer", "gz-cut-off", "gz-plain", "gz-page", "zip", "pdf", "xml",
         "json", "json-lines", "utf-16-page", "binary", "latin-1-as-utf-8", "latin-1-as-utf-16", "hex", "gb18030-as-utf-8", "no-encoding", "blank-header", "skip-too-far", "delimiter-of-two", "xls",
         "no-ending", "xlsx-gz", "gz-of-what", "parquet", "missing"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence(read, sentence, name, content, layout, part):
    with pytest.raises(ImportRefused) as refused:
        read(content, name, **layout)
    sentence(refused.value, part)
    assert name in refused.value.to("en")
    assert name in refused.value.to("zh")


def test_a_file_with_a_header_only_is_refused_and_nothing_is_published(store, tmp_path: Path):
    path = tmp_path / "rows.csv"
    path.write_text("ticket_id,kind,created_at\n")
    with pytest.raises(ImportRefused, match="no rows"):
        bring_files(store, "tickets", [path])
    assert store.current_id() is None


def test_a_file_of_misfits_only_is_read_and_explained(store, tmp_path: Path):
    path = tmp_path / "rows.csv"
    path.write_text("ticket_id,kind,created_at\nT1\n")
    report = bring_files(store, "tickets", [path])
    assert (report.counts.read, report.counts.rejected, report.published) == (1, 1, False)
    found = [(line["row"], line["reason"], line["value"]) for line in rejected(report)]
    assert found == [("1", "the row has fewer cells than the header", "")]
