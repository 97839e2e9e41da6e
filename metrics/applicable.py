"""Which filters a figure can answer.

Orders have no team, and no telephone channel: such a filter must give no figure, rather than an unfiltered one.
"""

from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Metric, Scope


def sources(metric: Metric) -> tuple[str, ...]:
    """The sources a metric's figures come from: its own first, then those of the metrics it is made of."""
    found = [metric.source]
    for name in (metric.exposure, metric.of):
        if name is not None:
            found += sources(metric_named(name))
    return tuple(dict.fromkeys(found))


def applicable(
    engine: Engine, metric: Metric, where: tuple[Filter, ...], scope: Scope = ALL_ROWS
) -> tuple[tuple[Filter, ...], tuple[str, ...]]:
    """The filters a metric can answer, each with the values its source knows, and the dimensions of those it cannot."""
    kept: list[Filter] = []
    missing: list[str] = []
    for item in where:
        answers = [engine.known(source, item, scope) for source in sources(metric)]
        own = answers[0]
        if own is None or any(answer is None for answer in answers):
            missing.append(item.dimension)
        else:
            kept.append(own)
    return tuple(kept), tuple(missing)
