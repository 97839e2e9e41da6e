"""Cases for each unit of exposure, where another metric counts the exposure: divided last, group by group."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from metrics.answers import Answer, Fetch, per
from metrics.build import Question
from metrics.catalog import metric as metric_named
from metrics.many_rows import rates_per_exposure
from metrics.model import Kind, Metric, Row
from metrics.series import Group, Integers


@dataclass(frozen=True)
class Counts:
    """How many cases of a metric each group has, and how many rows were left out."""

    groups: Sequence[Group]
    cases: Integers
    excluded: Integers

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Counts":
        """From the rows of a count."""
        numbers = [[row.numerator or 0 for row in rows], [row.excluded for row in rows]]
        return cls([row.group for row in rows], *np.array(numbers, dtype=np.int64))


@dataclass(frozen=True)
class Exposed:
    """The cases and the exposure of each group, of thousands of which a few are to become rows."""

    metric: Metric
    groups: Sequence[Group]
    cases: Integers
    exposure: Integers
    excluded: Integers

    @classmethod
    def of(cls, metric: Metric, cases: Counts, exposure: Counts) -> "Exposed":
        """Both together: the groups that have exposure first, then those that have cases only."""
        places = {group: place for place, group in enumerate(exposure.groups)}
        of_cases = [places.setdefault(group, len(places)) for group in cases.groups]
        counts = np.zeros((3, len(places)), dtype=np.int64)
        counts[0, of_cases], counts[2, of_cases] = cases.cases, cases.excluded
        counts[1, : len(exposure.groups)] = exposure.cases
        return cls(metric, tuple(places), *counts)

    def row(self, place: int) -> Row:
        """One group with its rate and interval."""
        excluded = int(self.excluded[place])
        row = Row(self.metric.name, None, self.groups[place], None, None, None, 0, excluded=excluded)
        return per(row, self.metric, int(self.cases[place]), int(self.exposure[place]))


def asked(question: Question, first: date | None) -> tuple[Question, Question]:
    """The questions about cases and about exposure; `first` is the day of the first case."""
    metric = question.metric
    whole = replace(question, start=question.start or first)
    exposure = metric_named(metric.exposure or "")
    return replace(whole, metric=replace(metric, kind=Kind.COUNT)), replace(whole, metric=exposure)


def over_exposure(question: Question, first: date | None, ask: Fetch) -> Answer:
    """Every group, period by period: without exposure it has no rate, but its cases are told; without cases one of nought."""
    metric = question.metric
    (above, sql_above), (below, sql_below) = (ask(item) for item in asked(question, first))
    cases_of, exposed = ({(row.period, row.group): row for row in rows} for rows in (above, below))
    places = list({**exposed, **cases_of})
    found = [[(of[place].numerator or 0) if place in of else 0 for place in places] for of in (cases_of, exposed)]
    excluded = [cases_of[place].excluded if place in cases_of else 0 for place in places]
    figures = rates_per_exposure(metric.scale, *np.array(found, dtype=np.int64))
    rows = [
        Row(metric.name, period, group, value, cases, exposure, cases, 0, left_out, low, high)
        for (period, group), cases, exposure, left_out, value, low, high in zip(
            places, *found, excluded, *figures, strict=True
        )
    ]
    return rows, [*sql_above, *sql_below]
