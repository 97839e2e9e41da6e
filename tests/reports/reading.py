"""What stands in a file, read back without the code that wrote it."""

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import ContentStream

Words = list[str]


def slides(deck: bytes) -> list[Any]:
    """The slides of a deck."""
    return list(Presentation(io.BytesIO(deck)).slides)


def texts(slide: Any) -> Words:
    """Every text on a slide, tables included, notes not."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def rows(slide: Any) -> list[Words]:
    """The rows of the first table of a slide."""
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]


def links(slide: Any) -> dict[str, str]:
    """The linked texts of a slide's tables and where they lead."""
    runs = [
        run
        for shape in slide.shapes if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
        for paragraph in cell.text_frame.paragraphs
        for run in paragraph.runs
    ]  # fmt: skip
    return {run.text: run.hyperlink.address for run in runs if run.hyperlink.address}


def chart(slide: Any) -> Any | None:
    """The chart of a slide."""
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


def notes(slide: Any) -> str:
    """The speaker's notes."""
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def embedded(drawn: Any) -> Any:
    """The sheet a chart is edited in."""
    return openpyxl.load_workbook(io.BytesIO(drawn.part.chart_workbook.xlsx_part.blob)).worksheets[0]


def pages(file: bytes) -> list[str]:
    """The text of each page of a PDF, piece by piece with lines between them.

    pypdf takes the two bytes of each sign for two signs, so they are looked up here.
    """
    reader = PdfReader(io.BytesIO(file))
    return ["\n".join(_pieces(reader, page)) for page in reader.pages]


def addresses(file: bytes) -> list[list[str]]:
    """Where the links of each page lead."""
    return [
        [str(note.get_object()["/A"]["/URI"]) for note in page.get("/Annots") or () if "/A" in note.get_object()]
        for page in PdfReader(io.BytesIO(file)).pages
    ]


def _pieces(reader: PdfReader, page: Any) -> Iterator[str]:
    fonts = {name: _signs(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    font: dict[int, str] = {}
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            parts = operands[0] if operator == b"TJ" else operands
            data = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
            yield "".join(font[int.from_bytes(data[place : place + 2], "big")] for place in range(0, len(data), 2))


def _signs(font: Any) -> dict[int, str]:
    """Code → text, from a font's table."""
    table = font["/ToUnicode"].get_data().decode("latin-1")
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", table)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
