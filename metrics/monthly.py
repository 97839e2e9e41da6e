"""Which monthly tables are worth having: durations and different things, of the sources that grow large.

Written to `data/monthly.json`, from which publishing counts them; a test keeps the two in step. Where a promise is judged
by a duration its seconds are counted one by one, elsewhere in bins.
"""

from functools import cache

from data.contracts import contract
from data.monthly import Monthly
from metrics.catalog import metric as metric_named, metrics
from metrics.dimensions import dimensions
from metrics.duration_bins import bin_sql
from metrics.model import Kind, Metric
from metrics.roll_ups import ALSO, FILTERED, MANY, TOGETHER

BY_THE_SECOND = ((), ("express",))
"""What durations of a promise are split by; other splits are answered from bins."""


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
        exact = (_by_the_second(metric),) if _first_of(metric) in _judged() else ()
        return (*exact, _binned(metric))
    # what is different carries its month (`buyer_month`), so that different things of two months are never the same
    if metric.kind is Kind.PER and metric.measures.get("distinct", "").endswith("_month"):
        return (_of_different(metric),)
    return ()


def is_exact(item: Monthly) -> bool:
    """Whether a table of durations counts single seconds."""
    return item.name.endswith("_s")


def _binned(metric: Metric) -> Monthly:
    return _durations(metric, bin_sql(_seconds(metric)), "bins", _singles(metric))


def _by_the_second(metric: Metric) -> Monthly:
    known = dimensions(metric.source)
    return _durations(metric, _seconds(metric), "s", tuple(cut for cut in BY_THE_SECOND if set(cut) <= set(known)))


def _durations(metric: Metric, code: str, suffix: str, cuts: tuple[tuple[str, ...], ...]) -> Monthly:
    kept = f"CASE WHEN excluded IS NULL THEN {code} END"
    undecided = _if(f"excluded IS NULL AND ({metric.measures['undecided']})")
    name = f"{_first_of(metric).rpartition('_')[0]}_{suffix}"
    return _table(metric, name, kept, ("1", undecided, _excluded(metric)), None, cuts)


def _of_different(metric: Metric) -> Monthly:
    columns = ("1", _if(f"excluded IS NULL AND ({metric.measures['numerator']})"), _excluded(metric))
    different = f"CASE WHEN excluded IS NULL THEN {metric.measures['distinct']} END"
    return _table(metric, metric.name, "NULL", columns, different, _singles(metric))


def _table(
    metric: Metric, name: str, code: str, columns: tuple[str, ...], different: str | None, cuts: tuple[tuple[str, ...], ...]
) -> Monthly:  # fmt: skip
    known = dimensions(metric.source)
    names = tuple(dict.fromkeys(name for cut in cuts for name in cut))
    listed = tuple((name, known[name].sql) for name in names)
    return Monthly(name, metric.source, metric.axis, metric.where, code, columns, different, listed, cuts)


def _singles(metric: Metric) -> tuple[tuple[str, ...], ...]:
    """Nothing but the month, and every dimension alone that people filter by."""
    source, known = metric.source, dimensions(metric.source)
    names = (*FILTERED, *ALSO.get(source, ()), *TOGETHER.get(source, ()))
    return ((), *((name,) for name in names if name in known))


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


def _seconds(metric: Metric) -> str:
    return metric.measures["seconds"]


def _excluded(metric: Metric) -> str:
    return _if("NOT (excluded IS NULL)") if contract(metric.source).exclusions else "0"


def _if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"
