"""A small table as HTML, every text escaped: quicker to draw and to read than a grid of cells for a few dozen rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from charts.format import NO_BREAK

JOINER = "\u2060"
"""Holds two signs together without a blank."""

STYLE = """<style>
.kept-table { overflow: auto; } .kept-table table { width: 100%; border-collapse: collapse; font-size: .87rem; line-height: 1.3; }
.kept-table th { text-align: left; font-weight: 400; opacity: .75; position: sticky; top: 0; background: var(--st-background-color); }
.kept-table th, .kept-table td { padding: 3px 6px; border-bottom: 1px solid var(--st-border-color); vertical-align: top; }
.kept-table .num { text-align: right; font-variant-numeric: tabular-nums; }
.kept-table td.num, .kept-table td:first-child { white-space: nowrap; } .kept-table th { vertical-align: bottom; line-height: 1.15; }
.kept-table small { display: block; font-size: .8rem; opacity: .75; } .kept-table .grey { opacity: .74; } .kept-table .grey small { opacity: 1; }
.kept-table .bad { font-weight: 600; color: light-dark(#a82f17, #f08463); } .kept-table .good { font-weight: 600; color: light-dark(#126b4c, #4fc398); }
</style>"""


@dataclass(frozen=True)
class Cell:
    """A cell: a text, a smaller one below it, its state (good, bad, grey or none), and what it means, told on hover.

    `mark` is the number of the mark it stands for, if it can be picked.
    """

    text: str
    small: str = ""
    state: str = ""
    number: bool = False
    meaning: str = ""
    mark: int | None = None


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], height: int | None = None) -> str:
    """The table; `height` in pixels makes it scroll inside itself. A column of numbers has a head set like them."""
    numbers = [bool(rows) and all(row[place].number for row in rows) for place in range(len(heads))]
    head = "".join(
        f'<th scope="col" class="{"num" if number else ""}">{escape(_unbroken(text))}</th>'
        for text, number in zip(heads, numbers, strict=True)
    )
    body = "".join(f"<tr>{''.join(cell_html(cell) for cell in row)}</tr>" for row in rows)
    scroll = f' style="max-height: {height}px" tabindex="0"' if height else ""
    return f'{STYLE}<div class="kept-table"{scroll}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


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
    return f'<td class="{classes}"{title}>{text}{small}</td>'
