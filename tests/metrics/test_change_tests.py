"""The tests behind “what moved it”: against other libraries, against chance itself, and at their edges."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import binom, ttest_ind_from_stats

from metrics.answers import mean, per, rate
from metrics.catalog import metric
from metrics.change_tests import large_enough, p_of_change, p_of_counts, p_of_groups, p_of_mix, p_of_shift
from metrics.model import Metric, Row
from metrics.samples import difference_of_changes, sample_of, without

RATE, MEAN, PER, COUNT = map(
    metric, ("complaint_resolved_48h", "csat_mean", "complaints_per_1000", "complaints_received")
)
STOCK = metric("backlog")
DAYS = (91, 92)


def rated(hits: int, n: int) -> Row:
    return rate(Row(RATE.name, None, (), None, None, None, 0), hits, n)


def scored(scores: list[int]) -> Row:
    empty = Row(MEAN.name, None, (), None, None, None, 0)
    return mean(empty, MEAN, len(scores), sum(scores), sum(score**2 for score in scores))


def counted(n: int) -> Row:
    return Row(COUNT.name, None, (), float(n), n, None, n)


def exposed(cases: int, exposure: int) -> Row:
    return per(Row(PER.name, None, (), None, None, None, 0), PER, cases, exposure)


@given(st.integers(0, 400), st.integers(1, 400), st.integers(1, 100), st.integers(1, 100))
def test_two_counts_are_compared_by_the_middle_p_of_the_binomial(before: int, now: int, then: int, later: int) -> None:
    theirs = binom(before + now, later / (then + later))
    middle = theirs.cdf(now) - theirs.pmf(now) / 2
    assert p_of_counts(before, now, then, later) == pytest.approx(min(1.0, 2 * min(middle, 1 - middle)), abs=1e-9)


def test_a_count_of_a_longer_period_may_be_larger() -> None:
    assert p_of_change(COUNT, counted(280), counted(310), (28, 31)) > 0.9
    assert p_of_change(COUNT, counted(280), counted(400), (28, 31)) < 0.01
    assert p_of_change(STOCK, counted(280), counted(280), (28, 31)) > 0.9  # a level, however long it took


def test_two_means_are_compared_by_welchs_t() -> None:
    one, other = scored([4, 5, 5, 3, 4, 5, 4, 4, 5, 5, 3]), scored([3, 4, 2, 3, 4, 3, 5, 3, 2, 4])
    theirs = ttest_ind_from_stats(one.value, one.sd, one.n, other.value, other.sd, other.n, equal_var=False)
    assert p_of_change(MEAN, one, other, DAYS) == pytest.approx(theirs.pvalue)


def test_of_cases_per_exposure_the_exposure_counts_and_not_the_days() -> None:
    assert p_of_change(PER, exposed(50, 1000), exposed(100, 2000), (1, 90)) > 0.9
    assert p_of_change(PER, exposed(50, 1000), exposed(100, 1000), (1, 90)) < 0.001


@pytest.mark.parametrize(
    ("found", "before", "now", "enough"),
    [
        (RATE, rated(9, 10), rated(9, 10), True),
        (RATE, rated(900, 1000), rated(9, 9), False),
        (COUNT, counted(0), counted(10), True),
        (COUNT, counted(4), counted(5), False),
        (PER, exposed(4, 10_000), exposed(6, 10_000), True),
        (MEAN, scored([5] * 10), scored([4] * 9), False),
    ],
)
def test_below_ten_nothing_is_compared(found: Metric, before: Row, now: Row, enough: bool) -> None:
    assert large_enough(found, before, now) is enough


def test_a_group_without_a_single_miss_is_not_taken_for_certainty() -> None:
    """20 of 20 twice, while 980 others go from 95 to 94 %: one point apart says nothing of twenty cases."""
    whole = rated(951, 1000), rated(941, 1000)
    found = p_of_groups(RATE, whole, {("a",): (rated(20, 20), rated(20, 20))})
    assert found[("a",)][1] > 0.5


def test_how_far_a_group_is_apart_is_the_difference_of_the_two_changes() -> None:
    """-10 points against +2: 12 apart; about so, since half a hit and half a miss are added to each."""
    whole = rated(1800, 2000), rated(1720, 2000)
    apart, p = p_of_groups(RATE, whole, {("a",): (rated(900, 1000), rated(800, 1000))})[("a",)]
    assert apart == pytest.approx(-0.12, abs=0.001)
    assert p < 1e-8


def test_under_chance_alone_one_test_in_twenty_is_below_5_percent_at_most() -> None:
    random = np.random.default_rng(8)
    for p, n in ((0.98, 60), (0.95, 200), (0.8, 500)):
        small = 0
        for _ in range(1500):
            before, now = rated(random.binomial(n, p), n), rated(random.binomial(n, p - 0.02), n)
            rest = random.binomial(4000, p), random.binomial(4000, p - 0.02)
            whole = rated((before.numerator or 0) + rest[0], n + 4000), rated((now.numerator or 0) + rest[1], n + 4000)
            small += p_of_groups(RATE, whole, {("a",): (before, now)})[("a",)][1] <= 0.05
        assert small / 1500 <= 0.06


def test_many_groups_that_all_differ_more_than_by_chance_are_given_room() -> None:
    """Of 12 groups all rise or fall by 4 points: none is special, though each alone would be beyond chance."""
    groups = {(str(place),): (rated(900, 1000), rated(900 + 40 * (-1) ** place, 1000)) for place in range(12)}
    whole = rated(10_800, 12_000), rated(10_800, 12_000)
    assert min(p for _, p in p_of_groups(RATE, whole, groups).values()) > 0.05
    few = dict(list(groups.items())[:9])
    assert max(p for _, p in p_of_groups(RATE, whole, few).values()) < 0.02


def test_a_group_that_is_everything_has_no_others_to_be_compared_with() -> None:
    whole = rated(90, 100), rated(80, 100)
    assert p_of_groups(RATE, whole, {("a",): whole}) == {}
    assert p_of_groups(COUNT, (counted(90), counted(100)), {("a",): (counted(90), counted(100))}) == {}
    assert p_of_groups(MEAN, (scored([4] * 20), scored([5] * 20)), {("a",): (scored([4] * 20), scored([5] * 20))}) == {}


def test_a_share_of_all_cases_is_compared_with_all_others() -> None:
    whole = rated(950, 1000), rated(950, 1000)
    assert p_of_shift(RATE, whole, (rated(190, 200), rated(380, 400))) < 1e-9
    assert p_of_shift(RATE, whole, (rated(190, 200), rated(190, 201))) > 0.9
    assert p_of_shift(RATE, whole, (None, rated(180, 200))) < 1e-9
    assert p_of_shift(RATE, whole, (None, rated(5, 5))) == 1.0


def test_a_mix_matters_when_it_shifts_and_its_groups_differ() -> None:
    shift = [(rated(160, 200), rated(400, 500)), (rated(784, 800), rated(490, 500))]
    assert p_of_mix(RATE, shift) < 1e-9
    assert p_of_mix(RATE, [(rated(160, 200), rated(160, 200)), (rated(784, 800), rated(784, 800))]) == 1.0  # no shift
    assert (
        p_of_mix(RATE, [(rated(180, 200), rated(450, 500)), (rated(720, 800), rated(450, 500))]) == 1.0
    )  # no difference
    assert p_of_mix(RATE, [(rated(180, 200), rated(450, 500))]) == 1.0  # one group


def test_a_mix_of_means_and_of_exposures_is_tested_by_their_own_kind() -> None:
    low, high = scored([2, 3] * 30), scored([4, 5] * 30)
    few_low, few_high = scored([2, 3] * 8), scored([4, 5] * 8)
    assert p_of_mix(MEAN, [(few_low, low), (high, few_high)]) < 1e-6
    assert p_of_mix(MEAN, [(few_low, low), (low, few_low)]) > 0.5
    assert p_of_mix(PER, [(exposed(10, 1000), exposed(40, 4000)), (exposed(200, 4000), exposed(50, 1000))]) < 1e-6
    assert p_of_mix(PER, [(exposed(10, 1000), exposed(40, 4000)), (exposed(40, 4000), exposed(10, 1000))]) > 0.5


scores = st.lists(st.integers(1, 5), min_size=1, max_size=60)


@given(scores, scores)
def test_a_part_taken_out_of_a_sample_leaves_the_rest(part: list[int], rest: list[int]) -> None:
    n, average, variance = without(sample_of(scored(part + rest)), sample_of(scored(part)))
    expected = sample_of(scored(rest))
    assert (n, average, variance) == pytest.approx(expected, abs=1e-9)


def test_the_difference_of_two_changes_of_means_is_welchs_t_where_nothing_else_varies() -> None:
    """With the rest known without error, what is left is the comparison of two samples."""
    before, now = scored([4, 5, 5, 3, 4, 5, 4, 4, 5, 5, 3]), scored([3, 4, 2, 3, 4, 3, 5, 3, 2, 4])
    sure = (1e12, 4.0, 1.0)
    apart, z = difference_of_changes([sample_of(before), sample_of(now)], [sure, sure])
    theirs = ttest_ind_from_stats(now.value, now.sd, now.n, before.value, before.sd, before.n, equal_var=False)
    assert apart == pytest.approx((now.value or 0) - (before.value or 0))
    assert math.erfc(abs(z) / math.sqrt(2)) == pytest.approx(theirs.pvalue)
    assert difference_of_changes([(10, 4, 0), (10, 5, 0)], [(10, 4, 0), (10, 4, 0)]) == (1, 0.0)
