"""The twins' figures by one raw statement each, on the engine tables of the same file."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import duckdb

from benchmarks.by_hand import by_hand
from benchmarks.twins.asked import WITHOUT_CHANNEL, Channels, as_of, engine_file, number_of
from metrics.catalog import metric

TAKEN = """
SELECT (first_reply_s - created_s) // 3600, count(*) FROM tickets
WHERE kind = 'after_sales' AND excluded IS NULL AND answered_48h_due_day BETWEEN $from_day AND $to_day
    AND first_reply_s <= $as_of AND (len($channels) = 0 OR list_contains($channels, channel::VARCHAR))
GROUP BY ALL ORDER BY 1
"""
WAITING = """
SELECT ($as_of - created_s) // 86400, count(*) FROM tickets
WHERE excluded IS NULL AND created_day <= $to_day AND created_s <= $as_of AND coalesce(final_closed_s > $as_of, true)
    AND (len($channels) = 0 OR list_contains($channels, channel::VARCHAR))
GROUP BY ALL ORDER BY 1
"""
ARRIVALS = """
SELECT weekday, hour, count(*) FROM tickets
WHERE excluded IS NULL AND created_day BETWEEN $from_day AND $to_day AND created_s <= $as_of
    AND (len($channels) = 0 OR list_contains($channels, channel::VARCHAR))
GROUP BY ALL ORDER BY 1, 2
"""


class InSQL:
    """Figures asked of DuckDB, each by a statement of its own."""

    def value(self, name: str, first: date, last: date, channels: Channels = ()) -> float | None:
        """A figure of a period."""
        (row,) = self._rows(name, first, last, channels)
        return _value(row)

    def monthly(self, name: str, first: date, last: date, channels: Channels = ()) -> dict[int, float | None]:
        """The figure by month."""
        rows = self._rows(name, first, last, channels, by_month=True)
        return {row[f"{by_hand()[name].axis}_month"]: _value(row) for row in rows}

    def groups(self, name: str, by: str, first: date, last: date, channels: Channels = ()) -> dict[Any, float | None]:
        """The figure by a column."""
        return {row[by]: _value(row) for row in self._rows(name, first, last, channels, by)}

    def taken(self, first: date, last: date, channels: Channels = ()) -> dict[int, int]:
        """By the hours until the first reply."""
        return dict(_fetch(TAKEN, _bound(first, last, channels)).fetchall())

    def waiting(self, last: date, channels: Channels = ()) -> dict[int, int]:
        """By age in days."""
        values = {name: value for name, value in _bound(last, last, channels).items() if name != "from_day"}
        return dict(_fetch(WAITING, values).fetchall())

    def arrivals(self, first: date, last: date, channels: Channels = ()) -> dict[tuple[int, int], int]:
        """By weekday and hour."""
        rows = _fetch(ARRIVALS, _bound(first, last, channels)).fetchall()
        return {(weekday, hour): count for weekday, hour, count in rows}

    def _rows(
        self, name: str, first: date, last: date, channels: Channels, *keys: str, by_month: bool = False
    ) -> list[dict[str, Any]]:
        filtered = bool(channels) and name not in WITHOUT_CHANNEL
        where = "list_contains($channels, channel::VARCHAR)" if filtered else ""
        values: dict[str, Any] = {
            "from_day": number_of(first), "to_day": number_of(last), "as_of": as_of(metric(name).source),
        }  # fmt: skip
        values |= {"channels": list(channels)} if filtered else {}
        cursor = _fetch(by_hand()[name].split(*keys, by_month=by_month, where=where), values)
        names = [item[0] for item in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(engine_file()), read_only=True)


def _fetch(sql: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    return _connection().cursor().execute(sql, dict(values))


def _bound(first: date, last: date, channels: Channels) -> dict[str, Any]:
    days = {"from_day": number_of(first), "to_day": number_of(last)}
    return {**days, "as_of": as_of("tickets"), "channels": list(channels)}


def _value(row: Mapping[str, Any]) -> float | None:
    """Numerator by denominator, seconds in hours, or a count."""
    if "quantile" in row:
        return None if row["quantile"] is None else float(row["quantile"]) / 3600
    if "denominator" in row:
        return row["numerator"] / row["denominator"] if row["denominator"] else None
    return float(row["numerator"])
