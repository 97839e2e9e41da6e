"""The registry: every module of `metrics/definitions` that has METRICS. Two metrics of one name fail at start."""

import importlib
import pkgutil
from functools import cache

from data.errors import UnknownName
from data.words import Text
from metrics import definitions
from metrics.model import Metric


@cache
def metrics() -> dict[str, Metric]:
    """All metrics by name, in the order of definition."""
    found: dict[str, Metric] = {}
    for module in pkgutil.iter_modules(definitions.__path__):
        for metric in getattr(importlib.import_module(f"{definitions.__name__}.{module.name}"), "METRICS", ()):
            if metric.name in found:
                raise ValueError(f"two metrics are called {metric.name}")
            found[metric.name] = metric
    return found


def of_subject(subject: str) -> tuple[Metric, ...]:
    """The metrics of one subject, in the order of definition."""
    return tuple(item for item in metrics().values() if item.subject == subject)


def metric(name: str) -> Metric:
    """The metric called `name`; raises UnknownName with the nearest names."""
    try:
        return metrics()[name]
    except KeyError:
        raise UnknownName(Text("metric", "指标"), name, metrics()) from None
