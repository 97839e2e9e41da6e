"""Actions: kept as typed, changed only in what may change, judged for ever by what was written down at the start."""

import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from data.actions import ENDED, STATUSES, Actions, Plan
from data.checklists import Checklists
from data.errors import InvalidEntry
from data.judged_by import MOST_WEEKS, Origin, Rule
from data.reviews import Reviews
from data.state import State
from tests.charts.makers import HOSTILE

START = date(2026, 3, 2)
RULE = Rule("complaint_resolved_48h", (("team", ("投诉, 组", None)),), True, 0.02, comparison=(("team", ("b",)),))
ORIGIN = Origin(date(2026, 1, 1), date(2026, 3, 31), 0.871, 640, 0.84, 0.9, 0.95)
PLAN = Plan("two people ill", "one more shift", "李 L.", START + timedelta(days=60))
OPENED = ("complaint_resolved_48h", "87.1 % in 2026 Q1", PLAN, START, RULE, ORIGIN)
FROZEN = {
    "metric": "other", "promise": "P9", "filters": "[]", "origin": "{}", "rule": "{}", "start": "2020-01-01", "minute": None,
    "opened_at": "2020-01-01",
}  # fmt: skip
FILTERS = st.lists(st.tuples(st.text(max_size=9), st.lists(st.text(max_size=9) | st.none(), max_size=3).map(tuple)))


@pytest.fixture
def actions(store) -> Actions:
    return Actions(State(store.root))


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Actions:
    """One state for properties that do not mind what else is in it."""
    return Actions(State(tmp_path_factory.mktemp("state")))


@settings(max_examples=40)
@given(filters=FILTERS.map(tuple), compared=FILTERS.map(tuple) | st.none(), least=st.floats(0, 1e9),
       weeks=st.integers(1, MOST_WEEKS), value=st.floats(allow_nan=False) | st.none(), text=st.sampled_from(HOSTILE))  # fmt: skip
def test_what_an_action_is_judged_by_survives_unchanged(shared, filters, compared, least, weeks, value, text):
    rule = Rule("csat_mean", filters, False, least, weeks, weeks, 0, compared)
    origin = replace(ORIGIN, value=value)
    made = shared.open("csat_mean", text, replace(PLAN, cause=text), START, rule, origin, filters=filters, promise="P3")
    assert shared.get(made.id) == made
    assert (made.rule, made.origin, made.filters, made.problem) == (rule, origin, filters, text)
    assert shared.of_promise("P3")[0] == made


def test_actions_are_listed_latest_first_and_gone_when_removed(actions):
    assert actions.all() == ()
    first, second = actions.open(*OPENED), actions.open(*OPENED, promise="P1")
    assert actions.all() == (second, first)
    assert actions.of_promise("P1") == (second,)
    actions.remove(second.id)
    actions.remove(second.id)
    assert (actions.all(), actions.get(second.id)) == ((first,), None)
    actions.restore(second.id)
    assert actions.get(second.id) == second


def test_a_plan_may_change_and_nothing_else_does(actions):
    opened = actions.open(*OPENED)
    other = Plan("a cause found later", "two more shifts", "Wang", START + timedelta(days=90), "running")
    actions.change(opened.id, other)
    found = actions.get(opened.id)
    assert found is not None
    assert replace(found, plan=PLAN, changed_at=opened.changed_at) == opened
    assert found.plan == other
    actions.set_status(opened.id, "done")
    assert actions.get(opened.id).plan == replace(other, status="done")


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_itself_refuses_to_change_what_an_action_is_judged_by(actions, column):
    opened = actions.open(*OPENED)
    statement = f"UPDATE actions SET {column} = ? WHERE id = ?"
    with (
        closing(sqlite3.connect(actions.state.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="frozen"),
    ):
        connection.execute(statement, (FROZEN[column], opened.id))
    assert actions.get(opened.id) == opened


def test_an_action_is_overdue_from_the_day_after_it_was_due_unless_it_has_ended(actions):
    opened = actions.open(*OPENED)
    assert [opened.overdue(PLAN.due + timedelta(days=days)) for days in (-1, 0, 1)] == [False, False, True]
    for status in STATUSES:
        later = replace(opened, plan=replace(PLAN, status=status))
        assert later.overdue(date.max) == (status not in ENDED)


@pytest.mark.parametrize(
    "changed",
    [{"cause": " "}, {"action": ""}, {"owner": "x" * 61}, {"cause": "two\nlines"}, {"status": "lost"}, {"due": START - timedelta(days=1)}],
)  # fmt: skip
def test_a_plan_that_cannot_be_kept_is_refused_in_both_languages(actions, changed):
    bad = Plan(**{**asdict(PLAN), **changed})
    with pytest.raises(InvalidEntry) as refused:
        actions.open("csat_mean", "problem", bad, START, RULE, ORIGIN)
    assert refused.value.text.en != refused.value.text.zh
    opened = actions.open(*OPENED)
    with pytest.raises(InvalidEntry):
        actions.change(opened.id, bad)
    assert actions.all() == (opened,)


@pytest.mark.parametrize(
    "changed", [{"least": -0.1}, {"least": float("nan")}, {"least": float("inf")}, {"before": 0}, {"after": MOST_WEEKS + 1}, {"lag": -1}]
)  # fmt: skip
def test_a_rule_that_judges_nothing_is_refused(actions, changed):
    with pytest.raises(InvalidEntry):
        actions.open("csat_mean", "problem", PLAN, START, replace(RULE, **changed), ORIGIN)
    assert actions.all() == ()


def test_an_action_can_come_from_a_decision_that_is_there(actions):
    reviews = Reviews(actions.state)
    review = reviews.make("2026Q1", None, "v1", [])
    decided = reviews.note(review.id, "P1", "decision", "one more shift")
    assert actions.open(*OPENED, minute=decided.id).minute == decided.id
    with pytest.raises(InvalidEntry, match="decision"):
        actions.open(*OPENED, minute=decided.id + 1)


def test_an_action_that_is_not_there_cannot_be_changed(actions):
    opened = actions.open(*OPENED)
    actions.remove(opened.id)
    for change in (lambda: actions.change(opened.id, PLAN), lambda: actions.set_status(99, "done")):
        with pytest.raises(InvalidEntry, match="removed"):
            change()


def test_a_checklist_is_ticked_line_by_line(actions):
    lists, opened, other = Checklists(actions.state), actions.open(*OPENED), actions.open(*OPENED)
    assert lists.of(opened.id) == ()
    first, second = (lists.add(opened.id, text) for text in ("ask the team", "排班"))
    lists.tick(second.id)
    ticked = lists.of(opened.id)[1].done_at
    assert ticked is not None
    lists.tick(second.id)
    assert [(step.text, step.done_at) for step in lists.of(opened.id)] == [("ask the team", None), ("排班", ticked)]
    lists.untick(second.id)
    lists.remove(first.id)
    assert lists.of(opened.id) == (second,)
    assert lists.of(other.id) == ()
    for action, text in ((99, "no such action"), (opened.id, "")):
        with pytest.raises(InvalidEntry):
            lists.add(action, text)
