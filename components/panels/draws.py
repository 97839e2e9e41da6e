"""Random draws, draws after complaints and retests side by side: three populations that are never pooled."""

from charts import format
from charts.by_group import by_group
from components.frame import Page
from components.mark import metric_marks
from components.panel import Drawing, Panel
from components.questions import one
from metrics.catalog import metric as metric_named

RANDOM = "inspection_pass_rate"


def draws_panel(page: Page) -> Panel:
    """The pass rate of each kind of draw with its interval; without the target, which holds for random draws alone."""
    _, language = page.words, page.look.language
    names = {RANDOM: _("Random"), "complaint_driven_pass_rate": _("After complaint"), "retest_pass_rate": _("Retests")}

    def draw() -> Drawing | None:
        rows = [one(page, name) for name in names]
        if not any(row.n for row in rows):
            return None
        unit = metric_named(RANDOM).unit
        drawn = by_group(rows, list(names.values()), unit, page.look)
        said = [
            f"{label} {format.value(row.value, unit, language)}"
            for label, row in zip(names.values(), rows, strict=True)
        ]
        note = _("Only random draws speak for all goods; the others are drawn because something was wrong.")
        return Drawing(drawn, format.clauses(said, language), note, marks=metric_marks(rows, list(names.values())))

    return Panel(_("Random, complaint-driven, retest"), _("Pass rates side by side, never pooled"), "draws", draw)
