"""What is told of a single case: the columns of its source, and those a figure adds to them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from data.contracts import contract
from data.contracts.model import Column, Type, stem
from data.words import Text
from metrics.clocks import stop_sql
from metrics.model import Kind, Metric


class Told(StrEnum):
    """How a value of a case is told."""

    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    MOMENT = "moment"
    """UTC epoch seconds"""
    DAY = "day"
    """days since 1970-01-01"""
    DURATION = "duration"
    """seconds"""


@dataclass(frozen=True)
class CaseColumn:
    """One column of a list of cases: its name in links, what it is called, and its SQL over the engine table."""

    name: str
    label: Text
    told: Told
    sql: str


TOLD = {
    Type.TEXT: Told.TEXT, Type.BOOLEAN: Told.FLAG, Type.INTEGER: Told.NUMBER, Type.DECIMAL: Told.NUMBER,
    Type.MOMENT: Told.MOMENT, Type.DAY: Told.DAY,
}  # fmt: skip
ROLE, VALUE, REASON, DUE, STOP = "role", "value", "reason", "due", "stopped"
"""Columns a figure adds: what the case is to it, its measured value, why it is left out, when it was due and stopped."""


@cache
def source_columns(source: str) -> tuple[CaseColumn, ...]:
    """All columns of a source, in the order of its contract; moments that came after the as-of moment are not known."""
    return tuple(_of_column(column) for column in contract(source).columns)


@cache
def case_columns(metric: Metric) -> tuple[CaseColumn, ...]:
    """The columns of a metric's cases, without what the figure adds; a metric of entities tells of the entity only."""
    columns = source_columns(metric.source)
    if metric.kind is Kind.ENTITIES:
        return tuple(column for column in columns if column.name == metric.entity)
    if metric.relation is not None:
        known = contract(metric.source)
        columns = tuple(
            column for column in columns if re.search(rf"\b{stored_name(known.column(column.name))}\b", metric.relation)
        )
    return (*columns, *(CaseColumn(name, label, Told.NUMBER, sql) for name, label, sql in metric.evidence))


def key_columns(metric: Metric) -> tuple[str, ...]:
    """The columns that tell one case from the next."""
    return (str(metric.entity),) if metric.kind is Kind.ENTITIES else contract(metric.source).key


@cache
def evidence(metric: Metric) -> tuple[str, ...]:
    """The names of the columns that decide what a case is to a figure: those its conditions speak of.

    A clock speaks for itself, by when the case was due and when it stopped.
    """
    told = tuple(name for name, _label, _sql in metric.evidence)
    if metric.clock is not None or metric.kind in (Kind.ENTITIES, Kind.QUANTILE):
        return told
    known = contract(metric.source)
    names = set(re.findall(r"\w+", " ".join(metric.measures.values())))
    deeper = {item.name: item.sql for item in known.computed} | {mark.name: mark.sql for mark in known.marks}
    while more := {word for name in names & deeper.keys() for word in re.findall(r"\w+", deeper[name])} - names:
        names |= more
    keys = contract(metric.source).key
    decide = (column.name for column in known.columns if stored_name(column) in names and column.name not in keys)
    available = {column.name for column in case_columns(metric)}
    return (*(name for name in decide if name in available), *told)


def moments_of_clock(metric: Metric) -> dict[str, str]:
    """The due moment and the stop of a metric's clock, as SQL; empty where it has none."""
    if metric.clock is None:
        return {}
    clock = contract(metric.source).clock(metric.clock)
    stop = stop_sql(clock)
    return {DUE: f"{clock.name}_due_s", STOP: f"CASE WHEN ({stop}) <= $as_of THEN ({stop}) END"}


def _of_column(column: Column) -> CaseColumn:
    stored = stored_name(column)
    if column.type is Type.MOMENT and not column.planned:
        return CaseColumn(column.name, column.label, Told.MOMENT, f"CASE WHEN {stored} <= $as_of THEN {stored} END")
    told = Told.DURATION if column.unit == "seconds" else TOLD[column.type]
    return CaseColumn(column.name, column.label, told, stored)


def stored_name(column: Column) -> str:
    """What a column is called in the engine table."""
    if column.type is Type.MOMENT:
        return f"{stem(column.name)}_s"
    return f"{stem(column.name)}_day" if column.type is Type.DAY else column.name
