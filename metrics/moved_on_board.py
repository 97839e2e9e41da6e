"""What moved a promise as the board shows it: over its own windows, with the filters its source knows."""

from metrics.applicable import applicable
from metrics.board import Standing
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Scope
from metrics.moved import Change, Moved, moved
from metrics.periods import Period
from metrics.spans import compared_spans


def moved_on(
    engine: Engine, item: Standing, shown: Period, compared: Period, where: tuple[Filter, ...] = (),
    scope: Scope = ALL_ROWS,
) -> Moved | None:  # fmt: skip
    """What moved a promise between two periods; None where the board shows no change of it."""
    if item.change is None or item.compared is None:
        return None
    metric = metric_named(item.promise.metric)
    spans = compared_spans(engine, metric, shown, compared, promise=item.promise)
    if spans is None:
        return None
    known, _missing = applicable(engine, metric, where, scope)
    return moved(engine, Change(metric, item.row, item.compared, spans, known, scope))
