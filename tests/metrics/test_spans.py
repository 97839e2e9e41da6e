"""Which days two periods are compared by, and as of when: like is compared with like."""

from datetime import date

import pytest

from metrics.catalog import metric
from metrics.model import Query
from metrics.periods import end_moment, parse
from metrics.promises import promise
from metrics.spans import Span, compared_spans
from tests.metrics.small import Make, ticket
from tests.metrics.worlds import SHANGHAI, World, moment

COMPLAINTS = metric("complaint_resolved_48h")


@pytest.fixture
def world(make: Make) -> World:
    """Data that reach to 20 August 2026, 12:00."""
    return make(tickets=[ticket("complaint", created_at=at) for at in ("2026-01-05 09:00:00", "2026-08-20 12:00:00")])


def spans(
    world: World, shown: str, compared: str, as_of: str | None = None, promised: str | None = None
) -> tuple[Span, Span]:
    found = compared_spans(
        world.engine, metric(promise(promised).metric) if promised else COMPLAINTS, parse(shown), parse(compared),
        None if as_of is None else moment(as_of), promise=promise(promised) if promised else None,
    )  # fmt: skip
    assert found is not None
    return found


def end_of(day: date) -> int:
    return end_moment(day, SHANGHAI)


def test_of_a_running_quarter_the_same_days_of_the_other_are_compared_as_they_stood_then(world: World) -> None:
    """20 August is the 51st day of its quarter, 21 May that of the one before."""
    now, before = spans(world, "2026Q3", "2026Q2")
    assert now == Span(date(2026, 7, 1), date(2026, 9, 30), None)
    assert before == Span(date(2026, 4, 1), date(2026, 5, 21), end_of(date(2026, 5, 21)))


def test_a_quarter_that_is_over_is_compared_whole_both_seen_as_long_after_their_end(world: World) -> None:
    """The second quarter is seen 50.5 days after its last second; the first one as long after its own."""
    now, before = spans(world, "2026Q2", "2026Q1")
    assert (now.as_of, before.start, before.end) == (None, date(2026, 1, 1), date(2026, 3, 31))
    reach = world.engine.reach(COMPLAINTS)
    assert reach is not None
    assert before.as_of is not None
    assert before.as_of - end_of(date(2026, 3, 31)) == reach - end_of(date(2026, 6, 30))


def test_at_a_moment_that_is_named_both_are_seen_from_it(world: World) -> None:
    now, before = spans(world, "2026Q3", "2025Q3", "2026-08-01 10:00:00")
    assert now.as_of == moment("2026-08-01 10:00:00")
    assert before == Span(date(2025, 7, 1), date(2025, 8, 1), end_of(date(2025, 8, 1)))


def test_data_that_reach_the_last_day_of_a_period_speak_of_the_whole(world: World) -> None:
    _now, before = spans(world, "2026-07-21..2026-08-20", "2026-06-20..2026-07-20")
    assert (before.end, before.as_of) == (date(2026, 7, 20), end_of(date(2026, 7, 20)))
    _now, before = spans(world, "2026-07-21..2026-08-20", "2026-06-20..2026-07-20", "2026-08-20 12:00:00")
    assert before.end == date(2026, 7, 20)  # the day itself is not over then, but as many days have begun


def test_nothing_is_known_beyond_the_moment_also_of_a_later_period(world: World) -> None:
    _now, other = spans(world, "2026Q1", "2026Q2")
    assert other.as_of == world.engine.reach(COMPLAINTS)


@pytest.mark.parametrize(
    ("promised", "shown", "compared", "now", "before"),
    [
        ("security_audits", "2026Q2", "2026Q1", (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 3, 31))),
        ("reviews_collected", "2026Q2", "2026Q1", (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 3, 1), date(2026, 3, 31))),
        ("reviews_collected", "2026Q3", "2026Q2", (date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 5, 1), date(2026, 5, 21))),
        ("complaint_resolved_48h", "2026Q2", "2026Q1", (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 3, 31))),
    ],
)  # fmt: skip
def test_a_promise_is_compared_over_its_own_windows_the_last_that_has_begun(
    make: Make, promised: str, shown: str, compared: str, now: tuple[date, date], before: tuple[date, date]
) -> None:
    world = make(
        tickets=[ticket("complaint", created_at="2026-08-20 12:00:00")],
        reviews=[{"collected_at": "2026-01-05 09:00:00"}, {"collected_at": "2026-08-20 12:00:00"}],
        audits=[{"audit_id": "A", "finding": 0, "scope": "full", "reported_on": "2026-02-01"}],
    )
    found = spans(world, shown, compared, promised=promised)
    assert [(span.start, span.end) for span in found] == [now, before]


def test_a_window_longer_than_the_period_on_screen_is_seen_as_the_period_ended(make: Make) -> None:
    world = make(
        tickets=[ticket("complaint", created_at="2026-08-20 12:00:00")],
        audits=[{"audit_id": "A", "finding": 0, "scope": "full", "reported_on": "2026-02-01"}],
    )
    now, before = spans(world, "2026Q2", "2026Q1", promised="security_audits")
    assert (now.as_of, before.as_of) == (end_of(date(2026, 6, 30)), end_of(date(2026, 3, 31)))


def test_without_data_nothing_is_compared(make: Make) -> None:
    world = make(tickets=[ticket("complaint")])
    assert compared_spans(world.engine, metric("order_normal_24h"), parse("2026Q2"), parse("2026Q1")) is None


def test_answers_that_came_late_are_not_held_against_the_younger_quarter(make: Make) -> None:
    """Of ten questionnaires a quarter five are answered at once and three a month after its end. At the end of July both
    quarters have had that month; compared as it stood on its last day, the first one would look like 50 %."""
    rows = [
        {"survey_id": f"{quarter}{number}", "kind": "ticket", "sent_at": f"2026-{month}-25 09:00:00", "csat": 5 if number < 8 else "",
         "answered_at": "" if number >= 8 else f"2026-{month}-26 09:00:00" if number < 5 else f"2026-{later}-28 09:00:00"}
        for quarter, (month, later) in enumerate((("03", "04"), ("06", "07")))
        for number in range(10)
    ]  # fmt: skip
    world = make(surveys=rows)
    found = compared_spans(world.engine, metric("response_rate"), parse("2026Q2"), parse("2026Q1"))
    assert found is not None
    assert [_rate(world, span) for span in found] == [0.8, 0.8]


def _rate(world: World, span: Span) -> float | None:
    return (
        world.engine.run(Query(("response_rate",), span.start, span.end, as_of=span.as_of)).only("response_rate").value
    )
