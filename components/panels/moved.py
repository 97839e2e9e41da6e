"""Why a figure moved: its change split by group as a waterfall that adds up, and what may be said of it."""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure
from charts.waterfall import waterfall
from components.compared import change_on
from components.frame import Page
from components.mark import Mark
from components.panel import Choice, Drawing, Panel
from components.questions import dimension_label, group_name, last_day
from metrics.catalog import metric as metric_named
from metrics.model import Grain, one_group
from metrics.moved import Change, candidates, moved, split
from metrics.periods import Period, containing
from metrics.spans import Span
from metrics.targets import target_on
from reports.moved_words import dimension_name, moved_sentence

BEST = "*"
"""The choice of the dimension that explains most."""


def moved_panel(
    page: Page, names: Sequence[str], *, key: str = "moved", labels: Sequence[str] | None = None, height: int = 240
) -> Panel:  # fmt: skip
    """One of the metrics against the period compared with, by the dimension that explains most, or by a chosen one.

    `labels` name the metrics where they should be called otherwise, such as by their promise.
    """
    _, language = page.words, page.look.language
    called = labels or [metric_named(name).label.to(language) for name in names]
    figure = Choice(f"{key}_metric", _("Figure"), dict(zip(names, called, strict=True)), wide=True)
    offered = {by: dimension_label(page, figure.value, by) for by in _dimensions(page, names, figure)}
    best = {} if len(offered) == 1 else {BEST: _("automatic")}
    by_choice = Choice(f"{key}_by", _("By"), best | offered)

    def draw() -> Drawing | None:
        if page.compared is None:
            text = _("Nothing is compared: choose a period under “Compared with”.")
            return Drawing(None, text, text)
        change = change_on(page, figure.value) if names else None
        if change is None:
            return None
        found = moved(page.engine, change, None if by_choice.value == BEST else (by_choice.value,))
        said = moved_sentence(found, page.engine, page.look)
        wanted = (found.dimension,) if found.dimension else (by_choice.value,) if by_choice.value != BEST else offered
        charts = ((by, chart) for by in wanted if (chart := _drawn(page, change, by, height)) is not None)
        by, drawn = next(charts, (None, None))
        if by is not None and by_choice.value == BEST and not found.dimension:
            said = format.sentences(
                [said, _("Shown by {by}.", by=dimension_name(change.metric, by, language))], language
            )
        ends = [format.value(row.value, change.metric.unit, language) for row in (change.before, change.now)]
        alt = _("From {before} to {now}. {said}", before=ends[0], now=ends[1], said=said)
        marks = _marks(page, change, by) if by is not None else ()
        return Drawing(drawn, alt, said, marks=marks, cases=Mark("", change.metric.name, period=_days(page, change)))

    against = format.period(page.compared, language, page.engine.fiscal_start) if page.compared else format.DASH
    return Panel(
        _("What moved it"),
        _("Against {period}, split into each group's own change and the mix of groups; the bars add up.", period=against),
        key, draw, (figure, by_choice), _("One of the two periods has no value, so there is no change to split."),
    )  # fmt: skip


def _marks(page: Page, change: Change, by: str) -> tuple[Mark, ...]:
    """Each group with what its own change and the shift in the mix add; it opens the cases of the period on screen."""
    _, language, unit = page.words, page.look.language, change.metric.unit
    found = split(page.engine, change, by)
    marks = []
    for effect in found.effects if found is not None else ():
        said = {"group": group_name(page, change.metric.name, by, effect.group[0]), "own": format.change(effect.rate, unit, language),
                "mix": format.change(effect.mix, unit, language)}  # fmt: skip
        label = _("{group}: own change {own}, mix {mix}", **said)
        where = (one_group(by, effect.group[0]),)
        marks.append(Mark(label, change.metric.name, where, _days(page, change), effect.now))
    return tuple(marks)


def _days(page: Page, change: Change) -> Period | None:
    """The days of the later span, where a promise is judged over a window of its own."""
    now, _before = change.spans
    shown = page.view.period
    same = now.start == shown.start and now.end in (shown.end, min(shown.end, last_day(page, change.metric.name)))
    return None if same else Period(now.start, now.end)


def _dimensions(page: Page, names: Sequence[str], figure: Choice) -> tuple[str, ...]:
    return candidates(page.engine, metric_named(figure.value), page.view.where()) if names else ()


def _drawn(page: Page, change: Change, by: str, height: int) -> Figure | None:
    """The waterfall by one dimension; None where its groups do not add up to the change, or there is one only."""
    found, name = split(page.engine, change, by), change.metric.name
    if found is None or len(found.effects) < 2:
        return None
    groups = [group_name(page, name, by, effect.group[0]) for effect in found.effects]
    now, before = change.spans
    ends = _span_name(page, before, page.compared or page.view.period), _span_name(page, now, page.view.period)
    return waterfall(
        found, groups, ends, change.metric, page.look, target=target_on(page.engine, name, page.view.period),
        height=height,
    )  # fmt: skip


def _span_name(page: Page, span: Span, period: Period) -> str:
    """A span by the period it is, or is the beginning of; a promise's own window by its calendar name."""
    _, language, fiscal = page.words, page.look.language, page.engine.fiscal_start
    if span.start == period.start:
        name = format.period(period, language, fiscal)
        return name if span.end == period.end else _("{period} same days", period=name)
    for grain in (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR):
        window = containing(span.start, grain, fiscal)
        if (window.start, window.end) == (span.start, span.end):
            return format.period(window, language, fiscal)
    return f"{format.short_day(span.start, language)} – {format.short_day(span.end, language)}"
