"""The gateway: parts add up to wholes, windows and stocks to their days, and what cannot be told is refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.errors import QueryFailed, StoreError, UnknownName, UsageError
from data.store import FORMAT, MANIFEST, Store
from data.warehouse import DuckDBWarehouse
from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import Filter, Grain, Kind, Query, Row, Scope
from metrics.periods import containing, end_moment
from tests.metrics.small import Make
from tests.metrics.worlds import SHANGHAI, World, import_rows, moment

ADDITIVE = [name for name, item in metrics().items() if item.kind in (Kind.RATE, Kind.COUNT)]
QUANTILES = [name for name, item in metrics().items() if item.kind is Kind.QUANTILE]
STOCKS = [name for name, item in metrics().items() if item.kind is Kind.STOCK]
AS_OF = moment("2025-12-29 18:00:00")
"""In the last week of the invented data, so that hits, misses and undecided cases are all there."""


@pytest.fixture(scope="module")
def engine(invented_world: World) -> Engine:
    return invented_world.engine


def counts(rows: tuple[Row, ...] | list[Row]) -> dict[str, int]:
    """What adds up."""
    fields = ("numerator", "denominator", "undecided", "excluded", "stopped")
    return {name: sum(getattr(row, name) or 0 for row in rows) for name in fields}


# --- parts and wholes


@pytest.mark.parametrize("name", [*ADDITIVE, *STOCKS])
def test_the_parts_of_any_dimension_add_up_to_the_whole(engine: Engine, name: str) -> None:
    whole = engine.run(Query((name,), as_of=AS_OF)).only(name)
    for item in dimensions(metrics()[name].source):
        rows = engine.run(Query((name,), by=(item,), as_of=AS_OF)).rows
        assert counts(rows) == counts([whole]), item
        assert len({row.group for row in rows}) == len(rows), item
        assert max((row.oldest_open_hours or 0 for row in rows), default=0) == (whole.oldest_open_hours or 0), item


@pytest.mark.parametrize("name", ADDITIVE)
@pytest.mark.parametrize("grain", [grain for grain in Grain if not grain.rolling_days])
def test_the_periods_of_any_grain_add_up_to_the_whole(engine: Engine, name: str, grain: Grain) -> None:
    whole = engine.run(Query((name,), as_of=AS_OF)).only(name)
    rows = engine.run(Query((name,), grain=grain, as_of=AS_OF)).rows
    assert counts(rows) == counts([whole])
    assert [row.period for row in rows] == sorted({row.period for row in rows if row.period})


@pytest.mark.parametrize("name", QUANTILES)
def test_the_cases_behind_a_quantile_add_up_though_the_quantiles_do_not(engine: Engine, name: str) -> None:
    whole = engine.run(Query((name,), as_of=AS_OF)).only(name)
    (by, *_) = dimensions(metrics()[name].source)
    rows = engine.run(Query((name,), by=(by,), grain=Grain.MONTH, as_of=AS_OF)).rows
    assert (sum(row.n for row in rows), counts(rows)) == (whole.n, counts([whole]))


@pytest.mark.parametrize("name", [name for name in ADDITIVE if metrics()[name].kind is Kind.RATE])
def test_of_a_rate_every_part_is_consistent_with_itself(engine: Engine, name: str) -> None:
    by = {"orders": ("region", "channel"), "tickets": ("region", "channel")}
    found = metrics()[name]
    for row in engine.run(
        Query((name,), by=by.get(found.source, tuple(dimensions(found.source))[:2]), grain=Grain.WEEK, as_of=AS_OF)
    ).rows:
        assert row.numerator is not None
        assert row.denominator is not None
        assert 0 <= row.numerator <= row.denominator
        assert (row.stopped is None) == (found.clock is None)
        if row.stopped is not None:
            assert row.numerator <= row.stopped <= row.denominator  # what has stopped is never undecided
        if row.denominator:
            assert row.low is not None
            assert row.high is not None
            assert 0 <= row.low <= (row.value or 0) <= row.high <= 1
        else:
            assert (row.value, row.low, row.high) == (None, None, None)


# --- windows and stocks


@pytest.mark.parametrize("name", ["complaint_resolved_48h", "order_in_promise", "ticket_arrivals"])
@pytest.mark.parametrize("grain", [grain for grain in Grain if grain.rolling_days])
def test_a_rolling_window_is_the_direct_question_for_its_days(engine: Engine, name: str, grain: Grain) -> None:
    first, last = date(2025, 3, 1), date(2025, 3, 12)
    asked = Query((name,), first, last, grain, by=("channel",), as_of=AS_OF)
    rolled = {(row.period, row.group): row for row in engine.run(asked).rows}
    for number in range((last - first).days + 1):
        end = first + timedelta(days=number)
        start = end - timedelta(days=(grain.rolling_days or 0) - 1)
        direct = engine.run(Query((name,), start, end, by=("channel",), as_of=AS_OF)).rows
        assert [
            row for (period, _), row in rolled.items() if period == start and row.group not in {d.group for d in direct}
        ] == []
        for row in direct:
            assert replace(rolled[start, row.group], period=None) == row


@pytest.mark.parametrize("name", QUANTILES)
def test_a_quantile_is_not_rolled(engine: Engine, name: str) -> None:
    with pytest.raises(UsageError, match="do not add up"):
        engine.run(Query((name,), grain=Grain.ROLLING_28))


@pytest.mark.parametrize("by", [(), ("channel",), ("kind", "priority")])
def test_the_backlog_of_a_day_is_the_day_befores_and_arrivals_less_closures(
    engine: Engine, by: tuple[str, ...]
) -> None:
    def daily(name: str) -> dict[tuple[object, ...], dict[date, int]]:
        found: dict[tuple[object, ...], dict[date, int]] = {}
        for row in engine.run(Query((name,), grain=Grain.DAY, by=by, as_of=AS_OF)).rows:
            assert row.period is not None
            found.setdefault(row.group, {})[row.period] = row.n
        return found

    backlog, arrivals, closures = daily("backlog"), daily("ticket_arrivals"), daily("ticket_closures")
    assert backlog.keys() >= arrivals.keys() | closures.keys()
    for group, levels in backlog.items():
        before = 0
        for day in sorted(levels):
            moved = arrivals.get(group, {}).get(day, 0) - closures.get(group, {}).get(day, 0)
            assert levels[day] == before + moved, (group, day)
            before = levels[day]


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER])
def test_the_last_level_of_the_backlog_is_the_backlog_at_the_as_of_moment(engine: Engine, grain: Grain) -> None:
    levels = engine.run(Query(("backlog",), grain=grain, as_of=AS_OF)).rows
    assert levels[-1].n == engine.run(Query(("backlog",), as_of=AS_OF)).only("backlog").n


@pytest.mark.parametrize("end", [date(2025, 6, 30), date(2025, 6, 14)], ids=["a whole month", "half a month"])
def test_the_backlog_at_the_end_of_a_range_is_the_same_with_and_without_a_grain(engine: Engine, end: date) -> None:
    levels = engine.run(Query(("backlog",), date(2025, 1, 1), end, Grain.MONTH)).rows
    assert levels[-1].period == date(2025, 6, 1)
    assert levels[-1].n == engine.run(Query(("backlog",), end=end)).only("backlog").n
    assert levels[-1].n == engine.run(Query(("backlog",), as_of=end_moment(end, SHANGHAI))).only("backlog").n


def test_a_range_that_begins_inside_a_month_keeps_that_month_for_stocks_as_for_counts(engine: Engine) -> None:
    periods = {
        name: [row.period for row in engine.run(Query((name,), date(2025, 3, 15), date(2025, 5, 31), Grain.MONTH)).rows]
        for name in ("ticket_arrivals", "backlog")
    }
    assert periods["backlog"] == periods["ticket_arrivals"]


def test_a_day_without_arrivals_and_closures_has_a_backlog_all_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """One ticket comes on Monday and another on Thursday: on Tuesday and Wednesday one is waiting, not none."""
    world = import_rows(
        tmp_path_factory.mktemp("quiet"),
        tickets=[
            {"ticket_id": n, "kind": "inquiry", "created_at": f"2026-06-{day} 10:00:00"}
            for n, day in enumerate(("01", "04"))
        ],
    )
    rows = world.engine.run(Query(("backlog",), date(2026, 6, 1), date(2026, 6, 4), Grain.DAY)).rows
    assert [(row.period, row.n) for row in rows] == [
        (date(2026, 6, day), n) for day, n in ((1, 1), (2, 1), (3, 1), (4, 2))
    ]


def test_the_backlog_by_age_is_told_at_one_moment_only(engine: Engine) -> None:
    for question in (Query(("backlog",), grain=Grain.DAY, by=("age",)), Query(("backlog",), grain=Grain.ROLLING_7)):
        with pytest.raises(UsageError, match="one moment"):
            engine.run(question)


# --- names, values, scopes


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        (Query(("order_normal_24",)), "order_normal_24h"),
        (Query(("backlogs",)), "backlog"),
        (Query(("backlog",), by=("chanel",)), "channel"),
        (Query(("backlog",), where=(Filter("Team", ("after-sales",)),)), "team"),
        (Query(("backlog",), where=(Filter("team", ("aftersales",)),)), "after-sales"),
        (Query(("backlog",), where=(Filter("kind", ("complain",)),)), "complaint"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_ones(engine: Engine, question: Query, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        engine.run(question)
    assert nearest in caught.value.nearest
    assert caught.value.to("zh")


@pytest.mark.parametrize(
    ("values", "same_as"),
    [
        (("phone", "email"), [("phone",), ("email",)]),
        (("phone", None), [("phone",), (None,)]),
        (("PHONE",), [("phone",)]),
        ((), []),
    ],
)
def test_a_filter_keeps_the_rows_with_any_of_its_values(
    engine: Engine, values: tuple[str | None, ...], same_as: list[tuple[str | None, ...]]
) -> None:
    def asked(which: tuple[str | None, ...]) -> int:
        return engine.run(Query(("ticket_arrivals",), where=(Filter("channel", which),))).only("ticket_arrivals").n

    assert asked(values) == sum(asked(which) for which in same_as)


def test_a_code_of_a_closed_list_that_no_row_has_finds_nothing_and_is_no_error(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = import_rows(
        tmp_path_factory.mktemp("codes"),
        tickets=[{"ticket_id": 1, "kind": "complaint", "created_at": "2026-06-01 10:00:00"}],
    )
    assert (
        world.engine.run(Query(("ticket_arrivals",), where=(Filter("kind", ("feedback",)),))).only("ticket_arrivals").n
        == 0
    )


def test_several_filters_narrow_each_other(engine: Engine) -> None:
    where = (Filter("channel", ("phone",)), Filter("team", ("complaints",)))
    both = engine.run(Query(("ticket_arrivals",), where=where)).only("ticket_arrivals").n
    split = engine.run(Query(("ticket_arrivals",), by=("channel", "team"))).rows
    assert both == next(row.n for row in split if row.group == ("phone", "complaints"))


def test_a_scope_narrows_every_answer_as_a_filter_would(engine: Engine) -> None:
    item = Filter("team", ("complaints",))
    question = Query(("complaint_resolved_48h", "backlog"), as_of=AS_OF)
    assert engine.run(question, Scope((item,))).rows == engine.run(replace(question, where=(item,))).rows


def test_a_scope_that_a_source_does_not_know_lets_nothing_through(engine: Engine) -> None:
    with pytest.raises(UnknownName):
        engine.run(Query(("order_in_promise",)), Scope((Filter("team", ("complaints",)),)))


def test_the_values_to_choose_from_are_those_within_the_scope(invented_world: World) -> None:
    """A merchant limited to its own rows must not read the others' names in a list or in an error."""
    engine = Engine(invented_world.engine._warehouse)
    scope = Scope((Filter("merchant_id", ("m3",)),))
    assert engine.values("orders", "merchant_id", scope) == ("m3",)
    with pytest.raises(UnknownName) as caught:
        engine.run(Query(("order_in_promise",), where=(Filter("merchant_id", ("m33",)),)), scope)
    assert caught.value.nearest == ["m3"]


