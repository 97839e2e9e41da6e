"""One cell of a file → one typed value, in SQL. NULL where the text cannot be read as the type."""

from dataclasses import dataclass, field

from data.contracts.model import Column, Type
from data.zones import to_utc

DEFAULT_FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d",
    "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日",
)  # fmt: skip
"""Year first only: day-first and month-first dates are never guessed, a mapping states them."""

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
    plain = f"replace(replace({text}, '.', ''), ',', '.')" if decimal == "," else text
    return f"TRY_CAST({plain} AS DECIMAL(18,4))"


def _local(text: str, formats: tuple[str, ...], bound: Bound) -> str:
    """A date and time as written, without regard to a zone."""
    if formats:
        return f"try_strptime({text}, {bound.add(list(formats))})"
    iso = f"CASE WHEN {text} LIKE '____-__-__%' THEN TRY_CAST({text} AS TIMESTAMP) END"
    return f"coalesce({iso}, try_strptime({text}, {bound.add(list(DEFAULT_FORMATS))}))"


def _moment(text: str, formats: tuple[str, ...], zone: str, bound: Bound) -> str:
    """A moment in UTC, to the second. A value that carries its own offset keeps it; others are told in `zone`."""
    local = f"date_trunc('second', {to_utc(_local(text, formats, bound), zone)})"
    if formats:
        return local
    # "…Z", "…+08:00" and "…+0800" can only stand behind a time of day, so short texts are not looked at
    offset = (
        f"length({text}) >= 20 AND (right({text}, 1) IN ('Z', 'z')"
        f" OR substr({text}, length({text}) - 5, 1) IN ('+', '-') OR substr({text}, length({text}) - 4, 1) IN ('+', '-'))"
    )
    zoned = f"date_trunc('second', TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    return f"CASE WHEN {offset} THEN {zoned} ELSE {local} END"
