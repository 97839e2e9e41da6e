"""How full each column of one source is, for whoever wants to know."""

from collections.abc import Sequence

from charts import format
from components.frame import Page
from components.panel import Choice, Drawing, Panel
from components.table import Cell, table
from data.contracts import contract, contracts
from metrics.catalog import metric
from metrics.data_defects import Defect, columns_behind
from metrics.promises import promises

HEIGHT = 420


def columns_panel(page: Page, found: Sequence[Defect]) -> Panel | None:
    """The columns of the source chosen, first the one with the first finding; None where no source holds rows."""
    _, language = page.words, page.look.language
    known = page.engine.quality.sources
    sources = dict.fromkeys([*(item.finding.source for item in found), *contracts()])
    names = {name: contract(name).label.to(language) for name in sources if name in known and known[name].rows}
    if not names:
        return None
    choice = Choice("_quality_source", _("Source"), names)
    return Panel(
        _("Columns, one by one"), _("How many rows have a value, and which promises rest on the column."), "columns",
        lambda: _draw(page, choice.value), (choice,),
    )  # fmt: skip


def _draw(page: Page, source: str) -> Drawing:
    _, language = page.words, page.look.language
    found = page.engine.quality.sources[source]
    feeds = {
        item.short.to(language): columns_behind(metric(item.metric), source)
        for item in promises() if metric(item.metric).source == source
    }  # fmt: skip
    rows = []
    for column in contract(source).columns:
        filled, empty = found.filled.get(column.name, 0), found.last.empty.get(column.name) if found.last else None
        now = (
            format.DASH
            if found.last is None or empty is None or not found.last.rows
            else _share(page, found.last.rows - empty, found.last.rows)
        )
        resting = [name for name, columns in feeds.items() if column.name in columns]
        rows.append([
            Cell(column.label.to(language), depth=0), Cell(_share(page, filled, found.rows), number=True, state="" if filled else "grey"),
            Cell(format.count(found.rows - filled, language), number=True), Cell(now, number=True),
            Cell(format.listed(resting, language) if resting else "", state="grey"),
        ])  # fmt: skip
    heads = [_("Column"), _("Filled"), _("Empty rows"), _("Filled in the last import"), _("Promises that rest on it")]
    return Drawing(None, _("Columns, one by one"), html=table(heads, rows, HEIGHT))


def _share(page: Page, n: int, of: int) -> str:
    return format.percent(n / of if of else None, page.look.language)
