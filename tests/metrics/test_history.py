"""A metric period by period, and the control chart that leaves the running period out."""

from datetime import date

import pytest

from metrics.history import control_chart, history
from metrics.model import Grain, Query
from metrics.signals import ChartKind
from tests.metrics.small import Make, ticket
from tests.metrics.worlds import Case, World, moment

LAST = date(2026, 10, 10)


def received(month: int, number: int) -> list[Case]:
    return [ticket("complaint", created_at=f"2026-{month:02d}-0{1 + place % 9} 10:00:00") for place in range(number)]


@pytest.fixture
def world(make: Make) -> World:
    """Ten complaints in each of nine months, give or take one; two so far in October, and one before it all."""
    return make(tickets=[case for month in range(1, 10) for case in received(month, 10 + month % 2)] + received(10, 2))


def test_the_running_month_is_shown_and_not_judged(world: World) -> None:
    """2 in the first third of October are no signal; were October over, they would be far below the limit."""
    found = history(world.engine, Query(("complaints_received",)), LAST, Grain.MONTH, 10)
    assert found.running
    assert [row.value for row in found.rows] == [11, 10, 11, 10, 11, 10, 11, 10, 11, 2]
    assert found.chart is not None
    assert found.chart.signals[-1] == ()
    assert found.chart.centre == pytest.approx(95 / 9)
    over = control_chart("complaints_received", found.rows, running=False)
    assert over is not None
    assert over.signals[-1] != ()


def test_a_month_that_is_over_is_judged(world: World) -> None:
    found = history(world.engine, Query(("complaints_received",)), date(2026, 10, 31), Grain.MONTH, 10)
    assert not found.running
    assert found.chart is not None
    assert found.chart.signals[-1] != ()


def test_the_latest_periods_keep_the_limits_of_the_whole(world: World) -> None:
    whole = history(world.engine, Query(("complaints_received",)), LAST, Grain.MONTH, 10)
    part = whole.last(3)
    assert [period.name() for period in part.periods] == ["2026-08", "2026-09", "2026-10"]
    assert whole.chart is not None
    assert part.chart is not None
    assert (part.chart.centre, part.chart.upper) == (whole.chart.centre, whole.chart.upper[-3:])


def test_before_the_first_row_nothing_is_known_and_after_it_none_means_none(make: Make) -> None:
    """A first complaint in March, none in April and May, another in June: 1, 0, 0, 1, and nothing for January."""
    world = make(tickets=[*received(3, 1), *received(6, 1)])
    counted = history(world.engine, Query(("complaints_received",)), date(2026, 6, 30), Grain.MONTH, 6)
    assert [row.value for row in counted.rows] == [None, None, 1.0, 0.0, 0.0, 1.0]
    shared = history(
        world.engine,
        Query(("complaint_resolved_48h",), as_of=moment("2026-07-31 12:00:00")),
        date(2026, 6, 30),
        Grain.MONTH,
        6,
    )
    assert [row.value for row in shared.rows] == [None, None, 0.0, None, None, 0.0]


def test_a_rate_has_a_chart_of_rates_and_a_state_never(demo_world: World) -> None:
    end = date(2026, 9, 30)
    rate = history(demo_world.engine, Query(("complaint_resolved_48h",)), end, Grain.MONTH, 24)
    state = history(demo_world.engine, Query(("agent_training",)), end, Grain.MONTH, 24)
    assert rate.chart is not None
    assert state.chart is not None
    assert rate.chart.kind in (ChartKind.P, ChartKind.LANEY)
    assert state.chart.kind is ChartKind.XMR


def test_too_few_months_have_no_chart(world: World) -> None:
    assert history(world.engine, Query(("complaints_received",)), LAST, Grain.MONTH, 8).chart is None
