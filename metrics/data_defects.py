"""What a defect of the data does to which promise: how far the figure could lie from what it says.

The method stands in `decisions.toml` under data-defects.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.contracts import contract
from data.contracts.model import Contract
from data.quality import Finding, Left, Severity, findings
from data.quality.findings import impossible
from data.quality.profile import sort_column
from data.quality.thresholds import severity
from data.quality.told import column_names, number, share
from data.words import Text
from metrics.applicable import sources
from metrics.board import latest_period
from metrics.build_defects import count_where, doubted, rests_on_empty
from metrics.case_columns import stored_name
from metrics.catalog import metric as metric_named
from metrics.clocks import stop_sql
from metrics.engine import Engine
from metrics.model import Grain, Kind, Metric, Query, Row
from metrics.periods import Period, containing
from metrics.promises import Promise
from metrics.windows import judged_windows

MISSING = ("rejected", "impossible")
"""Findings about records that are not among the rows."""
WHOLE = (*MISSING, "stale", "volume")
"""Findings that concern every figure of a source, whatever columns it takes."""
NO_EFFECT = ("empty", "duplicates", "old", "new_values")
"""Findings that change no figure."""


@dataclass(frozen=True)
class Effect:
    """What a defect could do to a promise.

    Attributes:
        window: the promise's latest window; None where the records cannot be placed in time, so over all.
        row: the figure as it is.
        n: the records or cases of this promise that the defect concerns.
        low, high: between what the figure could lie, in its unit; None where that cannot be told.
    """

    promise: Promise
    window: Period | None
    row: Row
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def largest(self) -> float | None:
        """By how much the figure could be wrong at most, in its unit: a fraction for rates."""
        if self.row.value is None or self.low is None or self.high is None:
            return None
        return max(self.row.value - self.low, self.high - self.row.value)


@dataclass(frozen=True)
class Defect:
    """A finding and what it does to the promises it concerns, the largest effect first."""

    finding: Finding
    effects: tuple[Effect, ...]

    @property
    def points(self) -> float:
        """The largest change of a rate, as a fraction; 0 where none is changed."""
        rates = [effect.largest or 0.0 for effect in self.effects if is_rate(effect.promise)]
        return max(rates, default=0.0)


def defects(engine: Engine) -> tuple[Defect, ...]:
    """All findings of a version with their effects, those that change a promise most first."""
    latest = latest_period(engine)
    if latest is None:
        return tuple(Defect(finding, ()) for finding in findings(engine.quality, engine.zone))
    made = engine.promises(latest.end)
    told = [
        *(Defect(item, tuple(_effects(engine, item, made, latest))) for item in findings(engine.quality, engine.zone))
    ]
    told += [item for promise in made if (item := _empty(engine, promise, latest)) is not None]
    levels = list(Severity)
    return tuple(sorted(told, key=lambda item: (-round(item.points, 9), -levels.index(item.finding.severity))))


def warnings(engine: Engine, found: tuple[Defect, ...] | None = None) -> Mapping[str, tuple[Finding, ...]]:
    """Promise → the failed checks of the data that feed it; promises whose data pass are left out."""
    told: dict[str, tuple[Finding, ...]] = {}
    for item in defects(engine) if found is None else found:
        for effect in item.effects if item.finding.severity is Severity.FAILED else ():
            told[effect.promise.id] = (*told.get(effect.promise.id, ()), item.finding)
    return told


def is_rate(promise: Promise) -> bool:
    """Whether a promise's figure is a share of cases, so that a change of it is told in points."""
    found = metric_named(promise.metric)
    return found.kind in (Kind.RATE, Kind.STATE) and "denominator" in found.measures


def concerns(finding: Finding, metric: Metric) -> bool:
    """Whether a metric's figures come from what a finding is about."""
    if finding.check in NO_EFFECT or finding.source not in _fed_by(metric):
        return False
    return finding.check in WHOLE or bool(set(finding.columns) & columns_behind(metric, finding.source))


