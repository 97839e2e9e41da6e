"""The promise board on data a person can count: the third quarter is over, the fourth is running."""

from collections.abc import Sequence
from datetime import date

import pytest

from data.errors import UnknownName
from metrics.board import Standing, board, latest_period
from metrics.model import Filter, Grain, Query, Scope
from metrics.periods import Period, parse, previous
from metrics.promises import promises
from metrics.verdict import WORST_FIRST, Verdict
from tests.metrics.worlds import Case, World, import_rows, moment

NOW = "2026-11-15 12:00:00"


def _tickets() -> list[Case]:
    """Third quarter: 19 of 20 complaints in time. Fourth, so far: 8 of 10, one of the late ones in December's shadow."""
    rows: list[Case] = []
    for number in range(20):
        resolved = "2026-08-02 09:00:00" if number else "2026-08-09 09:00:00"
        rows.append(
            {"created_at": "2026-08-01 09:00:00", "resolved_at": resolved, "team": "north" if number % 2 else "south"}
        )
    for number in range(10):
        resolved = "2026-10-11 09:00:00" if number > 1 else "2026-10-20 09:00:00"
        rows.append({"created_at": "2026-10-10 09:00:00", "resolved_at": resolved, "team": "north"})
    rows.append({"created_at": "2026-11-15 09:00:00", "team": "north"})
    return [{"ticket_id": number, "kind": "complaint", "channel": "phone", **row} for number, row in enumerate(rows)]


def _orders() -> list[Case]:
    """All paid on 1 August: of 50 ordinary ones 49 in time, of 4 express ones 3."""
    paid, in_time, late = "2026-08-01 09:00:00", "2026-08-01 18:00:00", "2026-08-05 09:00:00"
    rows = [{"express": "false", "handed_over_at": in_time if number else late} for number in range(50)]
    rows += [{"express": "true", "handed_over_at": in_time if number else late} for number in range(4)]
    return [
        {"order_id": number, "created_at": paid, "paid_at": paid, "region": "north", **row}
        for number, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return import_rows(tmp_path_factory.mktemp("board"), tickets=_tickets(), orders=_orders())


def standings(world: World, name: str, as_of: str = NOW, **options: object) -> dict[str, Standing]:
    found = board(world.engine, parse(name), as_of=moment(as_of), **options)  # type: ignore[arg-type]
    return {item.promise.id: item for item in found}


def test_every_promise_in_force_has_a_place_on_the_board(world: World) -> None:
    assert list(standings(world, "2026Q3")) == [item.id for item in promises() if item.in_force(date(2026, 9, 30))]


def test_a_finished_quarter_is_kept_broken_or_without_data(world: World) -> None:
    found = standings(world, "2026Q3")
    words = {
        name: found[name].verdict
        for name in ("complaint_resolved_48h", "order_normal_24h", "order_express_12h", "feedback_answered_72h")
    }
    assert words == {
        "complaint_resolved_48h": Verdict.KEPT,
        "order_normal_24h": Verdict.KEPT,
        "order_express_12h": Verdict.BROKEN,
        "feedback_answered_72h": Verdict.NO_DATA,
    }
    speed = [item for item in found.values() if item.promise.window is Grain.QUARTER]
    assert not any(item.running or item.budget for item in speed)


def test_pooling_the_orders_hides_the_express_lane_so_both_are_shown(world: World) -> None:
    found = standings(world, "2026Q3")
    assert (found["order_in_promise"].row.numerator, found["order_in_promise"].row.denominator) == (52, 54)
    assert (found["order_express_12h"].row.numerator, found["order_express_12h"].row.denominator) == (3, 4)


def test_a_running_quarter_shows_its_budget(world: World) -> None:
    """8 of 10 at half the quarter: about 20 expected, 1 miss allowed, 2 used. It cannot be kept any more."""
    item = standings(world, "2026Q4")["complaint_resolved_48h"]
    assert item.running
    assert item.budget is not None
    assert (item.row.n, item.row.undecided) == (10, 1)
    assert (item.budget.expected, item.budget.allowed, item.budget.used, item.budget.left) == (20, 1, 2, -1)
    assert item.verdict is Verdict.LOST


def test_a_quarter_is_over_with_its_last_second(world: World) -> None:
    assert standings(world, "2026Q3", "2026-09-30 23:59:58")["complaint_resolved_48h"].running
    assert not standings(world, "2026Q3", "2026-09-30 23:59:59")["complaint_resolved_48h"].running


def test_without_a_moment_named_data_that_reach_the_last_day_speak_of_the_whole_quarter(demo_world: World) -> None:
    """The demo ends on 30 September some minutes before midnight."""
    reach = demo_world.engine.data_to("orders")
    assert reach is not None
    assert reach < moment("2026-09-30 23:59:59")
    found = {item.promise.id: item for item in board(demo_world.engine, parse("2026Q3"))}
    assert not found["order_normal_24h"].running
    assert standings(demo_world, "2026Q3", "2026-09-30 12:00:00")["order_normal_24h"].running


def test_a_quarter_that_has_not_begun_has_no_data(world: World) -> None:
    item = standings(world, "2027Q1")["complaint_resolved_48h"]
    assert (item.verdict, item.row.n) == (Verdict.NO_DATA, 0)


def test_the_change_is_told_against_the_period_compared_with(world: World) -> None:
    item = standings(world, "2026Q4", compared=parse("2026Q3"))["complaint_resolved_48h"]
    assert item.compared is not None
    assert item.compared.value == 19 / 20
    assert item.change == pytest.approx(8 / 10 - 19 / 20)


def test_without_data_on_either_side_there_is_no_change(world: World) -> None:
    found = standings(world, "2026Q3", compared=previous(parse("2026Q3")))
    assert found["complaint_resolved_48h"].change is None


def test_a_running_period_is_compared_with_as_much_of_the_other_one(world: World) -> None:
    """On 20 October 20 days of the quarter have begun; the complaints of August lie later in theirs and do not count."""
    item = standings(world, "2026Q4", "2026-10-20 12:00:00", compared=parse("2026Q3"))["complaint_resolved_48h"]
    assert item.compared is not None
    assert item.compared.n == 0


def test_the_trend_is_thirteen_months_the_oldest_first_with_gaps_left_empty(world: World) -> None:
    trend = standings(world, "2026Q4")["complaint_resolved_48h"].trend
    assert [month for month, _ in trend] == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        *(date(2026, month, 1) for month in range(1, 12)),
    ]
    assert {month: value for month, value in trend if value is not None} == {
        date(2026, 8, 1): 19 / 20,
        date(2026, 10, 1): 8 / 10,
    }


