"""Invented rows of every source: random but seeded, with every awkward case at once and often exactly on a limit."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd

SEED = 618
ORDERS, TICKETS = 2_500, 3_000
FIRST, LAST = pd.Timestamp("2024-08-20 00:00:00"), pd.Timestamp("2025-12-31 23:59:59")
HOUR = 3600
REGIONS = ("华东", "华南", "North", "São Paulo", "O'Brien; --", None)
CHANNELS = ("phone", "email", "web", "app", None)
TEAMS = ("after-sales", "complaints", "consulting", None)

CATEGORIES = ("toys", "shoes", "food", None)
CUSTOMERS, MEMBERS = 260, 70
DAYS_ASKED = (date(2024, 12, 31), date(2025, 3, 31), date(2025, 12, 28), date(2025, 12, 31))
"""Days the head-count and the audits are asked for; people and trainings lie just before, on and after their limits."""
LONG_AGO = date(2023, 5, 2)

EDGES = np.array([0, 1, 12 * HOUR - 1, 12 * HOUR, 12 * HOUR + 1, 24 * HOUR - 1, 24 * HOUR, 24 * HOUR + 1,
                  48 * HOUR - 1, 48 * HOUR, 48 * HOUR + 1, 72 * HOUR, 72 * HOUR + 1])  # fmt: skip


def orders() -> pd.DataFrame:
    """Unpaid, pre-sale, express, split, cancelled, duplicate and never handed over."""
    draw = _Draw(SEED, ORDERS)
    created = draw.moments()
    paid = draw.some(created + draw.seconds(4), 0.95)
    ship_from = draw.some(created + draw.seconds(120), 0.15)
    handed_over = draw.some(paid + draw.durations(30), 0.88)
    buyer = _Draw(SEED + 2, ORDERS).choice(tuple(range(CUSTOMERS)))
    known = _Draw(SEED + 3, ORDERS)
    return pd.DataFrame({
        "order_id": [f"o{number}" for number in range(ORDERS)],
        "customer_id": known.some(buyer.map(lambda number: f"c{number}"), 0.9),
        "member_id": buyer.map(lambda number: f"v{number}" if number < MEMBERS else None),
        "category": known.choice(CATEGORIES),
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
    more = _Draw(SEED + 4, TICKETS)
    told = more.some(known_first.fillna(created) + more.durations(20), 0.6)
    return pd.DataFrame({
        "ticket_id": [f"t{number}" for number in range(TICKETS)],
        "order_id": more.choice((*(f"o{number}" for number in range(250)), *(None,) * 60)),
        "topic": more.choice(("return", "repair", None)),
        "complaint_class": more.choice(("logistics", "payment", None, None, None)),
        "category": more.choice(CATEGORIES),
        "first_contact_resolved": more.choice(("true", "true", "false", None)),
        "solved_by": more.choice(("bot", "human", "human", None)),
        "judged_at": more.some(created + more.durations(15), 0.7),
        "told_at": told,
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


def inspections() -> pd.DataFrame:
    """Kinds drawn several times a quarter, void, because of a complaint, retests, no SKU, unfinished, at a quarter's end."""
    size = 1_100
    draw = _Draw(SEED + 5, size)
    drawn = draw.moments()
    finished = draw.some(drawn + draw.durations(60), 0.92)
    ends = pd.to_datetime(["2024-12-31 23:59:59", "2025-01-01 00:00:00", "2025-03-31 23:59:59", "2025-04-01 00:00:00"])
    finished[:80] = [ends[number % 4] for number in range(80)]
    drawn[:80] = finished[:80] - pd.Timedelta(hours=5)
    finished[80:90] = finished[90:100].to_numpy()  # the same second: the number tells which came first
    drawn = drawn.where(~(drawn > finished), finished)
    skus = draw.choice((*(f"s{number}" for number in range(140)), None, None, None))
    skus[80:90] = skus[90:100].to_numpy()
    result = draw.choice(("passed", "passed", "passed", "passed", "failed", "void", None))
    return pd.DataFrame({
        "inspection_id": [f"i{(number * 7) % size:04d}" for number in range(size)],
        "sku": skus,
        "category": draw.choice(CATEGORIES),
        "draw": draw.choice(("random", "random", "random", "complaint_driven", "retest")),
        "drawn_at": drawn,
        "finished_at": finished,
        "result": result,
        "taken_down_at": draw.some(finished + draw.durations(50), 0.6),
        "fixed_at": draw.some(finished + draw.durations(400), 0.5),
    })  # fmt: skip


