"""A metric's measures as columns that add up: what a day, a month or a group of rows holds of each.

Sums of days are sums of their rows, so these columns can be counted once (a roll-up, a series of days) and answer every
period. Quantiles, distinct values and states do not add up and are not here.
"""

from dataclasses import dataclass
from functools import cache

from data.contracts import contract
from metrics.build import COUNTED
from metrics.catalog import metrics
from metrics.model import Kind, Metric

ADDITIVE = (Kind.RATE, Kind.COUNT, Kind.MEAN, Kind.PER, Kind.ENTITIES)
ROWS = "rows"
"""The field that says how many rows a group has, also those left out: a group without rows is none."""


@dataclass(frozen=True)
class Column:
    """One additive column: integer SQL over the engine table, summed, or for the oldest case the least of it."""

    sql: str
    least: bool = False


@cache
def columns_of(metric: Metric) -> dict[str, Column] | None:
    """Result field → column; None where the metric's measures do not add up over days.

    Of a metric that counts entities, the columns add up for each entity.
    """
    measures = metric.measures
    if metric.kind not in ADDITIVE or metric.relation is not None or not metric.axis or "distinct" in measures:
        return None
    here = f"({metric.where})"
    kept = f"{here} AND excluded IS NULL"
    if metric.entity is not None:
        mine = f"{kept} AND {metric.entity} IS NOT NULL"
        return {ROWS: _if(mine), "counted": _if(f"{mine} AND ({measures['counted']})")}
    found = {ROWS: _if(here)}
    for name, sql in measures.items():
        if name in COUNTED:
            found[name] = _if(f"{kept} AND ({sql})")
        elif name == "oldest_open":
            found[name] = Column(f"CASE WHEN {kept} AND ({measures['open']}) THEN {sql} END", least=True)
        elif name == "value":
            value = f"CASE WHEN {kept} THEN {sql} END"
            found["n"] = _if(f"({value}) IS NOT NULL")
            found["total"] = Column(value)
            found["squares"] = Column(f"({value}) * ({value})")
    if contract(metric.source).exclusions:
        found["excluded"] = _if(f"{here} AND NOT (excluded IS NULL)")
    return found


@cache
def columns_on(source: str, axis: str) -> tuple[Column, ...]:
    """The different columns of all metrics that place the rows of a source in time by one axis."""
    found: dict[Column, None] = {}
    for metric in metrics().values():
        if (metric.source, metric.axis) == (source, axis):
            found |= dict.fromkeys((columns_of(metric) or {}).values())
    return tuple(found)


@cache
def populations_on(source: str, axis: str) -> tuple[str, ...]:
    """The conditions of the metrics on an axis: a row that meets none of them adds nothing to any column."""
    found = [item for item in metrics().values() if (item.source, item.axis) == (source, axis) and columns_of(item)]
    return tuple(dict.fromkeys(item.where for item in found))


def _if(condition: str) -> Column:
    return Column(f"CASE WHEN {condition} THEN 1 ELSE 0 END")
