"""Quantiles of histograms, and the bootstrap of a median against resampling done in full."""

from collections import Counter
from itertools import product
from math import inf, nan
from statistics import median

import numpy as np
import pytest
from hypothesis import given, strategies as st

from metrics.medians import medians_of_resamples, quantile_of, ratio_of_medians

VALUES = st.lists(st.integers(0, 200), min_size=1, max_size=40)


def histogram(values: list[int]) -> list[tuple[int, int]]:
    return sorted(Counter(values).items())


@given(VALUES, st.sampled_from([0, 0.1, 0.5, 0.9, 0.95, 1]))
def test_a_quantile_is_that_of_the_values_written_out(values: list[int], q: float) -> None:
    assert quantile_of(histogram(values), q) == pytest.approx(float(np.quantile(values, q)))


def test_values_that_do_not_occur_are_passed_over() -> None:
    assert quantile_of([(0, 0), (10, 1), (15, 0), (20, 1), (99, 0)], 0.5) == 15


def test_no_cases_and_no_such_quantile_are_refused() -> None:
    with pytest.raises(ValueError, match="without cases"):
        quantile_of([(5, 0)], 0.5)
    for q in (-0.1, 1.1, nan):
        with pytest.raises(ValueError, match="between 0 and 1"):
            quantile_of([(5, 1)], q)


@pytest.mark.parametrize("values", [[7], [1, 2], [1, 5, 9], [1, 2, 4, 8], [3, 3, 5, 6], [1, 4, 4, 7, 20]])
def test_resampled_medians_come_as_often_as_among_all_samples_there_are(values: list[int]) -> None:
    """Every one of the nⁿ samples written out, for odd and even n, with and without ties."""
    draws, samples = 40_000, list(product(values, repeat=len(values)))
    exact = Counter(median(sample) for sample in samples)
    drawn = Counter(medians_of_resamples(histogram(values), np.random.default_rng(1), draws).tolist())
    assert set(drawn) <= set(exact)
    for value, ways in exact.items():
        share = ways / len(samples)
        assert drawn[value] / draws == pytest.approx(share, abs=4.5 * (share * (1 - share) / draws) ** 0.5 + 1e-12)


@pytest.mark.parametrize("size", [60, 61])
def test_the_interval_is_that_of_resampling_the_rows(size: int) -> None:
    generator = np.random.default_rng(7)
    before = np.rint(generator.gamma(4, 5_000, size)).astype(int)
    after = np.rint(generator.gamma(4, 4_000, size + 20)).astype(int)
    ours = ratio_of_medians(histogram(before.tolist()), histogram(after.tolist()), draws=20_000)
    resampled = np.median(generator.choice(after, (20_000, size + 20)), axis=1) / np.median(
        generator.choice(before, (20_000, size)), axis=1
    )
    assert ours == pytest.approx(
        (np.median(after) / np.median(before), *np.quantile(resampled, [0.025, 0.975])), rel=0.02
    )


@given(VALUES, VALUES, st.integers(2, 50))
def test_the_unit_of_time_does_not_matter(before: list[int], after: list[int], factor: int) -> None:
    stretched = [[(value * factor, count) for value, count in histogram(values)] for values in (before, after)]
    ours = ratio_of_medians(histogram(before), histogram(after), draws=50)
    theirs = ratio_of_medians(*stretched, draws=50)
    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert theirs == pytest.approx(ours)


def test_the_same_data_always_give_the_same_interval_and_another_seed_another() -> None:
    before, after = [(value, 1) for value in range(100, 200)], [(value, 1) for value in range(80, 180)]
    assert ratio_of_medians(before, after) == ratio_of_medians(before, after)
    assert ratio_of_medians(before, after) != ratio_of_medians(before, after, seed=1)


def test_the_interval_of_a_million_cases_is_the_one_theory_gives() -> None:
    """Evenly spread values up to m: the standard error of their median is m / (2·√n), here 0.1 % of it on each side."""
    flat = [(value, 10) for value in range(1, 100_000)]
    ratio, low, high = ratio_of_medians(flat, flat) or (nan, nan, nan)
    assert ratio == 1
    assert (low, high) == pytest.approx((1 - 1.96 * 2**0.5 * 0.001, 1 + 1.96 * 2**0.5 * 0.001), abs=2e-4)


def test_without_cases_or_with_nothing_to_divide_by_there_is_no_ratio() -> None:
    assert ratio_of_medians([], [(5, 3)]) is None
    assert ratio_of_medians([(5, 3)], [(5, 0)]) is None
    assert ratio_of_medians([(0, 3)], [(5, 3)]) is None


def test_where_the_earlier_median_may_be_nought_the_interval_is_open_above() -> None:
    ratio, low, high = ratio_of_medians([(0, 10), (8, 11)], [(4, 20)]) or (nan, nan, nan)
    assert (ratio, low, high) == (0.5, 0.5, inf)
