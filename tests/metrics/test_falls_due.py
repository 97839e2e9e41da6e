"""Who is short of a training, and who will be when."""

from datetime import date, timedelta

import pytest

from metrics.falls_due import done_on, due_on, falls_due, short_from, short_now, short_since, within
from metrics.model import Query
from tests.metrics.worlds import World

TODAY = date(2026, 9, 30)
OLD = date(2020, 1, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("tenure", "owed"), [(0, 0), (182, 0), (183, 1), (364, 1), (365, 2), (3_000, 2)])
def test_joiners_owe_none_one_or_two(tenure: int, owed: int) -> None:
    assert due_on(ago(tenure), TODAY) == owed


def test_a_training_counts_for_365_days() -> None:
    assert done_on([ago(364)], TODAY) == 1
    assert done_on([ago(365)], TODAY) == 0
    assert done_on([TODAY + timedelta(days=1)], TODAY) == 0


def test_the_day_the_older_training_no_longer_counts() -> None:
    assert short_from(OLD, [ago(300), ago(100)], TODAY) == TODAY + timedelta(days=65)
    assert short_since(OLD, [ago(300), ago(100)], TODAY) is None


def test_a_joiner_falls_due_by_tenure() -> None:
    """Joined 100 days ago, never trained: owes one from day 183 on."""
    assert short_from(ago(100), [], TODAY) == TODAY + timedelta(days=83)
    assert short_from(ago(100), [ago(50)], TODAY) == TODAY + timedelta(days=265)


def test_a_shortage_lasts_since_the_day_it_began() -> None:
    assert short_since(OLD, [ago(400), ago(100)], TODAY) == ago(35)
    assert short_since(ago(200), [], TODAY) == ago(17)
    assert short_since(OLD, [ago(500), ago(450), ago(20)], TODAY) == ago(135)


def test_the_list_agrees_with_the_counts_of_the_metrics(demo_world: World) -> None:
    engine = demo_world.engine
    for day in (date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31)):
        owing = falls_due(engine, day)
        counted = {
            name: engine.run(Query((name,), end=day)).only(name).numerator
            for name in ("agents_short", "agents_due_30", "agents_due_60", "agents_due_90")
        }
        assert short_now(owing) == counted["agents_short"]
        assert [within(owing, days) for days in (30, 60, 90)] == [
            counted[f"agents_due_{days}"] for days in (30, 60, 90)
        ]


def test_days_lie_in_the_band_the_metrics_put_them_in(demo_world: World) -> None:
    owing = falls_due(demo_world.engine, TODAY)
    assert owing
    for item in owing:
        assert item.day is not None
        if item.within:
            assert item.left is not None
            assert item.within - 30 < item.left <= item.within
            assert item.done >= item.due or item.left > 0
        else:
            assert item.day <= TODAY
            assert item.left is None
            assert item.done < item.due
    assert list(owing) == sorted(owing, key=lambda item: (item.within, item.day))
