"""What moved a figure between two spans, looked for in several dimensions; the rules for naming stand in `causes`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from metrics.applicable import sources
from metrics.catalog import metric as metric_named
from metrics.causes import Because, Cause, causes
from metrics.change_tests import large_enough, p_of_change
from metrics.comparison import LEVEL
from metrics.decompose import Decomposition, decompose, is_count, is_quotient
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Metric, Query, Row, Scope, Unit, one_group
from metrics.spans import Span
from metrics.splits import SPLITS

SEEN = {Unit.RATIO: 0.0005, Unit.CHANGE: 0.0005, Unit.FREQUENCY: 0.0005, Unit.COUNT: 0.5, Unit.DAYS: 0.5, Unit.NPS: 0.5}
"""The least change a reader can see in a figure as it is written; 0.05 for other units."""

SAME_IN_ALL = ("category", "region", "merchant_id")
"""Dimensions that mean the same in every source, so that cases can be set against the exposure of another one."""


HALF = 0.5
"""Of a group's change, which a part of it must make up to be named."""


class Finding(StrEnum):
    """What can be said of a change."""

    NO_CHANGE = "no_change"
    TOO_FEW = "too_few"
    CHANCE = "chance"
    NOT_SPLIT = "not_split"
    NONE_STANDS_OUT = "none_stands_out"
    CAUSES = "causes"


@dataclass(frozen=True)
class Moved:
    """What moved a figure.

    Attributes:
        dimension, causes: where causes were found, those of the dimension that explains most, the largest first.
        within: what moved the first of them, where that is a group which itself has a part that stands out and makes up
            at least half of its change.
    """

    finding: Finding
    before: Row
    now: Row
    dimension: str | None = None
    causes: tuple[Cause, ...] = ()
    within: "Moved | None" = None

    @property
    def change(self) -> float:
        """The later value less the earlier one."""
        return (self.now.value or 0.0) - (self.before.value or 0.0)


@dataclass(frozen=True)
class Change:
    """One metric in two spans, with its filters; the rows of both spans."""

    metric: Metric
    now: Row
    before: Row
    spans: tuple[Span, Span]
    where: tuple[Filter, ...] = ()
    scope: Scope = ALL_ROWS


def change_between(
    engine: Engine, name: str, spans: tuple[Span, Span], where: tuple[Filter, ...] = (), scope: Scope = ALL_ROWS
) -> Change | None:  # fmt: skip
    """A metric in two spans (now, before) with its filters; None where it has no value in one of them."""
    now, before = (_rows(engine, name, span, (), where, scope) for span in spans)
    if not now or not before or now[0].value is None or before[0].value is None:
        return None
    return Change(metric_named(name), now[0], before[0], spans, where, scope)


def split(engine: Engine, change: Change, by: str) -> Decomposition | None:
    """The change by the groups of a dimension; None where they do not add up to it."""
    now, before = (_rows(engine, change.metric.name, span, (by,), change.where, change.scope) for span in change.spans)
    return decompose(change.metric, change.before, change.now, before, now)


def can_be_split(metric: Metric) -> bool:
    """Whether the metric's groups add up to it, and chance can be told from what they show."""
    by_days = any("amount" in found.measures for found in (metric, metric_named(metric.exposure or metric.name)))
    return (is_quotient(metric) or is_count(metric)) and not by_days  # days of membership are no cases


def candidates(engine: Engine, metric: Metric, where: Sequence[Filter] = ()) -> tuple[str, ...]:
    """The dimensions a cause is looked for in: filled by the data, and not fixed by a filter or the metric itself."""
    found = sources(metric)
    fixed = {item.dimension for item in where if len(item.values) == 1} | set(re.findall(r"\w+", metric.where))
    return tuple(
        by
        for by in SPLITS.get(found[0], ())
        if by not in fixed
        and all(by in dimensions(source) for source in found)
        and (len(found) == 1 or by in SAME_IN_ALL)
        and len(engine.values(found[0], by)) > 1
    )


def moved(engine: Engine, change: Change, by: Sequence[str] | None = None) -> Moved:
    """What moved the figure, looked for in the dimensions `by` (None: all candidates, and within the group found).

    Two questions per dimension, asked only when the change is more than chance.
    """
    found = _moved(engine, change, by)
    if by is not None or found.dimension is None or found.causes[0].because is not Because.RATE:
        return found
    cause = found.causes[0]
    if cause.before is None or cause.now is None:
        return found
    only = one_group(found.dimension, cause.group)
    inner = _moved(engine, replace(change, now=cause.now, before=cause.before, where=(*change.where, only)), None)
    above_all = bool(inner.causes) and inner.causes[0].because is Because.RATE and inner.causes[0].share >= HALF
    return replace(found, within=inner) if above_all else found


def _moved(engine: Engine, change: Change, by: Sequence[str] | None) -> Moved:
    metric, before, now = change.metric, change.before, change.now
    size = (now.value or 0.0) - (before.value or 0.0)

    def found(finding: Finding) -> Moved:
        return Moved(finding, before, now)

    if abs(size) < SEEN.get(metric.unit, 0.05):
        return found(Finding.NO_CHANGE)
    if not can_be_split(metric):
        return found(Finding.NOT_SPLIT)
    if not large_enough(metric, before, now):
        return found(Finding.TOO_FEW)
    if p_of_change(metric, before, now, _days(engine, change)) > LEVEL:
        return found(Finding.CHANCE)
    names = candidates(engine, metric, (*change.where, *change.scope.filters)) if by is None else by
    splits = {name: parted for name in names if (parted := split(engine, change, name)) is not None}
    splits = {name: parted for name, parted in splits.items() if len(parted.effects) > 1}
    if not splits:
        return found(Finding.NOT_SPLIT)
    named = causes(metric, splits)
    if not named:
        return found(Finding.NONE_STANDS_OUT)
    best = max(named, key=lambda name: min(1.0, sum(cause.share for cause in named[name])))
    return Moved(Finding.CAUSES, before, now, best, named[best])


def _rows(
    engine: Engine, name: str, span: Span, by: tuple[str, ...], where: tuple[Filter, ...], scope: Scope
) -> tuple[Row, ...]:  # fmt: skip
    return engine.run(Query((name,), span.start, span.end, by=by, where=where, as_of=span.as_of), scope).rows


def _days(engine: Engine, change: Change) -> tuple[int, int]:
    """Days of both spans, earlier first, as far as the later one has run."""
    now, before = change.spans
    moment = now.as_of if now.as_of is not None else engine.reach(change.metric)
    run = now.end if moment is None else min(now.end, engine.day_of(moment))
    return before.days, max((run - now.start).days + 1, 1)
