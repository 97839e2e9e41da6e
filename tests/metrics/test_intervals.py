"""Confidence intervals: known points, invariants, and agreement with another library."""

from collections.abc import Callable
from math import inf, log
from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st
from scipy.stats import binom, binomtest, poisson as poisson_distribution, ttest_1samp

from metrics.intervals import (
    SMALL_N,
    clopper_pearson,
    mean,
    nps,
    poisson,
    proportion,
    rate_per,
    ratio_of_rates,
    rule_of_three,
    wilson,
    wilson_lower_one_sided,
)  # fmt: skip

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


SCORES = st.lists(st.integers(1, 100), min_size=2, max_size=60)


@given(SCORES)
def test_the_interval_of_a_mean_is_the_t_interval_scipy_gives(scores: list[int]) -> None:
    assume(len(set(scores)) > 1)
    average, sd, low, high = mean(len(scores), sum(scores), sum(score * score for score in scores))
    theirs = ttest_1samp(scores, 0).confidence_interval(0.95)
    assert average == pytest.approx(fmean(scores))
    assert sd == pytest.approx(stdev(scores))
    assert (low, high) == pytest.approx((theirs.low, theirs.high))


def test_a_mean_worked_by_hand() -> None:
    """4, 4, 5, 3, 4: mean 4, squares of the deviations 0 + 0 + 1 + 1 + 0 = 2, sd = √(2/4) = 0.7071;
    t at 4 degrees of freedom is 2.7764, so ± 2.7764 · 0.7071 / √5 = ± 0.8780."""
    assert mean(5, 20, 82) == pytest.approx((4, 0.7071, 3.1220, 4.8780), abs=5e-5)


def test_one_value_has_a_mean_and_no_interval_and_like_values_one_without_width() -> None:
    assert mean(1, 5, 25) == (5, None, None, None)
    assert mean(3, 15, 75) == (5, 0, 5, 5)


def test_the_spread_of_large_numbers_close_together_is_not_lost_to_rounding() -> None:
    """Three moments in epoch seconds, one second apart: sd 1."""
    moments = [1_700_000_000, 1_700_000_001, 1_700_000_002]
    assert mean(3, sum(moments), sum(moment * moment for moment in moments))[1] == 1


def test_a_net_promoter_score_worked_by_hand() -> None:
    """50 promoters and 20 detractors of 100: score 30; variance 0.5 + 0.2 − 0.3² = 0.61, standard error
    √(0.61/100) = 0.0781, ± 1.96 · 7.81 = ± 15.31 points."""
    assert nps(50, 20, 100) == pytest.approx((30, 14.69, 45.31), abs=0.005)


def test_below_10_answers_a_net_promoter_score_has_no_interval() -> None:
    assert nps(5, 1, 9) == (pytest.approx(400 / 9), None, None)
    assert None not in nps(5, 1, 10)


@pytest.mark.parametrize(
    ("promoters", "detractors", "score", "low", "high"),
    [(12, 0, 100, 47.1, 100), (0, 12, -100, -100, -47.1), (0, 0, 0, -26.5, 26.5)],
)
def test_answers_all_of_one_kind_are_not_taken_for_certainty(
    promoters: int, detractors: int, score: float, low: float, high: float
) -> None:
    """0 of 12 allows up to 1 − 0.025^(1/12) = 26.5 % of another kind; against promoters these count double."""
    assert nps(promoters, detractors, 12) == pytest.approx((score, low, high), abs=0.05)


@given(st.integers(10, 500), st.data())
def test_a_net_promoter_score_lies_in_its_interval_and_mirrors(n: int, data: st.DataObject) -> None:
    promoters = data.draw(st.integers(0, n))
    detractors = data.draw(st.integers(0, n - promoters))
    score, low, high = nps(promoters, detractors, n)
    assert low is not None
    assert high is not None
    assert -100 <= low <= score <= high <= 100
    assert nps(detractors, promoters, n) == pytest.approx((-score, -high, -low))


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)]
)
def test_event_counts_have_the_published_exact_intervals(count: int, low: float, high: float) -> None:
    assert poisson(count) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(1, 2_000))
def test_at_the_ends_of_the_interval_a_count_so_far_out_has_two_and_a_half_percent(count: int) -> None:
    low, high = poisson(count)
    assert poisson_distribution.sf(count - 1, low) == pytest.approx(0.025)
    assert poisson_distribution.cdf(count, high) == pytest.approx(0.025)


def test_a_rate_is_told_per_unit_of_exposure() -> None:
    """0 complaints in 1 000 orders: up to 3.689 per thousand."""
    assert rate_per(0, 1_000) == pytest.approx((0, 0.003689), abs=5e-7)
    assert rate_per(10, 5) == pytest.approx((4.795 / 5, 18.390 / 5), abs=5e-4)


def test_a_ratio_of_rates_worked_by_hand() -> None:
    """20 in 1 000 against 10 in 1 000: ratio 2; √(1/20 + 1/10) = 0.3873, e^(1.96 · 0.3873) = 2.1363."""
    assert ratio_of_rates(20, 1_000, 10, 1_000) == pytest.approx((2, 2 / 2.1363, 2 * 2.1363), abs=5e-4)


@given(st.integers(0, 300), st.integers(0, 300), st.floats(1, 1e4), st.floats(1, 1e4))
def test_a_ratio_of_rates_lies_in_its_interval_and_turned_round_is_its_inverse(
    a: int, b: int, exposure_a: float, exposure_b: float
) -> None:
    assume(a + b > 0)
    there, back = ratio_of_rates(a, exposure_a, b, exposure_b), ratio_of_rates(b, exposure_b, a, exposure_a)
    assert there is not None
    assert back is not None
    assert there[1] <= there[0] <= there[2]
    inverse = [inf if end == 0 else 1 / end for end in (back[0], back[2], back[1])]
    assert there == pytest.approx(tuple(inverse))


def test_without_events_on_one_side_the_ratio_has_an_exact_and_open_interval() -> None:
    """0 against 5 at equal exposure: the share of a is at most 1 − 0.025^(1/5) = 0.5218, odds 1.0912."""
    assert ratio_of_rates(0, 1, 5, 1) == pytest.approx((0, 0, 1.0912), abs=5e-4)
    assert ratio_of_rates(5, 1, 0, 1) == (inf, pytest.approx(1 / 1.0912, abs=5e-4), inf)
    assert ratio_of_rates(0, 1, 0, 1) is None


def test_after_12_months_without_incident_the_rate_is_at_most_a_quarter_a_month() -> None:
    assert rule_of_three(12) == 0.25
    assert rule_of_three(12) == pytest.approx(-log(0.05) / 12, rel=0.002)


@given(st.integers(2, 50), st.integers(0, 10_000))
def test_the_interval_of_a_mean_moves_with_its_values(n: int, shift: int) -> None:
    scores = np.arange(n)
    still = mean(n, int(scores.sum()), int((scores**2).sum()))
    moved = mean(n, int((scores + shift).sum()), int(((scores + shift) ** 2).sum()))
    assert moved[1] == pytest.approx(still[1])
    assert [moved[place] for place in (0, 2, 3)] == pytest.approx([still[place] + shift for place in (0, 2, 3)])
