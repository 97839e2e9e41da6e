"""How the moments of a column are written, decided from every value it has.

Values are reduced to skeletons (every digit a 9), of which a column has few; a skeleton says where year, day and month
may stand and what the time of day looks like. Whether days or months come first is counted over all values.
"""

import re
from dataclasses import dataclass, replace

import duckdb

from data.proposal.model import Dates, Order
from data.readers.layout import quoted

MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
CLOCK = r"(?P<time>(?P<gap>[ T]+|, ?)(?P<early>[上下]午 ?)?9{1,2}:99(?P<seconds>:99)?(?P<fraction>\.9+)?(?P<late> ?[ap]\.?m\.?| ?[上下]午)?)?"
ZONE = r"(?P<zone> ?(?:z|utc|[+-]99(?::?99)?))?"
PATTERNS = {
    "year": re.compile(rf"9999(?P<mark>[-/.年])9{{1,2}}[-/.月]9{{1,2}}日?{CLOCK}{ZONE}", re.I),
    "short": re.compile(rf"9{{1,2}}(?P<mark>[-/.])9{{1,2}}(?P=mark)(?P<year>9999|99){CLOCK}{ZONE}", re.I),
    "named": re.compile(rf"9{{1,2}}(?P<mark>[- ])(?P<month>{MONTHS})(?P=mark)(?P<year>9999|99){CLOCK}{ZONE}", re.I),
    "named_first": re.compile(rf"(?P<month>{MONTHS}) 9{{1,2}}, (?P<year>9999){CLOCK}{ZONE}", re.I),
}
NUMERIC = {
    "compact": re.compile(r"99999999(?P<time> ?999999)?"),
    "epoch_ms": re.compile(r"9{13}"),
    "epoch": re.compile(r"9{10}"),
    "excel": re.compile(r"99999(?P<time>\.9+)?"),
}
RANGES = {"epoch_ms": (9e11, 4e12), "epoch": (9e8, 4e9), "excel": (32_874, 73_051), "compact": (19_700_101, 21_001_231)}
ENOUGH = 0.9
"""Share of a column's values that must look like moments; the others are rejected when it is imported, and counted."""


@dataclass(frozen=True)
class Form:
    """One way of writing: the formats of either order, and what it tells."""

    family: str
    day_first: str
    month_first: str
    has_time: bool
    has_zone: bool


def dates_of(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, nulls: tuple[str, ...], timed: bool
) -> Dates | None:
    """How the column's moments are written; None when it holds none.

    Numbers are only taken for moments (Excel days, epoch seconds, 20260304) where the header speaks of time: `timed`.
    """
    text = _text(column, nulls)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE dated AS SELECT {text} AS v, count(*) AS n FROM {table} GROUP BY v HAVING v IS NOT NULL",
        {"nulls": list(nulls)},
    )
    found = connection.execute(
        "SELECT regexp_replace(v, '[0-9]', '9', 'g') AS skeleton, sum(n)::BIGINT FROM dated"
        " GROUP BY skeleton ORDER BY sum(n) DESC LIMIT 500"
    ).fetchall()
    total = sum(count for _, count in found)
    forms = [(form, count) for skeleton, count in found if (form := form_of(skeleton, timed)) is not None]
    if not total or sum(count for _, count in forms) < ENOUGH * total or (len(found) == 500 and len(forms) < 450):
        return None
    families = {form.family for form, _ in forms}
    if not all(_in_range(connection, family) for family in families & RANGES.keys()):
        return None
    early, late, has_time = _counted(connection)
    distinct = list(dict.fromkeys(form for form, _ in forms))
    plain_iso = families <= {"year", "compact"} and not any("%p" in form.day_first for form in distinct)
    dates = Dates(
        Order.YEAR,
        () if plain_iso else _formats(distinct, "day_first"),
        () if plain_iso else _formats(distinct, "month_first"),
        early, late, total,
        has_time=any(form.has_time for form in distinct) and has_time,
        has_zone=any(form.has_zone for form in distinct),
    )  # fmt: skip
    return replace(dates, order=order_of(early, late)) if "short" in families else dates


def order_of(only_day_first: int, only_month_first: int) -> Order:
    """The order that a column's values leave open or decide."""
    if only_day_first and only_month_first:
        return Order.MIXED
    if only_day_first:
        return Order.DAY
    return Order.MONTH if only_month_first else Order.EITHER


def together(first: Dates | None, second: Dates | None) -> Dates | None:
    """The same column in two parts of an export."""
    if first is None or second is None:
        return first or second
    early = first.only_day_first + second.only_day_first
    late = first.only_month_first + second.only_month_first
    open_ = {first.order, second.order} != {Order.YEAR}
    return Dates(
        order_of(early, late) if open_ else Order.YEAR,
        tuple(dict.fromkeys((*first.day_first, *second.day_first))),
        tuple(dict.fromkeys((*first.month_first, *second.month_first))),
        early, late, first.values + second.values, first.has_time or second.has_time, first.has_zone or second.has_zone,
    )  # fmt: skip


