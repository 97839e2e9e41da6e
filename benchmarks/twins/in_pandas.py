"""The twins' figures from frames in memory, read once per process: each figure filters and groups its frame anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from benchmarks.twins.asked import WITHOUT_CHANNEL, Channels, as_of, engine_file, number_of

Mask = Callable[[pd.DataFrame, int], "pd.Series[bool]"]
COLUMNS = {
    "orders": "channel region category express excluded created_s created_day created_month handed_over_s processing_start_s"
    " normal_24h_due_s normal_24h_due_day normal_24h_due_month express_12h_due_s express_12h_due_day express_12h_due_month"
    " own_promise_due_s own_promise_due_day own_promise_due_month",
    "tickets": "kind channel team category excluded created_s created_day created_month first_reply_s reopen_in_window_s"
    " reclosed_s first_closed_s final_closed_s answered_48h_due_s answered_48h_due_day answered_48h_due_month"
    " resolved_48h_due_s resolved_48h_due_day resolved_48h_due_month answered_72h_due_s answered_72h_due_day"
    " answered_72h_due_month hour weekday",
    "surveys": "kind ticket_kind channel excluded sent_s sent_day sent_month answered_s csat",
    "reviews": "channel excluded collected_s collected_day collected_month copy_number",
    "inspections": "category excluded finished_s finished_day finished_month place_in_quarter result",
}


@dataclass(frozen=True)
class Asked:
    """A figure of a frame: which rows it is about, which of them are good, and which count (none: the good are the figure)."""

    source: str
    axis: str
    about: Mask
    good: Mask
    counts: Mask | None = None


def _clock(source: str, axis: str, ended: Callable[[pd.DataFrame, int], Any], began: str, about: Mask) -> Asked:
    """A promise with a due moment: good when it ended by then; it counts once it has ended or is overdue."""
    return Asked(
        source, axis, lambda rows, now: about(rows, now) & (rows[began] <= now),
        lambda rows, now: ended(rows, now) <= np.minimum(rows[f"{axis}_s"], now),
        lambda rows, now: (rows[f"{axis}_s"] < now) | (ended(rows, now) <= now),
    )  # fmt: skip


def _closed(rows: pd.DataFrame, now: int) -> Any:
    return rows["first_closed_s"].where(~(rows["reopen_in_window_s"] <= now), rows["reclosed_s"])


def _all(rows: pd.DataFrame, _now: int) -> "pd.Series[bool]":
    return pd.Series(True, index=rows.index)


ASKED = {
    "order_normal_24h": _clock("orders", "normal_24h_due", lambda rows, _: rows["handed_over_s"], "processing_start_s",
                               lambda rows, _: ~rows["express"].fillna(False).astype(bool)),
    "order_express_12h": _clock("orders", "express_12h_due", lambda rows, _: rows["handed_over_s"], "processing_start_s",
                                lambda rows, _: rows["express"].fillna(False).astype(bool)),
    "order_in_promise": _clock("orders", "own_promise_due", lambda rows, _: rows["handed_over_s"], "processing_start_s", _all),
    "aftersales_answered_48h": _clock("tickets", "answered_48h_due", lambda rows, _: rows["first_reply_s"], "created_s",
                                      lambda rows, _: rows["kind"] == "after_sales"),
    "complaint_resolved_48h": _clock("tickets", "resolved_48h_due", _closed, "created_s",
                                     lambda rows, _: rows["kind"] == "complaint"),
    "feedback_answered_72h": _clock("tickets", "answered_72h_due", lambda rows, _: rows["first_reply_s"], "created_s",
                                    lambda rows, _: rows["kind"] == "feedback"),
    "aftersales_satisfaction": Asked(
        "surveys", "sent",
        lambda rows, now: (rows["kind"] == "ticket") & (rows["ticket_kind"].isna() | (rows["ticket_kind"] == "after_sales"))
        & (rows["sent_s"] <= now),
        lambda rows, now: (rows["answered_s"] <= now) & (rows["csat"] >= 4),
        lambda rows, now: (rows["answered_s"] <= now) & rows["csat"].notna(),
    ),
    "reviews_collected": Asked("reviews", "collected", lambda rows, now: rows["collected_s"] <= now,
                               lambda rows, _: rows["copy_number"] == 1),
    "inspection_pass_rate": Asked("inspections", "finished",
                                  lambda rows, now: (rows["place_in_quarter"] == 1) & (rows["finished_s"] <= now),
                                  lambda rows, _: rows["result"] == "passed", _all),
    "ticket_arrivals": Asked("tickets", "created", lambda rows, now: rows["created_s"] <= now, _all),
}  # fmt: skip
QUANTILES = {"first_response_p50": 0.5, "first_response_p90": 0.9}


class InPandas:
    """Figures computed from frames."""

    def value(self, name: str, first: date, last: date, channels: Channels = ()) -> float | None:
        """A figure of a period."""
        if name in QUANTILES:
            return _quantile(name, first, last, channels)
        _about, good, counts = _parts(name, first, last, channels)
        return _share(good.sum(), None if counts is None else counts.sum())

    def monthly(self, name: str, first: date, last: date, channels: Channels = ()) -> dict[int, float | None]:
        """The figure by month."""
        return self.groups(name, f"{ASKED[name].axis}_month", first, last, channels)

    def groups(self, name: str, by: str, first: date, last: date, channels: Channels = ()) -> dict[Any, float | None]:
        """The figure by a column."""
        rows, good, counts = _parts(name, first, last, channels)
        keys = rows[by]
        hits = good.groupby(keys, observed=True, dropna=False).sum()
        if counts is None:
            return {_plain(key): float(number) for key, number in hits.items()}
        decided = counts.groupby(keys, observed=True, dropna=False).sum()
        return {_plain(key): _share(hits[key], number) for key, number in decided.items()}

    def taken(self, first: date, last: date, channels: Channels = ()) -> dict[int, int]:
        """By the hours until the first reply."""
        rows = _rows("aftersales_answered_48h", first, last, channels)
        answered = rows[rows["first_reply_s"] <= as_of("tickets")]
        return _counted((answered["first_reply_s"] - answered["created_s"]) // 3600)

    def waiting(self, last: date, channels: Channels = ()) -> dict[int, int]:
        """By age in days."""
        frame, now = _frame("tickets"), as_of("tickets")
        open_now = ~(frame["final_closed_s"] <= now) & (frame["created_s"] <= now) & frame["excluded"].isna()
        rows = frame[open_now & (frame["created_day"] <= number_of(last)) & _within(frame, channels)]
        return _counted((now - rows["created_s"]) // 86400)

    def arrivals(self, first: date, last: date, channels: Channels = ()) -> dict[tuple[int, int], int]:
        """By weekday and hour."""
        rows = _rows("ticket_arrivals", first, last, channels)
        found = rows.groupby(["weekday", "hour"]).size()
        return {_hour(key): int(number) for key, number in found.items()}


@cache
def _frame(source: str) -> pd.DataFrame:
    columns = COLUMNS[source].split()
    with duckdb.connect(str(engine_file()), read_only=True) as connection:
        found: pd.DataFrame = connection.table(source).select(*columns).df()
    gaps = {name: "float64" for name, kind in found.dtypes.items() if str(kind) == "Int64"}
    found = found.astype(gaps)  # a comparison with a missing number is then false
    return found


def _rows(name: str, first: date, last: date, channels: Channels) -> pd.DataFrame:
    asked = ASKED[name]
    frame, days = _frame(asked.source), _frame(asked.source)[f"{asked.axis}_day"]
    kept = (days >= number_of(first)) & (days <= number_of(last)) & frame["excluded"].isna()
    kept &= asked.about(frame, as_of(asked.source))
    found: pd.DataFrame = frame[kept if name in WITHOUT_CHANNEL else kept & _within(frame, channels)]
    return found


def _parts(name: str, first: date, last: date, channels: Channels) -> tuple[pd.DataFrame, Any, Any]:
    asked, rows = ASKED[name], _rows(name, first, last, channels)
    now = as_of(asked.source)
    return rows, asked.good(rows, now), None if asked.counts is None else asked.counts(rows, now)


def _quantile(name: str, first: date, last: date, channels: Channels) -> float | None:
    rows = _rows("ticket_arrivals", first, last, channels)
    ended = rows[rows["first_reply_s"] <= as_of("tickets")]
    found = (ended["first_reply_s"] - ended["created_s"]).quantile(QUANTILES[name])
    return None if pd.isna(found) else float(found) / 3600


def _within(frame: pd.DataFrame, channels: Channels) -> Any:
    return frame["channel"].isin(list(channels)) if channels else True


def _share(good: float, counted: float | None) -> float | None:
    if counted is None:
        return float(good)
    return float(good) / float(counted) if counted else None


def _counted(values: "pd.Series[float]") -> dict[int, int]:
    return {_plain(key): int(number) for key, number in values.value_counts().sort_index().items()}


def _hour(key: Any) -> tuple[int, int]:
    return int(key[0]), int(key[1])


def _plain(key: Any) -> Any:
    return None if pd.isna(key) else int(key) if isinstance(key, (int, float, np.number)) else key
