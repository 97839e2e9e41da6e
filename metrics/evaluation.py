"""The four-dimension service evaluation (D13) by group, and whether the order of groups hangs on the weights."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.composite import Stability, stability
from metrics.engine import Engine
from metrics.intervals import SMALL_N
from metrics.model import Row

DIMENSIONS = ("speed_score", "attitude_score", "professionalism_score", "satisfaction_score")
COMPOSITE = "service_score"


@dataclass(frozen=True)
class Evaluation:
    """Groups by their composite, highest first, and how that order fares when each weight moves by ±20 %."""

    rows: tuple[Row, ...]
    stability: Stability


def weights(engine: Engine) -> dict[str, float]:
    """The declared weights of the four scores, adding up to 1."""
    declared = engine.manifest.organisation["service_weights"]
    total = sum(declared.values())
    return {f"{name}_score": weight / total for name, weight in declared.items()}


def differs_by_category(engine: Engine) -> bool:
    """Whether some category is weighed otherwise."""
    return bool(engine.manifest.organisation.get("service_weights_by_category"))


def evaluated(rows: Sequence[Row], declared: dict[str, float]) -> Evaluation:
    """`rows` hold the four scores and the composite by one dimension. Groups below n = 10 are not ranked."""
    composite = [row for row in rows if row.metric == COMPOSITE and row.n >= SMALL_N and row.group[0] is not None]
    ranked = sorted(composite, key=lambda row: -(row.value or 0.0))
    means = {
        str(row.group[0]): {
            item.metric: item.value or 0.0
            for item in rows
            if item.group == row.group and item.metric in DIMENSIONS and item.value is not None
        }
        for row in ranked
    }
    complete = {group: found for group, found in means.items() if found.keys() >= declared.keys()}
    return Evaluation(tuple(ranked), stability(complete, declared))
