"""Reviews that do not count, and why."""

from charts import format
from charts.bars import bars
from components.frame import Page
from components.mark import metric_marks
from components.panel import Drawing, Panel
from components.panels.begun import begun
from components.questions import one
from metrics.catalog import metric as metric_named

REASONS = ("reviews_rewarded", "reviews_deleted", "reviews_repeated")


def set_aside_panel(page: Page) -> Panel:
    """Each review set aside has one reason: the first of reward, deletion, repetition."""
    _, language = page.words, page.look.language
    known = begun(page, "reviews_set_aside")

    def draw() -> Drawing | None:
        rows = [one(page, name) for name in REASONS]
        if not any(row.n for row in rows):
            return None
        labels = [metric_named(name).label.to(language) for name in REASONS]
        aside, kept = one(page, "reviews_set_aside"), one(page, "reviews_collected")
        said = _(
            "{n} set aside beside {kept} that count.",
            n=format.count(aside.n, language),
            kept=format.count(kept.n, language),
        )
        drawn = bars(rows, labels, page.look, colours=["neutral"] * len(rows))
        return Drawing(drawn, said, said, marks=metric_marks(rows, labels))

    return Panel(
        _("Reviews set aside"), _("Given in the period and not counted, by the reason"), "aside", draw,
        empty=_("No review was set aside in this period.") if known else "",
    )  # fmt: skip
