"""Small worlds: a handful of rows of any source, for cases a person can check by hand."""

from collections.abc import Callable

from metrics import board
from metrics.board import Standing
from metrics.model import Row
from metrics.periods import parse
from tests.metrics.worlds import Case, World, moment

Make = Callable[..., World]
"""Makes a store of a few rows by source; keys are numbered where a row names none."""
AT_NINE = "2026-07-01 09:00:00"
SEEN = moment("2026-12-31 23:59:59")
"""Long after everything in a small world has happened."""
KEYS = {"orders": "order_id", "tickets": "ticket_id", "surveys": "survey_id", "inspections": "inspection_id",
        "reviews": "review_id", "incidents": "incident_id", "trainings": "session_id"}  # fmt: skip


def standing(world: World, promise: str, period: str, as_of: int = SEEN) -> Standing:
    shown = parse(period)
    (made,) = (item for item in world.engine.promises(shown.end) if item.id == promise)
    return board.standing(world.engine, made, shown, as_of=as_of)


def counts(row: Row) -> tuple[int, int, int, int]:
    """Hits, misses, undecided, excluded."""
    assert row.numerator is not None
    assert row.denominator is not None
    return row.numerator, row.denominator - row.numerator, row.undecided, row.excluded


def order(handed_over: str = "", **fields: str) -> Case:
    """An ordinary order placed and paid on 1 July at 9:00."""
    return {"created_at": AT_NINE, "paid_at": AT_NINE, "handed_over_at": handed_over, "express": "false", **fields}


def ticket(kind: str, **fields: str) -> Case:
    return {"kind": kind, "created_at": AT_NINE, **fields}


def answer(csat: int | None, **fields: str) -> Case:
    """A questionnaire sent on 1 July, answered the day after unless there is no score."""
    return {
        "sent_at": AT_NINE, "kind": "ticket", "ticket_kind": "after_sales",
        "answered_at": "2026-07-02 09:00:00" if csat else "", "csat": csat or "", **fields,
    }  # fmt: skip


def draw(result: str, day: str, sku: str = "A", why: str = "random", **fields: str) -> Case:
    return {
        "sku": sku, "draw": why, "drawn_at": f"{day} 08:00:00", "finished_at": f"{day} 17:00:00", "result": result,
        **fields,
    }  # fmt: skip


def bought(year_month: str, customer: str, times: int) -> list[Case]:
    member = customer if customer.startswith("M") else ""
    return [
        {"customer_id": customer, "member_id": member, "created_at": f"{year_month}-{day:02d} 10:00:00"}
        for day in range(3, 3 + times)
    ]