def test_values_are_sorted_with_not_given_last(engine: Engine) -> None:
    assert engine.values("tickets", "channel") == ("app", "email", "phone", "web", None)
    assert engine.values("orders", "express") == (False, True, None)
    assert engine.values("tickets", "age") == ("1_under_24h", "2_24_48h", "3_48_72h", "4_over_72h")


# --- the cache


def test_the_same_question_is_answered_by_the_same_object(engine: Engine) -> None:
    assert engine.run(Query(("backlog",), by=("team",))) is engine.run(Query(("backlog",), by=("team",)))


def test_another_question_or_another_scope_is_never_answered_from_the_cache(engine: Engine) -> None:
    asked = Query(("ticket_arrivals",))
    whole = engine.run(asked)
    scoped = engine.run(asked, Scope((Filter("team", ("complaints",)),)))
    assert scoped is not whole
    assert scoped.only("ticket_arrivals").n < whole.only("ticket_arrivals").n
    assert engine.run(asked) is whole
    assert engine.run(replace(asked, as_of=AS_OF)) is not whole


def test_threads_share_an_engine_and_get_the_answers_one_alone_gets(invented_world: World) -> None:
    questions = [
        Query((name,), by=(by,), as_of=AS_OF) for name in ("backlog", "resolution_p90") for by in dimensions("tickets")
    ]
    alone = [Engine(invented_world.engine._warehouse).run(question).rows for question in questions]
    shared = Engine(invented_world.engine._warehouse)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: shared.run(question).rows, questions * 3))
    assert together == alone * 3


