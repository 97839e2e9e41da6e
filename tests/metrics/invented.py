"""Invented orders and tickets: random but seeded, with every awkward case at once and often exactly on a limit."""

import numpy as np
import pandas as pd

SEED = 618
ORDERS, TICKETS = 2_500, 3_000
FIRST, LAST = pd.Timestamp("2024-08-20 00:00:00"), pd.Timestamp("2025-12-31 23:59:59")
HOUR = 3600
REGIONS = ("华东", "华南", "North", "São Paulo", "O'Brien; --", None)
CHANNELS = ("phone", "email", "web", "app", None)
TEAMS = ("after-sales", "complaints", "consulting", None)

EDGES = np.array([0, 1, 12 * HOUR - 1, 12 * HOUR, 12 * HOUR + 1, 24 * HOUR - 1, 24 * HOUR, 24 * HOUR + 1,
                  48 * HOUR - 1, 48 * HOUR, 48 * HOUR + 1, 72 * HOUR, 72 * HOUR + 1])  # fmt: skip


def orders() -> pd.DataFrame:
    """Unpaid, pre-sale, express, split, cancelled, duplicate and never handed over."""
    draw = _Draw(SEED, ORDERS)
    created = draw.moments()
    paid = draw.some(created + draw.seconds(4), 0.95)
    ship_from = draw.some(created + draw.seconds(120), 0.15)
    handed_over = draw.some(paid + draw.durations(30), 0.88)
    return pd.DataFrame({
        "order_id": [f"o{number}" for number in range(ORDERS)],
        "merchant_id": draw.choice(tuple(f"m{number}" for number in range(15))),
        "region": draw.choice(REGIONS),
        "channel": draw.choice(CHANNELS),
        "express": draw.choice(("true", "false", "false", "false", None)),
        "status": draw.choice(("placed", "paid", "handed_over", "delivered", "completed", "completed", "cancelled",
                               "duplicate", None)),
        "created_at": created,
        "paid_at": paid,
        "ship_from_at": ship_from,
        "handed_over_at": handed_over,
        "delivered_at": draw.some(handed_over + draw.seconds(90), 0.8),
        "cancelled_at": draw.some(created + draw.seconds(50), 0.03),
        "parcels": draw.choice((1, 1, 2, 3)),
    })  # fmt: skip


def tickets() -> pd.DataFrame:
    """Answered by bots, never answered, reopened in and after the window, resolved with unknown first closure, merged."""
    draw = _Draw(SEED + 1, TICKETS)
    created = draw.moments()
    first_resolved = draw.some(created + draw.durations(40), 0.7)
    within_or_after = draw.choice((0, HOUR, 7 * 24 * HOUR - 1, 7 * 24 * HOUR, 7 * 24 * HOUR + 1, 20 * 24 * HOUR))
    reopened = draw.some(first_resolved + pd.to_timedelta(within_or_after.astype(float), "s"), 0.25)
    resolved_again = draw.some(reopened + draw.durations(30), 0.6)
    resolved = resolved_again.where(resolved_again.notna(), draw.some(first_resolved, 0.9))
    known_first = draw.some(first_resolved, 0.8)
    known_first = known_first.where(resolved.notna() | known_first.notna(), first_resolved)
    reopened = reopened.where(known_first.notna() | resolved.notna())
    return pd.DataFrame({
        "ticket_id": [f"t{number}" for number in range(TICKETS)],
        "kind": draw.choice(("inquiry", "after_sales", "complaint", "complaint", "feedback")),
        "status": draw.choice(("open", "waiting", "resolved", "closed", "closed", "closed", "closed", "cancelled",
                               "duplicate", "spam", None)),
        "priority": draw.choice(("urgent", "high", "normal", "low", None)),
        "channel": draw.choice(CHANNELS),
        "team": draw.choice(TEAMS),
        "region": draw.choice(REGIONS),
        "escalated": draw.choice(("true", "false", None)),
        "created_at": created,
        "first_auto_reply_at": draw.some(created + draw.seconds(1), 0.5),
        "first_reply_at": draw.some(created + draw.durations(30), 0.85),
        "first_resolved_at": known_first,
        "reopened_at": reopened,
        "resolved_at": resolved,
        "archived_at": draw.some(created + draw.seconds(500), 0.3),
        "paused_seconds": draw.choice((None, 0, 600, HOUR, 30 * HOUR)),
        "merged_into": draw.choice((None,) * 30 + ("t1",)),
    })  # fmt: skip


class _Draw:
    def __init__(self, seed: int, size: int) -> None:
        self.random, self.size = np.random.default_rng(seed), size

    def moments(self) -> pd.Series:
        """Spread over the whole time, to the second; a third of them in the last week, so that much is undecided."""
        span = int((LAST - FIRST).total_seconds())
        seconds = self.random.integers(0, span, self.size)
        late = self.random.random(self.size) < 0.1
        seconds[late] = span - self.random.integers(0, 7 * 24 * HOUR, int(late.sum()))
        return pd.Series(FIRST + pd.to_timedelta(seconds, "s"))

    def seconds(self, mean_hours: float) -> pd.Series:
        return pd.Series(pd.to_timedelta(self.random.exponential(mean_hours * HOUR, self.size).astype(int), "s"))

    def durations(self, mean_hours: float) -> pd.Series:
        """Exponential, with a fifth of them exactly on a limit or one second beside it."""
        on_edge = self.random.random(self.size) < 0.2
        edges = pd.Series(pd.to_timedelta(self.random.choice(EDGES, self.size), "s"))
        return self.seconds(mean_hours).mask(on_edge, edges)

    def some(self, values: pd.Series, share: float) -> pd.Series:
        return values.where(self.random.random(self.size) < share)

    def choice(self, values: tuple[object, ...]) -> pd.Series:
        return pd.Series([values[number] for number in self.random.integers(0, len(values), self.size)], dtype=object)


def records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Rows for a CSV file: empty cells where nothing is known."""
    return table.astype(object).where(table.notna(), "").to_dict("records")
