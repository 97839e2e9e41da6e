"""Business time: by hand, and against a count of minutes that anybody can follow."""

import random
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from data.calendar import is_covered, is_workday, working_time
from data.errors import StoreError
from data.organisation import CalendarRules, Shifts, read_organisation
from data.warehouse import DuckDBWarehouse
from tests.builders import bring, row, ticket

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
SPLIT = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60))  # minutes since midnight
LATE = ((10 * 60, 19 * 60),)
DESK = CalendarRules("desk", (Shifts(date(2020, 1, 1), SPLIT),))
HOUR = 3600


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
        (date(2026, 9, 20), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
    ids=lambda value: f"{value:%Y-%m-%d}" if isinstance(value, date) else None,
)
def test_chinese_holidays_and_make_up_saturdays_and_sundays_are_known(day, works):
    assert is_workday(DESK, day) == works == chinese_calendar.is_workday(day)


def test_weekends_rules_know_no_holidays():
    weekends = CalendarRules("desk", DESK.shifts, "weekends")
    assert is_workday(weekends, date(2026, 10, 1))
    assert not is_workday(weekends, date(2026, 2, 14))
    assert is_covered(weekends, date(2099, 1, 1))


def test_days_of_the_organisation_come_before_all_others():
    rules = CalendarRules("desk", DESK.shifts, "china", frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 8)}))
    assert is_workday(rules, date(2026, 10, 1))
    assert not is_workday(rules, date(2026, 10, 8))


def test_beyond_the_known_years_the_ordinary_week_is_used():
    assert not is_covered(DESK, date(2099, 10, 1))
    assert is_workday(DESK, date(2099, 10, 1)) == (date(2099, 10, 1).weekday() < 5)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 09:00", 3, "2026-03-02 12:00"),
        ("2026-03-02 09:00", 4, "2026-03-02 14:30"),
        ("2026-03-02 09:00", 7.5, "2026-03-02 18:00"),
        ("2026-03-02 09:00", 8, "2026-03-03 09:30"),
        ("2026-03-02 11:00", 1, "2026-03-02 12:00"),
        ("2026-03-02 12:00", 1, "2026-03-02 14:30"),
        ("2026-03-02 12:45", 1, "2026-03-02 14:30"),
        ("2026-03-02 18:00", 1, "2026-03-03 10:00"),
        ("2026-03-02 23:00", 1, "2026-03-03 10:00"),
        ("2026-03-06 17:00", 2, "2026-03-09 10:00"),
        ("2026-02-13 17:00", 2, "2026-02-14 10:00"),
        ("2026-02-14 17:00", 2, "2026-02-24 10:00"),
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),
        ("2026-10-03 10:00", 7.5, "2026-10-08 18:00"),
    ],
    ids=["close-of-a-span", "over-noon", "close-of-the-day", "next-day", "to-the-close", "from-the-close", "at-noon",
         "at-the-end", "at-night", "weekend", "make-up-saturday", "spring-festival", "national-day", "in-the-holiday"],
)  # fmt: skip
def test_a_limit_in_working_hours_falls_due(start, hours, due):
    spans = working_time(DESK, date(2026, 2, 1), date(2026, 12, 31), SHANGHAI)
    assert spans.due(at(start), int(hours * HOUR)) == at(due)


def test_a_limit_beyond_the_last_span_has_no_due_moment():
    spans = working_time(DESK, date(2026, 3, 2), date(2026, 3, 3), SHANGHAI)
    assert spans.due(at("2026-03-02 09:00"), 15 * HOUR) == at("2026-03-03 18:00")
    assert spans.due(at("2026-03-02 09:00"), 15 * HOUR + 1) is None


def test_a_start_before_the_first_span_counts_from_its_opening():
    spans = working_time(DESK, date(2026, 3, 2), date(2026, 3, 3), SHANGHAI)
    assert spans.due(at("2026-02-20 09:00"), HOUR) == at("2026-03-02 10:00")


def test_a_calendar_that_never_opens_has_no_due_moment():
    spans = working_time(CalendarRules("shut", ()), date(2026, 3, 2), date(2026, 3, 3), SHANGHAI)
    assert spans.due(at("2026-03-02 09:00"), HOUR) is None


CALENDAR = """
time_zone = "{zone}"
[clocks]
"tickets.resolved_48h" = "desk"
[calendars.desk]
holidays = "{holidays}"
extra_workdays = [2024-06-22]
extra_holidays = [2024-06-21]
[[calendars.desk.shifts]]
since = 2024-07-01
hours = ["10:00-19:00"]
[[calendars.desk.shifts]]
since = 2020-01-01
hours = ["09:00-12:00", "13:30-18:00"]
"""


def working_minutes(zone: ZoneInfo, holidays: str) -> list[int]:
    """Every minute the desk of CALENDAR works, one after the other, as minutes since 1970."""
    minutes = []
    first = int(datetime(2023, 12, 1, tzinfo=UTC).timestamp()) // 60
    known: dict[date, bool] = {date(2024, 6, 22): True, date(2024, 6, 21): False}
    for minute in range(first, first + 400 * 1440):
        local = datetime.fromtimestamp(minute * 60, zone)
        day = local.date()
        if day not in known:
            known[day] = chinese_calendar.is_workday(day) if holidays == "china" else day.weekday() < 5
        spans = LATE if day >= date(2024, 7, 1) else SPLIT
        if known[day] and any(opens <= local.hour * 60 + local.minute < closes for opens, closes in spans):
            minutes.append(minute)
    return minutes


