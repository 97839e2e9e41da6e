"""What the files of a review say of one promise: figures, texts and link, all asked for once."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import format
from charts.look import Look
from data.contracts import contract
from data.reviews import KINDS, Minute
from metrics.board import Standing
from metrics.catalog import metric as metric_named
from metrics.data_defects import is_rate
from metrics.engine import Engine
from metrics.formula import formula
from metrics.model import ALL_ROWS, Row, Scope, Unit
from metrics.moved import Finding, Moved
from metrics.review import REASON_WORDS, Reason, Review, Section
from metrics.signals import RULE_WORDS
from metrics.verdict import WORDS
from metrics.windows import PER_PERIOD
from reports.axis import Axis, axis_of
from reports.behind import behind
from reports.moved_words import amount, moved_sentence
from reports.printable import printable
from reports.promise_months import Month, promise_months
from reports.verdict_marks import MARKS


@dataclass(frozen=True)
class Fact:
    """A figure by its name, as it is written."""

    name: str
    text: str


@dataclass(frozen=True)
class PromiseFigures:
    """One promise. Numbers are in the metric's unit (a fraction for rates), texts in the file's language.

    Attributes:
        title: what the figure shows, in one line.
        state: good, bad, risk or none; `mark` and `verdict` say the same to people who see no colours.
        divides: the value is numerator / denominator, of the period and of each month.
        facts: value, target, interval, cases and comparison, the value first.
        behind: cases, misses and forecast, as on the board.
        moved: what moved it against the period compared with; empty where nothing is to be said.
        reasons: why it is on the agenda; empty where it is not.
        axis: what a chart of the months shows.
        minutes: what was written down of it in the meeting, each with its kind.
        link: where the figure can be opened again.
    """

    id: str
    label: str
    title: str
    clause: str
    owner: str
    period: str
    verdict: str
    state: str
    mark: str
    unit: Unit
    divides: bool
    row: Row
    target: float
    compared: float | None
    change: float | None
    facts: tuple[Fact, ...]
    behind: tuple[str, ...]
    moved: str
    reasons: tuple[str, ...]
    months: tuple[Month, ...]
    axis: Axis
    definition: str
    source: str
    minutes: tuple[Fact, ...]
    link: str


def promise_figures(
    engine: Engine, section: Section, of: Review, look: Look, minutes: Sequence[Minute], link: str,
    scope: Scope = ALL_ROWS,
) -> PromiseFigures:  # fmt: skip
    """What files say of one section of a review. Raises QueryFailed."""
    item, language = section.standing, look.language
    found, promise = metric_named(item.promise.metric), item.promise
    state, mark = MARKS[item.verdict]
    months = promise_months(engine, item, of, look, scope)
    shown = [month.value for month in months]
    return PromiseFigures(
        id=promise.id, label=printable(promise.label.to(language)), title=_title(item, section.moved, look),
        clause=promise.clause.to(language), owner=printable(promise.owner.to(language)),
        period=format.period(item.period, language, engine.fiscal_start),
        verdict=WORDS[item.verdict].to(language), state=state, mark=mark,
        unit=found.unit, divides=is_rate(promise) and item.row.value is not None,
        row=item.row, target=promise.target,
        compared=item.compared.value if item.compared else None, change=item.change,
        facts=_facts(engine, item, of, look), behind=tuple(behind(item, look)),
        moved="" if section.moved is None else printable(moved_sentence(section.moved, engine, look)),
        reasons=_reasons(section, look),
        months=months, axis=axis_of([*shown, *(month.target for month in months)], found.unit, language),
        definition=format.sentences([found.meaning.to(language), _formula(item, look)], language),
        source=contract(found.source).label.to(language),
        minutes=said_in(minutes, promise.id, look), link=link,
    )  # fmt: skip


def said_in(minutes: Sequence[Minute], promise: str | None, look: Look) -> tuple[Fact, ...]:
    """The minutes of a promise, or with None those of the meeting as a whole."""
    return tuple(
        Fact(KINDS[minute.kind].to(look.language), printable(minute.text))
        for minute in minutes
        if minute.promise == promise
    )


def _title(item: Standing, moved: Moved | None, look: Look) -> str:
    """“Complaints resolved in 48 h: broken at 93.1 %, target 95 % (−2.1 points)”."""
    _, language, unit = look.words, look.language, metric_named(item.promise.metric).unit
    verdict = WORDS[item.verdict].to(language)
    words = {
        "promise": printable(item.promise.label.to(language)),
        "verdict": verdict.lower(),
        "target": format.target(item.promise.target, unit, language),
    }
    if item.row.value is None:
        return _("{promise}: {verdict}, target {target}", **words)
    said = _(
        "{promise}: {verdict} at {value}, target {target}", value=format.value(item.row.value, unit, language), **words
    )
    if moved is None or moved.finding is Finding.NO_CHANGE:
        return said
    return _("{said} ({why})", said=said, why=amount(moved.change, unit, look))


def _facts(engine: Engine, item: Standing, of: Review, look: Look) -> tuple[Fact, ...]:
    _, language, row, unit = look.words, look.language, item.row, metric_named(item.promise.metric).unit
    interval = format.DASH
    if row.low is not None and row.high is not None:
        interval = format.interval(row.low, row.high, unit, language)
    facts = [
        Fact(_("Actual"), format.value(row.value, unit, language)),
        Fact(_("Target"), format.target(item.promise.target, unit, language)),
        Fact(_("95 % interval"), interval),
        *([] if metric_named(row.metric).kind in PER_PERIOD else [Fact(_("Cases (n)"), format.count(row.n, language))]),
        Fact(_("Judged over"), format.period(item.period, language, engine.fiscal_start)),
    ]
    if of.compared is not None:
        name = format.period(of.compared, language, engine.fiscal_start)
        before = item.compared.value if item.compared else None
        facts.append(Fact(name, format.value(before, unit, language)))
        changed = format.DASH if item.change is None else amount(item.change, unit, look)
        facts.append(Fact(_("Change"), changed))
    return tuple(facts)


def _reasons(section: Section, look: Look) -> tuple[str, ...]:
    """Why it is spoken of; a signal with the rules it breaks."""
    _, language = look.words, look.language
    rules = format.listed([RULE_WORDS[rule].to(language) for rule in section.signals], language)
    told = []
    for reason in section.reasons:
        word = REASON_WORDS[reason].to(language)
        told.append(_("{said} ({why})", said=word, why=rules) if reason is Reason.SIGNAL else word)
    return tuple(told)


def _formula(item: Standing, look: Look) -> str:
    _ = look.words
    return _("Computed as: {formula}.", formula=formula(metric_named(item.promise.metric)).to(look.language))
