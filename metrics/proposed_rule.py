"""What an action could be judged by: the figure it comes from, groups it can be compared with, an effect worth having."""

from data.judged_by import Chosen, Origin, Rule
from metrics.applicable import applicable
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Direction, Filter, Metric, Query, Row, Scope, Unit, spelt
from metrics.periods import Period
from metrics.targets import promise_on
from metrics.weekly import COUNTED, measured

WEEK = 7
SMALLEST = {Unit.RATIO: 0.01}
"""The least effect where no target is missed: a point of a rate; of all else a twentieth of the figure."""
PART = 20


def figure_of(engine: Engine, name: str, where: tuple[Filter, ...], period: Period, scope: Scope = ALL_ROWS) -> Origin:
    """The figure of some days, of what its source knows of the filters, with the target in force at their end."""
    known, _missing = applicable(engine, metric_named(name), where, scope)
    promise = promise_on(engine, name, period)
    query = Query((name,), period.start, period.end, where=known, baseline=promise.baseline if promise else None)
    row = next(iter(engine.run(query, scope).rows), Row(name, None, (), None, None, None, 0))
    target = promise.target if promise else None
    return Origin(period.start, period.end, row.value, row.n, row.low, row.high, target)


def proposed(
    engine: Engine, name: str, where: tuple[Filter, ...], period: Period, scope: Scope = ALL_ROWS
) -> tuple[Rule, Origin]:  # fmt: skip
    """The rule proposed for an action on a figure, and the figure. Raises UnknownName, UsageError or QueryFailed.

    The figure is told by weeks, so an action on a change against a baseline is judged by what changes. The first group it
    can be compared with is taken. The least effect is half of what is missing to the target, where both are told alike.
    """
    origin = figure_of(engine, name, where, period, scope)
    weeks = measured(metric_named(name))
    known, _missing = applicable(engine, weeks, where, scope)
    seen = origin if weeks.name == name else figure_of(engine, weeks.name, where, period, scope)
    compared = comparisons(engine, weeks.name, known, scope)
    promise = promise_on(engine, weeks.name, period)
    higher = promise.at_least if promise is not None else weeks.direction is not Direction.DOWN
    rule = Rule(
        weeks.name, stored(known), higher, _least(weeks, seen, higher=higher),
        comparison=next(iter(compared.values()), None),
    )  # fmt: skip
    return rule, origin


def comparisons(
    engine: Engine, name: str, where: tuple[Filter, ...], scope: Scope = ALL_ROWS
) -> dict[str, Chosen]:  # fmt: skip
    """By dimension filtered by: the filters of all its other values, the rest as it is; none where it has no others."""
    metric = metric_named(name)
    found: dict[str, Chosen] = {}
    for item in where:
        known = [
            None if value is None else spelt(value) for value in engine.values(metric.source, item.dimension, scope)
        ]
        others = Filter(item.dimension, tuple(value for value in known if value not in item.values))
        kept, missing = applicable(engine, metric, (others,), scope) if others.values else ((), (item.dimension,))
        if item.dimension in dimensions(metric.source) and not missing:
            found[item.dimension] = stored(tuple(kept[0] if other == item else other for other in where))
    return found


def stored(where: tuple[Filter, ...]) -> Chosen:
    """Filters as they are stored with an action."""
    return tuple((item.dimension, item.values) for item in where)


def _least(metric: Metric, seen: Origin, *, higher: bool) -> float:
    """Half of what is missing to the target, else a little; of a count in what a week brings, as its target is of more days."""
    if seen.value is None:
        return 0.0
    counted, missing = metric.kind in COUNTED, 0.0
    if not counted and seen.target is not None:
        missing = max(0.0, seen.target - seen.value if higher else seen.value - seen.target)
    weekly = seen.value * WEEK / ((seen.end - seen.start).days + 1) if counted else seen.value
    return float(f"{missing / 2 or SMALLEST.get(metric.unit, abs(weekly) / PART):.1g}")
