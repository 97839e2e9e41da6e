"""Pivot tables: every total is the answer to the coarser question, and no place says more than the data do."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from data.errors import KeptError, UsageError
from metrics import pivot as module
from metrics.applicable import sources
from metrics.catalog import metric, metrics
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import Filter, Grain, Kind, Query, Row
from metrics.periods import Period, parse
from metrics.pivot import CannotBeSplit, pivot, splits
from metrics.pivot_figures import ALL, Column, Group, Pivot
from metrics.pivot_order import Order, across, default_order, ordered
from tests.metrics.small import Make, draw, order, ticket
from tests.metrics.worlds import World

GRAINS = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
SPLIT = {name: [by for by in dimensions(found.source) if splits(name, by)] for name, found in metrics().items()}
"""What each metric can be split by."""
PERIODS = [parse(text) for text in ("2025", "2025Q3", "2025-11", "2025-10-15..2025-12-20")]
JULY, Q3 = parse("2026-07"), parse("2026Q3")
MAKES = [name for name, found in metrics().items() if found.kind in (Kind.RATE, Kind.COUNT)]


@pytest.fixture(scope="module")
def engine(invented_world: World) -> Engine:
    return invented_world.engine


def asked_at(engine: Engine, found: Pivot, name: str, group: Group, column: Column) -> Row | None:
    """The figure of one place, asked for by itself with filters."""
    where = [Filter(by, (_text(value),)) for by, value in zip(found.rows, group, strict=False)]
    if column is not ALL and isinstance(found.columns, str) and not isinstance(found.columns, Grain):
        where.append(Filter(found.columns, (_text(column),)))
    days = found.period_of(column)
    return next(iter(engine.run(Query((name,), days.start, days.end, where=tuple(where))).rows), None)


def _text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def same(one: Row | None, other: Row | None) -> bool:
    """Whether two answers say the same, as far as both kinds of question tell it."""
    if one is None or other is None:
        return one is other
    fields = ("value", "numerator", "denominator", "n", "undecided")
    return all(getattr(one, name) == pytest.approx(getattr(other, name)) for name in fields)


# totals are the engine's


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, tuple[str, ...], str | Grain | None]:
    name = draw(st.sampled_from(sorted(metrics())))
    few = [by for by in SPLIT[name] if by not in ("sku", "agent_id", "merchant_id", "wave", "hour")] or SPLIT[name]
    by = draw(st.lists(st.sampled_from(few), unique=True, max_size=3)) if few else []
    if draw(st.booleans()):
        return name, tuple(by), draw(st.sampled_from(GRAINS))
    return name, tuple(by[:-1]), by[-1] if by else None


@settings(max_examples=60)
@given(layouts(), st.sampled_from(PERIODS), st.data())
def test_every_place_of_a_table_says_what_the_engine_says_of_it_alone(
    engine: Engine, layout: tuple[str, tuple[str, ...], str | Grain | None], period: Period, data: st.DataObject
) -> None:
    name, rows, columns = layout
    found = pivot(engine, (name,), rows, columns, period)
    if found.refused:
        assert metric(name).kind in (Kind.STOCK, Kind.STATE) and "age" in (*rows, columns)  # noqa: PT018
        return
    places = sorted(found.figures, key=str)
    for place in data.draw(st.lists(st.sampled_from(places), max_size=6, unique_by=str)) if places else []:
        _name, group, column = place
        direct = asked_at(engine, found, name, group, column)
        assert same(found.at(name, group, column), direct), (place, direct)


@pytest.mark.parametrize("name", MAKES)
@pytest.mark.parametrize("columns", [Grain.MONTH, Grain.WEEK, "region", "category"])
def test_cells_add_up_to_their_totals_where_a_dimension_parts_the_cases(
    engine: Engine, name: str, columns: str | Grain
) -> None:
    """Counts add up; of rates, numerators and denominators do, and the rates themselves need not."""
    rows = tuple(by for by in ("channel", "kind", "team", "severity", "level") if by in SPLIT[name])[:2]
    if isinstance(columns, str) and columns not in (*SPLIT[name], *GRAINS):
        pytest.skip("the metric lacks the dimension")
    found = pivot(engine, (name,), rows, columns, parse("2025"))

    def added(places: list[tuple[Group, Column]]) -> list[int]:
        parts = [row for group, column in places if (row := found.at(name, group, column)) is not None]
        return [sum(getattr(row, field) or 0 for row in parts) for field in ("numerator", "denominator", "undecided")]

    for _name, group, column in found.figures:
        whole = added([(group, column)])
        if column is ALL:
            assert added([(group, head) for head in found.across]) == whole, group
        if len(group) < len(rows):
            inner = {longer[: len(group) + 1] for longer in found.groups if longer[: len(group)] == group}
            assert added([(part, column) for part in inner]) == whole, (group, column)


HOUR_LISTS = {"a": (1, 2, 3, 4, 5), "b": (10, 20, 30), "c": (6,)}


def test_the_median_of_all_is_neither_the_sum_nor_the_mean_of_medians(make: Make) -> None:
    """1 to 5 hours (3), 10, 20 and 30 hours (20), 6 hours (6): of all nine, the fifth is 5."""
    world = make(tickets=[
        ticket("after_sales", team=team, first_reply_at=f"2026-07-{1 + (9 + hours) // 24:02d} {(9 + hours) % 24:02d}:00:00")
        for team, hours_of in HOUR_LISTS.items() for hours in hours_of
    ])  # fmt: skip
    found = pivot(world.engine, ("first_response_p50",), ("team",), Grain.MONTH, Q3)
    name = "first_response_p50"
    medians = {group[0]: row.value for group in found.groups if (row := found.at(name, group)) is not None}
    assert medians == {"a": 3.0, "b": 20.0, "c": 6.0}
    for column in (ALL, date(2026, 7, 1)):
        row = found.at(name, (), column)
        assert row is not None
        assert (row.value, row.n) == (5.0, 9)
    assert 5.0 not in (sum(medians.values()), sum(medians.values()) / 3)


def test_a_kind_drawn_in_two_months_is_one_kind_of_the_quarter(make: Make) -> None:
    """A in July and in August, B in August: one and two kinds, but two altogether."""
    world = make(
        inspections=[
            draw("passed", day, sku) for sku, day in (("A", "2026-07-02"), ("A", "2026-08-03"), ("B", "2026-08-04"))
        ]
    )
    found = pivot(world.engine, ("kinds_sampled",), (), Grain.MONTH, Q3)
    assert [getattr(found.at("kinds_sampled", (), head), "value", None) for head in (*found.across, ALL)] == [1, 2, 2]


def test_a_kind_sampled_at_two_merchants_is_one_kind_in_all(make: Make) -> None:
    world = make(
        inspections=[draw("passed", "2026-07-02", "A", merchant_id="m1"), draw("passed", "2026-07-20", "A", merchant_id="m2")]
    )  # fmt: skip
    found = pivot(world.engine, ("kinds_sampled",), ("merchant_id",), None, Q3)
    assert [getattr(found.at("kinds_sampled", group), "value", None) for group in (("m1",), ("m2",), ())] == [1, 1, 1]


def test_outer_groups_have_totals_of_their_own(engine: Engine) -> None:
    found = pivot(engine, ("ticket_arrivals",), ("channel", "region", "team"), None, parse("2025"))
    depths = {len(group) for _name, group, _column in found.figures}
    assert depths == {0, 1, 2, 3}
    assert all(len(group) == 3 for group in found.groups)


# what one metric cannot answer


def test_a_metric_that_lacks_the_dimension_says_so_and_leaves_the_others_alone(engine: Engine) -> None:
    found = pivot(engine, ("ticket_arrivals", "orders_placed"), ("team",), Grain.QUARTER, parse("2025"))
    assert found.told == ("ticket_arrivals",)
    refused = found.refused["orders_placed"]
    assert isinstance(refused, CannotBeSplit)
    assert (refused.to("en"), refused.to("zh")) == ("This figure is not told apart by team.", "该指标无法按团队区分。")
    assert found.at("orders_placed", ()) is None
    assert found.groups


def test_complaints_per_order_need_the_dimension_in_both_sources(engine: Engine) -> None:
    assert "team" in dimensions("tickets")
    assert "complaints_per_1000" in pivot(engine, ("complaints_per_1000",), ("team",), None, parse("2025")).refused


def test_the_backlog_by_age_has_no_periods_and_says_why(engine: Engine) -> None:
    refused = pivot(engine, ("backlog",), ("age",), Grain.MONTH, parse("2025")).refused
    assert "by age is told at one moment" in refused["backlog"].to("en")
    assert pivot(engine, ("backlog",), ("age",), None, parse("2025")).told == ("backlog",)


def test_filters_a_metric_cannot_answer_refuse_it(engine: Engine) -> None:
    def where(name: str) -> tuple[Filter, ...]:
        if name == "orders_placed":
            raise KeptError("no", "否")
        return (Filter("channel", ("phone",)),)

    found = pivot(engine, ("ticket_arrivals", "orders_placed"), ("region",), None, parse("2025"), where=where)
    assert found.told == ("ticket_arrivals",)
    alone = pivot(engine, ("ticket_arrivals",), ("region",), "channel", parse("2025"))
    assert getattr(found.at("ticket_arrivals", ()), "n", 0) == getattr(alone.at("ticket_arrivals", (), "phone"), "n", 1)


def test_more_groups_than_a_table_can_hold_are_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_GROUPS", 10)
    found = pivot(engine, ("ticket_arrivals",), ("channel", "region"), None, parse("2025"))
    assert "more than 10 groups" in found.refused["ticket_arrivals"].to("en")
    assert not found.figures


@pytest.mark.parametrize("name", metrics())
def test_every_metric_has_a_table_or_a_sentence(engine: Engine, name: str) -> None:
    for columns in (None, Grain.MONTH):
        found = pivot(engine, (name,), tuple(SPLIT[name][:1]), columns, parse("2025"))
        assert found.told == (name,) or all(isinstance(error, UsageError) for error in found.refused.values())
        assert all(row.value is not None or row.n or row.undecided for row in found.figures.values())


# places without rows


def test_what_is_counted_and_was_not_found_is_nought_and_a_rate_has_no_data(make: Make) -> None:
    world = make(tickets=[
        ticket("complaint", team="a", channel="phone", resolved_at="2026-07-01 20:00:00"),
        ticket("complaint", team="b", channel="email", resolved_at="2026-07-02 09:00:00"),
    ])  # fmt: skip
    found = pivot(world.engine, ("complaints_received", "complaint_resolved_48h"), ("team",), "channel", JULY)
    cells = {
        (group[0], head): (
            getattr(found.at("complaints_received", group, head), "value", None),
            getattr(found.at("complaint_resolved_48h", group, head), "value", None),
        )
        for group in found.groups for head in found.across
    }  # fmt: skip
    assert cells == {
        ("a", "phone"): (1, 1),
        ("b", "email"): (1, 1),
        ("a", "email"): (0, None),
        ("b", "phone"): (0, None),
    }


def test_a_period_in_which_nothing_came_stands_between_the_others_with_nought(make: Make) -> None:
    world = make(
        orders=[
            order(created_at="2026-07-03 09:00:00", paid_at=""),
            order(created_at="2026-09-03 09:00:00", paid_at=""),
        ]
    )
    found = pivot(world.engine, ("orders_placed",), (), Grain.MONTH, parse("2026"))
    assert found.across == (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
    assert [getattr(found.at("orders_placed", (), head), "value", None) for head in found.across] == [1, 0, 1]
    assert found.at("orders_placed", (), date(2026, 12, 1)) is None  # after the data end
    assert found.at("orders_placed", (), date(2026, 1, 1)) is None  # before they begin


def test_before_the_records_a_state_rests_on_there_is_no_nought(demo_world: World) -> None:
    """Agents are known before their first training; nobody can tell who was short of one then."""
    first = demo_world.engine.first_day("trainings")
    assert first is not None
    year = Period(date(first.year - 1, 1, 1), date(first.year, 12, 31))
    found = pivot(demo_world.engine, ("agents_short",), ("team",), Grain.MONTH, year)
    early = [head for head in found.across if isinstance(head, date) and found.period_of(head).end < first]
    assert [found.at("agents_short", group, head) for group in found.groups for head in early] == [None] * (
        len(found.groups) * len(early)
    )
    assert found.at("agents_short", (), date(first.year - 1, 3, 1)) is None


def test_the_first_and_last_period_are_cut_to_the_days_asked_for(engine: Engine) -> None:
    days = Period(date(2025, 10, 15), date(2025, 12, 20))
    found = pivot(engine, ("ticket_arrivals",), (), Grain.MONTH, days)
    assert [(shown.start, shown.end) for shown in map(found.period_of, found.across)] == [
        (date(2025, 10, 15), date(2025, 10, 31)), (date(2025, 11, 1), date(2025, 11, 30)), (date(2025, 12, 1), date(2025, 12, 20)),
    ]  # fmt: skip
    assert found.period_of(ALL) == days


def test_quarters_of_a_fiscal_year_that_begins_in_april(april_world: World) -> None:
    found = pivot(april_world.engine, ("ticket_arrivals",), (), Grain.YEAR, parse("2025", 4))
    assert found.across == (date(2025, 4, 1),)


# order


def by_code(_dimension: str, value: object) -> bytes:
    return str(value).encode()


RATES = {"good": (30, 30), "bad": (20, 30), "tiny": (0, 3), "middle": (27, 30)}


def teams(make: Make) -> Pivot:
    rows = [
        ticket("complaint", team=team, resolved_at="2026-07-01 20:00:00" if number < hits else "2026-07-09 20:00:00")
        for team, (hits, n) in RATES.items() for number in range(n)
    ]  # fmt: skip
    return pivot(make(tickets=rows).engine, ("complaint_resolved_48h",), ("team",), None, Q3)


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (Order.LOW, ["bad", "middle", "good", "tiny"]),
        (Order.HIGH, ["good", "middle", "bad", "tiny"]),
        (Order.NAME, ["bad", "good", "middle", "tiny"]),
    ],
)
def test_rows_stand_by_value_with_groups_too_small_to_rank_last(make: Make, how: Order, wanted: list[str]) -> None:
    assert [group[0] for group in ordered(teams(make), how, by_code)] == wanted


def test_worst_comes_first_and_hours_follow_each_other() -> None:
    assert default_order("complaint_resolved_48h", ("team",)) is Order.LOW
    assert default_order("complaints_received", ("team",)) is Order.HIGH
    assert default_order("complaints_received", ("hour", "team")) is Order.NAME
    assert default_order("order_in_promise", ("time_own_promise",)) is Order.NAME


def test_hours_are_sorted_as_numbers_and_not_given_stands_last(engine: Engine) -> None:
    hours = pivot(engine, ("ticket_arrivals",), ("hour",), "channel", parse("2025"))
    assert [group[0] for group in ordered(hours, Order.NAME, by_code)] == list(range(24))
    assert across(hours, by_code)[-1] is None
    channels = pivot(engine, ("ticket_arrivals",), ("channel",), "hour", parse("2025"))
    assert ordered(channels, Order.NAME, by_code)[-1] == (None,)
    assert across(channels, by_code) == tuple(range(24))


def test_hours_and_bands_in_which_nothing_came_are_there_with_nought(make: Make) -> None:
    """Two tickets, at 3 and at 21 h on a Wednesday, one resolved at once and one after three days."""
    world = make(tickets=[
        ticket("complaint", created_at="2026-07-01 03:00:00", resolved_at="2026-07-01 03:30:00"),
        ticket("complaint", created_at="2026-07-01 21:00:00", resolved_at="2026-07-04 20:00:00"),
    ])  # fmt: skip
    found = pivot(world.engine, ("complaints_received",), ("weekday",), "hour", JULY)
    assert [group[0] for group in ordered(found, Order.NAME, by_code)] == list(range(1, 8))
    hours = [getattr(found.at("complaints_received", (3,), hour), "value", None) for hour in across(found, by_code)]
    assert hours == [float(hour in (3, 21)) for hour in range(24)]
    bands = pivot(world.engine, ("complaints_received",), (), "time_resolved_48h", JULY)
    assert [getattr(bands.at("complaints_received", (), head), "n", None) for head in across(bands, by_code)] == [
        1,
        *[0] * 7,
        1,
    ]


def test_columns_are_the_largest_first_and_periods_by_time(engine: Engine) -> None:
    found = pivot(engine, ("ticket_arrivals",), (), "channel", parse("2025"))
    sizes = [
        getattr(found.at("ticket_arrivals", (), head), "n", 0) for head in across(found, by_code) if head is not None
    ]
    assert sizes == sorted(sizes, reverse=True)
    months = pivot(engine, ("ticket_arrivals",), (), Grain.MONTH, parse("2025"))
    assert list(across(months, by_code)) == sorted(months.across, key=str)


def test_inner_groups_stay_with_their_outer_one_whatever_their_values(engine: Engine) -> None:
    found = pivot(engine, ("ticket_arrivals",), ("channel", "region"), None, parse("2025"))
    outer = [group[0] for group in ordered(found, Order.HIGH, by_code)]
    assert [value for place, value in enumerate(outer) if place == 0 or value != outer[place - 1]] == list(
        dict.fromkeys(outer)
    )
    sizes = [getattr(found.at("ticket_arrivals", (value,)), "n", 0) for value in dict.fromkeys(outer)]
    assert sizes == sorted(sizes, reverse=True)


@settings(max_examples=20)
@given(st.sampled_from(sorted(metrics())), st.sampled_from(Order))
def test_sorting_loses_nothing(engine: Engine, name: str, how: Order) -> None:
    rows = tuple(SPLIT[name][:2])
    found = pivot(engine, (name,), rows, Grain.QUARTER, parse("2025"))
    assert sorted(ordered(found, how, by_code), key=str) == sorted(found.groups, key=str)
    assert set(across(found, by_code)) == set(found.across)


def test_a_table_without_a_single_figure_can_still_be_sorted(engine: Engine) -> None:
    found = replace(pivot(engine, ("orders_placed",), ("team",), None, parse("2025")), groups=(("a",), (None,)))
    assert ordered(found, Order.HIGH, by_code) == (("a",), (None,))


def test_all_sources_of_a_metric_are_asked_for_a_dimension() -> None:
    assert splits("complaints_per_1000", "category")
    assert not splits("complaints_per_1000", "team")
    assert all(splits(name, by) for name in SPLIT for by in SPLIT[name] for _source in sources(metric(name)))
