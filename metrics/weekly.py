"""A figure week by week as arrays: its values, what they rest on, and how sure each of them is."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Grain, Kind, Metric, Query, Row, Scope

Numbers = NDArray[np.float64]
COUNTED = (Kind.COUNT, Kind.ENTITIES)
LEVELS = (Kind.COUNT, Kind.ENTITIES, Kind.STOCK, Kind.STATE)
"""Kinds whose size goes with the size of the group."""
CARRIED = (Kind.STOCK, Kind.STATE)
"""Kinds that count the same cases again at every week's end."""


@dataclass(frozen=True)
class Weekly:
    """Weeks in a row.

    Attributes:
        values: NaN where a week has none.
        n: what each week rests on.
        variances: of each value, from sampling alone; where not `known` in the figure's unit, only in proportion.
    """

    values: Numbers
    n: Numbers
    variances: Numbers
    known: bool

    @property
    def told(self) -> list[float | None]:
        """The values for a chart: None where there is none."""
        return [None if np.isnan(value) else value for value in self.values.tolist()]

    def scaled(self, factor: float) -> "Weekly":
        """The same in a unit so many times smaller."""
        return Weekly(self.values * factor, self.n, self.variances * factor**2, self.known)

    def less(self, other: "Weekly") -> "Weekly":
        """The difference of two series of the same weeks; it rests on the smaller of the two."""
        return Weekly(
            self.values - other.values, np.minimum(self.n, other.n), self.variances + other.variances,
            self.known and other.known,
        )  # fmt: skip


def measured(metric: Metric) -> Metric:
    """The metric whose weeks tell of a metric: of a change against a baseline, the one that changes."""
    return metric_named(metric.of) if metric.kind is Kind.RELATIVE and metric.of else metric


def weekly(
    engine: Engine, name: str, where: tuple[Filter, ...], mondays: tuple[date, ...], scope: Scope = ALL_ROWS
) -> Weekly:  # fmt: skip
    """A figure in weeks that begin on these days; none of a week that the data do not hold in full.

    Raises UnknownName, UsageError or QueryFailed.
    """
    metric = metric_named(name)
    found = engine.run(Query((name,), mondays[0], mondays[-1] + timedelta(days=6), Grain.WEEK, where=where), scope)
    known = {row.period: row for row in found.rows}
    begins, reach = engine.begins(metric), engine.reach(metric)
    nothing = 0.0 if metric.kind in COUNTED else None
    rows = []
    for monday in mondays:
        whole = (
            begins is not None and reach is not None and begins <= monday
            and monday + timedelta(days=6) <= engine.day_of(reach)
        )  # fmt: skip
        absent = Row(name, monday, (), nothing if whole else None, 0, None, 0)
        rows.append(known.get(monday, absent) if whole else absent)
    return of_rows(metric, rows)


def of_rows(metric: Metric, rows: list[Row]) -> Weekly:
    """Weeks from the rows of a metric, one for each."""
    values = np.array([np.nan if row.value is None else row.value for row in rows])
    n = np.array([0.0 if row.value is None else row.n for row in rows])
    below = np.array([0.0 if row.value is None else row.denominator or 0 for row in rows])
    hits = np.array([0.0 if row.value is None else row.numerator or 0 for row in rows])
    with np.errstate(divide="ignore", invalid="ignore"):
        match metric.kind:
            case Kind.RATE:
                return rates(hits, below)
            case Kind.PER:
                level = (hits.sum() + 0.5) / below.sum() if below.sum() else np.nan
                return Weekly(values, n, level / below * metric.scale**2, known=True)
            case Kind.COUNT | Kind.ENTITIES:
                level = (np.nansum(values) + 0.5) / max(1, np.count_nonzero(~np.isnan(values)))
                return Weekly(values, n, np.full(len(rows), level), known=True)
            case Kind.MEAN:
                spread = np.array([row.sd or 0.0 for row in rows])
                pooled = np.sum(spread**2 * n) / n.sum() if n.sum() else 0.0
                return Weekly(values, n, (pooled or 1.0) / n, known=bool(pooled))
            case Kind.QUANTILE:
                return Weekly(values, n, 1 / n, known=False)
    return Weekly(values, n, np.ones(len(rows)), known=False)


def rates(hits: Numbers, n: Numbers) -> Weekly:
    """Weeks of a rate; all of them share the spread of the pooled rate, so that a week without a miss is not certain."""
    pooled = (hits.sum() + 0.5) / (n.sum() + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Weekly(hits / n, n, pooled * (1 - pooled) / n, known=True)
