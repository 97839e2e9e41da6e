"""The first row of a subject's page: its promises with their verdicts, then the figures the registry puts there."""

from charts import format
from components.cards import Card, cards_row
from components.compared import in_span
from components.frame import Page
from components.mark import Mark
from components.questions import NothingImported, NotToldApart, one, where_for
from components.rows import PageRow
from components.standing_cases import cases_of
from metrics.board import Standing, standing
from metrics.catalog import metric as metric_named, of_subject
from metrics.change import change
from metrics.intervals import SMALL_N
from metrics.model import Kind, Metric, Row, Unit
from metrics.promises import Promise, promises
from metrics.spans import compared_spans
from metrics.verdict import WORDS
from reports.precision import within
from reports.verdict_marks import MARKS


def subject_figures(page: Page, subject: str, also: tuple[str, ...] = ()) -> PageRow:
    """Promises measured by the subject's metrics, then its metrics marked as cards; `also` names others to add."""
    return cards_row(f"{subject}_figures", lambda: _cards(page, subject, also), page.look)


def _cards(page: Page, subject: str, also: tuple[str, ...]) -> list[Card]:
    metrics = [*of_subject(subject), *(metric_named(name) for name in also)]
    promised = {item.metric: item for item in page.engine.promises(page.view.period.end)}
    shown = [_promise_card(page, promised[item.name]) for item in metrics if item.name in promised]
    wanted = [item for item in metrics if item.card or item.name in also]
    return shown + [_card(page, item) for item in wanted if item.name not in promised]


def subject_metrics(subject: str, first: str | None = None) -> tuple[str, ...]:
    """All metrics of a subject, `first` before those promised, then those on cards: what its trend offers."""
    promised = {item.metric for item in promises()}
    found = sorted(of_subject(subject), key=lambda item: (item.name != first, item.name not in promised, not item.card))
    return tuple(item.name for item in found)


def _promise_card(page: Page, promise: Promise) -> Card:
    _, language, unit = page.words, page.look.language, metric_named(promise.metric).unit
    item = standing(page.engine, promise, page.view.period, compared=page.compared, where=page.view.where())
    state, mark = MARKS[item.verdict]
    target = format.target(promise.target, unit, language)
    label = f"{promise.short.to(language)} · {_('target {target}', target=target)}"
    return Card(
        label, format.value(item.row.value, unit, language), _behind(page, item, unit),
        f"{mark} {WORDS[item.verdict].to(language)}", state, cases_of(page, item),
    )  # fmt: skip


def _behind(page: Page, item: Standing, unit: Unit) -> str:
    """N and what the interval says; for a promise judged over another window, which one."""
    _, language = page.words, page.look.language
    if item.not_applicable:
        return _("not told apart by these filters")
    parts = []
    if item.period != page.view.period:
        parts.append(format.period(item.period, language, page.engine.fiscal_start))
    told = (_interval(page, item.row, unit), _count(page, item.row, unit), within(item.row, page.look))
    parts += [text for text in told if text]
    return " · ".join(parts)


def _card(page: Page, metric: Metric) -> Card:
    _, language = page.words, page.look.language
    label = metric.label.to(language)
    try:
        where_for(page, metric.name)
    except NotToldApart:
        return Card(label, format.DASH, _("not told apart by these filters"))
    except NothingImported:
        return Card(label, format.DASH, _("nothing imported yet"))
    row = one(page, metric.name)
    if row.value is None and row.undecided:
        return Card(label, format.DASH, _("{n} not decided yet", n=format.count(row.undecided, language)))
    parts = [
        _interval(page, row, metric.unit), _count(page, row, metric.unit), within(row, page.look), _change(page, metric, row)
    ]  # fmt: skip
    note = " · ".join(part for part in parts if part)
    return Card(label, format.value(row.value, metric.unit, language), note, cases=Mark(label, metric.name))


def _interval(page: Page, row: Row, unit: Unit) -> str:
    if row.low is None or row.high is None:
        return ""
    return format.interval(row.low, row.high, unit, page.look.language)


def _count(page: Page, row: Row, unit: Unit) -> str:
    if unit in (Unit.COUNT, Unit.DAYS) or not row.n:
        return ""
    return f"n {format.count(row.n, page.look.language)}"


def _change(page: Page, metric: Metric, row: Row) -> str:
    """The change against the period compared with: of a running period, against the same part of it."""
    language = page.look.language
    if page.compared is None or row.value is None or metric.kind is Kind.RELATIVE:
        return ""
    spans = compared_spans(page.engine, metric, page.view.period, page.compared)
    if spans is None:
        return ""
    before = in_span(page, metric.name, spans[1])
    if metric.unit is not Unit.COUNT and metric.unit is not Unit.DAYS and min(row.n, before.n) < SMALL_N:
        return ""  # too few to be compared
    changed = change(row, before)
    return "" if changed is None else format.change(changed, metric.unit, language)
