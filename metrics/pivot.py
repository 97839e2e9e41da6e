"""A pivot table: metrics by up to three dimensions, with or without periods.

Every total and subtotal is the engine's answer to the coarser question, never a sum of cells: the median of all is not
the sum of medians, and a customer who came in two months is one customer.
"""

from collections.abc import Callable, Iterable
from datetime import date
from math import prod

from data.contracts import contract
from data.errors import KeptError, UsageError
from metrics.applicable import sources
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimensions, label_of
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Grain, Query, Row, Scope
from metrics.periods import ONE_DAY, Period, containing
from metrics.pivot_figures import ALL, Column, Group, Head, Pivot, Place, Whole
from metrics.pivot_order import has_order, in_between

MOST_DIMENSIONS = 3
MOST_GROUPS = 60_000
"""More groups than this are nobody's table, and would take the memory of all readers."""


Where = Callable[[str], tuple[Filter, ...]]
Baseline = Callable[[str], tuple[date, date] | None]


class CannotBeSplit(UsageError):
    """A metric whose source lacks a dimension has no figures in a table split by it."""


class TooManyGroups(UsageError):
    """The dimensions together make more groups than a table can hold."""


def no_filters(_name: str) -> tuple[Filter, ...]:
    """Every row."""
    return ()


def no_baseline(_name: str) -> None:
    """The baseline every change has by default."""


def pivot(
    engine: Engine, names: tuple[str, ...], rows: tuple[str, ...], columns: str | Grain | None, period: Period, *,
    where: Where = no_filters, baseline: Baseline = no_baseline, scope: Scope = ALL_ROWS,
) -> Pivot:  # fmt: skip
    """Ask for every place of the table. Raises QueryFailed; what one metric cannot answer is in `refused`.

    `where` gives the filters of a metric, and raises a KeptError where it cannot answer them; `baseline` what a change
    is measured against.
    """
    figures: dict[Place, Row] = {}
    refused: dict[str, KeptError] = {}
    for name in names:
        try:
            kept = where(name)
        except KeptError as error:
            refused[name] = error
            continue
        question = Query((name,), period.start, period.end, where=kept, baseline=baseline(name))
        try:
            _check(engine, name, rows, columns)
            figures |= {(name, *place): row for place, row in _figures(engine, question, rows, columns, scope).items()}
        except UsageError as error:
            refused[name] = error
    groups = dict.fromkeys(group for _name, group, column in figures if column is ALL and len(group) == len(rows))
    if len(rows) == 1 and has_order(rows[0]):
        groups = dict.fromkeys((value,) for value in in_between(rows[0], [group[0] for group in groups]))
    across = dict.fromkeys(column for _name, _group, column in figures if not isinstance(column, Whole))
    known = {name: days for name in names if (days := _known(engine, name)) is not None}
    return Pivot(
        names, rows, columns, period, tuple(groups), _filled(across, columns, engine.fiscal_start), figures, refused, known,
        engine.fiscal_start,
    )  # fmt: skip


def splits(name: str, dimension: str) -> bool:
    """Whether all sources a metric is computed from have a dimension."""
    return all(dimension in dimensions(source) for source in sources(metric_named(name)))


def _figures(
    engine: Engine, question: Query, rows: tuple[str, ...], columns: str | Grain | None, scope: Scope
) -> dict[tuple[Group, Column], Row]:
    """The answers for every length of group, with and without columns."""
    grain = columns if isinstance(columns, Grain) else None
    last = () if columns is None or grain is not None else (str(columns),)
    found: dict[tuple[Group, Column], Row] = {}
    for depth in range(len(rows) + 1):
        by = rows[:depth]
        for row in _asked(engine, question, by, None, scope):
            found[row.group, ALL] = row
        if columns is None:
            continue
        for row in _asked(engine, question, (*by, *last), grain, scope):
            if grain is not None and row.period is not None:
                found[row.group, row.period] = row
            elif grain is None:
                found[row.group[:-1], row.group[-1]] = row
    return found


def _asked(engine: Engine, question: Query, by: tuple[str, ...], grain: Grain | None, scope: Scope) -> list[Row]:
    """The rows that tell something: a group of which nothing is known is no group."""
    query = Query(question.metrics, question.start, question.end, grain, by, question.where, baseline=question.baseline)
    return [row for row in engine.run(query, scope).rows if row.value is not None or row.n or row.undecided]


def _check(engine: Engine, name: str, rows: tuple[str, ...], columns: str | Grain | None) -> None:
    """Refuse what a metric's sources cannot split, and tables nobody could read."""
    by = rows if columns is None or isinstance(columns, Grain) else (*rows, columns)
    missing = [item for item in by if not splits(name, item)]
    if missing:
        labels = [label_of(item) for item in missing]
        raise CannotBeSplit(
            f"This figure is not told apart by {', '.join(label.en.lower() for label in labels)}.",
            f"该指标无法按{'、'.join(label.zh for label in labels)}区分。",
        )
    source = metric_named(name).source
    groups = prod(max(1, len(engine.values(source, item))) for item in by)
    if min(groups, engine.manifest.sources[source].rows) > MOST_GROUPS:
        raise TooManyGroups(
            f"These dimensions make more than {MOST_GROUPS:,} groups. Choose fewer, or dimensions with fewer values.",
            f"所选维度组合超过 {MOST_GROUPS:,} 组。请减少维度，或改选取值较少的维度。",
        )


def _known(engine: Engine, name: str) -> tuple[date, date] | None:
    """From which day to which day a metric's source tells something; a register tells of all days of the store."""
    found = metric_named(name)
    register = contract(found.source).register
    first = min(
        filter(None, (engine.first_day(found.source), engine.first_of_all() if register else None)), default=None
    )
    if found.relation is not None and found.reach is not None:  # nothing is known before the records it rests on
        first = max(filter(None, (first, engine.first_day(found.reach))), default=None)
    reach = engine.reach(found)
    return None if first is None or reach is None else (first, engine.day_of(reach))


def _filled(across: Iterable[Head], columns: str | Grain | None, fiscal_start: int) -> tuple[Head, ...]:
    """The columns; of periods and of values that follow each other none is missing in between."""
    if columns is None or not isinstance(columns, Grain):
        values = [None if isinstance(item, date) else item for item in across]
        return in_between(columns, values) if columns is not None and has_order(columns) else tuple(values)
    starts = sorted(item for item in across if isinstance(item, date))
    found: list[Head] = []
    day = starts[0] if starts else None
    while day is not None and day <= starts[-1]:
        period = containing(day, columns, fiscal_start)
        found.append(period.start)
        day = period.end + ONE_DAY
    return tuple(found)
