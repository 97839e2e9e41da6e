"""Which monthly tables are worth having: durations and different things, of the sources that grow large.

Written to `data/monthly.json`, from which publishing counts them; a test keeps the two in step. Where a promise is judged
by a duration its seconds are counted one by one, in all and by express, and elsewhere in fine bins; other durations in
coarse ones.
"""

from functools import cache

from data.contracts import contract
from data.monthly import Monthly
from metrics.catalog import metric as metric_named, metrics
from metrics.dimensions import dimensions
from metrics.duration_bins import COARSE, FINE, Bins
from metrics.model import Kind, Metric
from metrics.roll_ups import ALSO, FILTERED, MANY, TOGETHER

BY_THE_SECOND = ((), ("express",))
"""What durations of a promise are counted by the second for; other splits are answered from bins."""
SPLIT = {Kind.QUANTILE: {"orders": "express"}, Kind.PER: {"orders": "member"}}
"""What durations of a promise and different things are split by within a filter: the change of one is shown by it."""


def monthly_tables() -> tuple[Monthly, ...]:
    """All of them, in the order of the registry."""
    found = [item for metric in metrics().values() if metric.source in MANY for item in tables_for(metric)]
    return tuple(dict.fromkeys(found))


@cache
def tables_for(metric: Metric) -> tuple[Monthly, ...]:
    """The monthly tables that answer a metric, the exact one first; none for what adds up by the day."""
    if metric.relation is not None or not metric.axis or metric.source not in MANY:
        return ()
    if metric.kind is Kind.QUANTILE:
        if _first_of(metric) not in _judged():
            return (_durations(metric, _singles(metric), COARSE),)
        cuts = tuple(cut for cut in BY_THE_SECOND if set(cut) <= set(dimensions(metric.source)))
        return _durations(metric, cuts, None), _durations(metric, (*_singles(metric), *_within_filters(metric)), FINE)
    # what is different carries its month (`buyer_month`), so that different things of two months are never the same
    if metric.kind is Kind.PER and metric.measures.get("distinct", "").endswith("_month"):
        return (_of_different(metric),)
    return ()


def _durations(metric: Metric, cuts: tuple[tuple[str, ...], ...], bins: Bins | None) -> Monthly:
    seconds = metric.measures["seconds"]
    code = f"CASE WHEN excluded IS NULL THEN {bins.sql(seconds) if bins else seconds} END"
    undecided = _if(f"excluded IS NULL AND ({metric.measures['undecided']})")
    name = f"{_first_of(metric).rpartition('_')[0]}_{'bins' if bins else 's'}"
    return _table(metric, name, code, ("1", undecided, _excluded(metric)), None, cuts, bins)


def _of_different(metric: Metric) -> Monthly:
    columns = ("1", _if(f"excluded IS NULL AND ({metric.measures['numerator']})"), _excluded(metric))
    different = f"CASE WHEN excluded IS NULL THEN {metric.measures['distinct']} END"
    cuts = (*_singles(metric), *_within_filters(metric))  # sets are told of the last dimension of a cut: the filter's
    return _table(metric, metric.name, "NULL", columns, different, cuts, None)


def _table(
    metric: Metric, name: str, code: str, columns: tuple[str, ...], different: str | None, cuts: tuple[tuple[str, ...], ...],
    bins: Bins | None,
) -> Monthly:  # fmt: skip
    known = dimensions(metric.source)
    names = tuple(dict.fromkeys(name for cut in cuts for name in cut))
    listed = tuple((name, known[name].sql) for name in names)
    growth = bins.growth if bins else None
    return Monthly(name, metric.source, metric.axis, metric.where, code, growth, columns, different, listed, cuts)


def _singles(metric: Metric) -> tuple[tuple[str, ...], ...]:
    """Nothing but the month, and every dimension alone that people filter by."""
    source, known = metric.source, dimensions(metric.source)
    names = (*FILTERED, *ALSO.get(source, ()), *TOGETHER.get(source, ()))
    return ((), *((name,) for name in names if name in known))


def _within_filters(metric: Metric) -> tuple[tuple[str, ...], ...]:
    """The dimensions of the filter bar, each with what the change is split by."""
    known, split = dimensions(metric.source), SPLIT[metric.kind].get(metric.source)
    return tuple((split, name) for name in FILTERED if name in known) if split else ()


@cache
def _judged() -> frozenset[str]:
    """The durations whose change a promise is judged by."""
    found = (metric_named(item.of) for item in metrics().values() if item.kind is Kind.RELATIVE and item.of)
    return frozenset(_first_of(item) for item in found if item.kind is Kind.QUANTILE)


def _first_of(metric: Metric) -> str:
    """The first metric in the registry that tells of the same durations: one table serves all their quantiles."""
    return next(item.name for item in metrics().values() if _same(item, metric))


def _same(one: Metric, other: Metric) -> bool:
    return (one.source, one.axis, one.where, one.measures) == (other.source, other.axis, other.where, other.measures)


def _excluded(metric: Metric) -> str:
    return _if("NOT (excluded IS NULL)") if contract(metric.source).exclusions else "0"


def _if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"
