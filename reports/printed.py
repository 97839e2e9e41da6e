"""The review for print (PDF, A4): paged, every page with its period, filters and version, every figure with its link."""

from charts import format
from charts.look import LIGHT
from reports.fitting import LEADING
from reports.paper import EDGE, INNER, TOP, Paper
from reports.print_chart import COLOURS, print_chart
from reports.promise_figures import PromiseFigures
from reports.review_file import ReviewFile
from reports.review_tables import Cell, Table, actions_table, agenda_table, figures_table, minutes_table, quality_table

CHART, GAP = 320.0, 16.0
"""Width of a chart, and the room between it and its figures, in points."""
ROW = 16.0
SIZE = 9.0
PADDING = 4.0
INKS = {**COLOURS, "grey": LIGHT.muted}


def printed(review: ReviewFile) -> bytes:
    """Summary and agenda, every promise with those on the agenda first, minutes, actions, data. Raises FileNotMade."""
    _ = review.look.words
    facts = format.clauses(
        [_("{name}: {text}", name=fact.name, text=fact.text) for fact in review.facts[:3]], review.look.language
    )
    paper = Paper(
        review.title, (review.title, facts), review.footer, "zh-CN" if review.look.language == "zh" else "en-US"
    )
    paper.paragraph(review.title, 18, bold=True)
    paper.paragraph(review.headline, 14, colour=LIGHT.accent, bold=True)
    paper.paragraph(review.summary, 10)
    for fact in review.facts:
        paper.paragraph(_("{name}: {text}", name=fact.name, text=fact.text), SIZE, colour=LIGHT.muted)
    _table(paper, agenda_table(review))
    for item in review.promises:
        _promise(paper, item, review)
    for table in (minutes_table(review), actions_table(review), quality_table(review)):
        _table(paper, table)
    return bytes(paper.output())


def _promise(paper: Paper, item: PromiseFigures, review: ReviewFile) -> None:
    """One promise, never torn apart by the end of a page unless it is longer than one."""
    _ = review.look.words
    below = _below(item, review)
    high = max(150.0, ROW * len(item.facts) + 34)
    promised = _("Promised: {clause} Owner: {owner}.", clause=item.clause, owner=item.owner)
    needed = paper.height_of(item.title, 12, bold=True) + paper.height_of(promised, 8) + high + 30 + 2 * SIZE * LEADING
    needed += sum(paper.height_of(text, size) for text, size, _colour in below)
    paper.room_for(needed)
    if paper.y > TOP:
        paper.rule(paper.y + 10)
        paper.set_y(paper.y + 18)
    paper.paragraph(item.title, 12, bold=True, colour=INKS.get(item.state, LIGHT.ink))
    paper.paragraph(promised, 8, colour=LIGHT.muted)
    top = paper.y + 4
    if item.months:
        print_chart(paper, item, EDGE, top, CHART, high - 8)
    else:
        paper.put(_("There is nothing to draw."), EDGE, top, SIZE, colour=LIGHT.muted)
    _figures(paper, item, top)
    paper.set_y(top + high)
    for text, size, colour in below:
        paper.paragraph(text, size, colour=colour)
    paper.paragraph(_("Open this figure: {link}", link=item.link), 8, colour=LIGHT.accent, link=item.link)


def _figures(paper: Paper, item: PromiseFigures, top: float) -> None:
    """The verdict and the figures beside the chart; the value leads to where it can be opened."""
    x, room = EDGE + CHART + GAP, INNER - CHART - GAP
    paper.put(f"{item.mark} {item.verdict}", x, top, 11, colour=INKS.get(item.state, LIGHT.ink), bold=True)
    for place, (name, text) in enumerate(figures_table(item), start=1):
        y = top + 4 + ROW * place
        paper.put(paper.fitted(name.text, room * 0.6, SIZE), x, y, SIZE, colour=LIGHT.muted)
        colour = LIGHT.accent if text.link else LIGHT.ink
        paper.put(text.text, x, y, SIZE, colour=colour, bold=text.bold, link=text.link, align="R", room=room)


def _below(item: PromiseFigures, review: ReviewFile) -> list[tuple[str, float, str]]:
    """The texts below the chart with their sizes and colours."""
    _, language = review.look.words, review.look.language
    texts = [
        (item.moved, 10.0, LIGHT.ink),
        (format.clauses(item.behind, language), SIZE, LIGHT.muted),
        (
            _("On the agenda: {reasons}", reasons=format.listed(item.reasons, language)) if item.reasons else "",
            SIZE,
            LIGHT.muted,
        ),
        *((_("{name}: {text}", name=said.name, text=said.text), SIZE, LIGHT.accent) for said in item.minutes),
        (_("Definition: {text}", text=item.definition), 8.0, LIGHT.muted),
    ]
    return [text for text in texts if text[0]]


def _table(paper: Paper, table: Table) -> None:
    """A table with its title; its head stands again on every page it runs over."""
    columns = [INNER * share / sum(table.widths) for share in table.widths]
    head = [Cell(text, bold=True) for text in table.heads]
    paper.room_for(110)
    paper.set_y(paper.y + 14)
    paper.paragraph(table.title, 13, bold=True)
    paper.set_y(paper.y + 4)
    if not table.rows:
        paper.paragraph(table.empty, 10, colour=LIGHT.muted)
        return
    _row(paper, head, columns)
    for row in table.rows:
        if _row_height(paper, row, columns) > paper.left:
            paper.add_page()
            _row(paper, head, columns)
        _row(paper, row, columns)


def _row(paper: Paper, row: tuple[Cell, ...] | list[Cell], columns: list[float]) -> None:
    top, high, x = paper.y, _row_height(paper, row, columns), EDGE
    for cell, room in zip(row, columns, strict=True):
        paper.set_y(top + PADDING / 2)
        colour = LIGHT.accent if cell.link else INKS.get(cell.state, LIGHT.ink)
        paper.paragraph(cell.text, SIZE, x=x, room=room - PADDING, colour=colour, bold=cell.bold, link=cell.link)
        x += room
    paper.set_y(top + high)
    paper.rule(paper.y)


def _row_height(paper: Paper, row: tuple[Cell, ...] | list[Cell], columns: list[float]) -> float:
    heights = [
        paper.height_of(cell.text, SIZE, room - PADDING, bold=cell.bold)
        for cell, room in zip(row, columns, strict=True)
    ]
    return max(heights) + PADDING
