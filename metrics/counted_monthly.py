"""Answers from monthly tables: quantiles of durations, and how many different things there were, of whole months.

A question about other days, or by more dimensions than a cut has, is left to a statement on the rows.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from data.monthly import Monthly
from data.warehouse import Warehouse
from metrics.answers import Answer, row_from
from metrics.build import Question, quantiles_with
from metrics.build_monthly import corrections, from_months
from metrics.counted import Counted, of_whole_months, settles
from metrics.duration_bins import BINS
from metrics.histograms import Histograms, Pairs, Small, counted_twice, occurring
from metrics.measures import Column
from metrics.medians import quantile_of
from metrics.model import Row
from metrics.monthly import tables_for
from metrics.periods import MONTHS
from metrics.series import Group, Integers

Told = tuple[int | None, Group, list[tuple[Small, Small]], Integers]
"""Bucket (None without a grain), group, codes with their counts, the sum of each column."""


class CountedMonthly:
    """The monthly tables of one version. Safe to share between threads."""

    def __init__(self, warehouse: Warehouse, counted: Counted) -> None:
        self._counted = counted
        self._counted_at = {published.item: published.as_of for published in warehouse.monthly}

    def answer(self, question: Question) -> Answer | None:
        """The rows of a question; None where no monthly table covers it."""
        for item in tables_for(question.metric):
            parts = self._parts(question, item)
            if parts is None:
                continue
            rows = [_row(question, item, told) for told in _told(question, parts)]
            if not rows and question.grain is None and not question.by:
                nothing = np.zeros(len(parts[0].sums), dtype=np.int64)
                rows.append(_row(question, item, (None, (), [], nothing)))
            return rows, [";\n\n".join(part.statement for part in parts)]
        return None

    def histogram(self, question: Question) -> dict[Group, Pairs] | None:
        """By group, pairs of seconds and how often they occur, shortest first; None where they are not counted."""
        for item in tables_for(question.metric):
            parts = self._parts(question, item)
            if parts is not None:
                found = {group: _pairs(item, lines) for _, group, lines, _ in _told(question, parts)}
                return {group: pairs for group, pairs in found.items() if len(pairs)}
        return None

    def _parts(self, question: Question, item: Monthly) -> list[Histograms] | None:
        """What adds up to the question's months at its moment; None where the table does not cover it."""
        counted_at, cut = self._counted_at.get(item), cut_for(item, question)
        if counted_at is None or cut is None or not of_whole_months(question) or error_of(item) > question.within:
            return None
        made = partial(Histograms.of, counted=-1 if item.different else 1)
        whole = self._counted.kept((item.name, cut), question, lambda: from_months(question, item, cut), made=made)
        asked = (item.where, item.code, *item.columns)
        if question.as_of == counted_at or self._counted.is_over(question, asked, counted_at):
            return [whole]
        if item.different or not all(settles(item.source, Column(sql)) for sql in asked):
            return None
        moment = (item.name, question.as_of, question.start, question.end)
        since = self._counted.kept(
            moment, question, lambda: corrections(question, item, counted_at), made=Histograms.of
        )
        return [whole, since]


def cut_for(item: Monthly, question: Question) -> int | None:
    """The cut that has just the dimensions of a question.

    A cut with others beside them would serve durations too, but has many more lines than a statement on rows. Different
    things are counted of several values of a cut's last dimension, of whose values it is known that they share some.
    """
    names = {*question.by, *(part.dimension for part in question.where)}
    several = {part.dimension for part in question.where if len(part.values) > 1} - set(question.by)
    return next(
        (
            number
            for number, cut in enumerate(item.cuts)
            if set(cut) == names and (not item.different or several <= set(cut[-1:]))
        ),
        None,
    )


def _told(question: Question, parts: Sequence[Histograms]) -> Iterator[Told]:
    """What the parts add up to, in the order of buckets and groups; groups whose rows come to nought do not occur."""
    first, last = (None if day is None else day.year * 12 + day.month - 1 for day in (question.start, question.end))
    found: dict[tuple[int | None, Group], list[tuple[Histograms, int]]] = {}
    for part in parts:
        for segment in part.within(first, last):
            bucket = None
            if question.grain is not None:
                bucket = (int(part.months[segment]) - (question.fiscal_start - 1)) // MONTHS[question.grain]
            found.setdefault((bucket, part.groups[part.group_of[segment]]), []).append((part, segment))
    for bucket, group in sorted(
        found, key=lambda place: (place[0] or 0, [(value is None, value) for value in place[1]])
    ):
        segments = found[bucket, group]
        sums = np.sum([part.sums[:, segment] for part, segment in segments], axis=0)
        if sums[0]:
            yield bucket, group, [part.lines(segment) for part, segment in segments], sums


def _row(question: Question, item: Monthly, told: Told) -> Row:
    """One row, from its period and group: rows, what its kind of table has, rows left out, different things."""
    bucket, group, lines, (_rows, other, excluded, *different) = told
    fields: dict[str, Any] = {"bucket": bucket, **{f"g{place}": value for place, value in enumerate(group)}}
    fields["excluded"] = int(excluded)
    if item.different:
        things = int(different[0]) - sum(counted_twice(*part) for part in lines)
        return row_from(question, fields | {"numerator": int(other), "denominator": things})
    return row_from(question, fields | {"undecided": int(other)} | _quantiles(question, item, lines))


def _quantiles(question: Question, item: Monthly, lines: list[tuple[Small, Small]]) -> dict[str, Any]:
    pairs = _pairs(item, lines)
    if not len(pairs):
        return {"n": 0, "quantiles": None}
    quantiles = [quantile_of(pairs, share) for share in quantiles_with(question.metric)]
    return {"n": int(pairs[:, 1].sum()), "quantiles": quantiles, "error": error_of(item)}


def _pairs(item: Monthly, lines: list[tuple[Small, Small]]) -> Pairs:
    codes, counts = occurring(lines) if lines else (np.zeros(0, dtype=np.int64),) * 2
    if item.growth is None:
        return np.column_stack([codes, counts])
    return np.column_stack([BINS[item.growth].seconds_of(codes), counts])


def error_of(item: Monthly) -> float:
    """The most a value read from a table can be off, as a fraction of it."""
    return 0.0 if item.growth is None else BINS[item.growth].error
