"""Changes against the frozen baseline, beside what could fake them: the season and the mix."""

from charts import format
from charts.by_group import by_group
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Drawing, Panel
from components.questions import ask, baseline_of, change_promise, group_name, last_day, one, where_for
from metrics.baselines import against_season, baseline
from metrics.catalog import metric as metric_named
from metrics.model import Direction, Query
from metrics.periods import Period, containing
from metrics.targets import target_on
from reports.precision import binned


def baseline_panel(page: Page, name: str, split: str, title: str) -> Panel:
    """The change of a metric over its promise's window: as a whole, against last year's season, and by `split`."""
    _, language = page.words, page.look.language
    frozen = baseline(page.engine, name, baseline_of(page, name))

    def draw() -> Drawing | None:
        window = _window(page, name)
        query = Query((name,), where=where_for(page, name), baseline=frozen)
        rows = [Mark(item.label.to(language), name, (), window, item.row)
                for item in against_season(page.engine, query, window)]  # fmt: skip
        if split:
            parts = ask(page, name, by=(split,), period=window)
            rows += group_marks(
                parts, [group_name(page, name, split, row.group[0]) for row in parts], (split,), (), window
            )
        known = [(mark, mark.row) for mark in rows if mark.row is not None and mark.row.value is not None]
        if not known or frozen is None:
            return None
        target = target_on(page.engine, name, page.view.period)
        drawn = by_group(
            [row for _mark, row in known], [mark.label for mark, _row in known], metric_named(name).unit, page.look,
            reference=target, at_least=metric_named(name).direction is not Direction.DOWN,
        )  # fmt: skip
        value = format.value(known[0][1].value, metric_named(name).unit, language)
        return Drawing(
            drawn,
            _("{value} against the baseline", value=value),
            format.sentences(
                [_note(page, name, Period(*frozen), window), *binned((row for _mark, row in known), page.look)],
                language,
            ),
            marks=tuple(mark for mark, _row in known),
        )

    subtitle = _("The change, and what could mislead: the season, the mix")
    return Panel(title, subtitle, f"baseline_{name}", draw,
                 empty=_("There is no baseline yet: it takes six full months of data, or one named in the settings."))  # fmt: skip


def _window(page: Page, name: str) -> Period:
    """The promise's window up to the period on screen."""
    promised = change_promise(page, name)
    day = last_day(page, name)
    if promised is None:
        return page.view.period
    return Period(containing(day, promised.window, page.engine.fiscal_start).start, day)


def _note(page: Page, name: str, frozen: Period, window: Period) -> str:
    """Which days are compared, and the value of each."""
    _, language = page.words, page.look.language
    base = metric_named(metric_named(name).of or name)
    then, now = (
        format.value(one(page, base.name, period=item).value, base.unit, language) for item in (frozen, window)
    )
    return _("Baseline {baseline}: {then}. Now {window}: {now}.", baseline=format.period(frozen, language), then=then,
             window=format.period(window, language), now=now)  # fmt: skip
