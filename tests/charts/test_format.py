"""The one formatter: what a value becomes in each language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from charts import format
from data.words import LANGUAGES, Language
from metrics.model import Unit
from metrics.periods import parse
from tests.charts.makers import plain

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("value", "digits", "english", "chinese"),
    [
        (None, 1, "–", "–"),
        (0.0, 1, "0.0 %", "0.0%"),
        (0.5, 1, "50.0 %", "50.0%"),
        (0.98765, 1, "98.8 %", "98.8%"),
        (0.98765, 2, "98.77 %", "98.77%"),
        (1.0, 1, "100.0 %", "100.0%"),
        (1.0, 0, "100 %", "100%"),
        (0.9996, 1, "99.9 %", "99.9%"),
        (0.99996, 2, "99.99 %", "99.99%"),
        (0.996, 0, "99 %", "99%"),
        (0.0004, 1, "0.1 %", "0.1%"),
        (1e-9, 2, "0.01 %", "0.01%"),
        (0.001, 0, "1 %", "1%"),
        (1.2, 1, "120.0 %", "120.0%"),
    ],
)
def test_a_share_is_shown_as_a_percentage(value: float | None, digits: int, english: str, chinese: str) -> None:
    assert plain(format.percent(value, "en", digits)) == english
    assert format.percent(value, "zh", digits) == chinese


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, 3), st.sampled_from(LANGUAGES))
def test_rounding_never_claims_all_or_nothing(value: float, digits: int, language: Language) -> None:
    shown = float(format.percent(value, language, digits).rstrip(" %\u202f\u00a0"))
    assert 0 < shown < 100


def test_a_number_and_its_per_cent_sign_are_never_parted_at_the_end_of_a_line() -> None:
    assert format.percent(0.984, "en")[-2] in {"\u202f", "\u00a0"}


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.0, "0.0"), (0.017, "+1.7"), (-0.04, "−4.0"), (1e-9, "0.0"), (-1e-9, "0.0"), (-0.0, "0.0")],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_difference_is_signed_and_minus_is_a_real_minus(value: float | None, text: str, language: Language) -> None:
    assert format.points(value, language) == text
    assert format.change(value, Unit.RATIO, language) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.HOURS, "–"), (1.26, Unit.HOURS, "+1.3"), (-0.04, Unit.HOURS, "0.0"), (-3.0, Unit.COUNT, "−3"),
        (1234.0, Unit.COUNT, "+1,234"), (0.0, Unit.COUNT, "0"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_difference_keeps_its_unit(value: float | None, unit: Unit, text: str, language: Language) -> None:
    assert format.change(value, unit, language) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0"), (999, "999"), (1_234_567, "1,234,567"), (-3, "−3"), (2.5, "2"), (3.5, "4")],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_has_separators(value: float | None, text: str, language: Language) -> None:
    assert format.count(value, language) == text


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (None, "–", "–"),
        (0.0, "0 min", "0 分钟"),
        (0.5, "30 min", "30 分钟"),
        (0.98, "59 min", "59 分钟"),
        (1.0, "1.0 h", "1.0 小时"),
        (23.94, "23.9 h", "23.9 小时"),
        (71.9, "71.9 h", "71.9 小时"),
        (72.0, "3.0 days", "3.0 天"),
        (100.0, "4.2 days", "4.2 天"),
        (24_000.0, "1,000.0 days", "1,000.0 天"),
        (-2.0, "−2.0 h", "−2.0 小时"),
    ],
)
def test_a_duration_is_told_in_the_unit_a_person_would_use(value: float | None, english: str, chinese: str) -> None:
    assert plain(format.hours(value, "en")) == english
    assert plain(format.hours(value, "zh")) == chinese


@given(st.floats(0, 1e6, exclude_min=True), st.sampled_from(LANGUAGES))
def test_a_duration_that_is_there_is_never_shown_as_none(value: float, language: Language) -> None:
    assert not format.hours(value, language).startswith("0 ")


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.98, Unit.RATIO, "98.0 %", "98.0%"),
        (None, Unit.RATIO, "–", "–"),
        (12.0, Unit.HOURS, "12.0 h", "12.0 小时"),
        (12.0, Unit.COUNT, "12", "12"),
    ],
)
def test_a_value_is_told_in_its_unit(value: float | None, unit: Unit, english: str, chinese: str) -> None:
    assert plain(format.value(value, unit, "en")) == english
    assert plain(format.value(value, unit, "zh")) == chinese


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.98, Unit.RATIO, "98 %", "98%"),
        (0.985, Unit.RATIO, "98.5 %", "98.5%"),
        (1.0, Unit.RATIO, "100 %", "100%"),
        (0.29, Unit.RATIO, "29 %", "29%"),
        (48.0, Unit.HOURS, "48.0 h", "48.0 小时"),
        (3.0, Unit.COUNT, "3", "3"),
    ],
)
def test_a_target_has_no_decimals_it_does_not_have(value: float, unit: Unit, english: str, chinese: str) -> None:
    assert plain(format.target(value, unit, "en")) == english
    assert plain(format.target(value, unit, "zh")) == chinese


@pytest.mark.parametrize(
    ("name", "fiscal_start", "english", "chinese"),
    [
        ("2026", 1, "2026", "2026年"),
        ("2026H1", 1, "2026 H1", "2026年上半年"),
        ("2026H2", 4, "2026 H2", "2026年下半年"),
        ("2026Q3", 1, "2026 Q3", "2026年第3季度"),
        ("2026Q1", 4, "2026 Q1", "2026年第1季度"),
        ("2026-09", 1, "Sep 2026", "2026年9月"),
        ("2026W01", 1, "2026 week 1", "2026年第1周"),
        ("2026-09-14", 1, "14 Sep 2026", "2026年9月14日"),
        ("2026-07-01..2026-09-14", 1, "1 Jul 2026 – 14 Sep 2026", "2026年7月1日 – 2026年9月14日"),
    ],
)
def test_a_period_is_named_as_a_person_says_it(name: str, fiscal_start: int, english: str, chinese: str) -> None:
    period = parse(name, fiscal_start)
    assert format.period(period, "en", fiscal_start) == english
    assert format.period(period, "zh", fiscal_start) == chinese


def test_days_and_months_are_named_in_both_languages() -> None:
    day = date(2026, 9, 4)
    assert (format.day(day, "en"), format.day(day, "zh")) == ("4 Sep 2026", "2026年9月4日")
    assert (format.short_day(day, "en"), format.short_day(day, "zh")) == ("4 Sep", "9月4日")
    assert (format.month(day, "en"), format.month(day, "zh")) == ("Sep 2026", "2026年9月")
    assert (format.month(day, "en", with_year=False), format.month(day, "zh", with_year=False)) == ("Sep", "9月")


def test_a_moment_is_told_on_the_local_clock() -> None:
    moment = int(datetime(2026, 9, 30, 23, 59, tzinfo=SHANGHAI).timestamp())
    assert format.moment(moment, SHANGHAI, "en") == "30 Sep 2026 23:59"
    assert format.moment(moment, SHANGHAI, "zh") == "2026年9月30日 23:59"
    assert format.moment(moment, ZoneInfo("UTC"), "en") == "30 Sep 2026 15:59"


def test_words_clauses_and_sentences_are_joined_as_each_language_does() -> None:
    assert (format.listed(["a", "b"], "en"), format.listed(["甲", "乙"], "zh")) == ("a, b", "甲、乙")
    assert (format.clauses(["a", "b"], "en"), format.clauses(["甲", "乙"], "zh")) == ("a, b", "甲，乙")
    assert (format.sentences(["A.", "B."], "en"), format.sentences(["甲。", "乙。"], "zh")) == ("A. B.", "甲。乙。")
    assert format.sentences([], "en") == format.listed([], "zh") == ""


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 KB"),
        (12_345, "12.3 KB"),
        (640_000, "640 KB"),
        (2_500_000_000, "2.5 GB"),
    ],
)
def test_a_size_is_told_in_the_unit_a_person_would_choose(size: int, shown: str) -> None:
    assert format.file_size(size, "en") == shown