def surveys() -> pd.DataFrame:
    """Unanswered, without scores, of tickets known only by their number, waves of 9 and 10 answers, scores of no answer."""
    size = 1_800
    draw = _Draw(SEED + 6, size)
    sent = draw.moments()
    kind = draw.choice(("ticket", "ticket", "order", "wave"))
    wave = sent.dt.to_period("Q").astype(str).where((kind == "wave") & (draw.random.random(size) < 0.9))
    answered = draw.some(sent + draw.durations(60), 0.55)
    small = pd.Series(range(size)) < 40  # two waves of 20 questionnaires, sent in one week: 9 and 10 are answered
    kind, wave = kind.mask(small, "wave"), wave.mask(small, pd.Series(["nine", "ten"] * (size // 2)))
    sent = sent.mask(small, pd.Timestamp("2025-02-11 10:00:00"))
    place = pd.Series(range(size)) // 2
    few = (place < 9) | ((place < 10) & (wave == "ten"))
    answered = answered.mask(small & few, pd.Timestamp("2025-02-12 10:00:00")).mask(small & ~few)
    scores = {name: draw.choice((*(number / 100 for number in range(0, 10_001, 13)), None))
              for name in ("speed", "attitude", "professionalism", "satisfaction")}  # fmt: skip
    return pd.DataFrame({
        "survey_id": [f"q{number}" for number in range(size)],
        "kind": kind,
        "wave": wave,
        "ticket_id": draw.choice((*(f"t{number}" for number in range(TICKETS)), "unknown", None)).where(kind == "ticket"),
        "ticket_kind": draw.choice(("complaint", "after_sales", None, None, None, None)).where(kind == "ticket"),
        "channel": draw.choice(("app", None, None, None)),
        "category": draw.choice(CATEGORIES),
        "sent_at": sent,
        "answered_at": answered,
        "csat": draw.choice((1, 2, 3, 4, 4, 5, 5, None)),
        "nps": draw.choice((0, 3, 6, 7, 8, 9, 10, 10, None)),
        **scores,
    })  # fmt: skip


def reviews() -> pd.DataFrame:
    """For a reward, deleted, given twice (in one second too), without an order, without stars."""
    size = 1_500
    draw = _Draw(SEED + 7, size)
    collected = draw.moments()
    orders_, skus = draw.choice((*(f"o{number}" for number in range(350)), None)), draw.choice(("s1", "s2", None))
    collected[:60], orders_[:60], skus[:60] = (column[60:120].to_numpy() for column in (collected, orders_, skus))
    return pd.DataFrame({
        "review_id": [f"r{(number * 11) % size:04d}" for number in range(size)],
        "order_id": orders_,
        "sku": skus,
        "customer_id": orders_.map(lambda number: None if number is None else f"c{hash_of(number) % 200}"),
        "channel": draw.choice(CHANNELS),
        "score": draw.choice((1, 2, 3, 4, 5, 5, 5, None)),
        "collected_at": collected,
        "incentivised": draw.choice(("true", "false", "false", "false", None)),
        "deleted_at": draw.some(collected + draw.seconds(300), 0.1),
    })  # fmt: skip


def agents() -> pd.DataFrame:
    """Joined 182, 183, 364 or 365 days before a day that is asked for, or on it; left on that very day, or the day before."""
    rows: list[dict[str, object]] = []
    for asked in DAYS_ASKED:
        for tenure in (-1, 0, 1, 153, 182, 183, 184, 335, 364, 365, 366, None):
            joined = LONG_AGO if tenure is None else asked - timedelta(days=tenure)
            for left in (None, asked - timedelta(days=1), asked, asked + timedelta(days=20)):
                if left is None or left >= joined:
                    rows.append({"joined_on": joined, "left_on": left})
    teams, levels = ("after-sales", "complaints", None), ("junior", "senior")
    return pd.DataFrame([
        {"agent_id": f"a{number:03d}", "team": teams[number % 3], "level": levels[number % 2], **row}
        for number, row in enumerate(rows)
    ])  # fmt: skip


def trainings() -> pd.DataFrame:
    """Failed, missed, without an end, tested or not; 364, 365 and 366 days before a day that is asked for, and in between."""
    draw = _Draw(SEED + 8, 1_600)
    ages = (0, 1, 30, 200, 275, 276, 305, 306, 334, 335, 336, 363, 364, 365, 366)
    asked = draw.choice(DAYS_ASKED)
    days = pd.Series(
        [day - timedelta(days=ages[n]) for day, n in zip(asked, draw.random.integers(0, 15, 1_600), strict=True)]
    )
    finished = pd.to_datetime(days) + pd.to_timedelta(draw.random.integers(0, 24 * HOUR, 1_600), "s")
    started = finished - pd.Timedelta(hours=2)
    finished[0] = LAST  # the register of people reaches as far as the trainings do
    rows = pd.DataFrame({
        "session_id": [f"w{number}" for number in range(1_600)],
        "agent_id": draw.choice(tuple(f"a{number:03d}" for number in range(len(agents())))),
        "team": draw.choice(("complaints", None, None, None)),
        "started_at": started,
        "finished_at": draw.some(finished, 0.9),
        "status": draw.choice(("completed", "completed", "completed", "completed", "completed", "attended", "missed",
                               "registered", None)),
        "passed": draw.choice(("true", "true", "false", None)),
        "score": draw.choice((*range(0, 101, 3), 88.25, None)),
    })  # fmt: skip
    rows.loc[0, "finished_at"] = LAST
    return rows


def audits() -> pd.DataFrame:
    """Full, partial, of unknown scope, never reported; findings fixed on the day, a day late or never, due at quarter ends."""
    draw = _Draw(SEED + 9, 1)
    rows: list[dict[str, object]] = []
    for number in range(24):
        planned = date(2024, 8, 20) + timedelta(days=21 * number)
        scope = ("full", "full", "partial", None)[number % 4]
        reported = None if number % 7 == 6 else planned + timedelta(days=number % 5)
        audit = {"audit_id": f"u{number}", "scope": scope}
        rows.append({**audit, "finding": 0, "planned_on": planned, "reported_on": reported})
        for finding in range(1, number % 4 + 3):
            found = planned + timedelta(days=finding % 3)
            due = found + timedelta(days=int(draw.random.integers(10, 90)))
            if finding == 2:
                due = next(
                    day for day in (*DAYS_ASKED, date(2025, 6, 30), date(2025, 9, 30), date(2026, 3, 31)) if day > found
                )
            fixed = (due, due + timedelta(days=1), due - timedelta(days=5), None, due + timedelta(days=40))[
                (number + finding) % 5
            ]
            fixed = None if fixed is not None and fixed > LAST.date() else fixed
            rows.append({**audit, "finding": finding, "severity": ("high", "low", None)[finding % 3], "found_on": found,
                         "due_on": None if finding == 5 else due, "fixed_on": fixed if fixed is None or fixed >= found else None})  # fmt: skip
    return pd.DataFrame(rows)


def incidents() -> pd.DataFrame:
    """Discovered long after they happened, or nobody knows when they did."""
    draw = _Draw(SEED + 10, 60)
    occurred = draw.moments()
    discovered = (occurred + draw.seconds(900)).clip(upper=LAST)
    return pd.DataFrame({
        "incident_id": [f"e{number}" for number in range(60)],
        "kind": draw.choice(("leak", "leak", "attack", "outage")),
        "severity": draw.choice(("high", "low", None)),
        "occurred_at": draw.some(occurred, 0.85),
        "discovered_at": discovered,
    })  # fmt: skip


def members() -> pd.DataFrame:
    """Joined and left in the middle of months, joined nobody knows when, left before the first order."""
    draw = _Draw(SEED + 11, MEMBERS)
    joined = pd.Series([LONG_AGO + timedelta(days=int(days)) for days in draw.random.integers(0, 900, MEMBERS)])
    left = pd.Series(
        [
            day + timedelta(days=int(days))
            for day, days in zip(joined, draw.random.integers(0, 700, MEMBERS), strict=True)
        ]
    )
    return pd.DataFrame({
        "member_id": [f"v{number}" for number in range(MEMBERS)],
        "region": draw.choice(REGIONS),
        "joined_on": draw.some(joined, 0.85),
        "left_on": draw.some(left, 0.4),
    })  # fmt: skip


def merchants() -> pd.DataFrame:
    """Came and left, came nobody knows when."""
    draw = _Draw(SEED + 12, 30)
    joined = pd.Series([LONG_AGO + timedelta(days=int(days)) for days in draw.random.integers(0, 900, 30)])
    left = pd.Series(
        [day + timedelta(days=int(days)) for day, days in zip(joined, draw.random.integers(0, 500, 30), strict=True)]
    )
    return pd.DataFrame({
        "merchant_id": [f"m{number}" for number in range(30)],
        "category": draw.choice(CATEGORIES),
        "joined_on": draw.some(joined, 0.85),
        "left_on": draw.some(left, 0.4),
    })  # fmt: skip


def hash_of(text: str) -> int:
    """The same number for the same text in every process."""
    return sum(ord(sign) * place for place, sign in enumerate(text, start=1))


SOURCES: dict[str, Callable[[], pd.DataFrame]] = {
    "orders": orders, "tickets": tickets, "inspections": inspections, "surveys": surveys, "reviews": reviews,
    "agents": agents, "trainings": trainings, "audits": audits, "incidents": incidents, "members": members,
    "merchants": merchants,
}  # fmt: skip


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
