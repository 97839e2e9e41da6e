"""What a review reported of a promise, beside what is known of it today: both figures, and the cases between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from metrics.board import Standing, standing
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import Query
from metrics.restated import Pair, Restated, comparable, restated
from metrics.review import REPORTED, Review, reported


@dataclass(frozen=True)
class Today:
    """One promise as a later version knows it.

    Attributes:
        now: the same promise, period and target on the later version.
        restated: the difference case by case; None where the figure is not made of single cases, or does not differ.
    """

    reported: Standing
    now: Standing
    restated: Restated | None

    @property
    def differs(self) -> bool:
        """Whether the figure or its verdict is another one."""
        before, after = self.reported, self.now
        return (before.verdict, *_numbers(before)) != (after.verdict, *_numbers(after))


def today(then: Engine, now: Engine, pair: Pair, found: Review, item: Standing) -> Today:
    """A promise of a review on the version in force, judged by the target it was reported with. Raises QueryFailed."""
    known = standing(now, item.promise, found.period)
    difference = None
    if comparable(metric_named(item.promise.metric)) and _numbers(item) != _numbers(known):
        query = Query((item.promise.metric,), item.period.start, min(item.period.end, found.period.end))
        difference = restated(then, now, pair, query)
    return Today(item, known, difference)


def reckoned_otherwise(found: Review, kept: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The promises of which a review kept other figures than its own version gives now: another release reckons otherwise."""
    now = {figure["promise"]: figure for figure in reported(found)}
    return tuple(figure["promise"] for figure in kept if not _same(figure, now.get(figure["promise"])))


def _numbers(item: Standing) -> tuple[object, ...]:
    return item.row.value, item.row.numerator, item.row.denominator


def _same(kept: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    if now is None or (kept["verdict"], kept["target"]) != (now["verdict"], now["target"]):
        return False
    pairs = [(kept.get(name), now.get(name)) for name in REPORTED]
    return all(a == b or (a is not None and b is not None and isclose(a, b, rel_tol=1e-9)) for a, b in pairs)
