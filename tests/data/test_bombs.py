"""Prepared and damaged files: each bad one is refused within moments, its good twin is read, and this process lives on."""

import gzip
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from data.errors import ImportRefused
from data.readers.workbook import sheet_names

SLACK = 3.0
CORNER = "XFD1048576"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
Parts = dict[str, bytes]


def whole() -> Parts:
    """The parts of a small good workbook."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Orders")
        sheet.write_row(0, 0, ["id", "name"])
        sheet.write_row(1, 0, ["1", "东京"])
        book.add_worksheet("Notes")
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = whole()
    return packed(parts | {part: change(parts[part])})


def corner(cell: str, dimension: str) -> bytes:
    """One cell in the last corner: seventeen thousand million cells for a reader that fills the rest."""
    cell = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    ref = f'ref="A1:{dimension}"'.encode()
    return changed(SHEET, lambda xml: xml.replace(b'ref="A1:B2"', ref).replace(b"</sheetData>", cell))


def entities(encoding: str, comment: int = 0) -> bytes:
    """A sheet that declares an entity, which would be read as an empty cell."""
    note, document = f"<!--{'x' * comment}-->", '<!DOCTYPE x [<!ENTITY e "1">]><worksheet'
    declared = f'encoding="{encoding.upper()}"'

    def declare(xml: bytes) -> bytes:
        text = xml.decode().replace('encoding="UTF-8"', declared).replace("<worksheet", note + document, 1)
        return text.encode(encoding)

    return changed(SHEET, declare)


def one_text_in_many_cells() -> bytes:
    """A long text that is stored once and shown a hundred thousand times: 50 GB when written out."""
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(3, 100_003))
    parts = whole()
    noise = os.urandom(250_000).hex().encode()
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>' % noise
    return packed(parts | {SHEET: parts[SHEET].replace(b"</sheetData>", cells + b"</sheetData>"), STRINGS: strings})


def lying_about_size() -> bytes:
    """A member whose directory entry says that it is small."""
    parts = whole() | {"xl/media/zeros.bin": bytes(64 << 20)}
    content = bytearray(packed(parts))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media/zeros.bin"))
    content[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def parquet(rows: int = 1000) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table({"id": [str(row) for row in range(rows)], "name": ["东京"] * rows}), target)
    return target.getvalue()


def with_footer(change: Callable[[bytes], bytes]) -> bytes:
    """A good file of a million rows with another footer."""
    content = parquet(1 << 20)
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    footer = change(content[start:-8])
    return content[:start] + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def absurd_rows(rows: int) -> bytes:
    return with_footer(lambda footer: footer.replace(varint(1 << 20), varint(rows)))


def varint(number: int) -> bytes:
    """A number as the footer writes it (zigzag)."""
    number, digits = number * 2 if number >= 0 else -number * 2 - 1, bytearray()
    while number >= 128:
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])


NESTED = packed({"inner.zip": packed({"inner.zip": packed({"zeros": bytes(10 << 20)})})})
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
GOOD_CSV = b"id,name\n" + b"".join(b"%d,x%d\n" % (number, number * 7919) for number in range(5000))

BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a cell in the last corner": ("rows.xlsx", lambda: corner(CORNER, CORNER), "decompression bomb"),
    "a cell in the last corner, not declared": ("rows.xlsx", lambda: corner("XFC1048576", "B2"), "more time or memory"),
    "zeros": ("rows.xlsx", lambda: packed(whole() | {SHEET: bytes(64 << 20)}), "decompression bomb"),
    "zeros beside the sheets": ("rows.xlsx", lambda: packed(whole() | {"x.bin": bytes(64 << 20)}), "decompression bomb"),
    "zeros of a size that is a lie": ("rows.xlsx", lying_about_size, "rows.xlsx"),
    "an archive in an archive": ("rows.xlsx", lambda: NESTED, "is not a readable workbook"),
    "many members": ("rows.xlsx", lambda: packed({f"{n}.xml": b"" for n in range(10_001)}), "decompression bomb"),
    "an entity": ("rows.xlsx", lambda: entities("utf-8"), "decompression bomb"),
    "an entity in UTF-16": ("rows.xlsx", lambda: entities("utf-16"), "decompression bomb"),
    "an entity in UTF-16 without a mark": ("rows.xlsx", lambda: entities("utf-16-le"), "decompression bomb"),
    "an entity after a long comment": ("rows.xlsx", lambda: entities("utf-8", 100_000), "decompression bomb"),
    "a swollen table of texts": (
        "rows.xlsx", lambda: changed(STRINGS, lambda xml: xml + b"<si><t>bomb</t></si>" * 4_000_000), "decompression bomb",
    ),
    "one text in many cells": ("rows.xlsx", one_text_in_many_cells, "rows.xlsx"),
    "a workbook cut off": ("rows.xlsx", lambda: packed(whole())[:-300], "is not a readable workbook"),
    "a workbook with a password": ("rows.xlsx", lambda: PROTECTED, "password"),
    "a workbook called CSV": ("rows.csv", lambda: packed(whole()), "not a text file"),
    "zeros in a gz": ("rows.csv.gz", lambda: gzip.compress(bytes(200 << 20)), "decompression bomb"),
    "commas in a gz": ("rows.csv.gz", lambda: gzip.compress(b"id,name\n" + b",\n" * (100 << 20)), "decompression bomb"),
    "a gz cut off": ("rows.csv.gz", lambda: gzip.compress(GOOD_CSV)[:-2000], "cut off"),
    "a gz that is none": ("rows.csv.gz", lambda: GOOD_CSV, "not a gzip file"),
    "a gz in a gz": ("rows.csv.gz", lambda: gzip.compress(gzip.compress(GOOD_CSV)), "not a text file"),
    "a parquet cut off": ("rows.parquet", lambda: parquet()[:-200], "cut off"),
    "a parquet without its footer": ("rows.parquet", lambda: parquet()[:-60] + b"\xff\xff\xff\x7fPAR1", "cut off"),
    "a parquet with a broken footer": ("rows.parquet", lambda: with_footer(lambda old: bytes(len(old))), "Parquet"),
    "a parquet of absurdly many rows": ("rows.parquet", lambda: absurd_rows(1 << 45), "declares more rows"),
    "a parquet of rows below nought": ("rows.parquet", lambda: absurd_rows(-5), "Parquet"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_at_once(read, sentence, kind):
    name, make, part = BAD[kind]
    content = make()
    began = time.monotonic()
    with pytest.raises(ImportRefused) as refused:
        read(content, name)
    assert time.monotonic() - began < SLACK
    sentence(refused.value, part)
    assert name in refused.value.to("en")
    assert name in refused.value.to("zh")


GOOD: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "workbook": ("rows.xlsx", lambda: packed(whole()), 1),
    "workbook with a comment before its first element": (
        "rows.xlsx", lambda: changed(SHEET, lambda xml: xml.replace(b"<worksheet", b"<!-- note -->\n<worksheet", 1)), 1,
    ),
    "gz that shrinks a hundredfold": ("rows.csv.gz", lambda: gzip.compress(b"id,name\n" + b"1,aaaaaaaa\n" * 500_000), 500_000),
    "gz of several members": ("rows.csv.gz", lambda: gzip.compress(GOOD_CSV) + gzip.compress(b"6000,x\n"), 5001),
    "parquet": ("rows.parquet", parquet, 1000),
    "parquet of one value a million times": ("rows.parquet", lambda: parquet(1_000_000), 1_000_000),
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_its_good_twin_is_read(read, kind):
    name, make, rows = GOOD[kind]
    found = read(make(), name)
    assert (found.columns, len(found.cells), found.misfits) == (("id", "name"), rows, [])


def test_a_large_workbook_is_read(read, tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "rows.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(30_000):
            sheet.write_row(row, 0, [f"T{row}", "complaint", 12.5, "东京", f"text of ticket {row}"])
    assert len(read(None, "rows.xlsx").cells) == 29_999


def test_the_sheets_of_a_workbook_are_told_by_name(tmp_path: Path, sentence):
    path = tmp_path / "rows.xlsx"
    path.write_bytes(packed(whole()))
    assert sheet_names(path) == ("Orders", "Notes")
    path.write_bytes(corner(CORNER, CORNER))
    with pytest.raises(ImportRefused) as refused:
        sheet_names(path)
    sentence(refused.value, "decompression bomb")


def test_nothing_is_left_behind_by_a_bomb(read, tmp_path: Path):
    with pytest.raises(ImportRefused):
        read(gzip.compress(bytes(200 << 20)), "rows.csv.gz")
    assert list((tmp_path / "work").iterdir()) == []
