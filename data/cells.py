"""One cell of a file → one typed value, in SQL. NULL where the text cannot be read as the type.

The common spelling is tried first, by a single cast where it can be. Only cells that this leaves unread are looked at
again: full-width digits, 12-hour clocks, digits without separators; thousands separators, currencies and units.
"""

from collections.abc import Iterable
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
YEAR_FIRST = "^[0-9]{4}[-/年]"
OFFSET = r"\d:\d{2}(:\d{2}(\.\d+)?)? ?([Zz]|[+-]\d{2}(:?\d{2})?)$"
"""A zone after a time of day: Z, +08, +0800, +08:00."""
GROUPED = {",": r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", ".": r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"}
"""Numbers with separators of thousands, by their decimal sign."""

LATE_FORMATS = (
    *DEFAULT_FORMATS,
    *(f"{day} {time}" for day in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日") for time in (
        "%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p")),
)  # fmt: skip
"""Tried where the common ways fail; year first as well."""
COMPACT_FORMATS = ("%Y%m%d", "%Y%m%d %H%M%S", "%Y%m%d%H%M%S", "%Y%m%dT%H%M%S", "%Y%m%d %H%M", "%Y%m%d%H%M")
COMPACT = r"(19|20)\d{6}([ T]?\d{4}(\d{2})?)?"
HALF_DAY = r"^(.*?)\s*(上午|下午)\s*(\d{1,2}:\d{2}(?::\d{2})?)$|^(.*?)\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*(上午|下午)$"

NUMBERED = ("excel", "epoch", "epoch_ms")
"""Words among the formats for dates told as numbers: Excel's days since 1899-12-30 on the local clock, or Unix seconds
or milliseconds in UTC. Taken for dates from 1990 to 2099 only."""
EXCEL_FIRST, EXCEL_END = 32874, 73051
EPOCH_FIRST, EPOCH_END = 631152000, 4102444800

UNITS = r"[¥￥$€£]|R\$|CNY|RMB|USD|BRL|EUR"
AFFIXED = rf"^([+-]?)\s*(?:{UNITS})?\s*([+-]?[\d.,]+)\s*(?:{UNITS}|元|%)?$"
FULL_WIDTH = "０１２３４５６７８９：／－．，％＋　\u00a0\t", "0123456789:/-.,%+   "

YES = ("true", "t", "1", "yes", "y", "是", "✓", "✔", "√", "☑")
NO = ("false", "f", "0", "no", "n", "否", "✗", "✘", "×", "☒")

USUAL_MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
USUAL_LENGTH = 19
"""How most systems write a moment: tried before anything else, since a single try costs no more than a cast."""


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


def as_text(source: str, nulls: tuple[str, ...], bound: Bound, *, is_column: bool = False) -> str:
    """A cell as trimmed text; blanks and the file's own words for “unknown” are NULL.

    `is_column`: the source is a column as it is, not worth computing only once.
    """
    text = f"CAST({source} AS VARCHAR)"
    trimmed = _trimmed(text) if is_column else f"nullif(trim({text}), '')"
    for word in nulls:
        trimmed = f"nullif({trimmed}, {bound.add(word)})"
    return trimmed


def _trimmed(text: str) -> str:
    """Text without blanks around it: few cells have any, and comparisons cost less than a trim.

    Blanks of other scripts can only stand in a text that has more bytes than characters.
    """
    suspect = f"{text} < '!' OR strlen({text}) <> length({text}) OR ends_with({text}, ' ')"
    return f"CASE WHEN {suspect} THEN nullif(trim({text}), '') ELSE {text} END"


def among(text: str, codes: Iterable[str]) -> str:
    """Whether a text is one of a few. The engine turns a longer IN into a join, which costs more than comparisons."""
    return "(" + " OR ".join(f"{text} = '{code}'" for code in codes) + ")"


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
            plain, any_way = (_comma(text) if decimal == "," else _number(text)), _decimal(text, decimal)
            return _or_else(plain, _whole(plain), text, _whole(any_way))
        case Type.DECIMAL:
            return _decimal(text, decimal)
        case Type.BOOLEAN:
            usual = f"WHEN {text} = 'true' OR {text} = '1' THEN true WHEN {text} = 'false' OR {text} = '0' THEN false"
            yes, no = among(f"lower({text})", YES), among(f"lower({text})", NO)
            return f"CASE {usual} WHEN {text} IS NULL THEN NULL WHEN {yes} THEN true WHEN {no} THEN false END"
        case Type.DAY:
            return f"CAST({_local(text, formats, zone, bound)} AS DATE)"
        case Type.MOMENT:
            return _moment(text, formats, zone, bound)


def _closed(text: str, column: Column) -> str:
    """Codes of a closed list are recognised in any case; what is not in the list is NULL."""
    if not column.values:
        return text
    codes = [value.code for value in column.values]
    return (
        f"CASE WHEN {text} IS NULL OR {among(text, codes)} THEN {text}"
        f" WHEN {among(f'lower({text})', codes)} THEN lower({text}) END"
    )


def _decimal(text: str, decimal: str) -> str:
    """A number; what is no plain one may have separators of thousands, a currency or a unit, in full-width signs too."""
    bare = rf"regexp_replace({_half_width(text)}, '{AFFIXED}', '\1\2')"
    if decimal == ",":
        return _or_else(_comma(text), _comma(text), text, _comma(bare))
    grouped = f"CASE WHEN regexp_full_match({bare}, '{GROUPED['.']}') THEN replace({bare}, ',', '') ELSE {bare} END"
    return _or_else(_number(text), _number(text), text, _number(grouped))