def columns_behind(metric: Metric, source: str) -> set[str]:
    """The columns of a source that decide a metric's figures: which rows, what they are to it, and when."""
    known = contract(source)
    parts = [metric]
    while parts[-1].of is not None:
        parts.append(metric_named(parts[-1].of))
    parts += [metric_named(item.exposure) for item in list(parts) if item.exposure]
    names: set[str] = set()
    for item in parts:
        texts = [
            item.where,
            item.relation or "",
            item.entity or "",
            f"{item.axis}_s {item.axis}_day",
            *item.measures.values(),
        ]
        if item.clock is not None and item.source == source:
            clock = known.clock(item.clock)
            texts += [f"{clock.start}_s", stop_sql(clock), clock.limit_sql or ""]
        if item.source == source or item.relation is not None:
            names |= set(re.findall(r"\w+", " ".join(texts)))
    return _contract_columns(known, names)


def _contract_columns(known: Contract, names: set[str]) -> set[str]:
    """The contract's columns behind names of the engine table: what is computed, exclusions, and inherited ones followed."""
    deeper = {item.name: item.sql for item in known.computed} | {mark.name: mark.sql for mark in known.marks}
    names = names | set(re.findall(r"\w+", " ".join(item.sql for item in known.exclusions)))
    while more := {word for name in names & deeper.keys() for word in re.findall(r"\w+", deeper[name])} - names:
        names |= more
    found = {column.name for column in known.columns if stored_name(column) in names or column.name in names}
    if known.inherited is not None and found & {own for own, _theirs in known.inherited.columns}:
        found.add(known.inherited.key)
    return found


def _fed_by(metric: Metric) -> tuple[str, ...]:
    return (*sources(metric), *((metric.reach,) if metric.reach and metric.relation else ()))


def _effects(engine: Engine, finding: Finding, made: tuple[Promise, ...], latest: Period) -> Iterator[Effect]:
    for promise in made:
        metric = metric_named(promise.metric)
        if not concerns(finding, metric) or engine.reach(metric) is None:
            continue
        window: Period | None = _window(engine, promise, latest)
        if finding.check in MISSING:
            left = [item for item in _missing(engine, finding) if _of_promise(item, promise, metric)]
            if metric.kind is not Kind.STATE and any(item.month is None for item in left):
                window = None
            n = sum(item.n for item in left if window is None or metric.kind is Kind.STATE or _within(item, window))
            row = _row(engine, promise, window)
            if n:
                yield Effect(promise, window, row, n, *_if_added(promise, metric, row, n))
            elif finding.severity is Severity.FAILED:
                yield Effect(promise, window, row, 0)
            continue
        row, condition = _row(engine, promise, window), doubted(finding)
        if condition is None or not is_rate(promise) or metric.relation is not None:
            yield Effect(promise, window, row, finding.records)
            continue
        hits, misses = _roles(engine, promise, window, condition)
        if hits + misses or finding.severity is Severity.FAILED:
            yield Effect(promise, window, row, hits + misses, *_if_doubted(row, hits, misses))


def _empty(engine: Engine, promise: Promise, latest: Period) -> Defect | None:
    """Cases that count against a promise only because the moment its clock asks for is empty."""
    metric = metric_named(promise.metric)
    if rests_on_empty(metric) is None or engine.reach(metric) is None or hours_unknown(engine, metric):
        return None
    names = _stops(metric)
    filled = engine.quality.sources[metric.source].filled if metric.source in engine.quality.sources else {}
    never = all(filled.get(name) == 0 for name in names)
    window: Period | None = _window(engine, promise, latest)
    row = _row(engine, promise, window)
    if not row.denominator:  # the data have only just reached a new window: nothing has fallen due in it
        window, row = None, _row(engine, promise, None)
    _hits, misses = _roles(engine, promise, window, rests_on_empty(metric, ended=not never) or "")
    level = severity("rests_on_empty", misses / row.denominator if row.denominator else 0.0)
    if level is None or not row.denominator or row.numerator is None:
        return None
    says = _says_empty(metric, names, misses, row.denominator, never=never)
    finding = Finding(metric.source, "rests_on_empty", level, says, misses, names)
    high = (row.numerator + misses) / row.denominator
    return Defect(finding, (Effect(promise, window, row, misses, row.value, high),))


def _stops(metric: Metric) -> tuple[str, ...]:
    """The moments that stop the clock of a metric."""
    known = contract(metric.source)
    named = set(re.findall(r"\w+", stop_sql(known.clock(str(metric.clock)))))
    moments = {column.name for column in known.moments}
    return tuple(name for name in sorted(_contract_columns(known, named) & moments) if not name.startswith("reopened"))


