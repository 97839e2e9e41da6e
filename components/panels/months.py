"""Counts of two kinds month by month: as columns, or as lines where the kinds do not add up."""

from collections.abc import Mapping
from dataclasses import replace

from charts import format
from charts.dated_notes import with_notes
from charts.grouped_bars import Counts, counts_by_month
from charts.lines import Series, lines
from components.dated_notes import below, notes_on
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.panels.begun import begun
from components.panels.trend import series_marks, short_name
from components.questions import last_day, where_for
from metrics.history import History, history
from metrics.model import Grain, Query, Unit

MONTHS = 13


def months_panel(
    page: Page, names: Mapping[str, str], title: str, subtitle: str, *, key: str, note: str = "", columns: bool = False,
    height: int = 190,
) -> Panel:  # fmt: skip
    """Thirteen months up to the period's last; `names`: metric → what its series is called, two or three counts."""
    _, language = page.words, page.look.language
    known = all(begun(page, name) for name in names)

    def draw() -> Drawing | None:
        if not known:
            return None
        found = {name: _months(page, name) for name in names}
        if not any(row.value for item in found.values() for row in item.rows):
            return None
        shown = next(iter(found.values())).periods
        labels = [short_name(item, page, first=item is shown[0]) for item in shown]
        values = {
            name: [None if row.value is None else round(row.value) for row in item.rows] for name, item in found.items()
        }
        if columns:
            drawn = counts_by_month(
                [Counts(names[name], values[name]) for name in names], labels, page.look, height=height
            )
        else:
            series = [Series(names[name], values[name], emphasis=name == next(iter(names))) for name in names]
            drawn = lines(series, labels, Unit.COUNT, page.look, height=height)
        said = [
            f"{label} {format.count(sum(value or 0 for value in values[name]), language)}"
            for name, label in names.items()
        ]
        alt = _("In {n} months: {counts}", n=MONTHS, counts=format.clauses(said, language))
        marks = tuple(mark for item in found.values() for mark in series_marks(page, item))
        noted = notes_on(page, shown)
        drawn, said_below = with_notes(drawn, noted, MONTHS, page.look), below(page, note, noted, MONTHS)
        return Drawing(drawn, alt, said_below, marks=_named_marks(marks, names))

    return Panel(title, subtitle, key, draw, empty=_("None in these thirteen months.") if known else "")


def _named_marks(marks: tuple[Mark, ...], names: Mapping[str, str]) -> tuple[Mark, ...]:
    return tuple(replace(mark, label=f"{mark.label} · {names[mark.metric]}") for mark in marks)


def _months(page: Page, name: str) -> History:
    return history(page.engine, Query((name,), where=where_for(page, name)), last_day(page, name), Grain.MONTH, MONTHS)
