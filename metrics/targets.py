"""The target a figure is held against, period by period: what was promised then."""

from collections.abc import Sequence

from metrics.catalog import metric
from metrics.engine import Engine
from metrics.periods import Period
from metrics.promises import Promise
from metrics.windows import PER_PERIOD


def promise_on(engine: Engine, name: str, period: Period) -> Promise | None:
    """The promise in force at the end of a period that the metric measures, if any."""
    return next((item for item in engine.promises(period.end) if item.metric == name), None)


def target_on(engine: Engine, name: str, period: Period) -> float | None:
    """The target of that promise; None where there is none."""
    promised = promise_on(engine, name, period)
    return None if promised is None else promised.target


def targets(engine: Engine, name: str, periods: Sequence[Period]) -> list[float | None]:
    """The target in force at the end of each period; None where there is none for periods of that length.

    The target of a count holds for its own window only: 200 kinds a quarter say nothing of a month.
    """
    found: list[float | None] = []
    for period in periods:
        promised = promise_on(engine, name, period)
        counted = metric(name).kind in PER_PERIOD
        comparable = promised is not None and (not counted or promised.window is period.grain or promised.target == 0)
        found.append(promised.target if promised is not None and comparable else None)
    return found
