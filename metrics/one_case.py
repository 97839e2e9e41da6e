"""One case: all that is known of it, what it is to each promise, and what else belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.contracts import contract, contracts
from data.errors import UnknownName
from data.words import Text
from metrics.build_cases import list_rows
from metrics.case_columns import REASON, CaseColumn, source_columns
from metrics.cases import Case, cases
from metrics.catalog import metrics
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Kind, Metric, Query, Scope

MOST_RELATED = 10
COMPLAINTS = Filter("kind", ("complaint",))
ALIKE = ("merchant_id", "sku")
"""Columns by which other complaints are looked for."""


@dataclass(frozen=True)
class Record:
    """One row of a source: its columns, its key, and why it is left out of every promise, if it is."""

    source: str
    columns: tuple[CaseColumn, ...]
    values: Mapping[str, Any]
    reason: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from the others."""
        return tuple(str(self.values[name]) for name in contract(self.source).key)


def record(engine: Engine, source: str, key: tuple[str, ...], scope: Scope = ALL_ROWS) -> Record | None:
    """The row of a source with this key; None where there is none within the scope. Raises UnknownName."""
    if source not in {item.name for item in contracts().values()}:
        raise UnknownName(Text("source", "数据源"), source, contracts())
    names = contract(source).key
    if len(names) != len(key):
        return None
    found = _rows(engine, source, dict(zip(names, key, strict=True)), (), 1, scope)
    return found[0] if found else None


def standings(engine: Engine, found: Record, scope: Scope = ALL_ROWS) -> list[tuple[Metric, Case]]:
    """What a case is to each promise with a clock that speaks of it."""
    clocks = [metric for metric in metrics().values() if metric.source == found.source and metric.clock]
    return [(metric, case) for metric in clocks if (case := _case_of(engine, metric, found, scope)) is not None]


def times(engine: Engine, found: Record, scope: Scope = ALL_ROWS) -> list[tuple[Text, float | None]]:
    """How long each part of it took, in seconds; None for a part that has not ended.

    A part that does not belong to the case (the steps of a complaint, of an inquiry) is left out.
    """
    result: list[tuple[Text, float | None]] = []
    for metric in metrics().values():
        medians = metric.kind is Kind.QUANTILE and metric.quantile == 0.5
        if metric.source == found.source and medians and metric.single is not None:
            case = _case_of(engine, metric, found, scope)
            if case is not None:
                result.append((metric.single, case.value))
    return result


def belonging(engine: Engine, found: Record, scope: Scope = ALL_ROWS) -> dict[str, list[Record]]:
    """Rows of other sources that name this case, such as the answers to its questionnaire; by source."""
    (own, *more) = contract(found.source).key
    if more:
        return {}
    result = {}
    for other in contracts().values():
        if other.name != found.source and own in other.by_name and engine.manifest.sources[other.name].rows:
            rows = _rows(engine, other.name, {own: found.key[0]}, (), MOST_RELATED, scope)
            if rows:
                result[other.name] = rows
    return result


def other_complaints(engine: Engine, found: Record, scope: Scope = ALL_ROWS) -> dict[str, list[Record]]:
    """The latest other complaints about the same merchant, and about the same goods; by column."""
    result = {}
    for name in ALIKE:
        value = found.values.get(name)
        if value is None or not engine.manifest.sources["tickets"].rows:
            continue
        where = (COMPLAINTS, Filter(name, (str(value),)))
        rows = _rows(engine, "tickets", {}, where, MOST_RELATED + 1, scope)
        others = [row for row in rows if (row.source, row.key) != (found.source, found.key)]
        if others:
            result[name] = others[:MOST_RELATED]
    return result


def _case_of(engine: Engine, metric: Metric, found: Record, scope: Scope) -> Case | None:
    """The case as one of a figure, over all time; None where it is none of them."""
    only = dict(zip(contract(found.source).key, found.key, strict=True))
    listed = cases(engine, Query((metric.name,)), only=only, limit=1, scope=scope)
    return listed.cases[0] if listed.cases else None


def _rows(
    engine: Engine, source: str, only: Mapping[str, object], where: tuple[Filter, ...], most: int, scope: Scope
) -> list[Record]:  # fmt: skip
    columns, as_of = source_columns(source), engine.data_to(source)
    if as_of is None:
        return []
    newest = next((column.name for column in contract(source).columns if column.axis), contract(source).key[0])
    statement = list_rows(source, columns, only, (*scope.filters, *where), as_of, newest, most)
    named = [dict(zip(statement.columns, row, strict=True)) for row in engine.fetch(statement)]
    return [Record(source, columns, {name: row[name] for name in row if name != REASON}, row[REASON]) for row in named]
