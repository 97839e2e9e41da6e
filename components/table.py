"""A small table as HTML, every text escaped: quicker to draw and to read than a grid of cells for a few dozen rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from charts.format import NO_BREAK

JOINER = "\u2060"
"""Holds two signs together without a blank."""

STEP = 16
"""Pixels by which the head of a row is set in."""


@dataclass(frozen=True)
class Cell:
    """A cell: a text, a smaller one below it, its state (good, bad, grey, total or none), and what it means, told on hover.

    `mark` is the number of the mark it stands for, if it can be picked; `depth` makes it the head of its row, set in by so
    many steps; `go` is what the cell says when it is pressed as a button.
    """

    text: str
    small: str = ""
    state: str = ""
    number: bool = False
    meaning: str = ""
    mark: int | None = None
    depth: int | None = None
    go: str = ""


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], height: int | None = None, *,
    above: Sequence[tuple[str, int]] = (),
) -> str:  # fmt: skip
    """The table; `height` in pixels makes it scroll inside itself. A column of numbers has a head set like them.

    `above`: heads over several columns, each with how many it spans.
    """
    numbers = [bool(rows) and all(row[place].number for row in rows) for place in range(len(heads))]
    head = "".join(
        f'<th scope="col" class="{"num" if number else ""}">{escape(_unbroken(text))}</th>'
        for text, number in zip(heads, numbers, strict=True)
    )
    spans = "".join(
        f'<th scope="colgroup" colspan="{span}" class="span">{escape(text)}</th>'
        if text
        else f'<td colspan="{span}"></td>'
        for text, span in above
    )
    first = f"<tr>{spans}</tr>" if above else ""
    body = "".join(f"<tr>{''.join(cell_html(cell) for cell in row)}</tr>" for row in rows)
    scroll = f' style="max-height: {height}px" tabindex="0"' if height else ""
    return (
        f'<div class="kept-table"{scroll}><table><thead>{first}<tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _unbroken(text: str) -> str:
    """A head in which no line ends inside “1–5” or “48 h”."""
    return re.sub(r"(?<=\d) (?=h\b)", NO_BREAK, text.replace("–", f"{JOINER}–{JOINER}"))


def cell_html(cell: Cell) -> str:
    """One cell, its texts escaped."""
    small = f"<small>{escape(cell.small)}</small>" if cell.small else ""
    classes = " ".join(name for name in ("num" if cell.number else "", cell.state) if name)
    title = f' title="{escape(cell.meaning, quote=True)}"' if cell.meaning else ""
    text = escape(cell.text)
    if cell.mark is not None:
        text = f'<button type="button" data-mark="{cell.mark}">{text}</button>'
    if cell.go:
        text = f'<button type="button" data-go="{escape(cell.go, quote=True)}">{text}</button>'
    if cell.depth is not None:
        inset = f' style="padding-left: {6 + STEP * cell.depth}px"'
        return f'<th scope="row" class="{classes}"{inset}{title}>{text}{small}</th>'
    return f'<td class="{classes}"{title}>{text}{small}</td>'
