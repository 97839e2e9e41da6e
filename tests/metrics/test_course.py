"""The weeks of an action as the engine tells them: whole weeks only, of the group and of the one compared with."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.errors import UnknownName
from data.judged_by import Rule
from metrics.catalog import metric
from metrics.course import course, weeks_of
from metrics.effect import RUN, Caution, Outcome
from metrics.model import Filter, Kind, Scope
from metrics.promises import promises
from metrics.weekly import CARRIED, measured, weekly
from tests.metrics.action_world import CASES, FIRST, START, WEEKS, tickets
from tests.metrics.worlds import World, import_rows

RULE = Rule("complaint_resolved_48h", (("team", ("a",)),), True, 0.1, comparison=(("team", ("b",)),))


@pytest.fixture(scope="module")
def world(opened):
    """See `action_world`."""
    yield from opened("actions", lambda folder: import_rows(folder, tickets=tickets()))


def test_weeks_are_whole_and_the_week_of_the_start_is_neither_before_nor_after():
    mondays, place = weeks_of(replace(RULE, before=2, after=2, lag=1), START)
    assert mondays[place:] == (date(2026, 5, 18), date(2026, 5, 25))
    assert mondays[place - 2 : place] == (date(2026, 4, 20), date(2026, 4, 27))
    assert (len(mondays), place) == (2 + RUN + 2, 2 + RUN)
    on_monday, _place = weeks_of(replace(RULE, before=1, after=1), date(2026, 5, 4))
    assert on_monday[-2:] == (date(2026, 4, 27), date(2026, 5, 4))


def test_an_action_that_works_is_found_in_imported_tickets(world: World):
    found = course(world.engine, RULE, START)
    assert (found.mondays[0], found.place, found.ends) == (FIRST, 17, date(2026, 8, 9))
    assert found.own.values.tolist() == pytest.approx([*[0.5, 0.6] * 8, 0.5, *[0.8, 0.9] * 6, 0.8])
    assert set(found.own.n.tolist()) == {CASES}
    effect = found.effect
    assert effect.outcome is Outcome.WORKED
    assert effect.estimate.value == pytest.approx(0.3, abs=0.02)
    assert (effect.weeks, effect.n, effect.compared, effect.cautions) == ((13, 13), (130, 130), (130, 130), ())
    alone = course(world.engine, replace(RULE, comparison=None), START)
    assert (alone.other, alone.effect.compared, alone.effect.outcome) == (None, None, Outcome.WORKED)
    other = course(world.engine, replace(RULE, filters=RULE.comparison, comparison=None), START)
    assert other.effect.outcome is not Outcome.WORKED


def test_a_window_that_is_not_over_and_weeks_before_the_data_are_told(world: World):
    late = course(world.engine, RULE, START + timedelta(weeks=6))
    assert (late.effect.outcome, late.effect.weeks) == (Outcome.NO_EVIDENCE, (13, 7))
    assert Caution.NOT_OVER in late.effect.cautions
    early = course(world.engine, RULE, FIRST + timedelta(weeks=6))
    assert (early.effect.weeks, early.effect.cautions[0]) == ((6, 13), Caution.FEW_WEEKS)
    assert np.isnan(early.own.values[:11]).all()


def test_a_week_without_a_case_counts_as_nought_within_the_data_only(world: World):
    mondays = tuple(FIRST + timedelta(weeks=weeks) for weeks in (-1, 0, 1, WEEKS - 1, WEEKS))
    counted = weekly(world.engine, "ticket_arrivals", (Filter("kind", ("inquiry",)),), mondays)
    assert counted.values.tolist() == pytest.approx([np.nan, 1, 0, 1, np.nan], nan_ok=True)
    assert counted.n.tolist() == [0, 1, 0, 1, 0]
    rate = weekly(world.engine, "complaint_resolved_48h", (Filter("kind", ("inquiry",)),), mondays)
    assert np.isnan(rate.values).all()


def test_rows_a_person_may_not_see_are_in_no_week(world: World):
    scope = Scope((Filter("team", ("b",)),))
    found = course(world.engine, replace(RULE, filters=(), comparison=None), START, scope)
    assert set(found.own.n.tolist()) == {CASES}
    with pytest.raises(UnknownName):
        course(world.engine, replace(RULE, filters=(("team", ("c",)),)), START)


@pytest.mark.parametrize("promise", promises(), ids=lambda item: item.id)
def test_an_action_on_any_promise_can_be_judged(demo_world: World, promise):
    name = measured(metric(promise.metric)).name
    rule = Rule(name, (), promise.at_least, 0.0, before=8, after=8)
    found = course(demo_world.engine, rule, date(2026, 5, 4))
    assert len(found.own.values) == len(found.mondays) == 8 + RUN + 8
    assert (found.effect.estimate is None) == bool(
        {Caution.ALL_ALIKE} & {*found.effect.cautions} or min(found.effect.weeks) < 4
    )
    assert (Caution.CARRIED_OVER in found.effect.cautions) == (metric(name).kind in CARRIED)
    assert metric(name).kind is not Kind.RELATIVE
