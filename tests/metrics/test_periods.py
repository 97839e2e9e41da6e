"""Periods: names, neighbours, fiscal years, week numbers, and the engine's buckets against the calendar."""

import contextlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import example, given, strategies as st

from data.errors import UsageError
from metrics import periods
from metrics.build import bucket_sql
from metrics.model import Grain
from metrics.periods import Period, containing, end_moment, parse

CALENDAR = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
ROLLING = tuple(grain for grain in Grain if grain.rolling_days)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
FISCAL = st.integers(1, 12)
ZONES = (
    "Asia/Shanghai",
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Africa/Cairo",
    "America/Nuuk",
    "Australia/Lord_Howe",
)


@pytest.mark.parametrize(
    ("text", "fiscal_start", "first", "last"),
    [
        ("2026", 1, "2026-01-01", "2026-12-31"),
        ("2026", 4, "2026-04-01", "2027-03-31"),
        ("2026H2", 1, "2026-07-01", "2026-12-31"),
        ("2026H2", 4, "2026-10-01", "2027-03-31"),
        ("2026Q3", 1, "2026-07-01", "2026-09-30"),
        ("2026-q3", 1, "2026-07-01", "2026-09-30"),
        ("2026Q4", 4, "2027-01-01", "2027-03-31"),
        ("2026Q1", 12, "2026-12-01", "2027-02-28"),
        ("2024-02", 7, "2024-02-01", "2024-02-29"),
        ("2026W37", 1, "2026-09-07", "2026-09-13"),
        ("2020W53", 1, "2020-12-28", "2021-01-03"),
        ("2025W01", 1, "2024-12-30", "2025-01-05"),
        ("2026-09-14", 1, "2026-09-14", "2026-09-14"),
        ("2026-07-01..2026-09-14", 1, "2026-07-01", "2026-09-14"),
    ],
)
def test_a_name_says_which_days_are_meant(text: str, fiscal_start: int, first: str, last: str) -> None:
    period = parse(text, fiscal_start)
    assert (period.start.isoformat(), period.end.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "last month", "2026Q5", "2026H3", "2026-13", "2025W53", "2026W54", "2026-02-30", "2026-09-14..2026-09-01",
     "2026-09-01..", "26Q3", "0000", "9999W52", "2026..2027"],
)  # fmt: skip
def test_what_is_not_a_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="2026Q3"):
        parse(text)


@given(st.text(max_size=20))
@example("９９９９Q4")
@example("9999Q4")
@example("0001-01-01..0001-01-01")
def test_any_text_is_a_period_or_is_refused(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert parse(text).days >= 1


@given(DAYS, st.sampled_from(CALENDAR), FISCAL)
def test_the_name_of_a_period_reads_back_as_the_same_period(day: date, grain: Grain, fiscal_start: int) -> None:
    period = containing(day, grain, fiscal_start)
    assert parse(period.name(fiscal_start), fiscal_start) == period


@given(DAYS, DAYS)
def test_the_name_of_a_free_range_reads_back_as_the_same_range(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert parse(period.name()) == period


@given(DAYS, st.sampled_from(tuple(Grain)), FISCAL)
def test_a_period_holds_its_day_and_its_own_ends(day: date, grain: Grain, fiscal_start: int) -> None:
    period = containing(day, grain, fiscal_start)
    assert period.start <= day <= period.end
    if not grain.rolling_days:
        assert containing(period.start, grain, fiscal_start) == period == containing(period.end, grain, fiscal_start)


@given(DAYS, st.sampled_from(tuple(Grain)), FISCAL)
def test_the_previous_period_ends_the_day_before(day: date, grain: Grain, fiscal_start: int) -> None:
    period = containing(day, grain, fiscal_start)
    before = periods.previous(period, fiscal_start)
    assert before.end == period.start - timedelta(days=1)
    assert before.grain == grain
    if grain in (Grain.DAY, Grain.WEEK, *ROLLING):
        assert before.days == period.days


def test_before_a_free_range_comes_one_of_the_same_length() -> None:
    assert periods.previous(parse("2026-07-11..2026-07-20")) == parse("2026-07-01..2026-07-10")


@given(DAYS, st.sampled_from((Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)), FISCAL)
def test_the_year_before_is_four_quarters_back(day: date, grain: Grain, fiscal_start: int) -> None:
    period = containing(day, grain, fiscal_start)
    back = period
    for _ in range({Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}[grain]):
        back = periods.previous(back, fiscal_start)
    assert periods.year_before(period, fiscal_start) == back


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2024-02-29", "2023-02-28"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),
        ("2024-02-15..2024-02-29", "2023-02-15..2023-02-28"),
        ("2024-03-01", "2023-03-01"),
        ("2026Q1", "2025Q1"),
        ("2026W37", "2025W37"),
        ("2025W01", "2024W01"),
        ("2020W53", "2019W53 is none, so the week 52 weeks before"),
    ],
)
def test_the_year_before_on_leap_days_and_long_years(text: str, before: str) -> None:
    expected = parse("2019-12-30..2020-01-05") if "none" in before else parse(before)
    found = periods.year_before(parse(text))
    assert (found.start, found.end) == (expected.start, expected.end)