# --- with all sources


def test_the_demo_shows_every_verdict_word_in_some_period(demo_world: World) -> None:
    """So that a person who tries the product sees what each of them looks like."""
    seen = {
        item.verdict
        for name in ("2024Q3", "2025Q4", "2026Q3", "2026-09", "2026")
        for item in board(demo_world.engine, parse(name))
    }
    seen |= {
        item.verdict
        for name, as_of in (("2026Q3", "2026-08-15 12:00:00"), ("2026Q2", "2026-05-20 12:00:00"))
        for item in board(demo_world.engine, parse(name), as_of=moment(as_of))
    }
    assert seen == set(Verdict)


def test_of_a_finished_quarter_with_all_sources_every_promise_has_a_value(demo_world: World) -> None:
    found = board(demo_world.engine, parse("2026Q2"), compared=parse("2026Q1"))
    assert [item.promise.id for item in found if item.row.value is None] == []
    assert len(found) == 17
    for item in found:
        assert len(item.trend) == 13
        assert item.parts
        assert item.verdict is min((part.verdict for part in item.parts), key=WORST_FIRST.index)
        assert item.compared is not None


@pytest.mark.parametrize(
    ("where", "none"),
    [
        (
            Filter("channel", ("app_chat",)),
            {"member_frequency", "agent_training", "security_audits", "no_leaks", "kinds_sampled"},
        ),
        (Filter("category", ("home",)), {"member_frequency", "agent_training", "no_leaks"}),
        (Filter("region", ("east",)), {"kinds_sampled", "reviews_collected", "agent_training"}),
        (Filter("team", ("after_sales_a",)), {"member_frequency", "order_in_promise", "kinds_sampled"}),
    ],
    ids=lambda part: part.dimension if isinstance(part, Filter) else "",
)
def test_a_filter_that_one_of_two_sources_does_not_have_gives_no_figure(
    demo_world: World, where: Filter, none: set[str]
) -> None:
    """Orders have a channel and a category, members have neither: orders for each member cannot be told by them."""
    found = {item.promise.id: item for item in board(demo_world.engine, parse("2026Q2"), where=(where,))}
    for name in none:
        assert (found[name].verdict, found[name].row.value) == (Verdict.NO_DATA, None), name
        assert found[name].not_applicable == (where.dimension,)


def test_a_filter_that_both_sources_have_narrows_both(demo_world: World) -> None:
    """Members of the east and their orders; what is left over is the other regions'."""
    east = Filter("region", ("east",))
    period = parse("2026Q2")
    row = demo_world.engine.run(Query(("member_order_rate",), period.start, period.end, where=(east,))).only(
        "member_order_rate"
    )
    split = demo_world.engine.run(Query(("member_order_rate",), period.start, period.end, by=("region",))).rows
    (same,) = (found for found in split if found.group == ("east",))
    assert (row.numerator, row.denominator) == (same.numerator, same.denominator)
    assert row.denominator
    item = next(
        item
        for item in board(demo_world.engine, parse("2026H1"), where=(east,))
        if item.promise.id == "member_frequency"
    )
    assert item.row.value is not None


