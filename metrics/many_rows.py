"""Rows of thousands of groups at once: the same as `answers.row_from` gives one by one, to the last digit."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.answers import HOUR, row_from
from metrics.build import Question
from metrics.intervals import SMALL_N
from metrics.many_intervals import exact, means, proportions, rates_per
from metrics.model import Grain, Kind, Row, Unit
from metrics.periods import start_of_bucket
from metrics.series import NONE, Gathered, Group, Integers

FEW = 8
"""Rows from which arrays are quicker than one row after the other."""
Numbers = NDArray[np.float64]
Listed = list[float | None]
Fields = Mapping[str, Integers]


def rows_from(question: Question, found: Gathered, groups: Sequence[Group], names: Sequence[str]) -> list[Row]:
    """A row per line of what was gathered; `names` are the fields its numbers stand for."""
    fields = dict(zip(names, found.numbers, strict=True))
    if len(found.places) < FEW or not _at_once(question, fields):
        return [row_from(question, line) for line in _lines(found, groups, fields)]
    head = (
        [question.metric.name] * len(found.places),
        _periods(question, found),
        [groups[place] for place in found.places.tolist()],
    )
    return [Row(*line) for line in zip(*head, *_figures(question, fields), strict=True)]


def rates_per_exposure(scale: float, cases: Integers, exposure: Integers) -> tuple[Listed, Listed, Listed]:
    """Value and both ends of the interval of cases for each unit of exposure, times `scale`; None without exposure."""
    known = exposure > 0
    value = np.divide(cases, exposure, out=np.zeros(len(cases)), where=known) * scale
    low, high = rates_per(cases, exposure)
    return _told(value, known), _told(low * scale, known), _told(high * scale, known)


def _at_once(question: Question, fields: Fields) -> bool:
    """Whether the kind of the metric is known here, and its sums are not too large."""
    if question.metric.kind is Kind.MEAN:
        small = exact(fields["n"], fields["total"], fields["squares"])
        return small and question.metric.unit is not Unit.NPS
    return question.metric.kind in (Kind.RATE, Kind.PER, Kind.COUNT)


def _figures(question: Question, fields: Fields) -> tuple[Sequence[object], ...]:
    """The attributes of the rows from `value` on, each as a list."""
    metric, kind = question.metric, question.metric.kind
    size = len(next(iter(fields.values())))
    nothing, beside = [None] * size, [_counts(fields, name, size) for name in ("undecided", "excluded")]
    if kind is Kind.MEAN:
        n = fields["n"]
        value, sd, low, high = means(n, fields["total"], fields["squares"])
        told, shown = n > 0, n >= SMALL_N
        ends = [_told(end * metric.scale, shown) for end in (low, high)]
        mean, spread = _told(value * metric.scale, told), _told(sd * metric.scale, n > 1)
        return mean, nothing, nothing, n.tolist(), *beside, *ends, nothing, nothing, spread
    above = fields["numerator"]
    counted = above.tolist()
    if kind is Kind.COUNT:
        return above.astype(np.float64).tolist(), counted, nothing, counted, *beside, *[nothing] * 5
    below = fields["denominator"]
    exposed = below.tolist()
    if kind is Kind.PER:
        per, *both = rates_per_exposure(metric.scale, above, below)
        return per, counted, exposed, counted, *beside, *both, nothing, nothing, nothing
    known = below > 0
    rate = _told(np.divide(above, below, out=np.zeros(size), where=known), known)
    both = [_told(end, known) for end in proportions(above, below)]
    stopped = fields["stopped"].tolist() if "stopped" in fields else nothing
    return rate, counted, exposed, exposed, *beside, *both, stopped, _ages(question, fields) or nothing, nothing


def _ages(question: Question, fields: Fields) -> Listed | None:
    """Hours since the oldest open case of each line came in; None where the metric does not tell."""
    if "oldest_open" not in fields:
        return None
    oldest = fields["oldest_open"]
    return _told((question.as_of - oldest) / HOUR, oldest != NONE)


def _counts(fields: Fields, name: str, size: int) -> list[int]:
    return fields[name].tolist() if name in fields else [0] * size


def _told(values: Numbers, known: NDArray[np.bool_]) -> Listed:
    """As Python numbers, None where there is nothing to tell."""
    found = values.astype(object)
    found[~known] = None
    return list(found)


def _periods(question: Question, found: Gathered) -> list[date | None]:
    """The first day of each line's period."""
    if question.grain is None or found.buckets is None:
        return [None] * len(found.places)
    calendar = Grain.DAY if question.grain.rolling_days else question.grain
    starts = {
        bucket: start_of_bucket(calendar, bucket, question.fiscal_start) for bucket in np.unique(found.buckets).tolist()
    }
    return [starts[bucket] for bucket in found.buckets.tolist()]


def _lines(found: Gathered, groups: Sequence[Group], fields: Fields) -> Iterator[dict[str, Any]]:
    """Each line as `row_from` takes it."""
    buckets = itertools.repeat(None) if found.buckets is None else found.buckets.tolist()
    for bucket, place, numbers in zip(buckets, found.places.tolist(), zip(*fields.values(), strict=True), strict=False):
        told = {name: None if number == NONE else int(number) for name, number in zip(fields, numbers, strict=True)}
        yield told | {"bucket": bucket} | {f"g{key}": value for key, value in enumerate(groups[place])}
