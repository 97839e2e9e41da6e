"""What a bar, a point, a cell or a table row stands for, and what happens when a person picks it.

A mark narrows the page to its rows: its groups become filters, its period the period on screen, its figure the one whose
cases can be shown. All of it stands in the URL.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from charts import format
from charts.look import Look
from components.filters import current_own, remember
from components.session import current_engine
from components.table import Cell, table
from components.view import View, read_view
from metrics.catalog import metric as metric_named
from metrics.model import Filter, Row, Unit, one_group
from metrics.periods import Period
from reports.precision import within

CASES = "cases"
"""What the button says that asks for the cases."""


@dataclass(frozen=True)
class Mark:
    """What a mark stands for.

    Attributes:
        label: the mark in words, as its table names it.
        metric: the figure it shows; its cases are the rows behind it.
        where: the groups it stands for; they narrow the page.
        period: the days it stands for, where these are not those on screen.
        row: the figure itself, for the table.
        as_of: the day at whose end the figure was known, where that is not how far the data reach.
        told: the figure in words, where it is not the metric's own (the share of a band).
        opens: whether picking it narrows the page; a band no filter can name stands in the table only.
    """

    label: str
    metric: str
    where: tuple[Filter, ...] = ()
    period: Period | None = None
    row: Row | None = None
    as_of: date | None = None
    told: str = ""
    opens: bool = True


def group_marks(
    rows: Sequence[Row], labels: Sequence[str], by: Sequence[str], extra: tuple[Filter, ...] = (),
    period: Period | None = None,
) -> tuple[Mark, ...]:  # fmt: skip
    """One mark per row of an answer by one or more dimensions."""
    return tuple(
        Mark(label, row.metric, (*extra, *map(one_group, by, row.group)), period, row)
        for row, label in zip(rows, labels, strict=True)
    )


def metric_marks(
    rows: Sequence[Row], labels: Sequence[str], extra: tuple[Filter, ...] = (), period: Period | None = None
) -> tuple[Mark, ...]:
    """One mark per row, each of a figure of its own."""
    return tuple(Mark(label, row.metric, extra, period, row) for row, label in zip(rows, labels, strict=True))


def period_marks(
    rows: Sequence[Row], labels: Sequence[str], shown: Sequence[Period], last: date, known: date,
    extra: tuple[Filter, ...] = (),
) -> tuple[Mark, ...]:  # fmt: skip
    """One mark per period of a series that was asked up to the day `last`, with data up to the day `known`.

    A period the series cuts off although the data go on is a mark of the days it has.
    """
    return tuple(
        Mark(label, row.metric, extra, item if item.end <= last or known <= last else Period(item.start, last), row)
        for row, label, item in zip(rows, labels, shown, strict=True)
    )


def narrow(mark: Mark) -> None:
    """Narrow the page to a mark."""
    engine = current_engine()
    view = read_view(st.session_state.get("_view", {}), engine)
    if view is not None:
        remember(replace(narrowed_view(view, mark), own=current_own(), ignored=()), engine)


def narrowed_view(view: View, mark: Mark) -> View:
    """The view with a mark's groups, period and figure in force; the period left can be gone back to."""
    for item in mark.where:
        view = view.with_filter(item.dimension, item.values)
    if mark.period is not None and mark.period != view.period:
        view = replace(view, period=mark.period, back=view.back or view.period)
    return replace(view, metric=mark.metric)


def twin(marks: Sequence[Mark], look: Look) -> str:
    """The table twin of a chart as HTML: the same figures, with a button for each mark; empty where there are no marks."""
    if not marks:
        return ""
    _ = look.words
    shown = [_cells(number, mark, look) for number, mark in enumerate(marks)]
    heads = ["", _("Value"), _("95 % interval"), _("Number of cases"), _("Undecided")]
    kept = [place for place in range(len(heads)) if place < 2 or any(row[place].text for row in shown)]
    return table([heads[place] for place in kept], [[row[place] for place in kept] for row in shown], height=260)


def _cells(number: int, mark: Mark, look: Look) -> list[Cell]:
    row, unit, language = mark.row, metric_named(mark.metric).unit, look.language
    name = Cell(mark.label, mark=number if mark.opens else None)
    if row is None or mark.told:
        return [name, Cell(mark.told, number=True), *[Cell("", number=True) for _place in range(3)]]
    sure = within(row, look)
    if row.low is not None and row.high is not None:
        sure = format.interval(row.low, row.high, unit, language)
    counted = "" if unit is Unit.COUNT else format.count(row.n, language)
    undecided = format.count(row.undecided, language) if row.undecided else ""
    value = format.value(row.value, unit, language)
    return [name, *(Cell(text, number=True) for text in (value, sure, counted, undecided))]
