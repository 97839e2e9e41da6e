"""Answers from monthly tables: quantiles of durations, and how many different things there were, of whole months.

A question about other days, or by more dimensions than a cut has, is left to a statement on the rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from data.monthly import Monthly
from data.warehouse import Warehouse
from metrics.answers import Answer, row_from
from metrics.build import Question, quantiles_with
from metrics.build_monthly import corrections, from_months
from metrics.counted import Counted, of_whole_months, settles
from metrics.duration_bins import ERROR, seconds_of
from metrics.measures import Column
from metrics.medians import quantile_of
from metrics.model import Kind, Row
from metrics.monthly import is_exact, tables_for
from metrics.periods import MONTHS
from metrics.series import NONE, Group, Integers, Series, merged

Lines = Integers
"""Of one period and group: its codes, then a row of integers per column."""


class CountedMonthly:
    """The monthly tables of one version. Safe to share between threads."""

    def __init__(self, warehouse: Warehouse, counted: Counted) -> None:
        self._counted = counted
        self._counted_at = {published.item: published.as_of for published in warehouse.monthly}

    def answer(self, question: Question) -> Answer | None:
        """The rows of a question; None where no monthly table covers it."""
        for item in tables_for(question.metric):
            series = self._series(question, item)
            if series is not None:
                found = [_row(question, item, *told) for told in _told(question, series)]
                alone = question.grain is None and not question.by
                empty = np.zeros((len(series.columns), 0), dtype=np.int64)
                return found or ([_row(question, item, None, (), empty)] if alone else []), [series.statement]
        return None

    def histogram(self, question: Question) -> dict[Group, Integers] | None:
        """By group, pairs of seconds and how often they occur, shortest first; None where single seconds are not counted."""
        for item in tables_for(question.metric):
            series = self._series(question, item) if is_exact(item) else None
            if series is not None:
                told = {group: occurring(lines).T for _, group, lines in _told(question, series)}
                return {group: pairs for group, pairs in told.items() if len(pairs)}
        return None

    def _series(self, question: Question, item: Monthly) -> Series | None:
        """The lines of a question's groups, at its moment; None where the table does not cover it."""
        counted_at = self._counted_at.get(item)
        cut = cut_for(item, question)
        in_bins = question.metric.kind is Kind.QUANTILE and not is_exact(item)
        if counted_at is None or cut is None or not of_whole_months(question) or (question.exact and in_bins):
            return None
        series = self._counted.kept((item.name, cut), question, lambda: from_months(question, item, cut))
        asked = (item.where, item.code, *item.columns)
        series = within(series, *_months(question))
        if question.as_of == counted_at or self._counted.is_over(question, asked, counted_at):
            return series
        if item.different or not all(settles(item.source, Column(sql)) for sql in asked):
            return None
        moment = (item.name, question.as_of, question.start, question.end)
        since = self._counted.kept(moment, question, lambda: corrections(question, item, counted_at))
        return merged(series, since, [False] * len(series.columns))


def cut_for(item: Monthly, question: Question) -> int | None:
    """The cut that has just the dimensions of a question.

    A cut with others beside them would serve durations too, but has many more lines than a statement on rows. Different
    things are counted of one value of a dimension, since two values may share some.
    """
    names = {*question.by, *(part.dimension for part in question.where)}
    if item.different and any(len(part.values) != 1 for part in question.where if part.dimension not in question.by):
        return None
    return next((number for number, cut in enumerate(item.cuts) if set(cut) == names), None)


def occurring(lines: Lines) -> Integers:
    """The codes that occur and how often, in order: two rows."""
    codes, counts = lines[0], lines[1]
    order = np.argsort(codes, kind="stable")
    codes, counts = codes[order], counts[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else np.zeros(0, dtype=np.int64)
    sums = np.add.reduceat(counts, starts) if len(starts) else counts
    found = np.stack([codes[starts], sums])
    return found[:, (found[1] > 0) & (found[0] != NONE)]


def _told(question: Question, series: Series) -> Iterator[tuple[int | None, Group, Lines]]:
    """Bucket (None without a grain), group and lines, in their order; groups whose rows come to nought do not occur."""
    group_of, columns = series.group_of, series.columns
    bucket = np.zeros(len(group_of), dtype=np.int64)
    if question.grain is not None:
        bucket = (series.days - (question.fiscal_start - 1)) // MONTHS[question.grain]
    if not len(group_of):
        return
    starts = np.flatnonzero(np.r_[True, (group_of[1:] != group_of[:-1]) | (bucket[1:] != bucket[:-1])])
    ends = np.r_[starts[1:], len(group_of)]
    for place in np.lexsort((group_of[starts], bucket[starts])):
        lines = columns[:, starts[place] : ends[place]]
        if lines[1].sum():
            number = None if question.grain is None else int(bucket[starts[place]])
            yield number, series.groups[group_of[starts[place]]], lines


def within(series: Series, first: int | None, last: int | None) -> Series:
    """The lines of some months. Of a single group, whose lines stand in the order of months, they are not copied."""
    low = int(series.days.min(initial=0)) if first is None else first
    high = int(series.days.max(initial=0)) if last is None else last
    kept: Any = (series.days >= low) & (series.days <= high)
    if len(series.groups) == 1:
        kept = slice(*np.searchsorted(series.days, [low, high + 1]))
    return replace(series, days=series.days[kept], group_of=series.group_of[kept], columns=series.columns[:, kept])


def _months(question: Question) -> tuple[int | None, int | None]:
    """The first and the last month of a question, as year × 12 + month − 1."""
    first, last = (None if day is None else day.year * 12 + day.month - 1 for day in (question.start, question.end))
    return first, last


def _row(question: Question, item: Monthly, bucket: int | None, group: Group, lines: Lines) -> Row:
    """One row, from the lines of its period and group: codes, rows, then what its kind of table has."""
    keys = {"bucket": bucket, **{f"g{place}": value for place, value in enumerate(group)}}
    last = int(lines[3].sum())
    if item.different:
        fields = {"numerator": int(lines[2].sum()), "denominator": int(lines[4].sum()), "excluded": last}
        return row_from(question, keys | fields)
    return row_from(question, keys | _of_durations(question, item, lines) | {"excluded": last})


def _of_durations(question: Question, item: Monthly, lines: Lines) -> dict[str, Any]:
    codes, counts = occurring(lines)
    fields: dict[str, Any] = {"n": int(counts.sum()), "undecided": int(lines[2].sum()), "quantiles": None}
    if fields["n"]:
        values = codes.astype(np.float64) if is_exact(item) else seconds_of(codes)
        fields["quantiles"] = [
            quantile_of(np.column_stack([values, counts]), share) for share in quantiles_with(question.metric)
        ]
        fields["error"] = 0.0 if is_exact(item) else ERROR
    return fields
