"""Bins hold each duration within their error, and engine and decoder number them alike."""

import duckdb
import numpy as np
import pytest
from hypothesis import given, strategies as st

from metrics.duration_bins import COARSE, FINE, Bins, change_error


def bins_of(seconds: list[int], bins: Bins = COARSE) -> np.ndarray:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {bins.sql('s')} FROM (SELECT unnest(?) AS s)", [seconds]).fetchall()
    return np.array([number for (number,) in found], dtype=np.int64)


@pytest.mark.parametrize(("bins", "error"), [(COARSE, 0.01), (FINE, 0.001)])
def test_what_stands_for_a_bin_is_within_the_error_of_every_duration_in_it(bins: Bins, error: float) -> None:
    seconds = [*range(30_000), *range(30_000, 40_000_000, 4_999)]
    off = np.abs(bins.seconds_of(bins_of(seconds, bins)) / np.maximum(seconds, 1) - 1)
    assert off[bins.exact + 1 :].max() <= bins.error + 1e-12 < error
    first = seconds[: bins.exact + 1]
    assert (bins.seconds_of(bins_of(first, bins)) == first).all()


@pytest.mark.parametrize(
    ("seconds", "number"), [(-5, -5), (0, 0), (100, 100), (101, 101), (102, 101), (103, 102), (3600, 281)]
)
def test_bins_are_numbered_by_powers_of_growth(seconds: int, number: int) -> None:
    """3600 s: ln 36 / ln 1.02 = 180.96, so the 181st bin above 100."""
    assert bins_of([seconds]).tolist() == [number]


def test_longer_durations_are_never_in_lower_bins() -> None:
    numbers = bins_of(list(range(0, 3_000_000, 7)))
    assert (np.diff(numbers) >= 0).all()


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 0.01), st.floats(0, 0.01))
def test_no_change_is_further_off_than_it_says(
    now: float, then: float, off_now: float, off_then: float, now_error: float, then_error: float
) -> None:
    """Whatever was read in the place of the true durations, within the error of each."""
    read = now * (1 + off_now * now_error) / (then * (1 + off_then * then_error))
    assert abs(read - now / then) <= read * (change_error(now_error, then_error) * (1 + 1e-9) + 1e-12)


def test_the_error_of_a_change_is_reached() -> None:
    """Both sides off by 0.1 % in opposite directions: 1.001 / 0.999 − 1, a little more than 0.2 %."""
    assert change_error(0.001, 0.001) == pytest.approx(0.002002, abs=1e-6)
    now, then = 8_000.0, 10_000.0
    read = now * (1 - 0.001) / (then * (1 + 0.001))
    assert now / then - read == pytest.approx(read * change_error(0.001, 0.001), rel=1e-12)
