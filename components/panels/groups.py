"""A figure by group with its intervals, worst first, and what can be told apart."""

from collections.abc import Sequence

from charts import format
from charts.by_group import by_group
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Choice, Drawing, Panel
from components.questions import ask, dimension_label, group_name, has_values, one
from metrics.catalog import metric as metric_named
from metrics.comparison import Compared
from metrics.grouped import Group, grouped, told_apart
from metrics.intervals import SMALL_N
from metrics.model import Direction, Filter
from metrics.targets import target_on
from reports.precision import binned

MOST_GROUPS = 5


def groups_panel(
    page: Page, names: Sequence[str], dimensions: Sequence[str], title: str, subtitle: str, *, key: str = "groups",
    extra: tuple[Filter, ...] = (), most: int = MOST_GROUPS,
) -> Panel:  # fmt: skip
    """One of the metrics by one of the dimensions; both choices stand in the panel."""
    _, language = page.words, page.look.language
    figure = Choice(
        f"{key}_metric", _("Figure"), {name: metric_named(name).label.to(language) for name in names}, wide=True
    )
    offered = [by for by in dimensions if has_values(page, names[0], by)]
    split = Choice(f"{key}_by", _("By"), {by: dimension_label(page, names[0], by) for by in offered})

    def draw() -> Drawing | None:
        if not offered:
            return None
        name, by = figure.value, split.value
        metric = metric_named(name)
        rows = ask(page, name, by=(by,), extra=extra)
        found = grouped(metric, rows)
        if not found and any(row.undecided for row in rows):
            text = _("Nothing of this period is decided yet: it is too early to tell.")
            return Drawing(None, text, text)
        if not found:
            return None
        shown = found[:most]
        target = target_on(page.engine, name, page.view.period)
        reference = one(page, name, extra).value if target is None else target
        drawn = by_group(
            [item.row for item in shown], [group_name(page, name, by, item.row.group[0]) for item in shown], metric.unit,
            page.look, reference=reference, reference_label=_("all") if target is None else None, words=[_word(page, item) for item in shown],
            at_least=metric.direction is not Direction.DOWN, judged=target is not None,
        )  # fmt: skip
        worst = group_name(page, name, by, shown[0].row.group[0])
        value = format.value(shown[0].row.value, metric.unit, language)
        labels = [group_name(page, name, by, item.row.group[0]) for item in found]
        return Drawing(
            drawn, _("Worst: {group}", group=f"{worst} {value}"), _note(page, found, most),
            marks=group_marks([item.row for item in found], labels, (by,), extra), cases=Mark("", name, extra),
        )  # fmt: skip

    return Panel(title, subtitle, key, draw, (figure, split))


def _word(page: Page, item: Group) -> str:
    """A word only where something can be said."""
    _ = page.words
    if item.compared is Compared.WORSE:
        return _("worse")
    return _("better") if item.compared is Compared.BETTER else ""


def _note(page: Page, found: Sequence[Group], most: int) -> str:
    _, language = page.words, page.look.language
    notes = []
    if len(found) > most:
        notes.append(_("The first {n} of {all} groups.", n=most, all=len(found)))
    if any(item.row.n < SMALL_N for item in found[:most]):
        notes.append(_("Hollow: fewer than {n} cases, not compared.", n=SMALL_N))
    if sum(item.row.n >= SMALL_N for item in found) > 1 and not told_apart(found):
        notes.append(_("These groups cannot be told apart: their differences are what chance brings."))
    notes += binned((item.row for item in found), page.look)
    return format.sentences(notes, language)
