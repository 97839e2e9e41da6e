"""The questions a page asks: about one metric, in the period and with the filters on screen."""

from datetime import date

from components.frame import Page
from data.contracts import contract
from data.errors import KeptError
from data.words import Language
from metrics import periods
from metrics.applicable import applicable, sources
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimension, dimensions, label_of
from metrics.exposed import Exposed
from metrics.model import Filter, Grain, Kind, Query, Row
from metrics.periods import Period
from metrics.promises import Promise


class NotToldApart(KeptError):
    """A filter in force names a dimension the figure does not have, so it has no value."""


class NothingImported(KeptError):
    """A source the figure needs holds no rows yet."""


def where_for(page: Page, name: str) -> tuple[Filter, ...]:
    """The page's filters as the metric's sources know them.

    Raises NothingImported where a source is empty, NotToldApart where one does not know a dimension filtered by.
    """
    for source in sources(metric_named(name)):
        if not page.engine.manifest.sources[source].rows:
            label = contract(source).label
            raise NothingImported(
                f"This needs {label.en.lower()} ({source}), and none have been imported yet.",
                f"此处需要{label.zh}（{source}）数据，目前尚未导入。",
            )
    kept, missing = applicable(page.engine, metric_named(name), page.view.where())
    if missing:
        en, zh = _listed(missing, "en"), _listed(missing, "zh")
        raise NotToldApart(
            f"This figure cannot be told apart by {en}. Clear that filter to see it.",
            f"该指标无法按{zh}区分；清除此筛选即可查看。",
        )
    return kept


def ask(
    page: Page, *names: str, by: tuple[str, ...] = (), extra: tuple[Filter, ...] = (), grain: Grain | None = None,
    period: Period | None = None,
) -> tuple[Row, ...]:  # fmt: skip
    """The rows of metrics in the period on screen (or another one), with the page's filters and `extra`."""
    shown = period or page.view.period
    rows: list[Row] = []
    for name in names:
        query = Query((name,), shown.start, shown.end, grain, by, (*extra, *where_for(page, name)),
                      baseline=baseline_of(page, name))  # fmt: skip
        rows += page.engine.run(query).rows
    return tuple(rows)


def ask_exposed(page: Page, name: str, by: tuple[str, ...]) -> Exposed | None:
    """Cases and exposure by group in the period on screen, of a metric told per exposure; None where nothing is known."""
    shown = page.view.period
    return page.engine.exposed(Query((name,), shown.start, shown.end, by=by, where=where_for(page, name)))


def one(page: Page, name: str, extra: tuple[Filter, ...] = (), period: Period | None = None) -> Row:
    """The single row of a metric; a row without a value where nothing came back."""
    rows = ask(page, name, extra=extra, period=period)
    return rows[0] if rows else Row(name, None, (), None, None, None, 0)


def baseline_of(page: Page, name: str) -> tuple[date, date] | None:
    """The frozen baseline the promise on a metric names, if any; changes of one subject share theirs."""
    found = change_promise(page, name)
    return None if found is None else found.baseline


def change_promise(page: Page, name: str) -> Promise | None:
    """The promise on a change against a baseline that a metric belongs to: its own, or its subject's."""
    wanted = metric_named(name)
    for item in page.engine.promises(page.view.period.end):
        measured = metric_named(item.metric)
        if measured.kind is Kind.RELATIVE and (item.metric == name or measured.subject == wanted.subject):
            return item
    return None


def last_day(page: Page, name: str) -> date:
    """The last day of the period, or how far the metric's figures reach into it."""
    reach = page.engine.reach(metric_named(name))
    end = page.view.period.end
    return end if reach is None else min(end, max(periods.local_day(reach, page.engine.zone), page.view.period.start))


def has_values(page: Page, name: str, by: str) -> bool:
    """Whether a metric can be split by a dimension that the data fill."""
    found = sources(metric_named(name))
    return all(by in dimensions(source) for source in found) and any(
        value is not None for value in page.engine.values(found[0], by)
    )


def group_name(page: Page, name: str, by: str, value: str | int | bool | None) -> str:
    """A value of a dimension as a person reads it."""
    return page.engine.value_label(metric_named(name).source, by, value, page.look.language)


def dimension_label(page: Page, name: str, by: str) -> str:
    """What a dimension is called."""
    return dimension(metric_named(name).source, by).label.to(page.look.language)


def _listed(names: tuple[str, ...], language: Language) -> str:
    labels = [label_of(name).to(language) for name in names]
    return "、".join(labels) if language == "zh" else ", ".join(label.lower() for label in labels)
