"""Figures do not depend on how they are asked for, and lose nothing of what they count."""

from datetime import date

import pytest

from metrics.model import Grain, Query
from metrics.periods import parse
from metrics.verdict import Verdict
from tests.metrics.small import SEEN, Make, counts, draw, order, standing, ticket
from tests.metrics.worlds import Case, in_one_row


def test_findings_fixed_in_time_a_finding_due_on_the_last_day_of_a_quarter_is_missed_however_the_quarter_is_asked_for(
    make: Make,
) -> None:
    """Due on 31 March and never fixed. Half a year later that is a miss, whether asked by quarter or by its two days."""
    world = make(tickets=[ticket("inquiry")],
                 audits=[{"audit_id": "A", "finding": 1, "planned_on": "2026-02-01", "found_on": "2026-02-01", "due_on": "2026-03-31"}])  # fmt: skip
    (by_grain,) = world.engine.run(Query(("findings_fixed_in_time",), grain=Grain.QUARTER)).rows
    by_days = in_one_row(world, "findings_fixed_in_time", parse("2026Q1"))
    assert counts(by_grain) == counts(by_days) == (0, 1, 0, 0)


def test_complaints_per_1000_complaints_of_a_channel_without_orders_do_not_vanish(make: Make) -> None:
    """One complaint by phone, where nobody orders, and one in the app: both are told, one of them without a rate."""
    world = make(orders=[order(channel="app")],
                 tickets=[ticket("complaint", channel="phone"), ticket("complaint", channel="app")])  # fmt: skip
    rows = world.engine.run(Query(("complaints_per_1000",), by=("channel",), as_of=SEEN)).rows
    assert {row.group[0]: (row.numerator, row.value) for row in rows} == {"phone": (1, None), "app": (1, 1000.0)}


@pytest.mark.parametrize("by", ["category", "week"])
def test_buyer_order_rate_a_customer_is_a_buyer_of_every_part_asked_for(make: Make, by: str) -> None:
    """One customer, three orders in July: shoes in one week, toys twice in the next. Of toys that is two a buyer."""
    days = {"2026-07-07": "shoes", "2026-07-14": "toys", "2026-07-15": "toys"}
    world = make(
        orders=[{"customer_id": "C", "created_at": f"{day} 09:00:00", "category": what} for day, what in days.items()]
    )
    split = {"by": ("category",)} if by == "category" else {"grain": Grain.WEEK}
    rows = world.engine.run(Query(("buyer_order_rate",), as_of=SEEN, **split)).rows  # type: ignore[arg-type]
    assert [(row.numerator, row.denominator) for row in rows] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("metric", "source", "rows"),
    [
        ("findings_open", "audits", [{"audit_id": "A", "finding": 1, "found_on": "2026-03-01"}]),
        ("days_since_leak", "incidents", [{"kind": "leak", "discovered_at": "2026-03-01 09:00:00"}]),
        ("members_active", "members", [{"member_id": "M", "joined_on": ""}]),
    ],
)
def test_a_register_that_leaves_out_what_it_may_leave_out_still_has_a_history(
    make: Make, metric: str, source: str, rows: list[Case]
) -> None:
    """No plan of the audit, no moment of the leak, no first day of the member: all optional, and the level is known."""
    world = make(tickets=[ticket("inquiry", created_at="2026-05-20 09:00:00")], **{source: rows})
    asked = Query((metric,), date(2026, 4, 1), grain=Grain.MONTH)
    assert [row.period for row in world.engine.run(asked).rows] == [date(2026, 4, 1), date(2026, 5, 1)]
    assert [row.period for row in world.engine.run(Query((metric,), grain=Grain.MONTH)).rows] != []


def test_member_days_without_any_first_day_gives_a_figure_or_none_but_no_error(make: Make) -> None:
    world = make(tickets=[ticket("inquiry")], members=[{"member_id": "M", "joined_on": ""}])
    assert world.engine.run(Query(("member_days",))).only("member_days").metric == "member_days"


def test_take_down_p50_goods_taken_down_before_the_result_took_no_negative_time(make: Make) -> None:
    world = make(inspections=[draw("failed", "2026-07-05", taken_down_at="2026-07-05 09:00:00")])
    assert (in_one_row(world, "take_down_p50", as_of=SEEN).value or 0) >= 0


def test_a_month_is_judged_by_the_target_then_in_force_also_inside_a_quarter(make: Make) -> None:
    """Six reviews a month. Ten were promised until August, five from September on."""
    promised = "".join(
        f'[[promises]]\nid = "reviews_collected"\nfrom = {first}\ntarget = {target}\n'
        for first, target in (("2026-01-01", 10), ("2026-09-01", 5))
    )
    reviews = [{"collected_at": f"2026-{month}-05 09:00:00"} for month in ("07", "08", "09") for _ in range(6)]
    world = make(promised, reviews=reviews)
    alone = {name: standing(world, "reviews_collected", name).verdict for name in ("2026-07", "2026-08", "2026-09")}
    assert list(alone.values()) == [Verdict.BROKEN, Verdict.BROKEN, Verdict.KEPT]
    within = standing(world, "reviews_collected", "2026Q3")
    assert [part.verdict for part in within.parts] == list(alone.values())
    assert within.verdict is Verdict.BROKEN
