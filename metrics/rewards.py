"""Which teams, agents or merchants reached the targets of the promises that can be told by them.

A list of those who reached, never a rank. A group below n = 10 is neither named nor counted as having failed: its rate says
more about chance than about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.applicable import applicable, sources
from metrics.catalog import metric as metric_named
from metrics.data_defects import hours_unknown, is_rate
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.intervals import SMALL_N
from metrics.model import ALL_ROWS, Filter, Query, Row, Scope
from metrics.periods import Period
from metrics.promises import Promise

REWARDED = ("team", "agent_id", "merchant_id")
"""Those who can be rewarded: the dimensions that name them."""
Value = str | int | bool | None


@dataclass(frozen=True)
class Reward:
    """A group that reached the target of a promise; not `sure` where its interval still touches the target."""

    promise: Promise
    row: Row
    sure: bool


@dataclass(frozen=True)
class Rewards:
    """Who reached what in a period.

    Attributes:
        by: the dimension whose groups are told of.
        promises: those that can be told by it, in their own order.
        groups: group → what it reached, by the promise's id; those that reached nothing are left out.
        judged: groups large enough to be judged by at least one promise.
        small: groups too small for all of them.
    """

    by: str
    promises: tuple[Promise, ...]
    groups: dict[Value, dict[str, Reward]]
    judged: int
    small: int


def rewards(
    engine: Engine, period: Period, by: str, *, where: tuple[Filter, ...] = (), scope: Scope = ALL_ROWS
) -> Rewards:  # fmt: skip
    """The groups of a dimension that reached targets in a period, in the order of their names. Raises QueryFailed.

    Only promises on a share of cases are told by groups: what is promised of the whole, such as reviews collected, no
    group can keep. The targets are those in force at the end of the period, and the cases those of the period, also
    where the promise itself is judged over a longer one.
    """
    told: list[Promise] = []
    groups: dict[Value, dict[str, Reward]] = {}
    large: set[Value] = set()
    every: set[Value] = set()
    for promise in engine.promises(period.end):
        rows = _rows(engine, promise, period, by, where, scope)
        known = [row for row in rows if row.group[0] is not None and row.value is not None and row.n]
        told += [promise] if known else []
        every |= {row.group[0] for row in known}
        large |= {row.group[0] for row in known if row.n >= SMALL_N}
        for reward in reached(promise, known):
            groups.setdefault(reward.row.group[0], {})[promise.id] = reward
    ordered = {group: groups[group] for group in sorted(groups, key=str)}
    return Rewards(by, tuple(told), ordered, len(large), len(every - large))


def reached(promise: Promise, rows: Iterable[Row]) -> list[Reward]:
    """The rows of groups that are large enough and reached the target."""
    return [
        Reward(promise, row, _is_sure(promise, row))
        for row in rows
        if row.n >= SMALL_N and row.value is not None and _good(promise, row.value)
    ]


def _rows(
    engine: Engine, promise: Promise, period: Period, by: str, where: tuple[Filter, ...], scope: Scope
) -> tuple[Row, ...]:  # fmt: skip
    """The figure of a promise by group; nothing where it cannot be told by it, or not under the filters."""
    metric = metric_named(promise.metric)
    if not is_rate(promise) or engine.reach(metric) is None:
        return ()
    if any(by not in dimensions(source) for source in sources(metric)) or hours_unknown(engine, metric):
        return ()
    kept, missing = applicable(engine, metric, where, scope)
    if missing:
        return ()
    return engine.run(Query((metric.name,), period.start, period.end, by=(by,), where=kept), scope).rows


def _good(promise: Promise, value: float) -> bool:
    return value >= promise.target if promise.at_least else value <= promise.target


def _is_sure(promise: Promise, row: Row) -> bool:
    """Whether the whole interval lies on the good side; none can be clear of 100 %."""
    if promise.at_least and promise.target >= 1:
        return True
    end = row.low if promise.at_least else row.high
    return end is not None and _good(promise, end)
