"""Goods with more complaints than their orders explain."""

from collections.abc import Sequence

from charts import format
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Choice, Drawing, Panel
from components.questions import ask_exposed, dimension_label, group_name, has_values
from components.table import Cell, table
from metrics.model import Unit
from metrics.suspects import Suspect, Suspects, suspects
from metrics.unusual import LEVEL

NAME, EXPOSURE = "complaints_per_1000", "orders_placed"
MOST = 12


def unusual_panel(
    page: Page, dimensions: Sequence[str] = ("sku", "category", "merchant_id"), height: int = 246
) -> Panel:
    """A table by SKU, category or merchant: the unusual ones first, then those that come nearest."""
    _ = page.words
    offered = [by for by in dimensions if has_values(page, NAME, by)]
    split = Choice("unusual_by", _("By"), {by: dimension_label(page, NAME, by) for by in offered})

    def draw() -> Drawing | None:
        if not offered:
            return None
        counted = ask_exposed(page, NAME, by=(split.value,))
        found = suspects(counted, MOST) if counted is not None else None
        if found is None:
            return None
        heads = [split.options[split.value], _("Complaints"), _("Orders"), _("Observed / expected")]
        rows = [_line(page, split.value, item, number) for number, item in enumerate(found.shown)]
        labels = [group_name(page, NAME, split.value, item.row.group[0]) for item in found.shown]
        marks = group_marks([item.row for item in found.shown], labels, (split.value,))
        said = _said(page, found)
        return Drawing(None, said, said, table(heads, rows, height) if rows else "", marks, Mark("", NAME))

    return Panel(
        _("Unusual complaints"), _("More complaints than the orders behind them explain"), "unusual", draw, (split,),
    )  # fmt: skip


def _line(page: Page, by: str, item: Suspect, mark: int) -> list[Cell]:
    _, language = page.words, page.look.language
    ratio = _("{ratio} ×", ratio=format.value(item.ratio, Unit.SCORE, language))
    word = _("more than chance") if item.unusual else _("may be chance")
    state = "bad" if item.unusual else "grey"
    return [
        Cell(group_name(page, NAME, by, item.row.group[0]), mark=mark),
        Cell(format.count(item.row.numerator, language), number=True),
        Cell(format.count(item.row.denominator, language), number=True),
        Cell(f"▲ {ratio}" if item.unusual else ratio, word, state, number=True),
    ]


def _said(page: Page, found: Suspects) -> str:
    """How many stand out among how many, and how sure that is."""
    _, language = page.words, page.look.language
    n, level = format.count(found.looked_at, language), format.percent(LEVEL, language, 0)
    if not found.unusual:
        return _("Beyond chance: none of {n} (false-discovery rate held to {level}).", n=n, level=level)
    return _("Beyond chance: {found} of {n} (false-discovery rate held to {level}).",
             found=format.count(found.unusual, language), n=n, level=level)  # fmt: skip