def _or_else(tried: str, found: str, text: str, otherwise: str) -> str:
    """`found` where the try finds something; where it does not and there is a text, what is found otherwise.

    COALESCE would not do: parts of it are computed for every row.
    """
    return f"CASE WHEN {tried} IS NOT NULL THEN {found} WHEN {text} IS NOT NULL THEN {otherwise} END"


def _whole(number: str) -> str:
    return f"CASE WHEN {number} % 1 = 0 THEN CAST({number} AS BIGINT) END"


def _comma(text: str) -> str:
    """A number with a decimal comma; dots are only taken for separators where they part groups of three."""
    grouped = f"regexp_full_match({text}, '{GROUPED[',']}')"
    plain = f"CASE WHEN {grouped} THEN replace({text}, '.', '') WHEN NOT contains({text}, '.') THEN {text} END"
    return _number(f"replace({plain}, ',', '.')")


def _number(text: str) -> str:
    return f"TRY_CAST({text} AS DECIMAL(18,4))"


def _half_width(text: str) -> str:
    """Digits and signs of East Asian width as plain ones; blanks of any kind around are dropped."""
    return f"trim(translate({text}, '{FULL_WIDTH[0]}', '{FULL_WIDTH[1]}'))"


def _local(text: str, formats: tuple[str, ...], zone: str, bound: Bound) -> str:
    """A date and time as written, without regard to a zone."""
    if formats:
        spelt = tuple(item for item in formats if item not in NUMBERED)
        ways = [_in_formats(text, spelt, bound)] if spelt else []
        if "excel" in formats:
            ways.append(_excel(text))
        if {"epoch", "epoch_ms"} & set(formats):
            ways.append(f"({_epoch(text, formats)} AT TIME ZONE 'UTC') AT TIME ZONE '{zone}'")
        return f"coalesce({', '.join(ways)})"
    named = f"try_strptime({text}, {bound.add(list(DEFAULT_FORMATS))})"
    plain = _twelve_hours(_half_width(text))
    return (
        f"CASE WHEN regexp_full_match({text}, '{ISO}') THEN TRY_CAST({text} AS TIMESTAMP)"
        f" WHEN regexp_matches({text}, '{YEAR_FIRST}') AND {named} IS NOT NULL THEN {named}"
        f" WHEN regexp_matches({plain}, '{YEAR_FIRST}') THEN try_strptime({plain}, {bound.add(list(LATE_FORMATS))})"
        f" WHEN regexp_full_match({plain}, '{COMPACT}') THEN try_strptime({plain}, {bound.add(list(COMPACT_FORMATS))}) END"
    )


def _in_formats(text: str, formats: tuple[str, ...], bound: Bound) -> str:
    """By the formats that are given; a 12-hour clock may also be told as 上午 and 下午."""
    listed = bound.add(list(formats))
    first = f"try_strptime({text}, {listed})"
    if not any("%p" in item for item in formats):
        return first
    return _or_else(first, first, text, f"try_strptime({_twelve_hours(_half_width(text))}, {listed})")


def _twelve_hours(text: str) -> str:
    """上午 and 下午, before the time or after it, as AM and PM after it."""
    moved = rf"regexp_replace({text}, '{HALF_DAY}', '\1\4 \3\5 \2\6')"
    return (
        f"CASE WHEN contains({text}, '午') THEN replace(replace({moved}, '上午', 'AM'), '下午', 'PM') ELSE {text} END"
    )


def _excel(text: str) -> str:
    day = f"TRY_CAST({text} AS DOUBLE)"
    return (
        f"CASE WHEN {day} >= {EXCEL_FIRST} AND {day} < {EXCEL_END}"
        f" THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round({day} * 86400) AS BIGINT)) END"
    )


def _epoch(text: str, formats: tuple[str, ...]) -> str:
    """Unix time as a UTC timestamp."""
    ways = []
    for word, scale in (("epoch", 1), ("epoch_ms", 1000)):
        if word in formats:
            number = f"TRY_CAST({text} AS DECIMAL(18,3))"
            ways.append(
                f"CASE WHEN {number} >= {EPOCH_FIRST * scale} AND {number} < {EPOCH_END * scale}"
                f" THEN make_timestamp(CAST(floor({number} / {scale}) AS BIGINT) * 1000000) END"
            )
    return f"coalesce({', '.join(ways)})"


def _moment(text: str, formats: tuple[str, ...], zone: str, bound: Bound) -> str:
    """A moment in UTC, to the second. A value that carries its own offset keeps it; others are told in `zone`."""
    epochs = {"epoch", "epoch_ms"} & set(formats)
    if epochs:
        rest = tuple(item for item in formats if item not in epochs)
        return (
            f"coalesce({_moment(text, rest, zone, bound)}, {_epoch(text, formats)})" if rest else _epoch(text, formats)
        )
    if any("%z" in item or "%Z" in item for item in formats):
        return f"date_trunc('second', {_local(text, formats, zone, bound)} AT TIME ZONE 'UTC')"
    local = f"date_trunc('second', {to_utc(_local(text, formats, zone, bound), zone)})"
    if formats:
        return local
    zoned = f"date_trunc('second', TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    any_way = f"CASE WHEN regexp_matches({text}, '{OFFSET}') THEN {zoned} ELSE {local} END"
    usual = f"CASE WHEN strlen({text}) = {USUAL_LENGTH} THEN try_strptime({text}, {bound.add(list(USUAL_MOMENTS))}) END"
    return _or_else(usual, to_utc(usual, zone), text, any_way)
