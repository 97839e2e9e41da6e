"""Tables on slides: rows as high as their texts need, cells cut before they grow out of hand, more slides where one is full."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from charts.look import LIGHT
from reports.fitting import LEADING, cut, lines
from reports.review_tables import Cell, Table
from reports.slides import COLOURS, EDGE, INNER, Box, Deck, Slide, add_notes, new_slide, text_box, write

MARGIN = 5
MOST_LINES = 3
SIZE = 12
ROOM = Box(EDGE, 92, INNER, 405)


def table_slides(deck: Deck, table: Table) -> None:
    """A table on as many slides as it needs; texts that are cut stand whole in the notes."""
    if not table.rows:
        text_box(deck, new_slide(deck, table.title), ROOM, table.empty, (18,), colour=LIGHT.muted)
    left = list(table.rows)
    while left:
        slide = new_slide(deck, table.title)
        done = max(1, place_table(deck, slide, ROOM, left, table.widths, heads=table.heads, alt=table.title))
        columns = _columns(ROOM, table.widths)
        pairs = [pair for row in left[:done] for pair in zip(row, columns, strict=True)]
        cells = [cell.text for cell, room in pairs if _cut(cell, room) != cell]
        if cells:
            add_notes(slide, cells)
        left = left[done:]


def place_table(
    deck: Deck, slide: Slide, box: Box, rows: Sequence[Sequence[Cell]], widths: Sequence[float], *,
    heads: Sequence[str] = (), alt: str = "",
) -> int:  # fmt: skip
    """A table of as many of the rows as fit; returns how many. `widths` are shares of the box's width."""
    columns = _columns(box, widths)
    head = [[Cell(text, state="head", bold=True) for text in heads]] if heads else []
    shown = [*head, *([_cut(cell, room) for cell, room in zip(row, columns, strict=True)] for row in rows)]
    heights = [_height(row, columns) for row in shown]
    fitting = sum(sum(heights[: n + 1]) <= box.height for n in range(len(heights)))
    places = (Pt(box.left), Pt(box.top), Pt(box.width), Pt(sum(heights[:fitting])))
    frame = slide.shapes.add_table(fitting, len(columns), *places)
    frame.name = alt or frame.name
    made = frame.table
    made.first_row = bool(head)
    for place, room in enumerate(columns):
        made.columns[place].width = Pt(room)
    for place, row in enumerate(shown[:fitting]):
        made.rows[place].height = Pt(heights[place])
        for column, cell in enumerate(row):
            _fill(deck, made.cell(place, column), cell)
    return fitting - len(head)


def _columns(box: Box, widths: Sequence[float]) -> list[float]:
    return [box.width * share / sum(widths) for share in widths]


def _cut(cell: Cell, room: float) -> Cell:
    return replace(cell, text=cut(cell.text, room - 2 * MARGIN, SIZE, MOST_LINES))


def _height(row: Sequence[Cell], columns: Sequence[float]) -> float:
    most = max(len(lines(cell.text, room - 2 * MARGIN, SIZE)) for cell, room in zip(row, columns, strict=True))
    return most * SIZE * LEADING + MARGIN


def _fill(deck: Deck, place: Any, cell: Cell) -> None:
    place.margin_left = place.margin_right = Pt(MARGIN)
    place.margin_top = place.margin_bottom = Pt(MARGIN / 2)
    place.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.text_frame.word_wrap = True
    colour = {**COLOURS, "head": LIGHT.surface, "grey": LIGHT.muted}.get(cell.state, LIGHT.ink)
    run = write(deck, place.text_frame.paragraphs[0], cell.text, SIZE, bold=cell.bold, colour=colour)
    if cell.link:
        run.hyperlink.address = cell.link
