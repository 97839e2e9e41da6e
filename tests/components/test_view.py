"""A view and its URL are the same thing said twice."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from components.view import (
    FILTERS,
    VERSUS,
    View,
    data_days,
    join_values,
    options,
    period_options,
    read_view,
    split_values,
)
from data.store import Store
from metrics.catalog import metrics
from metrics.engine import Engine
from metrics.model import Filter, Grain
from metrics.periods import Period, containing, parse
from metrics.promises import promises
from tests.pages.stores import april_store, demo_store, engine_of, one_source_store, real_store

STORES = {"demo": demo_store, "real": real_store, "april": april_store}
every_engine = pytest.mark.parametrize("engine", STORES, indirect=True)
OFFERED = (*FILTERS, "complaint_class", "merchant_id", "weekday", "express")
"""The filters of the bar, and some that only a mark or a link can set."""
CALENDAR = [Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR]
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    make: Callable[[Path], Store] = STORES[getattr(request, "param", "demo")]
    return engine_of(make(tmp_path_factory.getbasetemp()))


def views(engine: Engine) -> st.SearchStrategy[View]:
    """Any view a person can choose."""
    fiscal = engine.fiscal_start
    calendar = st.builds(lambda day, grain: containing(day, grain, fiscal), days, st.sampled_from(CALENDAR))
    free = st.builds(lambda day, more: Period(day, day + timedelta(days=more)), days, st.integers(0, 800))
    chosen = st.fixed_dictionaries(
        {}, optional={name: st.lists(st.sampled_from(options(engine, name)), min_size=1, max_size=4, unique=True) for name in OFFERED}
    )  # fmt: skip
    filters = chosen.map(lambda found: tuple((name, tuple(found[name])) for name in OFFERED if name in found))
    promise = st.none() | st.sampled_from([item.id for item in promises()])
    metric = st.none() | st.sampled_from(list(metrics()))
    return st.builds(
        View, calendar | free, st.sampled_from(VERSUS), filters, promise, st.booleans(), metric, st.none() | calendar
    )  # fmt: skip


@every_engine
@given(data=st.data())
def test_a_view_survives_its_url(engine: Engine, data: st.DataObject) -> None:
    view = data.draw(views(engine))
    assert read_view(view.parameters(engine.fiscal_start), engine) == view


@every_engine
def test_a_view_with_every_value_of_every_filter_survives_its_url(engine: Engine) -> None:
    filters = tuple((name, tuple(found)) for name in OFFERED if (found := options(engine, name)))
    view = View(parse("2026Q3", engine.fiscal_start), filters=filters)
    assert read_view(view.parameters(engine.fiscal_start), engine) == view


@pytest.mark.parametrize(
    ("parameters", "ignored"),
    [
        ({}, ()),
        ({"period": "2026Q9"}, ("period=2026Q9",)),
        ({"period": "soon"}, ("period=soon",)),
        ({"versus": "sometimes"}, ("versus=sometimes",)),
        ({"channel": "nowhere"}, ("channel=nowhere",)),
        ({"channel": "nowhere,phone"}, ("channel=nowhere",)),
        ({"team": "a", "region": "b"}, ("team=a", "region=b")),
        ({"promise": "everlasting"}, ("promise=everlasting",)),
        ({"versus": "2025Q9"}, ("versus=2025Q9",)),
        ({"versus": "sale:2025-11-02"}, ("versus=sale:2025-11-02",)),
        ({"versus": "sale:2025-11-01", "period": "2026Q1"}, ("versus=sale:2025-11-01",)),
        ({"back": "then"}, ("back=then",)),
        ({"complaint_class": "weather"}, ("complaint_class=weather",)),
    ],
)
def test_what_a_link_says_wrong_is_named(engine: Engine, parameters: dict[str, str], ignored: tuple[str, ...]) -> None:
    view = read_view(parameters, engine)
    assert view is not None
    assert view.ignored == ignored


def test_the_understood_part_of_a_link_holds(engine: Engine) -> None:
    link = {"period": "nonsense", "versus": "year", "channel": "phone,nowhere", "promise": "order_in_promise"}
    view = read_view(link, engine)
    assert view is not None
    assert view.period == parse("2026Q3")
    assert (view.versus, view.chosen("channel"), view.promise) == ("year", ("phone",), "order_in_promise")


@given(values=st.lists(st.none() | st.text(), min_size=1))
@example(values=["-"])
@example(values=[None, "-", "\\-", ",", "\\"])
def test_any_value_survives_a_link_and_not_given_is_no_value(values: list[str | None]) -> None:
    assert split_values(join_values(values)) == values


def test_a_page_keeps_its_own_parameters_and_names_those_it_does_not_understand(engine: Engine) -> None:
    own = {"grain": ("month", "week").__contains__, "sort": str.isdigit}
    view = read_view({"grain": "month", "sort": "up", "channel": "phone"}, engine, own)
    assert view is not None
    assert (view.own, view.ignored, view.asked("grain"), view.asked("sort", "1")) == (
        (("grain", "month"),),
        ("sort=up",),
        "month",
        "1",
    )
    assert view.parameters(1, own=True) == {**view.parameters(1), "grain": "month"}


@pytest.mark.parametrize(("text", "on"), [("1", True), ("0", False), ("yes", False), ("", False)])
def test_quoted_figures_are_there_only_when_the_link_asks_for_them(engine: Engine, text: str, on: bool) -> None:
    view = read_view({"quoted": text}, engine)
    assert view is not None
    assert (view.references, view.ignored) == (on, ())
    assert view.parameters(engine.fiscal_start) == {"period": "2026Q3"} | ({"quoted": "1"} if on else {})


def test_a_value_named_twice_counts_once(engine: Engine) -> None:
    view = read_view({"channel": "phone,phone"}, engine)
    assert view is not None
    assert view.chosen("channel") == ("phone",)


awkward = st.sampled_from(
    ["0001", "0000", "9999", "9999Q4", "0001-01", "9999-12-31", "0001-01-01..9999-12-31", "2026W53"]
)
shaped = st.from_regex(r"\A[0-9]{4}(|Q[1-4]|H[12]|W[0-9]{2}|-[0-9]{2}(-[0-9]{2})?)\Z", fullmatch=True)


@given(period=shaped | awkward | st.text(max_size=12), versus=st.sampled_from(VERSUS))
@example(period="0001", versus="previous")
@example(period="0001-01-01..9999-12-31", versus="previous")
@example(period="0001-01-01", versus="year")
def test_any_period_in_a_link_is_understood_or_named(engine: Engine, period: str, versus: str) -> None:
    view = read_view({"period": period, "versus": versus}, engine)
    assert view is not None
    view.compared(engine)
    again = read_view(view.parameters(engine.fiscal_start), engine)
    assert again is not None
    assert (again.period, again.versus, again.ignored) == (view.period, view.versus, ())
    if view.ignored:
        assert view.ignored == (f"period={period}",)


@given(parameters=st.dictionaries(st.sampled_from([*FILTERS, "versus"]), st.text(min_size=1, max_size=20)))
def test_any_text_in_a_link_is_understood_or_named(engine: Engine, parameters: dict[str, str]) -> None:
    view = read_view(parameters, engine)
    assert view is not None
    for name in FILTERS:
        assert set(view.chosen(name)) <= set(options(engine, name))
        if name in parameters:
            assert view.chosen(name) or any(part.startswith(f"{name}=") for part in view.ignored)


def test_the_url_leaves_out_what_is_as_by_default_but_always_names_the_period() -> None:
    view = View(parse("2026Q3"))
    assert view.parameters(1) == {"period": "2026Q3"}
    assert View(parse("2026Q3"), "none", promise="p", references=True).parameters(1) == {
        "period": "2026Q3",
        "versus": "none",
        "promise": "p",
        "quoted": "1",
    }


@pytest.mark.parametrize(
    ("name", "fiscal_start", "first", "last"),
    [("2026Q1", 1, (2026, 1, 1), (2026, 3, 31)), ("2026Q1", 4, (2026, 4, 1), (2026, 6, 30)), ("2026Q4", 4, (2027, 1, 1), (2027, 3, 31)),
     ("2026", 4, (2026, 4, 1), (2027, 3, 31))],
)  # fmt: skip
def test_a_fiscal_period_is_named_after_the_year_it_begins_in(
    name: str, fiscal_start: int, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    period = parse(name, fiscal_start)
    assert (period.start, period.end) == (date(*first), date(*last))
    assert View(period).parameters(fiscal_start) == {"period": name}


@pytest.mark.parametrize("engine", ["april"], indirect=True)
def test_without_a_period_the_fiscal_quarter_the_data_reach_into_is_shown(engine: Engine) -> None:
    view = read_view({}, engine)
    assert view is not None
    assert view.parameters(engine.fiscal_start) == {"period": "2026Q2"}


@pytest.mark.parametrize(
    ("versus", "period", "compared"),
    [("previous", "2026Q3", "2026Q2"), ("year", "2026Q3", "2025Q3"), ("none", "2026Q3", None),
     ("previous", "2026-07-02..2026-07-03", "2026-06-30..2026-07-01"), ("year", "2024-02-29", "2023-02-28"),
     ("2025Q1", "2026Q3", "2025Q1"), ("2025-01-05..2025-02-03", "2026Q3", "2025-01-05..2025-02-03"),
     ("sale:2025-06-01", "2026Q2", "2025Q2"), ("sale:2025-11-01", "2026-06-01..2026-06-03", "2025-11-01..2025-11-03")],
)  # fmt: skip
def test_a_view_knows_what_it_is_compared_with(versus: str, period: str, compared: str | None, engine: Engine) -> None:
    found = View(parse(period), versus).compared(engine)
    assert (found.name() if found else None) == compared


def test_changing_one_filter_leaves_the_others_and_their_order() -> None:
    view = View(parse("2026Q3"), filters=(("team", ("a",)), ("region", ("b",))))
    assert view.with_filter("channel", ("x", "y")).filters == (
        ("channel", ("x", "y")),
        ("team", ("a",)),
        ("region", ("b",)),
    )
    assert view.with_filter("team", ()).filters == (("region", ("b",)),)
    assert view.with_filter("team", ("c",)).filters == (("team", ("c",)), ("region", ("b",)))


def test_the_filters_reach_the_metrics_and_not_given_is_asked_for_as_such() -> None:
    view = View(parse("2026Q3"), filters=(("team", ("a", None)),))
    assert view.where() == (Filter("team", ("a", None)),)


@every_engine
@pytest.mark.parametrize("name", FILTERS)
def test_every_value_is_offered_once_and_not_given_last(engine: Engine, name: str) -> None:
    offered = options(engine, name)
    assert len(offered) == len(set(offered)) > 0
    assert None not in offered[:-1]


@every_engine
def test_every_period_offered_can_be_linked_to_and_reaches_the_data(engine: Engine) -> None:
    names = [period.name(engine.fiscal_start) for period in period_options(engine)]
    assert len(set(names)) == len(names) > 3
    assert [parse(name, engine.fiscal_start) for name in names] == period_options(engine)
    assert names[0] == ("2026Q2" if engine.fiscal_start == 4 else "2026Q3")
    assert all(period.start <= date(2026, 9, 30) for period in period_options(engine))


@pytest.mark.parametrize("source", ["tickets", "inspections", "surveys"])
def test_the_days_of_the_data_are_those_of_whatever_source_there_is(
    source: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    engine = engine_of(one_source_store(tmp_path_factory.getbasetemp(), source))
    first, last = data_days(engine)
    assert first == date(2026, 7, 1)
    assert last > date(2026, 8, 20)
    assert period_options(engine)[0] == parse("2026Q3")


def test_people_who_were_there_before_do_not_make_the_data_older(engine: Engine) -> None:
    first, last = data_days(engine)
    assert (engine.first_day("agents") or first) < first
    assert last == date(2026, 9, 30)
