"""What the twins ask, in SQL or of frames: the same figures as ours, over a period and perhaps some channels."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from data.store import ENGINE, Manifest, Store
from metrics.periods import EPOCH

PROMISED = {
    "order_normal_24h": 0.98, "order_express_12h": 0.98, "order_in_promise": 0.98, "aftersales_answered_48h": 1.0,
    "complaint_resolved_48h": 0.95, "feedback_answered_72h": 0.9, "aftersales_satisfaction": 0.8,
    "reviews_collected": 1000.0, "inspection_pass_rate": 0.95,
}  # fmt: skip
"""The promises a first version would have, and their targets. Ours shows seventeen."""
WITHOUT_CHANNEL = ("inspection_pass_rate",)
Channels = Sequence[str]


class Figures(Protocol):
    """A way to ask; days are both included, no channels stand for all."""

    def value(self, name: str, first: date, last: date, channels: Channels) -> float | None:
        """A figure of a period: a share, hours, or a count."""

    def monthly(self, name: str, first: date, last: date, channels: Channels) -> dict[int, float | None]:
        """The figure by month; months are numbered from January 1970."""

    def groups(self, name: str, by: str, first: date, last: date, channels: Channels) -> dict[Any, float | None]:
        """The figure by a column."""

    def taken(self, first: date, last: date, channels: Channels) -> dict[int, int]:
        """After-sales tickets due in the period by the full hours until their first reply."""

    def waiting(self, last: date, channels: Channels) -> dict[int, int]:
        """Tickets open at the end of the data by their age in full days, of those received until a day."""

    def arrivals(self, first: date, last: date, channels: Channels) -> dict[tuple[int, int], int]:
        """Tickets received by weekday and hour."""


@cache
def manifest() -> Manifest:
    """What the version in force is made of. Raises RuntimeError without data."""
    found = _store().current()
    if found is None:
        raise RuntimeError("The store holds no data.")
    return found


def engine_file() -> Path:
    """The engine file of the version in force."""
    return _store().folder(manifest().version) / ENGINE


@cache
def as_of(source: str) -> int:
    """The moment a source reaches, in UTC epoch seconds."""
    reached = manifest().sources[source].data_to
    return int(datetime.fromisoformat(reached).replace(tzinfo=UTC).timestamp()) if reached else 0


def number_of(day: date) -> int:
    """A day as the engine tables number it."""
    return (day - EPOCH).days


def month_of(day: date) -> int:
    """A month as the engine tables number it."""
    return (day.year - EPOCH.year) * 12 + day.month - 1


def _store() -> Store:
    return Store(Path(os.environ["KEPT_STORE"]))
