"""Full security audits against their plan: what was planned for a year, what has been reported, what comes next."""

from dataclasses import dataclass
from datetime import date

from metrics.engine import Engine
from metrics.model import Filter, Grain, Query, Row
from metrics.periods import Period, containing


@dataclass(frozen=True)
class AuditPlan:
    """One year up to a day.

    Attributes:
        planned: for the whole year; `by_now` of them up to the day.
        reported: from the start of the year to the day.
        next: the next day planned after the day, this year; None where there is none.
    """

    year: Period
    planned: int
    by_now: int
    reported: int
    next: date | None

    @property
    def late(self) -> int:
        """Planned up to the day and not matched by a report."""
        return max(self.by_now - self.reported, 0)


def audit_plan(engine: Engine, day: date, where: tuple[Filter, ...] = ()) -> AuditPlan:
    """The plan of the (fiscal) year that holds a day."""
    year = containing(day, Grain.YEAR, engine.fiscal_start)
    planned = events(engine, "security_audits_planned", year, where)
    reported = events(engine, "security_audits", Period(year.start, day), where)
    return AuditPlan(
        year, sum(row.n for _day, row in planned), sum(row.n for when, row in planned if when <= day),
        sum(row.n for _day, row in reported), min((when for when, _row in planned if when > day), default=None),
    )  # fmt: skip


def events(
    engine: Engine, name: str, period: Period, where: tuple[Filter, ...] = (), by: tuple[str, ...] = ()
) -> list[tuple[date, Row]]:
    """The days of a period on which a metric counted something."""
    rows = engine.run(Query((name,), period.start, period.end, Grain.DAY, by, where)).rows
    return [(row.period, row) for row in rows if row.period is not None and row.n]
