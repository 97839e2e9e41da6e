"""Any figure of a subject over time, with its control limits, its target, and quoted figures when asked for."""

from collections.abc import Sequence

from charts import format
from charts.trend import Quoted, trend
from components.dated_notes import below, notes_on
from components.frame import Page
from components.mark import Mark, period_marks
from components.panel import Choice, Drawing, Panel
from components.questions import baseline_of, last_day, where_for
from metrics.catalog import metric as metric_named
from metrics.history import History, history
from metrics.model import Grain, Kind, Query
from metrics.periods import Period
from metrics.references import references_of
from metrics.signals import CHART_WORDS
from metrics.targets import targets
from reports.precision import binned

TREND = "trend"
SHOWN, LOOKED_AT = 13, 25
"""Periods drawn, and periods the limits rest on."""


def figure_key(key: str = TREND) -> str:
    """Where the session keeps which figure a trend shows."""
    return f"{key}_metric"


def trend_panel(page: Page, names: Sequence[str], key: str = TREND, height: int = 170) -> Panel:
    """Thirteen periods of a figure up to the one on screen; what is offered are the metrics named; the one a link names is chosen."""
    _, language = page.words, page.look.language
    choice = Choice(
        figure_key(key),
        _("Figure"),
        {name: metric_named(name).label.to(language) for name in names},
        wide=True,
        wanted=page.view.metric,
    )

    def draw() -> Drawing | None:
        name = choice.value
        found = series(page, name).last(SHOWN)
        if all(row.value is None for row in found.rows):
            return None
        promised = targets(page.engine, name, found.periods)
        quoted = (
            [Quoted(item.value, item.label.to(language)) for item in references_of(name)]
            if page.view.references
            else []
        )
        labels = [short_name(item, page, first=item is found.periods[0]) for item in found.periods]
        noted = notes_on(page, found.periods, name)
        drawn = trend(
            found.rows, labels, metric_named(name).unit, page.look, targets=promised, chart=found.chart,
            references=quoted, running=found.running, connect=any(row.value is None for row in found.rows), noted=noted,
            height=height,
        )  # fmt: skip
        said = _note(page, found, unquoted=page.view.references and not quoted)
        return Drawing(
            drawn, _alt(page, name, found), below(page, said, noted, len(found.rows)), marks=series_marks(page, found),
            cases=Mark("", name),
        )  # fmt: skip

    return Panel(
        _("Over time"), _("With the limits of usual variation; a ring marks a signal"),
        key, draw, (choice,),
    )  # fmt: skip


def series(page: Page, name: str) -> History:
    """A metric by period up to the one on screen, as long as control limits need it."""
    query = Query((name,), where=where_for(page, name), baseline=baseline_of(page, name))
    return history(page.engine, query, last_day(page, name), trend_grain(page.view.period, name), LOOKED_AT)


def series_marks(page: Page, found: History) -> tuple[Mark, ...]:
    """What the points of a series stand for: the cases of each period."""
    language, engine = page.look.language, page.engine
    labels = [format.period(item, language, engine.fiscal_start) for item in found.periods]
    reach = engine.reach(metric_named(found.metric))
    last = last_day(page, found.metric)
    known = last if reach is None else engine.day_of(reach)
    return period_marks(found.rows, labels, found.periods, last, known)


def trend_grain(period: Period, name: str) -> Grain:
    """A year or a quarter is shown by months, anything up to a month by weeks, a few days by days."""
    slow = metric_named(name).kind in (Kind.RELATIVE, Kind.STATE)  # asked once per period, and slow to change
    if period.days > 45 or slow:
        return Grain.MONTH
    return Grain.WEEK if period.days > 8 else Grain.DAY


def short_name(item: Period, page: Page, *, first: bool) -> str:
    """The name of a period under the axis; the year stands below January and the first one."""
    language = page.look.language
    if item.grain is not Grain.MONTH:
        return format.short_day(item.start, language)
    name = format.month(item.start, language, with_year=False)
    return f"{name}<br>{item.start.year}" if first or item.start.month == 1 else name


def _alt(page: Page, name: str, found: History) -> str:
    _, language, metric = page.words, page.look.language, metric_named(name)
    last = next(row for row in reversed(found.rows) if row.value is not None)
    return _("{metric} over {n} periods, latest {value}", metric=metric.label.to(language), n=len(found.rows),
             value=format.value(last.value, metric.unit, language))  # fmt: skip


def _note(page: Page, found: History, *, unquoted: bool) -> str:
    """Which limits they are, or why there are none."""
    _, language = page.words, page.look.language
    notes = [_("Too few periods for control limits.")]
    if found.chart is not None:
        kind = CHART_WORDS[found.chart.kind].to(language)
        signals = sum(bool(rules) for rules in found.chart.signals)
        notes = [
            _("{chart}: nothing but usual variation.", chart=kind)
            if not signals
            else _("{chart}; signals: {n} of {all} points.", chart=kind, n=signals, all=len(found.rows))
        ]
    if unquoted:
        notes.append(_("No figure is quoted for this one."))
    notes += binned(found.rows, page.look)
    return format.sentences(notes, language)
