"""The list of cases holds exactly the rows a figure was computed from: its counts are the figure's, always."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from data.errors import KeptError, UnknownName, UsageError
from metrics import build_cases, periods
from metrics.applicable import sources
from metrics.build_cases import Order
from metrics.case_columns import key_columns
from metrics.cases import PAGE_ROWS, Role, cases, listed_metric, sortable
from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.model import Filter, Grain, Query, Scope
from metrics.periods import Period
from tests.metrics.case_counts import assert_same
from tests.metrics.small import Make
from tests.metrics.worlds import World, moment

Named = Callable[[str], World]
WORLDS = ["invented", "demo", "real", "teaching", "others"]
GRAINS = [None, Grain.MONTH, Grain.QUARTER, Grain.WEEK]
PLENTY = 100_000


def text_of(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", WORLDS)
def test_the_cases_behind_any_figure_are_as_many_as_it_says(name: str, world_named: Named, data: st.DataObject) -> None:
    """A random metric by random dimensions, filtered, in a random period: each group is opened and counted."""
    engine = world_named(name).engine
    filled = [item for item in metrics().values() if all(engine.manifest.sources[of].rows for of in sources(item))]
    found = data.draw(st.sampled_from(filled))
    common = [
        dimension for dimension in dimensions(found.source) if all(dimension in dimensions(of) for of in sources(found))
    ]
    by = tuple(data.draw(st.lists(st.sampled_from(common), max_size=2, unique=True)))
    where = []
    for dimension in data.draw(st.lists(st.sampled_from(common), max_size=2, unique=True)):
        values = [text_of(value) for value in engine.values(found.source, dimension)]
        if values:
            where.append(
                Filter(
                    dimension, tuple(data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)))
                )
            )
    reach = engine.reach(found)
    assert reach is not None
    last = engine.day_of(reach)
    start = last - timedelta(days=data.draw(st.integers(0, 500)))
    end = start + timedelta(days=data.draw(st.integers(0, 400)))
    grain = data.draw(st.sampled_from(GRAINS))
    as_of = data.draw(st.none() | st.just(reach - 40 * 86_400))
    query = Query((found.name,), start, end, grain, by, tuple(where), as_of)
    try:
        rows = engine.run(query).rows
    except KeptError:  # what cannot be told has no cases to show
        return
    for row in rows[:: max(1, len(rows) // 4)]:
        narrow = tuple(Filter(dimension, (text_of(value),)) for dimension, value in zip(by, row.group, strict=True))
        shown = Period(start, end)
        if row.period is not None and grain is not None:
            whole = periods.containing(row.period, grain, engine.fiscal_start)
            shown = Period(max(start, whole.start), min(end, whole.end))
        assert_same(
            row, cases(engine, Query((found.name,), shown.start, shown.end, where=(*where, *narrow), as_of=as_of))
        )


@pytest.mark.parametrize("name", list(metrics()))
def test_all_pages_together_list_each_case_once(name: str, demo_world: World) -> None:
    engine, query = demo_world.engine, Query((name,), date(2026, 1, 1), date(2026, 9, 30))
    first = cases(engine, query)
    assert_same(engine.run(query).rows[0], first)
    keys, roles = Counter[tuple[object, ...]](), Counter[Role]()
    for page in range(-(-first.found // PAGE_ROWS)):
        for case in cases(engine, query, offset=page * PAGE_ROWS).cases:
            keys[tuple(case.columns[column] for column in key_columns(first.metric))] += 1
            roles[case.role] += 1
    assert set(keys.values()) <= {1}
    assert dict(roles) == dict(first.counts)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_far_page_holds_the_rows_it_would_hold_if_it_were_near(demo_world: World, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(metrics())))
    query = Query((name,), date(2026, 4, 1), date(2026, 9, 30))
    order = Order(data.draw(st.sampled_from(sortable(listed_metric(name)))), data.draw(st.booleans()))
    role = data.draw(st.none() | st.sampled_from(Role))
    every = cases(demo_world.engine, query, role=role, order=order, limit=PLENTY)
    offset = data.draw(st.integers(0, every.found + 2))
    limit = data.draw(st.integers(1, 30))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_cases, "FAR", 0)
        far = cases(demo_world.engine, query, role=role, order=order, limit=limit, offset=offset)
    assert far.cases == every.cases[offset : offset + limit]
    assert (far.found, far.counts) == (every.found, every.counts)


@pytest.mark.parametrize("role", [Role.HIT, Role.MISS, Role.UNDECIDED, Role.EXCLUDED])
def test_one_role_lists_its_own_cases_only(role: Role, demo_world: World) -> None:
    query = Query(("complaint_resolved_48h",), date(2026, 1, 1), date(2026, 9, 30))
    found = cases(demo_world.engine, query, role=role, limit=PLENTY)
    assert found.found == found.counts.get(role, 0) == len(found.cases)
    assert {case.role for case in found.cases} <= {role}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "name", ["complaint_resolved_48h", "csat_mean", "first_response_p50", "kinds_sampled", "agent_training"]
)
def test_a_list_can_be_sorted_by_every_column(name: str, descending: bool, demo_world: World) -> None:
    query = Query((name,), date(2026, 7, 1), date(2026, 9, 30))
    for column in sortable(listed_metric(name)):
        found = cases(demo_world.engine, query, order=Order(column, descending), limit=PLENTY).cases
        places = {"role": "role", "value": "value", "due": "due", "stopped": "stopped"}
        values = [getattr(case, places[column]) if column in places else case.columns[column] for case in found]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == known, "what is not known stands last"
        if column != "value":  # a mean is scaled after it is sorted
            assert known == sorted(known, reverse=descending)


def test_a_median_is_the_median_of_its_cases(demo_world: World) -> None:
    query = Query(("first_response_p50",), date(2026, 7, 1), date(2026, 9, 30), where=(Filter("kind", ("complaint",)),))
    found = cases(demo_world.engine, query, role=Role.COUNTED, limit=PLENTY).cases
    assert demo_world.engine.run(query).rows[0].value == median(case.value or 0.0 for case in found) / 3600


def test_a_mean_is_the_mean_of_its_cases(demo_world: World) -> None:
    query = Query(("service_score",), date(2026, 7, 1), date(2026, 9, 30))
    found = cases(demo_world.engine, query, role=Role.COUNTED, limit=PLENTY).cases
    mean = sum(case.value or 0.0 for case in found) / len(found)
    assert demo_world.engine.run(query).rows[0].value == pytest.approx(mean)


REQUEST = {"kind": "after_sales", "status": "closed", "created_at": "2026-09-10 10:00"}


def test_each_case_says_when_it_was_due_and_when_it_was_answered(make: Make) -> None:
    world = make(
        tickets=[
            {**REQUEST, "first_reply_at": "2026-09-11 10:00"},
            {**REQUEST, "first_reply_at": "2026-09-13 09:38"},
            {**REQUEST, "first_reply_at": None, "status": "open"},
            {**REQUEST, "status": "spam"},
            {**REQUEST, "created_at": "2026-09-20 09:00", "status": "open"},
        ]
    )  # fmt: skip
    query = Query(("aftersales_answered_48h",), date(2026, 9, 1), date(2026, 9, 30), as_of=moment("2026-09-20 10:00"))
    found = cases(world.engine, query, order=Order("ticket_id"))
    due = moment("2026-09-12 10:00")
    told = [(case.role, case.due, case.stopped, case.reason) for case in found.cases]
    assert told == [
        (Role.HIT, due, moment("2026-09-11 10:00"), None),
        (Role.MISS, due, moment("2026-09-13 09:38"), None),
        (Role.MISS, due, None, None),
        (Role.EXCLUDED, due, None, "spam"),
        (Role.UNDECIDED, moment("2026-09-22 09:00"), None, None),
    ]


def test_what_came_after_the_moment_of_the_question_is_not_in_the_list(make: Make) -> None:
    world = make(tickets=[{**REQUEST, "first_reply_at": "2026-09-11 10:00"}])
    query = Query(("aftersales_answered_48h",), as_of=moment("2026-09-10 20:00"))
    (case,) = cases(world.engine, query).cases
    assert (case.role, case.stopped, case.columns["first_reply_at"]) == (Role.UNDECIDED, None, None)
    assert case.columns["created_at"] == moment("2026-09-10 10:00")


def test_a_person_is_shown_the_cases_of_their_scope_only(make: Make) -> None:
    world = make(tickets=[{**REQUEST, "team": "a"}, {**REQUEST, "team": "b"}, {**REQUEST, "team": "b"}])
    query = Query(("aftersales_answered_48h",))
    found = cases(world.engine, query, scope=Scope((Filter("team", ("a",)),)))
    assert [case.columns["team"] for case in found.cases] == ["a"]
    assert sum(found.counts.values()) == 1


@pytest.mark.parametrize("column", ["nothing", "ticket_id; DROP TABLE tickets", "customer_id, 1"])
def test_a_column_the_cases_do_not_have_is_refused_with_the_ones_they_have(column: str, demo_world: World) -> None:
    with pytest.raises(UnknownName, match="column of the cases"):
        cases(demo_world.engine, Query(("complaint_resolved_48h",)), order=Order(column))


@pytest.mark.parametrize("query", [Query(("backlog",), grain=Grain.MONTH), Query(("backlog",), by=("team",))])
def test_cases_are_listed_for_one_figure_and_not_for_many(query: Query, demo_world: World) -> None:
    with pytest.raises(UsageError, match="one figure"):
        cases(demo_world.engine, query)


@pytest.mark.parametrize("name", ["tickets", "orders"])
def test_a_figure_without_data_has_no_cases(name: str, make: Make) -> None:
    world = make(tickets=[REQUEST])
    found = cases(world.engine, Query(("order_in_promise",) if name == "orders" else ("complaint_resolved_48h",)))
    assert (found.cases, found.found, dict(found.counts)) == ((), 0, {})