def form_of(skeleton: str, timed: bool) -> Form | None:
    """What a skeleton says; None when it is no moment."""
    text = skeleton.strip()
    for family, pattern in PATTERNS.items():
        found = pattern.fullmatch(text)
        if found:
            return _written(family, found)
    for family, pattern in NUMERIC.items() if timed else ():
        found = pattern.fullmatch(text)
        if found:
            has_time = family.startswith("epoch") or found["time"] is not None
            word = family if family != "compact" else "%Y%m%d" + ((" " if " " in text else "") + "%H%M%S") * has_time
            return Form(family, word, word, has_time, False)
    return None


def _written(family: str, found: re.Match[str]) -> Form:
    time = _clock(found)
    zone = "" if not found["zone"] else (" %z" if found["zone"].startswith(" ") else "%z")
    if family == "year":
        mark = found["mark"]
        day = "%Y年%m月%d日" if mark == "年" else f"%Y{mark}%m{mark}%d"
        days = (day, day)
    elif family == "short":
        mark, year = found["mark"], "%Y" if len(found["year"]) == 4 else "%y"
        days = (f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}")
    else:
        month = "%b" if len(found["month"]) == 3 else "%B"
        year, mark = "%Y" if len(found["year"]) == 4 else "%y", " " if family == "named_first" else found["mark"]
        day = f"{month} %d, {year}" if family == "named_first" else f"%d{mark}{month}{mark}{year}"
        days = (day, day)
    return Form(family, days[0] + time + zone, days[1] + time + zone, bool(found["time"]), bool(found["zone"]))


def _clock(found: re.Match[str]) -> str:
    if not found["time"]:
        return ""
    twelve = found["late"] or found["early"]
    hour = (
        ("%I" if twelve else "%H") + ":%M" + (":%S" if found["seconds"] else "") + (".%f" if found["fraction"] else "")
    )
    if found["early"]:
        return f"{found['gap']}%p{' ' if found['early'].endswith(' ') else ''}{hour}"
    late = "" if not found["late"] else (" %p" if found["late"].startswith(" ") else "%p")
    return f"{found['gap']}{hour}{late}"


def _formats(forms: list[Form], order: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(getattr(form, order) for form in forms))


def _text(column: str, nulls: tuple[str, ...]) -> str:
    trimmed = f"nullif(trim(CAST({quoted(column)} AS VARCHAR)), '')"
    return f"CASE WHEN NOT list_contains($nulls, {trimmed}) THEN {trimmed} END"


def _counted(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, bool]:
    """How many values can only be read day first, only month first, and whether any has a time but midnight."""
    pair = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]"
    clock = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
    row = connection.execute(
        f"SELECT coalesce(sum(n) FILTER (a > 12 AND b <= 12), 0), coalesce(sum(n) FILTER (b > 12 AND a <= 12), 0),"
        f" coalesce(bool_or(midnight IS DISTINCT FROM true), false) FROM (SELECT n,"
        f" TRY_CAST(regexp_extract(v, '{pair}', 1) AS INTEGER) AS a, TRY_CAST(regexp_extract(v, '{pair}', 2) AS INTEGER)"
        f" AS b, CASE WHEN regexp_matches(v, '{clock}') THEN regexp_matches(v, '(^|[ T])0?0:00(:00)?(\\.0+)?($|[ Zz+-])')"
        f" OR regexp_matches(v, '12:00(:00)? ?[Aa]') WHEN regexp_full_match(v, '[0-9]{{8}} ?[0-9]{{6}}') THEN ends_with(v, '000000')"
        f" WHEN regexp_full_match(v, '[0-9]{{5}}') THEN true WHEN regexp_full_match(v, '[0-9.]+') THEN false ELSE true END"
        " AS midnight FROM dated)"
    ).fetchone()
    return (int(row[0]), int(row[1]), bool(row[2])) if row else (0, 0, False)


def _in_range(connection: duckdb.DuckDBPyConnection, family: str) -> bool:
    low, high = RANGES[family]
    number = "TRY_CAST(left(v, 8) AS DOUBLE)" if family == "compact" else "TRY_CAST(v AS DOUBLE)"
    row = connection.execute(
        f"SELECT avg(CASE WHEN {number} BETWEEN $low AND $high THEN 1.0 ELSE 0.0 END) FROM dated WHERE {number} IS NOT NULL",
        {"low": low, "high": high},
    ).fetchone()
    return bool(row and row[0] is not None and row[0] >= ENOUGH)
