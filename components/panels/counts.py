"""How many of something, by one dimension: the largest first."""

from collections.abc import Sequence

from charts import format
from charts.bars import bars
from charts.pareto import pareto
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Choice, Drawing, Panel
from components.questions import ask, dimension_label, group_name, has_values
from metrics.catalog import metric as metric_named
from metrics.model import Filter

MOST = 6


def counts_panel(
    page: Page, name: str, dimensions: Sequence[str], title: str, subtitle: str, *, key: str,
    extra: tuple[Filter, ...] = (), cumulative: bool = False, most: int = MOST,
) -> Panel:  # fmt: skip
    """Counts by one of the dimensions; `cumulative` adds the running share of a Pareto chart."""
    _, language = page.words, page.look.language
    offered = [by for by in dimensions if has_values(page, name, by)]
    split = Choice(f"{key}_by", _("By"), {by: dimension_label(page, name, by) for by in offered})

    def draw() -> Drawing | None:
        if not offered:
            return None
        by = split.value
        rows = sorted((row for row in ask(page, name, by=(by,), extra=extra) if row.n), key=lambda row: -row.n)
        if not rows:
            return None
        shown = rows[:most]
        labels = [group_name(page, name, by, row.group[0]) for row in shown]
        all_of = sum(row.n for row in rows)
        drawn = pareto(shown, labels, page.look, total=all_of) if cumulative else bars(shown, labels, page.look)
        alt = _("{metric}: {n}, most of them {group}", metric=metric_named(name).label.to(language),
                n=format.count(all_of, language), group=labels[0])  # fmt: skip
        note = _("The first {n} of {all} groups.", n=most, all=len(rows)) if len(rows) > most else ""
        every = [group_name(page, name, by, row.group[0]) for row in rows]
        return Drawing(drawn, alt, note, marks=group_marks(rows, every, (by,), extra), cases=Mark("", name, extra))

    return Panel(title, subtitle, key, draw, (split,))