def _says_empty(metric: Metric, names: tuple[str, ...], misses: int, of: int, *, never: bool) -> Text:
    labels, (en, zh) = column_names(contract(metric.source), names), share(misses / of)
    if never:
        return Text(
            f"{number(misses)} of {number(of)} cases ({en}) count as missed because no row has {labels.en}.",
            f"所有行的{labels.zh}均为空，{number(of)} 单中有 {number(misses)} 单（{zh}）因此按未达标计。",
        )
    return Text(
        f"{number(misses)} of {number(of)} cases ({en}) have ended, but count as missed because {labels.en} is empty.",
        f"{number(of)} 单中有 {number(misses)} 单（{zh}）已办结，但因{labels.zh}为空而按未达标计。",
    )


def _window(engine: Engine, promise: Promise, latest: Period) -> Period:
    """The promise's latest window its own data reach into."""
    reach = engine.reach(metric_named(promise.metric))
    today = latest.end if reach is None else engine.day_of(reach)
    shown = containing(today, Grain.QUARTER, engine.fiscal_start)
    windows = judged_windows(promise, shown, engine.fiscal_start, today)
    return [item for item in windows if item is windows[0] or item.start <= today][-1]


def _query(promise: Promise, window: Period | None) -> Query:
    start, end = (None, None) if window is None else (window.start, window.end)
    return Query((promise.metric,), start, end, baseline=promise.baseline)


def _row(engine: Engine, promise: Promise, window: Period | None) -> Row:
    empty = Row(promise.metric, None, (), None, None, None, 0)
    if hours_unknown(engine, metric_named(promise.metric)):
        return empty
    rows = engine.run(_query(promise, window)).rows
    return rows[0] if rows else empty


def hours_unknown(engine: Engine, metric: Metric) -> bool:
    """Whether hours cannot be told, because a moment has no time of day."""
    return bool(set(engine.manifest.sources[metric.source].day_only) & set(metric.needs_hours))


def _roles(engine: Engine, promise: Promise, window: Period | None, condition: str) -> tuple[int, int]:
    """How many hits and misses of a promise meet a condition."""
    metric = metric_named(promise.metric)
    if hours_unknown(engine, metric):
        return 0, 0
    question = engine.question(metric, _query(promise, window))
    if question is None:
        return 0, 0
    found = dict(engine.fetch(count_where(question, condition)))
    return found.get("hit", 0), found.get("miss", 0)


def _missing(engine: Engine, finding: Finding) -> list[Left]:
    """The rejected records a finding is about."""
    source, known = engine.quality.sources[finding.source], contract(finding.source)
    return [item for item in source.left if impossible(known, item.reason) is (finding.check == "impossible")]


def _of_promise(item: Left, promise: Promise, metric: Metric) -> bool:
    """Whether records may be cases of a promise: of its sort, or of an unknown one."""
    wanted = next(
        (clause.values for clause in promise.cases if clause.dimension == sort_column(contract(metric.source))), None
    )
    return wanted is None or item.sort is None or item.sort in wanted


def _within(item: Left, window: Period) -> bool:
    """Whether records belong to a month of the window."""
    first, last = (day.year * 12 + day.month - 1 for day in (window.start, window.end))
    return item.month is not None and first <= item.month <= last


def _if_added(promise: Promise, metric: Metric, row: Row, n: int) -> tuple[float | None, float | None]:
    """With n more cases: all missed, all kept; of a count, none of them counted, all of them."""
    if is_rate(promise) and row.denominator is not None and row.numerator is not None:
        return row.numerator / (row.denominator + n), (row.numerator + n) / (row.denominator + n)
    if metric.kind in (Kind.COUNT, Kind.ENTITIES) and row.value is not None:
        return row.value, row.value + n
    return None, None


def _if_doubted(row: Row, hits: int, misses: int) -> tuple[float | None, float | None]:
    """Were the doubtful hits missed, and were the doubtful misses kept."""
    if not row.denominator or row.numerator is None:
        return None, None
    return (row.numerator - hits) / row.denominator, (row.numerator + misses) / row.denominator
