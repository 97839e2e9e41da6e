"""What an action is proposed to be judged by: half of the gap, the other groups, and the weeks of what changes."""

from datetime import date, timedelta

import pytest

from metrics.course import course
from metrics.model import Filter
from metrics.periods import Period, parse
from metrics.proposed_rule import comparisons, proposed
from tests.metrics.small import Make, ticket
from tests.metrics.worlds import World

QUARTER = parse("2026Q3")
TEAM = (Filter("team", ("a",)),)


@pytest.fixture
def world(make: Make) -> World:
    """Ten complaints: of team a's four, two in time; all others in time; and the data go on to the end of the quarter."""
    in_time, late = "2026-07-02 09:00:00", "2026-07-08 09:00:00"
    teams = [
        ("a", "phone"),
        ("a", "phone"),
        ("a", "email"),
        ("a", "email"),
        *[("b", "phone")] * 3,
        *[("", "email")] * 3,
    ]
    rows = [
        ticket("complaint", team=team, channel=channel, resolved_at=late if number < 2 else in_time)
        for number, (team, channel) in enumerate(teams)
    ]
    return make(tickets=[*rows, ticket("inquiry", team="b", created_at="2026-09-30 23:00:00")])


def test_the_figure_its_target_and_half_of_the_gap_are_proposed(world: World) -> None:
    rule, origin = proposed(world.engine, "complaint_resolved_48h", TEAM, QUARTER)
    assert (origin.value, origin.n, origin.target) == (0.5, 4, 0.95)
    assert (origin.start, origin.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (rule.metric, rule.filters, rule.higher) == ("complaint_resolved_48h", (("team", ("a",)),), True)
    assert (rule.least, rule.before, rule.after, rule.lag) == (0.2, 13, 13, 0)  # (0.95 − 0.5) / 2, in one digit
    assert rule.comparison == (("team", ("b", None)),)


def test_where_the_target_is_met_a_point_is_asked_for(world: World) -> None:
    rule, origin = proposed(world.engine, "complaint_resolved_48h", (Filter("team", ("b",)),), QUARTER)
    assert (origin.value, rule.least) == (1.0, 0.01)
    beside, seen = proposed(world.engine, "complaints_received", (), QUARTER)
    assert (beside.least, beside.comparison) == (round(10 * 7 / 92 / 20, 2), None)  # a twentieth of a week's
    assert (seen.value, seen.target) == (10, None)


def test_a_group_is_compared_with_its_siblings_and_the_other_filters_stay(world: World) -> None:
    where = (Filter("team", ("a",)), Filter("channel", ("phone",)))
    assert comparisons(world.engine, "complaint_resolved_48h", where) == {
        "team": (("team", ("b", None)), ("channel", ("phone",))),
        "channel": (("team", ("a",)), ("channel", ("email", None))),
    }
    every = (Filter("team", ("a", "b", None)),)
    assert comparisons(world.engine, "complaint_resolved_48h", every) == {}
    assert comparisons(world.engine, "complaint_resolved_48h", ()) == {}


def test_filters_the_figure_does_not_know_are_no_part_of_the_rule(world: World) -> None:
    rule, origin = proposed(world.engine, "complaint_resolved_48h", (*TEAM, Filter("level", ("senior",))), QUARTER)
    assert (rule.filters, origin.n) == ((("team", ("a",)),), 4)


def test_a_change_against_a_baseline_is_judged_by_what_changes(demo_world: World) -> None:
    rule, origin = proposed(demo_world.engine, "order_speedup", (), QUARTER)
    assert (rule.metric, rule.higher) == ("order_processing_p50", False)
    assert origin.target == -0.2
    assert rule.least > 0
    counted, seen = proposed(demo_world.engine, "reviews_collected", (), QUARTER)
    assert counted.least == pytest.approx(seen.value * 7 / 92 / 20, rel=0.5)


@pytest.mark.parametrize("name", ["complaint_resolved_48h", "order_speedup", "kinds_sampled", "agent_training"])
def test_what_is_proposed_can_be_judged(demo_world: World, name: str) -> None:
    rule, _origin = proposed(demo_world.engine, name, (), Period(date(2026, 4, 1), date(2026, 6, 30)))
    found = course(demo_world.engine, rule, date(2026, 7, 1))
    assert len(found.own.values) == 13 + 4 + 13
    assert found.ends - found.mondays[0] == timedelta(weeks=31, days=-1)
