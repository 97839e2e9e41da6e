"""What dates without a time of day tell of a promise in hours: what was surely kept, what surely missed, and no more.

A moment known to the day lies anywhere in it. A case received on day D and stopped on day D + d took more than d − 1 and
less than d + 1 days: within 48 h it was surely stopped when d ≤ 1, surely not when d ≥ 3, and for d = 2 nobody can tell.
"""

from dataclasses import dataclass, replace

from data.contracts import contract
from metrics.clocks import stop_sql
from metrics.definitions.forms import moments_behind
from metrics.engine import Engine
from metrics.model import Kind, Metric, Query
from metrics.verdict import Verdict

DAY = 86_400


@dataclass(frozen=True)
class WholeDays:
    """Of `n` cases that fell due, `kept` were surely stopped in time and `missed` surely not.

    `columns` are the moments without a time of day. The counts are None where not even that can be told: a median, or a
    clock of working hours.
    """

    columns: tuple[str, ...]
    n: int | None = None
    kept: int = 0
    missed: int = 0

    @property
    def low(self) -> float | None:
        """The attainment if all that cannot be told was missed."""
        return self.kept / self.n if self.n else None

    @property
    def high(self) -> float | None:
        """The attainment if all that cannot be told was kept."""
        return (self.n - self.missed) / self.n if self.n else None

    def verdict(self, target: float, *, running: bool) -> Verdict:
        """Kept or broken only where both ends say so of a period that is over."""
        if self.n is not None and (self.low is None or self.high is None):
            return Verdict.NO_DATA
        if running or self.low is None or self.high is None:
            return Verdict.CANNOT_TELL
        return Verdict.KEPT if self.low >= target else Verdict.BROKEN if self.high < target else Verdict.CANNOT_TELL


def whole_days(engine: Engine, metric: Metric, query: Query) -> WholeDays | None:
    """What can be told of a metric whose hours cannot; None where its moments carry a time of day."""
    columns = tuple(sorted(set(engine.manifest.sources[metric.source].day_only) & set(metric.needs_hours)))
    if not columns:
        return None
    calendars = engine.manifest.organisation.get("clock_calendars", {})
    if metric.kind is not Kind.RATE or metric.clock is None or f"{metric.source}.{metric.clock}" in calendars:
        return WholeDays(columns)
    sure, possible = _bounds(metric, columns)
    counts = [_count(engine, item, query) for item in (sure, possible)]
    (kept, n), (not_missed, _) = counts
    return WholeDays(columns, n, kept, n - not_missed)


def _bounds(metric: Metric, columns: tuple[str, ...]) -> tuple[Metric, Metric]:
    """The metric with the latest moments that can be meant, and with the earliest."""
    clock = contract(metric.source).clock(str(metric.clock))
    stop, due = stop_sql(clock), f"{metric.clock}_due_s"
    whole = set(columns)
    late_stop = DAY if whole & set(moments_behind(metric.source, stop)) else 0
    late_due = DAY if whole & set(moments_behind(metric.source, f"{clock.start}_s")) else 0
    known = f"({stop}) <= $as_of"
    sure = f"({stop}) + {late_stop} <= {due} AND {known}"
    possible = f"({stop}) {'<' if late_due else '<='} {due} + {late_due} AND {known}"
    decided = f"COALESCE({possible}, false) OR {due} < $as_of"
    made = [
        replace(metric, needs_hours=(), measures={**metric.measures, "numerator": f"COALESCE({hit}, false)", "denominator": decided})
        for hit in (sure, possible)
    ]  # fmt: skip
    return made[0], made[1]


def _count(engine: Engine, metric: Metric, query: Query) -> tuple[int, int]:
    question = engine.question(metric, query)
    rows = engine.ask(question)[0] if question is not None else ()
    row = next(iter(rows), None)
    return (row.numerator or 0, row.denominator or 0) if row is not None else (0, 0)
