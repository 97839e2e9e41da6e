"""Over which windows a promise is judged when another period is on screen."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from metrics.model import Grain
from metrics.periods import Period, parse
from metrics.promises import promise
from metrics.verdict import Verdict
from metrics.windows import judged_windows, trailing
from tests.metrics.small import Make, standing, ticket
from tests.metrics.worlds import Case, moment


def named(promise_id: str, shown: str, fiscal_start: int = 1) -> list[str]:
    return [
        period.name(fiscal_start)
        for period in judged_windows(promise(promise_id), parse(shown, fiscal_start), fiscal_start)
    ]


@pytest.mark.parametrize(
    ("promise_id", "shown", "windows"),
    [
        ("complaint_resolved_48h", "2026Q3", ["2026Q3"]),  # a rate: the cases on screen
        ("complaint_resolved_48h", "2026-08", ["2026-08"]),
        ("complaint_resolved_48h", "2026", ["2026"]),
        ("complaint_resolved_48h", "2026-08-03..2026-08-09", ["2026-08-03..2026-08-09"]),
        ("reviews_collected", "2026Q3", ["2026-07", "2026-08", "2026-09"]),  # a count: its own windows
        ("reviews_collected", "2026-08", ["2026-08"]),
        ("reviews_collected", "2026-08-03", ["2026-08"]),
        ("reviews_collected", "2026-07-20..2026-09-10", ["2026-07", "2026-08", "2026-09"]),
        ("kinds_sampled", "2026-08", ["2026Q3"]),
        ("kinds_sampled", "2026Q3", ["2026Q3"]),
        ("kinds_sampled", "2026H1", ["2026Q1", "2026Q2"]),
        ("kinds_sampled", "2026", ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]),
        ("no_leaks", "2026W40", ["2026Q3", "2026Q4"]),  # from 28 September to 4 October
        ("no_leaks", "2026W41", ["2026Q4"]),
        ("no_leaks", "2026-09-15..2026-10-15", ["2026Q3", "2026Q4"]),
        ("security_audits", "2026Q3", ["2026"]),  # longer than the period on screen: the one that holds its last day
        ("security_audits", "2026", ["2026"]),
        ("customer_satisfaction", "2026Q1", ["2026"]),
        ("order_speedup", "2026Q3", ["2026H2"]),
        ("order_speedup", "2026", ["2026H2"]),
        ("agent_training", "2026Q3", ["2025-10-01..2026-09-30"]),  # the year that ends with the period
        ("agent_training", "2026-02-28", ["2025-03-01..2026-02-28"]),
    ],
)
def test_a_promise_is_judged_over_these_windows(promise_id: str, shown: str, windows: list[str]) -> None:
    assert named(promise_id, shown) == windows


@pytest.mark.parametrize(
    ("promise_id", "shown", "windows"),
    [
        ("security_audits", "2026Q1", ["2026"]),
        ("kinds_sampled", "2026-05", ["2026Q1"]),
        ("order_speedup", "2026Q3", ["2026H2"]),
    ],
)
def test_windows_begin_in_the_fiscal_month(promise_id: str, shown: str, windows: list[str]) -> None:
    assert named(promise_id, shown, 4) == windows
    first = judged_windows(promise(promise_id), parse(shown, 4), 4)[0].start
    assert first in (date(2026, 4, 1), date(2026, 10, 1))


def test_every_day_on_screen_lies_in_a_window_of_a_count() -> None:
    for shown in ("2026Q3", "2026-07-20..2026-09-10", "2026", "2026W31"):
        windows = judged_windows(promise("reviews_collected"), parse(shown))
        assert windows[0].start <= parse(shown).start
        assert windows[-1].end >= parse(shown).end
        assert all((later.start - earlier.end).days == 1 for earlier, later in itertools.pairwise(windows))


@pytest.mark.parametrize(
    ("end", "window", "start"),
    [
        ("2026-09", Grain.QUARTER, date(2026, 7, 1)),
        ("2026-02", Grain.YEAR, date(2025, 3, 1)),
        ("2026-05", Grain.HALF, date(2025, 12, 1)),
        ("2026-09-20", Grain.QUARTER, date(2026, 6, 21)),
    ],
)
def test_a_trailing_window_has_the_length_of_the_promises_own(end: str, window: Grain, start: date) -> None:
    found = trailing(parse(end), window)
    assert (found.start, found.end, found.grain) == (start, parse(end).end, None)


# --- what the board makes of them


def reviews(**by_month: int) -> list[Case]:
    return [
        {"collected_at": f"2026-{month.removeprefix('m')}-{1 + number % 20:02d} 10:00:00"}
        for month, count in by_month.items()
        for number in range(count)
    ]


FEW = '[[promises]]\nid = "reviews_collected"\nfrom = 2026-01-01\ntarget = 5\n'


def test_of_the_months_of_a_quarter_every_one_is_judged_and_the_worst_decides(make: Make) -> None:
    """5 a month are promised: July 6, August 3, September 9. The quarter is broken, though it has 18 and September is fine."""
    world = make(FEW, reviews=reviews(m07=6, m08=3, m09=9))
    item = standing(world, "reviews_collected", "2026Q3")
    assert [(part.period.name(), part.row.value, part.verdict) for part in item.parts] == [
        ("2026-07", 6.0, Verdict.KEPT), ("2026-08", 3.0, Verdict.BROKEN), ("2026-09", 9.0, Verdict.KEPT),
    ]  # fmt: skip
    assert (item.verdict, item.period, item.row.value) == (Verdict.BROKEN, parse("2026-08"), 3.0)


def test_of_months_alike_the_latest_speaks_for_the_quarter_and_those_to_come_are_not_judged(make: Make) -> None:
    world = make(FEW, reviews=reviews(m07=6, m08=6))
    item = standing(world, "reviews_collected", "2026Q3", moment("2026-08-31 23:59:59"))
    assert ([part.period.name() for part in item.parts], item.period) == (["2026-07", "2026-08"], parse("2026-08"))
    assert (item.verdict, item.running) == (Verdict.KEPT, False)


def test_a_year_seen_from_a_quarter_is_judged_as_far_as_the_quarters_end_and_is_running(make: Make) -> None:
    """Reports in February and August: from the first quarter one is known and the year goes on; from the third both are."""
    audits = [
        {"audit_id": day, "finding": 0, "scope": "full", "planned_on": day, "reported_on": day}
        for day in ("2025-02-10", "2025-08-10")
    ]
    world = make(tickets=[ticket("inquiry")], audits=audits)
    seen = {name: standing(world, "security_audits", name) for name in ("2025Q1", "2025Q3", "2025Q4", "2025")}
    assert {name: (item.row.value, item.running, item.verdict, item.period.name()) for name, item in seen.items()} == {
        "2025Q1": (1.0, True, Verdict.AT_RISK, "2025"),
        "2025Q3": (2.0, True, Verdict.ON_TRACK, "2025"),
        "2025Q4": (2.0, False, Verdict.KEPT, "2025"),
        "2025": (2.0, False, Verdict.KEPT, "2025"),
    }


def test_a_quarter_of_a_count_seen_from_its_first_month_knows_that_month_only(make: Make) -> None:
    draws = [
        {"sku": f"{month}-{number}", "draw": "random", "drawn_at": f"2026-{month}-02 09:00:00",
         "finished_at": f"2026-{month}-03 09:00:00", "result": "passed"}
        for month in ("04", "05", "06") for number in range(80)
    ]  # fmt: skip
    world = make(inspections=draws)
    found = {name: standing(world, "kinds_sampled", name) for name in ("2026-04", "2026-05", "2026-06")}
    assert {name: (item.row.n, item.running) for name, item in found.items()} == {
        "2026-04": (80, True), "2026-05": (160, True), "2026-06": (240, False),
    }  # fmt: skip
    assert found["2026-06"].verdict is Verdict.KEPT


def test_the_rolling_year_ends_with_the_period_on_screen(make: Make) -> None:
    """Trained in October 2024 and in June 2025: covered at the end of June, not at the end of December."""
    world = make(
        agents=[{"agent_id": "A", "joined_on": "2020-01-01"}],
        trainings=[
            {"agent_id": "A", "started_at": f"{day} 09:00:00", "finished_at": f"{day} 11:00:00", "status": "completed"}
            for day in ("2024-10-15", "2025-06-15")
        ],
    )
    words = {name: standing(world, "agent_training", name).verdict for name in ("2025Q2", "2025Q3", "2025Q4")}
    assert words == {"2025Q2": Verdict.KEPT, "2025Q3": Verdict.KEPT, "2025Q4": Verdict.BROKEN}
    week = standing(world, "agent_training", "2025-06-09..2025-06-15")
    assert week.period == Period(date(2024, 6, 16), date(2025, 6, 15), Grain.ROLLING_365)


def test_a_rate_over_free_days_is_that_of_the_days(make: Make) -> None:
    """Due on 3 July at 9:00."""
    world = make(tickets=[ticket("complaint", resolved_at="2026-07-02 09:00:00")])
    inside, outside = (
        standing(world, "complaint_resolved_48h", days) for days in ("2026-07-03..2026-07-09", "2026-06-26..2026-07-02")
    )
    assert (inside.row.n, inside.verdict) == (1, Verdict.KEPT)
    assert (outside.row.n, outside.verdict) == (0, Verdict.NO_DATA)
    assert replace(inside.period, grain=None) == parse("2026-07-03..2026-07-09")
