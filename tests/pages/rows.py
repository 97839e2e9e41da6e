"""Small rows of every source, whose free names are given; one row after the other, some hours apart."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle

START = datetime(2026, 7, 1, 9)
Rows = Iterator[dict[str, str]]


def moments(count: int, hours: int) -> Iterator[tuple[int, datetime]]:
    """Numbered moments from the start of 2026 Q3."""
    return ((number, START + timedelta(hours=hours * number)) for number in range(count))


def tickets(names: Sequence[str]) -> Rows:
    for number, received in moments(30 * len(names), 12):
        name = names[number % len(names)]
        yield {
            "ticket_id": f"T{number}", "kind": ("after_sales", "complaint", "feedback")[number % 3],
            "created_at": f"{received:%F %T}", "first_reply_at": f"{received + timedelta(hours=number % 60):%F %T}",
            "resolved_at": f"{received + timedelta(hours=number % 70 + 1):%F %T}",
            "channel": name, "team": name, "region": name, "category": name, "merchant_id": name, "topic": name,
            "agent_id": name, "sku": name,
        }  # fmt: skip


def orders(names: Sequence[str]) -> Rows:
    for number, placed in moments(20 * len(names), 18):
        name = names[number % len(names)]
        yield {
            "order_id": f"O{number}", "created_at": f"{placed:%F %T}", "paid_at": f"{placed:%F %T}",
            "handed_over_at": f"{placed + timedelta(hours=number % 26):%F %T}", "customer_id": f"C{number % 9}",
            "member_id": f"M{number % 5}" if number % 2 else "",
            "channel": name, "region": name, "category": name, "merchant_id": name, "sku": name,
        }  # fmt: skip


def inspections(names: Sequence[str]) -> Rows:
    for number, drawn in moments(15 * len(names), 20):
        name = names[number % len(names)]
        failed = number % 4 == 0
        yield {
            "inspection_id": f"I{number}", "draw": ("random", "complaint_driven", "retest")[number % 3],
            "drawn_at": f"{drawn:%F %T}", "finished_at": f"{drawn + timedelta(hours=2):%F %T}",
            "result": "failed" if failed else "passed", "defect": name if failed else "",
            "sku": name, "category": name, "merchant_id": name,
        }  # fmt: skip


def surveys(names: Sequence[str]) -> Rows:
    for number, sent in moments(24 * len(names), 12):
        name, kind = names[number % len(names)], ("ticket", "order", "wave")[number % 3]
        answered = number % 4
        yield {
            "survey_id": f"S{number}", "kind": kind, "wave": "2026Q3" if kind == "wave" else "",
            "ticket_kind": "after_sales" if kind == "ticket" else "", "sent_at": f"{sent:%F %T}",
            "answered_at": f"{sent + timedelta(hours=1):%F %T}" if answered else "",
            **{score: str(number % 5 + 1) if answered else "" for score in ("csat", "speed", "attitude", "professionalism", "satisfaction")},
            "nps": str(number % 11) if answered else "",
            "channel": name, "team": name, "region": name, "category": name, "merchant_id": name, "customer_group": name,
        }  # fmt: skip


def reviews(names: Sequence[str]) -> Rows:
    for number, given in moments(20 * len(names), 15):
        name = names[number % len(names)]
        yield {
            "review_id": f"R{number}", "order_id": f"O{number}", "score": str(number % 5 + 1), "collected_at": f"{given:%F %T}",
            "tone": ("positive", "neutral", "negative")[number % 3], "incentivised": "true" if number % 6 == 0 else "false",
            "channel": name, "category": name, "merchant_id": name, "sku": name,
        }  # fmt: skip


def agents(names: Sequence[str]) -> Rows:
    yield from (
        {"agent_id": name, "team": name, "level": name, "role": "complaints", "joined_on": "2025-02-01"}
        for name in names
    )


def trainings(names: Sequence[str]) -> Rows:
    for number, began in moments(3 * len(names), 60):
        name = names[number % len(names)]
        yield {
            "session_id": f"L{number}", "agent_id": name, "team": name, "level": name, "topic": name, "mode": "online",
            "purpose": "in_service", "started_at": f"{began:%F %T}", "finished_at": f"{began + timedelta(hours=1):%F %T}",
            "status": "completed", "passed": "true", "score": str(60 + number),
        }  # fmt: skip


def merchants(names: Sequence[str]) -> Rows:
    yield from (
        {"merchant_id": name, "name": name, "category": name, "region": name, "joined_on": "2025-01-01"}
        for name in names
    )


def members(names: Sequence[str]) -> Rows:
    found = cycle(names)
    yield from (
        {"member_id": f"M{number}", "level": next(found), "region": next(found), "joined_on": "2025-01-01"}
        for number in range(8)
    )


def incidents(names: Sequence[str]) -> Rows:
    for number, found in moments(len(names), 200):
        yield {"incident_id": f"X{number}", "kind": ("attack", "outage")[number % 2], "discovered_at": f"{found:%F %T}"}


SOURCES: dict[str, Callable[[Sequence[str]], Rows]] = {
    "tickets": tickets, "orders": orders, "inspections": inspections, "surveys": surveys, "reviews": reviews,
    "agents": agents, "trainings": trainings, "merchants": merchants, "members": members, "incidents": incidents,
}  # fmt: skip
"""Source → its rows; people and merchants stand before those who name them only by habit: nothing is joined by name."""