EDGES = ("2024-01-02 09:00", "2024-01-02 12:00", "2024-01-02 12:30", "2024-01-02 13:30", "2024-01-02 18:00",
         "2024-02-04 08:59", "2024-02-10 11:00", "2024-06-20 17:59", "2024-06-28 17:00", "2024-09-29 12:00",
         "2024-10-03 00:00", "2024-03-30 23:30", "2024-05-01 10:00")  # fmt: skip


@pytest.mark.parametrize(("zone", "holidays"), [(SHANGHAI, "china"), (BERLIN, "weekends")], ids=["china", "berlin"])
def test_the_database_the_calendar_and_a_count_of_minutes_agree(store, zone, holidays):
    store.root.mkdir()
    (store.root / "organisation.toml").write_text(CALENDAR.format(zone=zone.key, holidays=holidays))
    draws = random.Random(48)
    begin = datetime(2024, 1, 1)
    starts = [begin + timedelta(minutes=draws.randrange(300 * 1440)) for _ in range(150)]
    starts += [datetime.fromisoformat(edge) for edge in EDGES]
    bring(store, "tickets", [ticket(f"T{number}", created_at=start) for number, start in enumerate(starts)])
    warehouse = DuckDBWarehouse(store)
    found = warehouse.fetch("SELECT created_s, resolved_48h_due_s, answered_48h_due_s FROM tickets", {})
    warehouse.close()
    assert len(found) == len(starts)

    minutes = working_minutes(zone, holidays)
    rules = read_organisation(store.root).calendars["desk"]
    spans = working_time(rules, date(2023, 12, 1), date(2024, 12, 31), zone)
    for created, due, plain in found:
        counted = minutes[bisect_left(minutes, created // 60) + 48 * 60 - 1] + 1
        assert due == spans.due(created, 48 * HOUR) == counted * 60
        assert plain == created + 48 * HOUR


@pytest.mark.parametrize("since", ["2000-01-01", "2020-01-01"], ids=["open", "not-yet-open"])
def test_years_whose_holidays_are_not_known_are_noted_in_the_manifest(store, since):
    store.root.mkdir()
    settings = CALENDAR.format(zone="Asia/Shanghai", holidays="china").replace("2020-01-01", since)
    (store.root / "organisation.toml").write_text(settings)
    report = bring(store, "tickets", [ticket("T1", created_at="2003-03-04")])
    assert report.published
    assert any("holidays are not known" in note for note in store.current().notes)


def test_a_calendar_without_tickets_needs_no_note(store):
    store.root.mkdir()
    (store.root / "organisation.toml").write_text(CALENDAR.format(zone="Asia/Shanghai", holidays="china"))
    bring(store, "orders", [row("orders")])
    assert store.current().notes == []


DESK_WITH = "[calendars.desk]\n{}\n[[calendars.desk.shifts]]\nsince = {}\nhours = [{}]\n"


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("time_zone = ", "organisation.toml"),
        ('time_zone = "Asia/Shangai"', "Asia/Shangai"),
        ('timezone = "Asia/Shanghai"', "timezone"),
        ("fiscal_year_start_month = 13", "fiscal_year_start_month"),
        ("reopen_window_days = -1", "reopen_window_days"),
        ('[clocks]\n"tickets.resolved_48h" = "desk"', "desk"),
        ('[clocks]\n"tickets.solved_48h" = "desk"\n' + DESK_WITH.format("", "2024-01-01", '"09:00-12:00"'), "solved_48h"),
        (DESK_WITH.format('holidays = "france"', "2024-01-01", '"09:00-12:00"'), "france"),
        (DESK_WITH.format("", "2024-01-01", '"18:00-09:00"'), "18:00-09:00"),
        (DESK_WITH.format("", "2024-01-01", '"09:00-12:00", "11:00-18:00"'), "desk"),
        (DESK_WITH.format("", "2024-01-01", '"nine to five"'), "nine to five"),
        (DESK_WITH.format("", '"2024-01-01"', '"09:00-12:00"'), "since"),
        (DESK_WITH.format('extra_workdays = ["2024-06-22"]', "2024-01-01", '"09:00-12:00"'), "extra_workdays"),
        (DESK_WITH.format("holiday = []", "2024-01-01", '"09:00-12:00"'), "holiday"),
    ],
    ids=["not-toml", "zone", "unknown", "month", "window", "no-such-calendar", "no-such-clock", "holidays", "backwards",
         "overlap", "hours", "since-as-text", "days-as-text", "unknown-of-a-calendar"],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused_in_one_sentence(tmp_path, sentence, settings, place):
    (tmp_path / "organisation.toml").write_text(settings)
    with pytest.raises(StoreError) as refused:
        read_organisation(tmp_path)
    sentence(refused.value, place)


@pytest.mark.parametrize(
    ("hours", "spans"),
    [
        ('"13:30-18:00", "09:00-12:00"', SPLIT),
        ('"00:00-06:00", "22:00-24:00"', None),
    ],
    ids=["in-any-order", "to-midnight"],
)
def test_working_hours_may_be_listed_in_any_order_and_reach_midnight(tmp_path, hours, spans):
    (tmp_path / "organisation.toml").write_text(DESK_WITH.format("", "2020-01-01", hours))
    rules = read_organisation(tmp_path).calendars["desk"]
    found = working_time(rules, date(2026, 3, 2), date(2026, 3, 2), SHANGHAI).spans
    if spans is None:
        assert sum(closes - opens for opens, closes in found) == 8 * HOUR
    else:
        assert found == working_time(DESK, date(2026, 3, 2), date(2026, 3, 2), SHANGHAI).spans
