"""A roll-up answers what the rows answer, to the last integer; and it is used where it covers the question."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from math import isinf
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from data import change, monthly, roll_ups as specification
from data.__main__ import main as data_command
from data.errors import KeptError
from data.organisation import FILE
from data.roll_ups import SPECIFICATION, read, written
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.board import standing
from metrics.catalog import metric as metric_named, metrics
from metrics.certainty import margin
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Grain, Kind, Query, Row, Scope, spelt
from metrics.monthly import monthly_tables
from metrics.periods import containing, end_moment, months_before
from metrics.roll_ups import ALSO, FILTERED, MANY, TOGETHER, roll_ups
from tests.metrics import invented
from tests.metrics.worlds import import_rows

ROLLED = [item for item in metrics().values() if item.source in MANY]
GRAINS = [None, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.ROLLING_28]
OTHER_YEAR = 'fiscal_year_start_month = 4\ntime_zone = "Asia/Shanghai"\n'


@pytest.fixture(scope="module", params=["demo", "invented"])
def engines(request, tmp_path_factory) -> tuple[Engine, Engine]:
    """A version whose every source is rolled up: asked as the pages ask, and by statements on the rows alone.

    Of the invented rows some came later, so that their roll-ups were changed by the difference.
    """
    root = tmp_path_factory.mktemp("rolled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(specification, "LARGE", 1)
        patch.setattr(change, "MOST", 10.0)
        if request.param == "demo":
            words = [
                "demo",
                "--tickets",
                "1500",
                "--seed",
                "11",
                "--until",
                "2026-09-30",
                "--store",
                str(root / "store"),
            ]
            assert data_command(words) == 0
            store = Store(root / "store")
        else:
            made = {source: invented.records(make()) for source, make in invented.SOURCES.items()}
            early = {source: [row for number, row in enumerate(rows) if number % 20] for source, rows in made.items()}
            store = import_rows(root, organisation=OTHER_YEAR, **early).store
            import_rows(root, **{source: rows[::20] for source, rows in made.items()})
    return opened(store), on_rows(store)


def test_a_change_is_appended_to_the_roll_ups(engines) -> None:
    """Else the questions below would not meet any."""
    appended = [item.appended for item in engines[0]._warehouse.roll_ups]
    came_later = engines[0]._warehouse.manifest.parent is not None
    assert any(appended) == came_later


def opened(store: Store) -> Engine:
    return Engine(DuckDBWarehouse(store))


def on_rows(store: Store) -> Engine:
    engine = opened(store)
    present = engine._counted.present
    engine._counted = SimpleNamespace(answer=lambda _question: None, present=present)  # type: ignore[assignment]
    engine._monthly = SimpleNamespace(answer=lambda _: None, histogram=lambda _: None)  # type: ignore[assignment]
    return engine


def filters(data: st.DataObject, engine: Engine, source: str, most: int) -> tuple[Filter, ...]:
    names = [*FILTERED, *ALSO.get(source, ()), *TOGETHER.get(source, ()), *MANY[source], "hour"]
    known = [name for name in dict.fromkeys(names) if name in dimensions(source) and engine.values(source, name)]
    found = []
    for name in data.draw(st.lists(st.sampled_from(known), max_size=most, unique=True)):
        values = [None if value is None else spelt(value) for value in engine.values(source, name)]
        chosen = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))
        found.append(Filter(name, tuple(chosen)))
    return tuple(found)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_roll_up_answers_what_the_rows_answer(engines: tuple[Engine, Engine], data: st.DataObject) -> None:
    """A random metric by random dimensions, filtered, within a scope, in a random period, as known at a random moment."""
    rolled, plain = engines
    metric = data.draw(st.sampled_from(ROLLED))
    by = tuple(data.draw(st.lists(st.sampled_from(list(dimensions(metric.source))), max_size=2, unique=True)))
    where, scope = filters(data, plain, metric.source, 2), Scope(filters(data, plain, metric.source, 1))
    reach = plain.reach(metric)
    assert reach is not None
    last = plain.day_of(reach)
    start = data.draw(st.none() | st.just(last.replace(day=1)) | st.dates(last - timedelta(days=500), last))
    end = data.draw(st.none() | st.dates(start or last - timedelta(days=400), last + timedelta(days=9)))
    as_of = data.draw(st.none() | st.integers(reach - 60 * 86_400, reach + 5 * 86_400))
    query = Query(
        (metric.name,), start, end, data.draw(st.sampled_from(GRAINS)), by, where, as_of, exact=data.draw(st.booleans())
    )
    assert_told_alike(rolled, plain, query, scope)


def assert_told_alike(rolled: Engine, plain: Engine, query: Query, scope: Scope = ALL_ROWS) -> Sequence[Row]:
    """The same integers, and what comes from bins within the error it tells of."""
    try:
        expected = plain.run(query, scope)
    except KeptError as error:
        with pytest.raises(type(error)):
            rolled.run(query, scope)
        return ()
    answered = rolled.run(query, scope).rows
    assert [plain_row(row) for row in answered] == [plain_row(row) for row in expected.rows]
    for row, exact in zip(answered, expected.rows, strict=True):
        assert row.error == 0 or not query.exact
        for told, true in ((row.value, exact.value), (row.low, exact.low), (row.high, exact.high)):
            if row.error == 0 or told is None or true is None or isinf(true):
                assert told == true
            elif metric_named(row.metric).kind is Kind.RELATIVE:
                assert told == pytest.approx(true, abs=margin(row, told) + 1e-12, rel=0)
            else:
                assert told == pytest.approx(true, rel=row.error)
    return answered


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_change_of_a_duration_is_within_the_error_it_tells_of(
    engines: tuple[Engine, Engine], data: st.DataObject
) -> None:
    """By one filter of any values, split by nothing, by its own dimension or by express; against any baseline."""
    rolled, plain = engines
    name = data.draw(st.sampled_from(("channel", "category", "region")))
    values = [None if value is None else spelt(value) for value in plain.values("orders", name)]
    where = (Filter(name, tuple(data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)))),)
    by = data.draw(st.sampled_from([(), (name,), ("express",)]))
    last = plain.day_of(plain.reach(metric_named("order_speedup")) or 0).replace(day=1)
    months = [months_before(last, number) for number in range(12, 0, -1)]
    start, end = sorted(data.draw(st.lists(st.sampled_from(months), min_size=2, max_size=2)))
    first, until = sorted(data.draw(st.lists(st.sampled_from(months), min_size=2, max_size=2)))
    grain = data.draw(st.sampled_from([None, Grain.MONTH]))
    query = Query(
        ("order_speedup",), start, last_of_month(end), grain, by, where, baseline=(first, last_of_month(until))
    )
    rows = assert_told_alike(rolled, plain, query)
    assert all(row.error < 0.0021 for row in rows)
    assert "monthly_orders_order_processing_bins" in rolled.run(query).statements[0]
    told = [row for row in rows if row.value is not None]
    assert all(row.error > 0 for row in told)
    assert all(row.error == 0 for row in assert_told_alike(rolled, plain, replace(query, exact=True)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_buyers_of_several_values_are_counted_once(engines: tuple[Engine, Engine], data: st.DataObject) -> None:
    """By one filter of any values, split by nothing, by its own dimension or by membership, and within one kind of it."""
    rolled, plain = engines
    name = data.draw(st.sampled_from(("channel", "category", "region")))
    values = [None if value is None else spelt(value) for value in plain.values("orders", name)]
    where = [Filter(name, tuple(data.draw(st.lists(st.sampled_from(values), min_size=2, max_size=4, unique=True))))]
    where += data.draw(st.sampled_from([[], [Filter("member", ("true",))]]))
    by = data.draw(st.sampled_from([(), (name,), ("member",)]))
    last = plain.day_of(plain.reach(metric_named("buyer_order_rate")) or 0).replace(day=1)
    start, end = sorted(data.draw(st.lists(st.integers(0, 12), min_size=2, max_size=2)), reverse=True)
    query = Query(
        ("buyer_order_rate",), months_before(last, start), last_of_month(months_before(last, end)),
        data.draw(st.sampled_from([None, Grain.MONTH])), by, tuple(where),
    )  # fmt: skip
    assert_told_alike(rolled, plain, query)
    assert "monthly_orders_buyer_order_rate" in rolled.run(query).statements[0]


@pytest.mark.parametrize("away", [0.0, 0.0002, -0.0002, 0.5, -0.5])
def test_a_verdict_that_bins_could_turn_rests_on_the_rows(engines: tuple[Engine, Engine], away: float) -> None:
    """A promise whose target is what was read, or next to it, is judged by the exact figure; one far from it is not."""
    _rolled, plain = engines
    last = plain.day_of(plain.reach(metric_named("order_speedup")) or 0)
    shown = containing(months_before(last.replace(day=1), 6), Grain.HALF, plain.fiscal_start)
    region = next(value for value in plain.values("orders", "region") if value is not None)
    where = (Filter("region", (spelt(region),)),)
    query = Query(("order_speedup",), shown.start, shown.end, where=where)
    binned, exact = (engine.run(query).only("order_speedup") for engine in engines)
    assert binned.value is not None
    assert binned.error > 0
    with promised_instead(engines, "order_speedup", binned.value + away):
        promise = next(item for item in plain.promises(shown.end) if item.id == "order_speedup")
        judged, true = (standing(engine, promise, shown, where=where) for engine in engines)
    assert (judged.verdict, judged.assurance) == (true.verdict, true.assurance)
    assert judged.row == (exact if abs(away) < 0.01 else binned)


@contextmanager
def promised_instead(engines: tuple[Engine, Engine], name: str, target: float) -> Iterator[None]:
    """Another target of a promise while it lasts."""
    file = engines[0]._warehouse._root / FILE
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(f'{before}\n[[promises]]\nid = "{name}"\nfrom = 2001-01-01\ntarget = {target!r}\n', "utf-8")
    try:
        yield
    finally:
        file.write_text(before, "utf-8")


def last_of_month(day: date) -> date:
    return months_before(day, -1) - timedelta(days=1)


def plain_row(row: Row) -> Row:
    """A row without what may come from bins."""
    kind = metric_named(row.metric).kind
    return replace(row, value=None, low=None, high=None, error=0.0) if kind in (Kind.QUANTILE, Kind.RELATIVE) else row


@pytest.mark.parametrize(
    ("name", "by", "where", "as_of", "table"),
    [
        ("complaint_resolved_48h", (), (), None, "rolled_tickets_resolved_48h_due"),
        ("complaint_resolved_48h", ("complaint_class",), (), None, "rolled_tickets_resolved_48h_due"),
        ("complaint_resolved_48h", ("complaint_class",), ("team",), None, "rolled_tickets_resolved_48h_due"),
        ("complaint_resolved_48h", ("merchant_id",), ("category",), None, "rolled_tickets_resolved_48h_due"),
        ("aftersales_answered_48h", ("time_answered_48h",), ("channel",), None, "rolled_tickets_answered_48h_due"),
        ("ticket_arrivals", ("merchant_id",), (), None, "rolled_tickets_created"),
        ("ticket_arrivals", ("weekday", "hour"), (), None, "rolled_tickets_created"),
        ("order_in_promise", ("category",), ("channel",), None, "rolled_orders_own_promise_due"),
        ("order_in_promise", (), (), date(2026, 8, 20), "settled_s >="),
        ("csat_mean", ("team",), (), None, "rolled_surveys_sent"),
        ("reviews_collected", ("score",), (), None, "rolled_reviews_collected"),
        ("first_response_p90", ("team",), (), None, "monthly_tickets_first_response_bins"),
        ("first_response_p90", (), ("channel",), date(2026, 7, 20), "monthly_tickets_first_response_bins"),
        ("order_processing_p50", ("express",), (), None, "monthly_orders_order_processing_s"),
        ("order_processing_p50", ("category",), (), None, "monthly_orders_order_processing_bins"),
        ("order_processing_p50", ("express",), ("region",), None, "monthly_orders_order_processing_bins"),
        ("buyer_order_rate", ("member",), (), None, "monthly_orders_buyer_order_rate"),
        ("buyer_order_rate", (), ("channel",), None, "monthly_orders_buyer_order_rate"),
        ("buyer_order_rate", ("member",), ("region",), None, "monthly_orders_buyer_order_rate"),
    ],
)
def test_a_question_a_roll_up_covers_reads_no_rows(engines, name, by, where, as_of, table) -> None:
    rolled, _ = engines
    source = metric_named(name).source
    kept = tuple(
        Filter(item, (spelt(value),)) for item in where if (value := rolled.values(source, item)[0]) is not None
    )
    assert len(kept) == len(where)
    query = Query((name,), date(2026, 7, 1), date(2026, 9, 30), by=by, where=kept)
    if as_of is not None:
        query = Query(
            (name,), date(2026, 4, 1), date(2026, 6, 30), by=by, where=kept, as_of=end_moment(as_of, rolled.zone)
        )
    (statement,) = rolled.run(query).statements
    assert table in statement


@pytest.mark.parametrize("name", ["buyer_order_rate", "ticket_arrivals"])
def test_what_was_there_in_a_month_that_was_over_is_the_same_ever_since(engines, name) -> None:
    rolled, plain = engines
    last = plain.day_of(plain.reach(metric_named(name)) or 0)
    month = (last.replace(day=1) - timedelta(days=1)).replace(day=1)
    end = last.replace(day=1) - timedelta(days=1)
    query = Query((name,), month, end, as_of=end_moment(end, rolled.zone))
    found = rolled.run(query)
    assert found.rows == plain.run(query).rows
    assert "settled_s" not in found.statements[0]


@pytest.mark.parametrize("days_ago", [20, 45, 80])
def test_a_case_may_stand_in_another_band_at_an_earlier_moment(engines, days_ago) -> None:
    """Time taken is told as of a moment: what had not ended then stands in no band of today."""
    rolled, plain = engines
    metric = metric_named("complaint_resolved_48h")
    as_of = (plain.reach(metric) or 0) - days_ago * 86_400
    band = "time_resolved_48h"
    values = tuple(spelt(value) for value in plain.values("tickets", band) if value is not None)
    for query in (
        Query((metric.name,), by=(band,), as_of=as_of),
        *(Query((metric.name,), where=(Filter(band, (value,)),), as_of=as_of) for value in values),
    ):
        assert rolled.run(query).rows == plain.run(query).rows


def test_the_specification_is_what_the_registry_asks_for() -> None:
    assert read(SPECIFICATION.read_text("utf-8")) == roll_ups(), "run: python -m metrics docs"
    assert read(written(roll_ups())) == roll_ups()
    assert monthly.read(monthly.SPECIFICATION.read_text("utf-8")) == monthly_tables(), "run: python -m metrics docs"