def test_a_count_is_compared_with_its_own_window_before(demo_world: World) -> None:
    found = {item.promise.id: item for item in board(demo_world.engine, parse("2026Q2"), compared=parse("2026Q1"))}
    for name, window in (("reviews_collected", "2026-03"), ("kinds_sampled", "2026Q1")):
        before = parse(window)
        alone = demo_world.engine.run(Query((name,), before.start, before.end)).only(name)
        assert found[name].compared is not None
        assert found[name].compared.value == alone.value, name  # type: ignore[union-attr]


@pytest.mark.parametrize("period", ["2026-08", "2026Q3", "2026"])
def test_a_promise_is_judged_over_the_period_asked_for(world: World, period: str) -> None:
    assert standings(world, period)["complaint_resolved_48h"].period == parse(period)


def test_a_filter_that_a_source_does_not_have_gives_no_figure_rather_than_an_unfiltered_one(world: World) -> None:
    found = standings(world, "2026Q3", where=(Filter("team", ("north",)),))
    assert found["order_normal_24h"].not_applicable == ("team",)
    assert (found["order_normal_24h"].row.value, found["order_normal_24h"].verdict) == (None, Verdict.NO_DATA)
    assert (found["complaint_resolved_48h"].row.numerator, found["complaint_resolved_48h"].row.n) == (10, 10)


@pytest.mark.parametrize(
    ("where", "promise", "counts"),
    [
        (Filter("express", ("true",)), "order_in_promise", (3, 4)),
        (Filter("express", ("false",)), "order_in_promise", (49, 50)),
        (Filter("weekday", ("6",)), "complaint_resolved_48h", (19, 20)),
        (Filter("hour", ("9",)), "complaint_resolved_48h", (19, 20)),
        (Filter("channel", ("PHONE",)), "complaint_resolved_48h", (19, 20)),
        (Filter("priority", (None,)), "complaint_resolved_48h", (19, 20)),
    ],
    ids=lambda part: part.dimension if isinstance(part, Filter) else "",
)
def test_filters_by_flag_number_or_spelling_work_on_the_board_as_in_a_query(
    world: World, where: Filter, promise: str, counts: tuple[int, int]
) -> None:
    asked = world.engine.run(
        Query((promise,), date(2026, 7, 1), date(2026, 9, 30), where=(where,), as_of=moment(NOW))
    ).only(promise)
    assert (asked.numerator, asked.denominator) == counts
    row = standings(world, "2026Q3", where=(where,))[promise].row
    assert (row.numerator, row.denominator) == counts


def test_a_value_nobody_has_ever_seen_is_refused_or_gives_no_figure(world: World) -> None:
    try:
        found = standings(world, "2026Q3", where=(Filter("channel", ("carrier pigeon",)),))
    except UnknownName:
        return
    assert all(item.verdict is Verdict.NO_DATA for item in found.values())


def test_a_person_limited_to_a_team_sees_its_tickets_and_no_figure_on_orders_which_have_no_team(world: World) -> None:
    found = standings(world, "2026Q3", scope=Scope((Filter("team", ("north",)),)))
    assert (found["complaint_resolved_48h"].row.numerator, found["complaint_resolved_48h"].row.n) == (10, 10)
    assert (found["order_normal_24h"].verdict, found["order_normal_24h"].row.n) == (Verdict.NO_DATA, 0)


@pytest.mark.parametrize(
    ("grain", "expected"), [(Grain.QUARTER, "2026Q4"), (Grain.MONTH, "2026-11"), (Grain.WEEK, "2026W46")]
)
def test_the_latest_period_is_the_one_the_data_reach_into(world: World, grain: Grain, expected: str) -> None:
    assert latest_period(world.engine, grain) == parse(expected)


def test_a_named_moment_moves_the_latest_period(world: World) -> None:
    assert latest_period(world.engine, as_of=moment("2026-07-01 00:00:00")) == parse("2026Q3")
    assert latest_period(world.engine, as_of=moment("2026-06-30 23:59:59")) == parse("2026Q2")


def test_a_fiscal_quarter_is_the_organisations_own(april_world: World) -> None:
    found: Sequence[Standing] = board(april_world.engine, parse("2024Q4", 4))
    windows = {(item.promise.window, item.period) for item in found if item.promise.window is not Grain.MONTH}
    assert windows == {
        (Grain.QUARTER, Period(date(2025, 1, 1), date(2025, 3, 31), Grain.QUARTER)),
        (Grain.HALF, Period(date(2024, 10, 1), date(2025, 3, 31), Grain.HALF)),
        (Grain.YEAR, Period(date(2024, 4, 1), date(2025, 3, 31), Grain.YEAR)),
        (Grain.ROLLING_365, Period(date(2024, 4, 1), date(2025, 3, 31), Grain.ROLLING_365)),
    }