@given(DAYS)
def test_the_week_a_year_before_is_52_weeks_back_so_that_weekdays_and_seasons_match(day: date) -> None:
    week = containing(day, Grain.WEEK)
    assert week.start - periods.year_before(week).start == timedelta(weeks=52)


@given(DAYS, st.sampled_from(ROLLING))
@example(date(2024, 3, 3), Grain.ROLLING_7)
@example(date(2024, 12, 31), Grain.ROLLING_365)
def test_a_rolling_window_keeps_its_length_a_year_before(day: date, grain: Grain) -> None:
    assert periods.year_before(containing(day, grain)).days == grain.rolling_days


def test_only_as_many_days_of_another_period_count_as_have_passed_of_the_running_one() -> None:
    running, other = parse("2026Q3"), parse("2026Q2")
    assert periods.same_part(other, running, date(2026, 7, 10)) == Period(
        date(2026, 4, 1), date(2026, 4, 10), Grain.QUARTER
    )
    assert periods.same_part(other, running, date(2026, 9, 30)) == other
    assert periods.same_part(other, running, date(2026, 12, 1)) == other


@given(DAYS, DAYS, st.sampled_from(CALENDAR), FISCAL)
def test_the_same_part_has_as_many_days_as_the_elapsed_part_unless_the_period_is_shorter(
    day: date, another: date, grain: Grain, fiscal_start: int
) -> None:
    running, other = containing(day, grain, fiscal_start), containing(another, grain, fiscal_start)
    passed = (day - running.start).days + 1
    part = periods.same_part(other, running, day)
    assert part.start == other.start
    assert part.end <= other.end
    assert part.days == other.days if day == running.end else part.days == min(passed, other.days)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2020-12-31", "2020W53"), ("2021-01-03", "2020W53"), ("2021-01-04", "2021W01"), ("2024-12-30", "2025W01"),
        ("2023-01-01", "2022W52"), ("2026-12-31", "2026W53"), ("2027-01-03", "2026W53"), ("2018-12-31", "2019W01"),
    ],
)  # fmt: skip
def test_weeks_at_the_turn_of_the_year_carry_the_iso_number(day: str, name: str) -> None:
    assert containing(date.fromisoformat(day), Grain.WEEK).name() == name


@pytest.fixture(scope="module")
def calendar() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every day of 2015–2035 as an engine table has it."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE calendar AS SELECT CAST(day - DATE '1970-01-01' AS INTEGER) AS x_day,"
            " CAST(year(day) * 12 + month(day) - 1 AS INTEGER) AS x_month"
            " FROM (SELECT CAST(unnest(generate_series(DATE '2015-01-01', DATE '2035-12-31', INTERVAL 1 DAY)) AS DATE) AS day)"
        )
        yield connection


@pytest.mark.parametrize(
    ("grain", "fiscal_start"),
    [(grain, month) for grain in CALENDAR for month in (range(1, 13) if grain in periods.MONTHS else (1,))],
)
def test_the_engines_bucket_is_the_period_the_day_falls_in(
    calendar: duckdb.DuckDBPyConnection, grain: Grain, fiscal_start: int
) -> None:
    found = calendar.execute(f"SELECT x_day, {bucket_sql('x', grain, fiscal_start)} FROM calendar").fetchall()
    assert len(found) == (date(2036, 1, 1) - date(2015, 1, 1)).days
    wrong = [
        day
        for day, bucket in ((periods.EPOCH + timedelta(days=number), bucket) for number, bucket in found)
        if periods.start_of_bucket(grain, bucket, fiscal_start) != containing(day, grain, fiscal_start).start
    ]
    assert wrong == []


@pytest.mark.parametrize("grain", ROLLING)
def test_a_rolling_grain_is_fetched_by_the_day(grain: Grain) -> None:
    assert bucket_sql("x", grain, 4) == bucket_sql("x", Grain.DAY, 1)


@pytest.mark.parametrize("name", ZONES)
def test_the_last_second_of_a_day_is_followed_by_the_next_day(name: str) -> None:
    """Also where the clock is put back at midnight, as in Cairo and Nuuk, so that the last hour comes twice."""
    zone, wrong = ZoneInfo(name), []
    for day in (date(2023, 1, 1) + timedelta(days=number) for number in range(3 * 365)):
        last = end_moment(day, zone)
        if (periods.local_day(last, zone), periods.local_day(last + 1, zone)) != (day, day + timedelta(days=1)):
            wrong.append(day)
    assert wrong == []


def test_the_end_of_a_shanghai_day_is_16_hours_utc() -> None:
    assert datetime.fromtimestamp(
        end_moment(date(2026, 9, 30), ZoneInfo("Asia/Shanghai")), ZoneInfo("UTC")
    ).isoformat() == ("2026-09-30T15:59:59+00:00")
