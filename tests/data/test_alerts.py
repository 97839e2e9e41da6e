"""Alerts stand from when they are found until they no longer hold, and are told once."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from data.alerts import Alerts, Found
from data.errors import InvalidEntry, UnknownName
from data.state import State
from data.words import Text

TODAY, LATER, MUCH_LATER = date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 24)


def found(name: str, period: str = "2026Q3", kind: str = "at_risk") -> Found:
    return Found(kind, name, period, Text(f"{name} is at risk", f"{name} 有风险"))


def keys(items) -> list[str]:
    return [item.subject for item in items]


@pytest.fixture
def alerts(store) -> Alerts:
    return Alerts(State(store.root))


def test_what_is_found_again_is_the_same_alert_and_is_told_once(alerts):
    alerts.record([found("a"), found("b")])
    assert keys(alerts.untold(TODAY)) == ["a", "b"]
    alerts.sent(alerts.untold(TODAY))
    alerts.record([found("a"), found("b"), found("c")])
    assert keys(alerts.standing()) == ["a", "b", "c"]
    assert keys(alerts.untold(TODAY)) == ["c"]


def test_what_was_not_sent_waits_for_the_next_run(alerts):
    alerts.record([found("a")])
    alerts.record([found("a")])
    assert keys(alerts.untold(TODAY)) == ["a"]


def test_what_no_longer_holds_is_gone_and_found_again_it_is_a_new_alert(alerts):
    alerts.record([found("a")])
    (first,) = alerts.untold(TODAY)
    alerts.sent([first])
    alerts.acknowledge(first.key, "Wang")
    alerts.record([])
    assert alerts.standing() == ()
    alerts.record([found("a")])
    (again,) = alerts.untold(TODAY)
    assert (again.key, again.acknowledged_by) == (first.key, None)
    assert again.id > first.id


def test_the_same_promise_in_another_period_or_graver_is_another_alert(alerts):
    alerts.record([found("a")])
    alerts.sent(alerts.untold(TODAY))
    alerts.record([found("a", "2026Q4"), found("a", kind="lost")])
    assert [item.key for item in alerts.untold(TODAY)] == ["at_risk:a:2026Q4", "lost:a:2026Q3"]


def test_a_snoozed_alert_is_quiet_and_comes_once_more_on_its_day(alerts):
    alerts.record([found("a")])
    (item,) = alerts.untold(TODAY)
    alerts.sent([item])
    alerts.snooze(item.key, LATER, TODAY)
    assert alerts.untold(TODAY) == ()
    assert alerts.standing()[0].quiet(TODAY)
    assert keys(alerts.untold(LATER)) == ["a"]
    alerts.sent(alerts.untold(LATER))
    assert alerts.untold(MUCH_LATER) == ()


def test_an_acknowledged_alert_stands_and_comes_no_more_until_it_is_snoozed(alerts):
    alerts.record([found("a")])
    alerts.acknowledge("at_risk:a:2026Q3", "王经理")
    (item,) = alerts.standing()
    assert (item.acknowledged_by, item.quiet(MUCH_LATER)) == ("王经理", True)
    assert alerts.untold(MUCH_LATER) == ()
    alerts.snooze("at_risk:a:2026Q3", LATER, TODAY)
    assert keys(alerts.untold(LATER)) == ["a"]


def test_a_wrong_key_day_or_name_is_told(alerts, sentence):
    alerts.record([found("a")])
    with pytest.raises(UnknownName) as refused:
        alerts.acknowledge("at_risk:b:2026Q3", "Wang")
    sentence(refused.value, "at_risk:a:2026Q3")
    with pytest.raises(UnknownName):
        alerts.snooze("nothing", LATER, TODAY)
    with pytest.raises(InvalidEntry) as refused:
        alerts.snooze("at_risk:a:2026Q3", TODAY, TODAY)
    sentence(refused.value, "not a day to come")
    with pytest.raises(InvalidEntry):
        alerts.acknowledge("at_risk:a:2026Q3", " ")
    assert keys(alerts.untold(TODAY)) == ["a"]


def test_a_store_where_nothing_is_found_gets_no_database(alerts):
    alerts.record([])
    assert (alerts.standing(), alerts.untold(TODAY)) == ((), ())
    assert not alerts.state.root.exists()


@settings(max_examples=25)
@given(st.lists(st.sets(st.sampled_from("abcd")), max_size=8))
def test_each_alert_is_told_once_for_each_time_it_comes_up(tmp_path_factory, runs):
    alerts = Alerts(State(tmp_path_factory.mktemp("alerts")))
    told: list[str] = []
    before: set[str] = set()
    expected: list[str] = []
    for names in runs:
        alerts.record([found(name) for name in sorted(names)])
        untold = alerts.untold(TODAY)
        told += keys(untold)
        alerts.sent(untold)
        expected += sorted(names - before)
        before = names
        assert sorted(keys(alerts.standing())) == sorted(names)
    assert told == expected
