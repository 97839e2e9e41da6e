"""Confidence intervals: known points, invariants, and agreement with another library."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given, strategies as st
from scipy.stats import binom, binomtest

from metrics.intervals import SMALL_N, clopper_pearson, proportion, wilson, wilson_lower_one_sided

Interval = Callable[[int, int], tuple[float, float]]

HITS_OF_N = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
METHODS = pytest.mark.parametrize(
    ("interval", "method"), [(wilson, "wilson"), (clopper_pearson, "exact")], ids=["wilson", "exact"]
)


def test_12_of_15_is_80_percent_with_an_interval_from_54_8_to_93_0() -> None:
    assert [f"{bound:.1%}" for bound in wilson(12, 15)] == ["54.8%", "93.0%"]


@pytest.mark.parametrize(("n", "rate"), [(50, 0.90), (100, 0.87), (200, 0.85), (400, 0.835)])
def test_to_claim_80_percent_one_needs_more_the_fewer_cases_there_are(n: int, rate: float) -> None:
    enough = round(rate * n)
    assert enough == pytest.approx(rate * n)
    assert wilson_lower_one_sided(enough, n) >= 0.80
    assert wilson_lower_one_sided(enough - 1, n) < 0.80


@pytest.mark.parametrize(("n", "failures"), [(200, 4), (400, 12), (1_000, 38)])
def test_to_show_95_percent_pass_only_so_many_may_fail(n: int, failures: int) -> None:
    """By the one-sided Wilson bound, and by the exact test as well."""
    assert wilson_lower_one_sided(n - failures, n) >= 0.95
    assert wilson_lower_one_sided(n - failures - 1, n) < 0.95
    exact = [binomtest(n - count, n, 0.95, alternative="greater").pvalue for count in (failures, failures + 1)]
    assert exact[0] <= 0.05 < exact[1]


@pytest.mark.parametrize(("defect_rate", "accepted"), [(0.05, "58%"), (0.025, "99%")])
def test_at_most_10_failures_of_200_accepts_far_too_easily(defect_rate: float, accepted: str) -> None:
    """Why a pass rate alone does not show 95 %: the definitions' own figures, 58 % and 98.7 %."""
    assert f"{binom.cdf(10, 200, defect_rate):.0%}" == accepted


def test_below_10_cases_the_exact_interval_is_shown_and_from_10_on_wilson() -> None:
    assert SMALL_N == 10
    assert proportion(7, 9) == clopper_pearson(7, 9)
    assert proportion(8, 10) == wilson(8, 10)


def test_without_cases_there_is_no_interval() -> None:
    assert proportion(0, 0) is None


@METHODS
@given(HITS_OF_N)
def test_the_interval_holds_the_rate_and_stays_between_nought_and_one(
    interval: Interval, method: str, case: tuple[int, int]
) -> None:
    low, high = interval(*case)
    assert 0 <= low <= case[0] / case[1] <= high <= 1, method


@METHODS
@given(HITS_OF_N)
def test_the_interval_is_the_one_scipy_gives(interval: Interval, method: str, case: tuple[int, int]) -> None:
    theirs = binomtest(*case).proportion_ci(0.95, method)
    assert interval(*case) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@METHODS
@given(HITS_OF_N)
def test_misses_mirror_hits(interval: Interval, method: str, case: tuple[int, int]) -> None:
    hits, n = case
    low, high = interval(hits, n)
    assert interval(n - hits, n) == pytest.approx((1 - high, 1 - low), abs=1e-9), method


@METHODS
@given(HITS_OF_N)
def test_one_more_hit_moves_both_ends_up(interval: Interval, method: str, case: tuple[int, int]) -> None:
    hits, n = case
    assume(hits < n)
    assert all(before <= after for before, after in zip(interval(hits, n), interval(hits + 1, n), strict=True)), method


@given(HITS_OF_N)
def test_the_one_sided_bound_is_closer_than_the_two_sided_one(case: tuple[int, int]) -> None:
    assert wilson(*case)[0] <= wilson_lower_one_sided(*case) <= case[0] / case[1]
