"""What a question costs: through the gateway, by the builder's statement on rows, and by a statement written by hand.

Three questions to each metric: a quarter, thirteen months by month, and the quarter split by a dimension of its source.
The gateway is asked cold, by an engine that has answered nothing yet; it may answer from roll-ups.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.by_hand import by_hand
from benchmarks.report import Target, ms, named, table, targets, times
from benchmarks.stores import store_of
from benchmarks.timing import in_turn, p50, p95
from data.errors import KeptError
from data.warehouse import DuckDBWarehouse
from metrics.build import build
from metrics.catalog import metric, metrics
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import Grain, Query

QUARTER = date(2026, 7, 1), date(2026, 9, 30)
THIRTEEN_MONTHS = date(2025, 9, 1), date(2026, 9, 30)
SPLIT_BY = ("channel", "category", "team", "region", "severity")
"""The main dimension of a metric is the first of these that its source has."""
SHAPES = ("quarter", "by month", "by group")
BY_HAND_LIMIT = 1.2


@dataclass(frozen=True)
class Cost:
    """Seconds of one question; NaN where a way is not there."""

    metric: str
    shape: str
    gateway: float
    rows: float
    hand: float


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """The tables of this part, for the largest size only."""
    size = max(sizes)
    warehouse = DuckDBWarehouse(store_of(size, work))
    costs = [cost for name in metrics() for shape in SHAPES if (cost := _cost(warehouse, name, shape))]
    warehouse.close()
    return [f"### {named(size)} tickets", _summary(costs), _beside_hand(costs), targets([_target(costs, size)])]


def query(name: str, shape: str) -> Query | None:
    """The question of a shape; None where the metric's source has no dimension to split by."""
    if shape == "by month":
        return Query((name,), *THIRTEEN_MONTHS, Grain.MONTH)
    if shape == "quarter":
        return Query((name,), *QUARTER)
    by = next((item for item in SPLIT_BY if item in dimensions(metric(name).source)), None)
    return Query((name,), *QUARTER, by=(by,)) if by else None


def hand_written(asked: Query) -> str | None:
    """The statement a person wrote for the question, if one did."""
    found = by_hand().get(asked.metrics[0])
    return found.split(*asked.by, by_month=asked.grain is Grain.MONTH) if found else None


def _cost(warehouse: DuckDBWarehouse, name: str, shape: str) -> Cost | None:
    asked = query(name, shape)
    if asked is None:
        return None
    try:
        question = Engine(warehouse).question(metric(name), asked)
        if question is None:
            return None
        statement = build(question)
        Engine(warehouse).run(asked)  # what is read from the disk is read before the clock starts
    except KeptError:  # not every metric can be asked in every way
        return None
    ways: list[Callable[[], object]] = [
        lambda: Engine(warehouse).run(asked), lambda: warehouse.fetch(statement.sql, statement.values),
    ]  # fmt: skip
    written = hand_written(asked)
    if written is not None:
        ways.append(lambda: warehouse.fetch(written, statement.values))
    gateway, rows, *hand = in_turn(*ways)
    return Cost(name, shape, gateway, rows, *(hand or [float("nan")]))


def _summary(costs: Sequence[Cost]) -> str:
    """All metrics: what their questions cost, and the slowest."""
    lines = []
    for shape in SHAPES:
        found = [cost for cost in costs if cost.shape == shape]
        slowest = max(found, key=lambda cost: cost.gateway)
        gateway, rows = ([getattr(cost, way) for cost in found] for way in ("gateway", "rows"))
        lines.append((
            shape, str(len(found)), ms(p50(gateway)), ms(p95(gateway)), ms(p50(rows)), ms(p95(rows)),
            times(sum(gateway) / sum(rows)), f"{slowest.metric} {ms(slowest.gateway)}",
        ))  # fmt: skip
    heads = ("question", "metrics", "gateway p50", "p95", "on rows p50", "p95", "gateway / rows", "slowest")
    return table(heads, lines)


def _beside_hand(costs: Sequence[Cost]) -> str:
    lines = [
        (cost.metric, cost.shape, ms(cost.hand), times(cost.rows / cost.hand), times(cost.gateway / cost.hand))
        for cost in costs if cost.metric in by_hand()
    ]  # fmt: skip
    return table(("metric", "question", "by hand", "builder on rows", "gateway"), lines)


def _target(costs: Sequence[Cost], size: int) -> Target:
    """All statements that have one written by hand, taken together: single ones of a millisecond are noise."""
    found = [cost for cost in costs if cost.metric in by_hand()]
    ratio = sum(cost.rows for cost in found) / sum(cost.hand for cost in found)
    return Target(f"builder's SQL against hand-written, {named(size)}", ratio, BY_HAND_LIMIT)
