"""The weeks an action is judged by, asked of the engine, and what they say of its effect."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.judged_by import Chosen, Rule
from metrics.catalog import metric as metric_named
from metrics.effect import RUN, Effect, judged
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Scope
from metrics.weekly import CARRIED, LEVELS, Weekly, weekly

WEEK = timedelta(days=6)
"""From the first to the last day of a week."""


@dataclass(frozen=True)
class Course:
    """The weeks an action is judged by, oldest first, and its effect; those of `place` and later came after the start."""

    mondays: tuple[date, ...]
    place: int
    own: Weekly
    other: Weekly | None
    effect: Effect

    @property
    def ends(self) -> date:
        """The last day of the window."""
        return self.mondays[-1] + WEEK


def course(engine: Engine, rule: Rule, start: date, scope: Scope = ALL_ROWS) -> Course:
    """The weeks of an action and its effect as known now. Raises UnknownName, UsageError or QueryFailed.

    Weeks are whole ones, Monday to Sunday: one in which the action began is neither before nor after it.
    """
    mondays, place = weeks_of(rule, start)
    metric = metric_named(rule.metric)
    own = weekly(engine, rule.metric, filters(rule.filters), mondays, scope)
    other = None
    if rule.comparison is not None:
        other = weekly(engine, rule.metric, filters(rule.comparison), mondays, scope)
    reach = engine.reach(metric)
    over = reach is not None and mondays[-1] + WEEK <= engine.day_of(reach)
    numbers = np.array([(monday - mondays[0]).days / 7 for monday in mondays])
    found = judged(
        own, other, rule, numbers, over=over, in_proportion=metric.kind in LEVELS, carried=metric.kind in CARRIED
    )
    return Course(mondays, place, own, other, found)


def weeks_of(rule: Rule, start: date) -> tuple[tuple[date, ...], int]:
    """The Mondays of the weeks a rule looks at, the run before the start among them, and the place of the first after it."""
    first = start + timedelta(days=-start.weekday() % 7)
    this = start - timedelta(days=start.weekday())
    before = [this - timedelta(weeks=number) for number in range(rule.before + RUN, 0, -1)]
    after = [first + timedelta(weeks=rule.lag + number) for number in range(rule.after)]
    return (*before, *after), len(before)


def filters(chosen: Chosen) -> tuple[Filter, ...]:
    """Stored filters as the metrics take them."""
    return tuple(Filter(name, values) for name, values in chosen)
