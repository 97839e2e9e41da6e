"""The forms metrics come in, so that a KPI is one entry: promise rates, counts, quantiles, stocks.

The promise clock (definitions, part 1): a case belongs to the period in which it falls due. Hit: stopped at or before
due. Miss: stopped after due, or due has passed without a stop. Undecided: neither yet. A stop later than the as-of
moment is not known at it.
"""

import re

from data.contracts import contract
from data.contracts.model import Type, stem
from data.words import Text
from metrics.clocks import stop_sql
from metrics.model import Direction, Kind, Metric, Unit


def moments_behind(source: str, sql: str) -> tuple[str, ...]:
    """The contract's moments that engine SQL is computed from. Planned ones are left out: an agreed day is a day."""
    found = contract(source)
    computed = {item.name: item.sql for item in found.computed}
    names = set(re.findall(r"\w+_s\b", sql))
    while (
        deeper := {name for item in names & computed.keys() for name in re.findall(r"\w+_s\b", computed[item])} - names
    ):
        names |= deeper
    moments = (column for column in found.moments if column.type is Type.MOMENT and not column.planned)
    return tuple(column.name for column in moments if f"{stem(column.name)}_s" in names)


def promise_rate(
    name: str, label: Text, meaning: Text, *, subject: str, source: str, clock: str, where: str, decision: str
) -> Metric:
    """Share of the decided cases that stopped in time."""
    found = contract(source).clock(clock)
    stop, due = stop_sql(found), f"{clock}_due_s"
    hit = f"({stop}) <= {due} AND ({stop}) <= $as_of"
    missed = f"NOT COALESCE({hit}, false) AND {due} < $as_of"
    return Metric(
        name, label, meaning, subject, Unit.RATIO, Direction.UP, Kind.RATE, source,
        axis=f"{clock}_due",
        where=f"({where}) AND {found.start}_s <= $as_of",
        measures={
            "numerator": hit,
            "denominator": f"({hit}) OR ({missed})",
            "undecided": f"NOT COALESCE({hit}, false) AND {due} >= $as_of",
            "stopped": f"({stop}) <= $as_of",
            "oldest_open": f"{found.start}_s",
            "open": f"NOT COALESCE(({stop}) <= $as_of, false)",
        },
        clock=clock,
        needs_hours=moments_behind(source, f"{found.start}_s {stop}"),
        decision=decision,
    )  # fmt: skip


def duration_quantile(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, start: str, stop: str, quantile: float, decision: str,
    less: str = "",
) -> Metric:  # fmt: skip
    """A quantile of the time from start to stop, `less` taken off, over the cases of the period that have stopped."""
    taken_off = f" - {less}" if less else ""
    return Metric(
        name, label, meaning, subject, Unit.HOURS, Direction.DOWN, Kind.QUANTILE, source, axis,
        where=f"({where}) AND {start}_s <= $as_of",
        measures={
            "seconds": f"CASE WHEN ({stop}) <= $as_of THEN ({stop}) - {start}_s{taken_off} END",
            "undecided": f"NOT COALESCE(({stop}) <= $as_of, false)",
        },
        quantile=quantile,
        needs_hours=moments_behind(source, f"{start}_s {stop}"),
        decision=decision,
    )  # fmt: skip


def count(
    name: str, label: Text, meaning: Text, *,
    subject: str, source: str, axis: str, where: str, condition: str = "true", decision: str,
    direction: Direction = Direction.NEITHER,
) -> Metric:  # fmt: skip
    """How many rows of the period meet a condition."""
    return Metric(
        name, label, meaning, subject, Unit.COUNT, direction, Kind.COUNT, source, axis, where,
        measures={"numerator": condition},
        decision=decision,
    )  # fmt: skip
