"""Tables on slides: rows as high as their texts need, cells cut before they grow out of hand, more slides where one is full."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from charts.look import LIGHT
from reports.fitting import LEADING, cut, lines
from reports.slides import EDGE, INNER, Box, Deck, Slide, add_notes, new_slide, text_box, write

MARGIN = 5
MOST_LINES = 3
ROOM = Box(EDGE, 92, INNER, 405)


@dataclass(frozen=True)
class Cell:
    """A cell's text; `link` is where it leads."""

    text: str
    link: str = ""
    colour: str = LIGHT.ink
    bold: bool = False


def table(
    deck: Deck, slide: Slide, box: Box, rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, size: float = 12,
    heads: Sequence[str] = (), alt: str = "",
) -> int:  # fmt: skip
    """A table of as many of the rows as fit; returns how many. `widths` are shares of the box's width."""
    columns = [box.width * share / sum(widths) for share in widths]
    head = [Cell(text, colour=LIGHT.surface, bold=True) for text in heads]
    shown = [[_cut(cell, room, size) for cell, room in zip(row, columns, strict=True)] for row in rows]
    heights = [_height(row, columns, size) for row in ([head] if head else []) + shown]
    fitting = sum(sum(heights[: n + 1]) <= box.height for n in range(len(heights)))
    frame = slide.shapes.add_table(
        fitting, len(columns), Pt(box.left), Pt(box.top), Pt(box.width), Pt(sum(heights[:fitting]))
    )
    frame.name = alt or frame.name
    made = frame.table
    made.first_row, made.horz_banding = bool(head), True
    for place, room in enumerate(columns):
        made.columns[place].width = Pt(room)
    for place, row in enumerate((([head] if head else []) + shown)[:fitting]):
        made.rows[place].height = Pt(heights[place])
        for column, cell in enumerate(row):
            _fill(deck, made.cell(place, column), cell, size)
    return fitting - bool(head)


def table_slides(
    deck: Deck, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float], empty: str,
) -> None:  # fmt: skip
    """A table on as many slides as it needs; texts that are cut stand whole in the notes. `empty` is said without rows."""
    if not rows:
        text_box(deck, new_slide(deck, title), ROOM, empty, (18,), colour=LIGHT.muted)
    left = list(rows)
    while left:
        slide = new_slide(deck, title)
        done = max(1, table(deck, slide, ROOM, left, widths, heads=heads, alt=title))
        columns = [ROOM.width * share / sum(widths) for share in widths]
        whole = [
            cell.text for row in left[:done] for cell, room in zip(row, columns, strict=True) if _cut(cell, room, 12) != cell
        ]  # fmt: skip
        if whole:
            add_notes(slide, whole)
        left = left[done:]


def _cut(cell: Cell, room: float, size: float) -> Cell:
    return Cell(cut(cell.text, room - 2 * MARGIN, size, MOST_LINES), cell.link, cell.colour, cell.bold)


def _height(row: Sequence[Cell], columns: Sequence[float], size: float) -> float:
    most = max(len(lines(cell.text, room - 2 * MARGIN, size)) for cell, room in zip(row, columns, strict=True))
    return most * size * LEADING + MARGIN


def _fill(deck: Deck, place: Any, cell: Cell, size: float) -> None:
    place.margin_left = place.margin_right = Pt(MARGIN)
    place.margin_top = place.margin_bottom = Pt(MARGIN / 2)
    place.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.text_frame.word_wrap = True
    run = write(deck, place.text_frame.paragraphs[0], cell.text, size, bold=cell.bold, colour=cell.colour)
    if cell.link:
        run.hyperlink.address = cell.link
