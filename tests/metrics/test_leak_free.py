"""What a time without leaks proves."""

from datetime import date

import pytest

from metrics.leak_free import days_without, leak_free


def test_a_year_without_a_leak_still_fits_one_every_four_months() -> None:
    found = leak_free(365)
    assert found is not None
    assert found.months == pytest.approx(12, abs=0.01)
    assert found.one_in == pytest.approx(4, abs=0.01)


def test_less_than_a_month_says_nothing() -> None:
    assert leak_free(29) is None
    assert leak_free(30) is not None


def test_days_since_the_last_leak_or_since_the_records_begin() -> None:
    first, day = date(2026, 1, 1), date(2026, 1, 31)
    assert days_without(first, 12.0, day) == 12
    assert days_without(first, None, day) == 30
    assert days_without(None, None, day) == 0
    assert days_without(day, None, first) == 0
