"""What the values of each column are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from data.cells import NO, YES
from data.proposal.dates import dates_of, form_of
from data.proposal.model import ColumnShape, Dates, Kind, Order
from data.proposal.personal import EMAIL, PHONE, are_codes, kind_by_header, kind_by_values, masked
from data.proposal.words import parts, plain
from data.readers.layout import quoted

UNKNOWN = ("?", "-", "--", "---", "—", "N/A", "n/a", "NULL", "null", "#N/A", "\\N", "NaN", "nan", "[NULL]", "(null)")
"""Words that mean “unknown” wherever they stand alone in a cell."""
PERHAPS = ("None", "none", "NA", "无", "暂无", "空", "未知", "/")
"""Words that mean it in a column of moments or numbers only."""
FEW = 200
"""Different values up to which a column's values are kept."""
NUMBER = re.compile(r"[+-]?[¥$€]?(\d+|\d{1,3}([.,' ]\d{3})+)([.,]\d+)?\s?(%|元|R\$|CNY|€)?")
COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}")
POINT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)\.\d+")
TIME_WORDS = {"date", "time", "at", "on", "created", "opened", "closed", "resolved", "updated", "timestamp", "when", "datum", "data"}  # fmt: skip
FLAGS = {*YES, *NO}


@dataclass(frozen=True)
class Column:
    """The values of a column, most frequent first, and how many there are."""

    header: str
    values: tuple[tuple[str, int], ...]
    distinct: int
    filled: int
    longest: int


Whole = Callable[[], str]
"""Gives the table that holds every row, where only part was read."""


def shapes_of(
    connection: duckdb.DuckDBPyConnection, table: str, headers: Sequence[str], rows: int, whole: Whole | None
) -> tuple[tuple[ColumnShape, ...], tuple[str, ...]]:
    """The shape of every column, and the words that mean “unknown” in this file."""
    columns = [_values(connection, table, header) for header in headers]
    nulls = tuple(word for word in (*UNKNOWN, *PERHAPS) if any(_unknown(word, column) for column in columns))
    return tuple(_shape(connection, table, column, nulls, rows, whole) for column in columns), nulls


def decimal_mark(columns: Sequence[ColumnShape]) -> str:
    """The decimal mark of a file's numbers."""
    numbers = [value for column in columns if column.kind is Kind.NUMBER for value in column.examples]
    comma, point = (sum(1 for value in numbers if mark.fullmatch(value)) for mark in (COMMA, POINT))
    return "," if comma and not point else "."


def is_time(header: str) -> bool:
    """Whether a header speaks of time, so that its numbers may be moments."""
    return bool(TIME_WORDS.intersection(parts(header)) or re.search("时间|日期|时刻|日$", plain(header)))


def _values(connection: duckdb.DuckDBPyConnection, table: str, header: str) -> Column:
    text = f"nullif(trim(CAST({quoted(header)} AS VARCHAR)), '')"
    found = connection.execute(
        f"SELECT left(v, 200), n, count(*) OVER (), sum(n) OVER (), max(length(v)) OVER () FROM (SELECT {text} AS v,"
        f" count(*) AS n FROM {table} GROUP BY v HAVING v IS NOT NULL) ORDER BY n DESC, v LIMIT {FEW}"
    ).fetchall()
    if not found:
        return Column(header, (), 0, 0, 0)
    _, _, distinct, filled, longest = found[0]
    return Column(header, tuple((value, count) for value, count, *_ in found), distinct, int(filled), longest)


def _unknown(word: str, column: Column) -> bool:
    counts = dict(column.values)
    if word not in counts or column.distinct < 2:
        return False
    if word in UNKNOWN:
        return True
    others = [value for value in counts if value != word and value not in UNKNOWN]
    return bool(others) and all(NUMBER.fullmatch(value) or _form(value, True) for value in others[:50])


def _form(value: str, timed: bool) -> bool:
    return form_of(re.sub(r"\d", "9", value), timed) is not None


def _shape(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: Column,
    nulls: tuple[str, ...],
    rows: int,
    whole: Whole | None,
) -> ColumnShape:
    values = tuple((value, count) for value, count in column.values if value not in nulls)
    unknown = sum(count for value, count in column.values if value in nulls)
    filled = column.filled - unknown
    distinct = column.distinct - (len(column.values) - len(values))
    dates = _dates(connection, table, column.header, values, nulls, whole)
    kind = _kind(column, values, dates)
    few = column.distinct <= FEW and column.longest <= 120 and not kind.personal and not _names_people(values)
    low, high = _range(connection, table, column.header) if kind in {Kind.NUMBER, Kind.FLAG} else (None, None)
    return ColumnShape(
        column.header, kind, round(1 - filled / rows, 4) if rows else 0.0, distinct, distinct == filled and filled > 0,
        _examples(values, kind, column.longest), values if few else (), are_codes(values),
        all("." not in value and "," not in value for value, _ in values), low, high, column.longest, dates,
    )  # fmt: skip


def _dates(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    header: str,
    values: tuple[tuple[str, int], ...],
    nulls: tuple[str, ...],
    whole: Whole | None,
) -> Dates | None:
    timed = is_time(header)
    likely = sum(1 for value, _ in values if _form(value, timed))
    if not values or likely < 0.5 * len(values):
        return None
    found = dates_of(connection, table, header, nulls, timed)
    if found is not None and found.order is Order.EITHER and whole is not None:
        return dates_of(connection, whole(), header, nulls, timed) or found
    return found


def _kind(column: Column, values: tuple[tuple[str, int], ...], dates: Dates | None) -> Kind:
    said = kind_by_values(values) or kind_by_header(column.header, values, column.longest)
    if said is not None:
        return said
    if not values:
        return Kind.EMPTY
    if dates is not None:
        return Kind.MOMENT if dates.has_time else Kind.DAY
    total = sum(count for _, count in values)
    if len(values) <= 2 and all(value.lower() in FLAGS for value, _ in values):
        return Kind.FLAG
    numbers = sum(count for value, count in values if NUMBER.fullmatch(value))
    if numbers >= 0.9 * total and not any(re.fullmatch(r"0\d+", value) for value, _ in values[:20]):
        return Kind.NUMBER
    if are_codes(values) or (column.longest <= 40 and not any(" " in value for value, _ in values)):
        return Kind.CODE
    return Kind.TEXT


def _range(connection: duckdb.DuckDBPyConnection, table: str, header: str) -> tuple[float | None, float | None]:
    number = f"TRY_CAST(replace(trim(CAST({quoted(header)} AS VARCHAR)), ',', '.') AS DOUBLE)"
    row = connection.execute(f"SELECT min({number}), max({number}) FROM {table}").fetchone()
    return (row[0], row[1]) if row else (None, None)


def _names_people(values: tuple[tuple[str, int], ...]) -> bool:
    return any(PHONE.search(value) or EMAIL.search(value) for value, _ in values)


def _examples(values: tuple[tuple[str, int], ...], kind: Kind, longest: int) -> tuple[str, ...]:
    """Three values; none of a long text, which may name anybody."""
    if kind is Kind.TEXT and longest > 60:
        return ()
    if kind.personal:
        return tuple(masked(value, kind) for value, _ in values[:3])
    return tuple(value for value, _ in values[:8] if not PHONE.search(value) and not EMAIL.search(value))[:3]
