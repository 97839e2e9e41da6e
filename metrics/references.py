"""Reference values (D11): figures quoted from the source documents, from `references.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.words import Text
from metrics.catalog import metric

FILE = Path(__file__).with_name("references.toml")


@dataclass(frozen=True)
class Reference:
    """One quoted figure, in the unit of the metrics it is laid beside."""

    id: str
    metrics: tuple[str, ...]
    value: float
    label: Text
    detail: Text


@cache
def references() -> tuple[Reference, ...]:
    """All quoted figures, in the order of the file. A metric that does not exist fails at start."""
    entries = tomllib.loads(FILE.read_text("utf-8"))["reference"]
    found = tuple(
        Reference(
            entry["id"], tuple(entry["metrics"]), float(entry["value"]), Text(**entry["label"]), Text(**entry["detail"])
        )
        for entry in entries
    )
    for item in found:
        for name in item.metrics:
            metric(name)
    return found


def references_of(name: str) -> tuple[Reference, ...]:
    """The figures quoted beside a metric."""
    return tuple(item for item in references() if name in item.metrics)
