"""Bins hold each duration within their error, and engine and decoder number them alike."""

import duckdb
import numpy as np
import pytest

from metrics.duration_bins import ERROR, EXACT, bin_sql, seconds_of


def bins_of(seconds: list[int]) -> np.ndarray:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {bin_sql('s')} FROM (SELECT unnest(?) AS s)", [seconds]).fetchall()
    return np.array([number for (number,) in found], dtype=np.int64)


def test_what_stands_for_a_bin_is_within_one_per_cent_of_every_duration_in_it() -> None:
    seconds = [*range(30_000), *range(30_000, 40_000_000, 4_999)]
    off = np.abs(seconds_of(bins_of(seconds)) / np.maximum(seconds, 1) - 1)
    assert off[EXACT + 1 :].max() <= ERROR + 1e-12 < 0.01
    assert (seconds_of(bins_of(seconds[: EXACT + 1])) == seconds[: EXACT + 1]).all()


@pytest.mark.parametrize(
    ("seconds", "number"), [(-5, -5), (0, 0), (100, 100), (101, 101), (102, 101), (103, 102), (3600, 281)]
)
def test_bins_are_numbered_by_powers_of_growth(seconds: int, number: int) -> None:
    """3600 s: ln 36 / ln 1.02 = 180.96, so the 181st bin above 100."""
    assert bins_of([seconds]).tolist() == [number]


def test_longer_durations_are_never_in_lower_bins() -> None:
    numbers = bins_of(list(range(0, 3_000_000, 7)))
    assert (np.diff(numbers) >= 0).all()
