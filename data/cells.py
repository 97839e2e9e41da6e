"""One cell of a file → one typed value, in SQL. NULL where the text cannot be read as the type."""

from dataclasses import dataclass, field

from data.contracts.model import Column, Type
from data.zones import to_utc

DEFAULT_FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d",
    "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日",
)  # fmt: skip
"""Year first only: day-first and month-first dates are never guessed, a mapping states them."""

ISO = r"\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?"
"""Year, month and day with an optional time and no zone. A cast would also take, and drop, a zone after it."""
OFFSET = r"\d:\d{2}(:\d{2}(\.\d+)?)? ?([Zz]|[+-]\d{2}(:?\d{2})?)$"
"""A zone after a time of day: Z, +08, +0800, +08:00."""
GROUPED = r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?"

YES, NO = "('true', 't', '1', 'yes', 'y', '是')", "('false', 'f', '0', 'no', 'n', '否')"


@dataclass
class Bound:
    """Values to be bound to a statement, by generated names."""

    prefix: str = "v"
    values: dict[str, object] = field(default_factory=dict)

    def add(self, value: object) -> str:
        """The placeholder of a value."""
        name = f"{self.prefix}{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def as_text(source: str, nulls: tuple[str, ...], bound: Bound) -> str:
    """A cell as trimmed text; blanks and the file's own words for “unknown” are NULL."""
    trimmed = f"nullif(trim(CAST({source} AS VARCHAR)), '')"
    for word in nulls:
        trimmed = f"nullif({trimmed}, {bound.add(word)})"
    return trimmed


def mapped(text: str, values: dict[str, str], otherwise: str | None, bound: Bound) -> str:
    """A cell after its value map; the file's spelling is compared without regard to case."""
    if not values and otherwise is None:
        return text
    cases = "".join(f" WHEN {bound.add(old.lower())} THEN {bound.add(new)}" for old, new in values.items())
    rest = text if otherwise is None else f"CASE WHEN {text} IS NOT NULL THEN {bound.add(otherwise)} END"
    return f"CASE lower({text}){cases} ELSE {rest} END" if cases else rest


def typed(text: str, column: Column, formats: tuple[str, ...], zone: str, decimal: str, bound: Bound) -> str:
    """The cell's text as the column's type."""
    match column.type:
        case Type.TEXT:
            return _closed(text, column)
        case Type.INTEGER:
            return f"CASE WHEN {_decimal(text, decimal)} % 1 = 0 THEN CAST({_decimal(text, decimal)} AS BIGINT) END"
        case Type.DECIMAL:
            return _decimal(text, decimal)
        case Type.BOOLEAN:
            return f"CASE WHEN lower({text}) IN {YES} THEN true WHEN lower({text}) IN {NO} THEN false END"
        case Type.DAY:
            return f"CAST({_local(text, formats, bound)} AS DATE)"
        case Type.MOMENT:
            return _moment(text, formats, zone, bound)


def _closed(text: str, column: Column) -> str:
    """Codes of a closed list are recognised in any case."""
    if not column.values:
        return text
    codes = ", ".join(f"'{value.code}'" for value in column.values)
    return f"CASE WHEN lower({text}) IN ({codes}) THEN lower({text}) ELSE {text} END"


def _decimal(text: str, decimal: str) -> str:
    """A number; with a decimal comma, dots are only taken for separators where they part groups of three."""
    if decimal == ",":
        grouped = f"regexp_full_match({text}, '{GROUPED}')"
        plain = f"CASE WHEN {grouped} THEN replace({text}, '.', '') WHEN NOT contains({text}, '.') THEN {text} END"
        return f"TRY_CAST(replace({plain}, ',', '.') AS DECIMAL(18,4))"
    return f"TRY_CAST({text} AS DECIMAL(18,4))"


def _local(text: str, formats: tuple[str, ...], bound: Bound) -> str:
    """A date and time as written, without regard to a zone."""
    if formats:
        return f"try_strptime({text}, {bound.add(list(formats))})"
    iso = f"CASE WHEN regexp_full_match({text}, '{ISO}') THEN TRY_CAST({text} AS TIMESTAMP) END"
    named = f"CASE WHEN regexp_matches({text}, '^[0-9]{{4}}[-/年]') THEN try_strptime({text}, {bound.add(list(DEFAULT_FORMATS))}) END"
    return f"coalesce({iso}, {named})"


def _moment(text: str, formats: tuple[str, ...], zone: str, bound: Bound) -> str:
    """A moment in UTC, to the second. A value that carries its own offset keeps it; others are told in `zone`."""
    if any("%z" in item or "%Z" in item for item in formats):
        return f"date_trunc('second', {_local(text, formats, bound)} AT TIME ZONE 'UTC')"
    local = f"date_trunc('second', {to_utc(_local(text, formats, bound), zone)})"
    if formats:
        return local
    zoned = f"date_trunc('second', TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    return f"CASE WHEN regexp_matches({text}, '{OFFSET}') THEN {zoned} ELSE {local} END"