# --- what cannot be told


def test_a_range_that_ends_before_it_starts_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="before it starts"):
        engine.run(Query(("backlog",), date(2025, 2, 1), date(2025, 1, 1)))


def test_a_source_without_rows_gives_no_data(teaching_world: World) -> None:
    row = teaching_world.engine.run(Query(("order_in_promise",))).only("order_in_promise")
    assert (row.value, row.n, row.low) == (None, 0, None)


def test_a_version_of_another_release_is_refused_with_what_to_do(make: Make) -> None:
    """Whatever its engine tables look like, they were not made for these statements."""
    world = make(tickets=[{"kind": "complaint", "created_at": "2026-06-01 10:00:00"}])
    manifest = world.store.folder(world.store.current_id() or "") / MANIFEST
    content = json.loads(manifest.read_text("utf-8"))
    assert content["format"] == FORMAT
    manifest.write_text(json.dumps({**content, "format": FORMAT - 1}), "utf-8")
    with pytest.raises(StoreError, match="another release") as caught:
        DuckDBWarehouse(world.store)
    assert "python" not in caught.value.to("zh")
    assert "Import a file once more" in caught.value.to("en")


@pytest.mark.parametrize("name", [name for name, item in metrics().items() if item.kind is Kind.STATE])
def test_a_state_is_not_rolled(engine: Engine, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be rolled"):
        engine.run(Query((name,), grain=Grain.ROLLING_28))


@pytest.mark.parametrize("grain", [Grain.WEEK, Grain.MONTH, Grain.QUARTER])
def test_a_state_at_the_end_of_a_period_is_the_state_asked_for_that_day(engine: Engine, grain: Grain) -> None:
    start, end = date(2025, 2, 10), date(2025, 5, 20)
    for name in ("agent_training", "findings_open", "members_active"):
        rows = engine.run(Query((name,), start, end, grain, as_of=AS_OF)).rows
        assert rows
        for row in rows:
            assert row.period is not None
            last = min(containing(row.period, grain).end, end)
            alone = engine.run(Query((name,), end=last, as_of=AS_OF)).only(name)
            assert (row.value, row.n) == (alone.value, alone.n), (name, row.period)


def test_before_the_first_row_of_a_register_a_state_is_not_known(make: Make) -> None:
    """The first agent is known from 2024 on: of 2020 the head-count is unknown, and not nought."""
    world = make(
        agents=[{"agent_id": "A", "joined_on": "2024-01-10"}],
        trainings=[{"agent_id": "A", "started_at": "2024-06-01 09:00:00", "status": "completed"}],
    )
    row = world.engine.run(Query(("agents_employed",), date(2020, 1, 1), date(2020, 3, 31))).only("agents_employed")
    assert (row.value, row.n) == (None, 0)


def test_the_days_of_members_of_all_months_add_up_to_those_of_the_whole(engine: Engine) -> None:
    start, end = date(2025, 1, 10), date(2025, 6, 20)
    months = engine.run(Query(("member_days",), start, end, Grain.MONTH, as_of=AS_OF)).rows
    assert (
        sum(row.n for row in months)
        == engine.run(Query(("member_days",), start, end, as_of=AS_OF)).only("member_days").n
    )


def test_a_register_reaches_as_far_as_the_store_does(make: Make) -> None:
    """The last incident was in March, the last ticket in July: since then none is known, which is 0 and not “no data”."""
    world = make(
        tickets=[{"kind": "complaint", "created_at": "2026-07-10 10:00:00"}],
        incidents=[{"kind": "leak", "discovered_at": "2026-03-01 09:00:00", "occurred_at": "2026-03-01 08:00:00"}],
    )
    engine = world.engine
    assert engine.data_to("incidents") == engine.data_to("tickets") == moment("2026-07-10 10:00:00")
    assert engine.run(Query(("no_leaks",), date(2026, 4, 1), date(2026, 6, 30))).only("no_leaks").value == 0.0
    assert engine.run(Query(("days_since_leak",))).only("days_since_leak").value == 131
    assert engine.data_to("audits") is None  # a register nobody has brought says nothing


def test_the_head_count_is_judged_as_far_as_the_trainings_reach(make: Make) -> None:
    """Trainings come by quarter, agents daily: an agent whose training is not in yet must not be short of it."""
    world = make(
        tickets=[{"kind": "inquiry", "created_at": "2026-09-20 10:00:00"}],
        agents=[{"agent_id": "A", "joined_on": "2020-01-01"}],
        trainings=[{"agent_id": "A", "started_at": f"{day} 09:00:00", "finished_at": f"{day} 11:00:00", "status": "completed"}
                   for day in ("2025-09-10", "2026-06-30")],
    )  # fmt: skip
    result = world.engine.run(Query(("agent_training",)))
    assert (result.as_of, result.only("agent_training").value) == (moment("2026-06-30 11:00:00"), 1.0)
    late = world.engine.run(Query(("agent_training",), as_of=moment("2026-09-20 10:00:00")))
    assert late.only("agent_training").value == 0.0


def test_a_change_is_measured_against_the_days_named_else_against_the_first_six_full_months(make: Make) -> None:
    """Orders from 15 January take 10 hours, those of September 5: the first full months are February to July."""
    orders = [
        {
            "created_at": f"{day} 01:00:00",
            "paid_at": f"{day} 01:00:00",
            "handed_over_at": f"{day} {1 + hours:02d}:00:00",
        }
        for day, hours in (
            ("2026-01-15", 20),
            ("2026-02-01", 10),
            ("2026-07-31", 10),
            ("2026-08-01", 2),
            ("2026-09-10", 5),
        )
    ]
    engine = make(orders=orders).engine
    asked = Query(("order_speedup",), date(2026, 9, 1), date(2026, 9, 30))
    assert engine.run(asked).only("order_speedup").value == pytest.approx(-0.5)
    january = replace(asked, baseline=(date(2026, 1, 1), date(2026, 1, 31)))
    assert engine.run(january).only("order_speedup").value == pytest.approx(-0.75)
    empty = replace(asked, baseline=(date(2025, 1, 1), date(2025, 1, 31)))
    assert engine.run(empty).only("order_speedup").value is None


def test_an_empty_store_says_what_to_do(store: Store) -> None:
    with pytest.raises(StoreError, match="python -m data demo"):
        DuckDBWarehouse(store)


def test_a_version_can_be_opened_twice_in_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two pages, or a page and the command line in one process, must not lock each other out."""
    world = import_rows(
        tmp_path_factory.mktemp("twice"),
        tickets=[{"ticket_id": 1, "kind": "complaint", "created_at": "2026-06-01 10:00:00"}],
    )
    first, second = Engine(DuckDBWarehouse(world.store)), Engine(DuckDBWarehouse(world.store))
    assert first.run(Query(("backlog",))).rows == second.run(Query(("backlog",))).rows


def test_a_question_that_takes_too_long_is_stopped_with_a_sentence(invented_world: World) -> None:
    warehouse = invented_world.engine._warehouse
    allowed, warehouse.time_limit = warehouse.time_limit, 0.05
    try:
        with pytest.raises(QueryFailed, match="shorter period"):
            warehouse.fetch(
                "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = $x", {"x": 3}
            )
    finally:
        warehouse.time_limit = allowed


def test_an_answer_says_for_which_moment_and_version_it_is_true(invented_world: World) -> None:
    result = invented_world.engine.run(Query(("backlog", "order_in_promise"), as_of=AS_OF))
    assert (result.as_of, result.version) == (AS_OF, invented_world.store.current_id())
    assert len(result.statements) == 2
    assert [row.metric for row in result.rows] == ["backlog", "order_in_promise"]
