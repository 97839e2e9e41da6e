"""More cases than the exposure explains."""

import random

import pytest
from hypothesis import given, strategies as st
from scipy.stats import nbinom, poisson

from metrics.unusual import LEAST_CASES, unusual

GROUPS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5_000)), min_size=1, max_size=25)


def test_the_merchant_with_too_many_complaints_is_found() -> None:
    """75 cases in 5 000 orders: 15 expected of each; 35 have P(X ≥ 35) = 8.7e-6, times 5 groups."""
    (found,) = unusual([10, 8, 12, 10, 35], [1_000] * 5)
    assert (found.place, found.observed, found.expected) == (4, 35, 15)
    assert found.ratio == pytest.approx(35 / 15)
    assert found.p_value == pytest.approx(float(poisson.sf(34, 15)))
    assert found.q_value == pytest.approx(5 * float(poisson.sf(34, 15)))


def test_many_cases_from_many_orders_are_not_unusual() -> None:
    assert unusual([500, 10, 5], [50_000, 1_000, 500]) == ()


def test_fewer_than_five_cases_are_never_reported() -> None:
    """4 where 0.04 were expected; one more and it is."""
    assert LEAST_CASES == 5
    assert unusual([400, 4], [100_000, 10]) == ()
    assert [found.place for found in unusual([400, 5], [100_000, 10])] == [1]


def test_the_least_explicable_comes_first() -> None:
    assert [found.place for found in unusual([40, 10, 60, 10, 10, 10, 10], [1_000] * 7)] == [2, 0]


def test_groups_without_exposure_are_left_out_with_their_cases() -> None:
    with_one = unusual([10, 8, 50, 12, 10, 35], [1_000, 1_000, 0, 1_000, 1_000, 1_000])
    without = unusual([10, 8, 12, 10, 35], [1_000] * 5)
    assert [found.place for found in with_one] == [5]
    assert with_one[0].expected == without[0].expected


def test_no_cases_no_groups_and_lists_that_do_not_match() -> None:
    assert unusual([], []) == ()
    assert unusual([0, 0], [100, 100]) == ()
    assert unusual([7], [100]) == ()
    with pytest.raises(ValueError, match="differ in length"):
        unusual([1, 2], [100])


def test_where_rates_differ_anyway_only_what_is_beyond_that_is_unusual() -> None:
    """Twenty merchants with 60 to 136 cases of 1 000 orders vary by far more than √98, and none is unusual among
    them, though 136 has a Poisson p of 0.0002; one with 400 still is."""
    counts = [60 + 4 * place for place in range(20)]
    assert float(poisson.sf(135, 98)) < 0.001
    assert unusual(counts, [1_000] * 20) == ()
    assert [found.place for found in unusual([*counts, 400], [1_000] * 21)] == [20]


def test_over_dispersed_cases_are_negative_binomial() -> None:
    """z of ten groups at 50 and 150 and one at 400 (expected 1 400/11 = 127.27 each), cut back at the percentiles 10
    and 90, which are 50 and 150: Σz² = (5 · 77.27² + 6 · 22.73²) / 127.27 = 258.94, so
    τ² = (258.94 − 10) / (1 400 − 1 400/11) = 0.19559."""
    counts = [50] * 5 + [150] * 5 + [400]
    (found,) = unusual(counts, [1_000] * 11)
    size = 1 / 0.195595
    expected = 1_400 / 11
    assert found.p_value == pytest.approx(float(nbinom.sf(399, size, size / (size + expected))), rel=1e-3)


def test_among_equal_groups_hardly_ever_is_one_reported() -> None:
    """300 times thirty groups at one rate: by design at most 5 % of the times; 9 % allows three standard errors."""
    dice = random.Random(5)
    alarms = 0
    for _ in range(300):
        exposures = [dice.randint(200, 2_000) for _ in range(30)]
        counts = [sum(dice.random() < 0.1 for _ in range(exposure // 10)) for exposure in exposures]
        alarms += bool(unusual(counts, exposures))
    assert alarms <= 27


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_does_not_matter(groups: list[tuple[int, int]], dice: random.Random) -> None:
    order = list(range(len(groups)))
    dice.shuffle(order)
    straight = unusual(*map(list, zip(*groups, strict=True)))
    shuffled = unusual(*map(list, zip(*(groups[place] for place in order), strict=True)))
    assert sorted(order[found.place] for found in shuffled) == sorted(found.place for found in straight)


@given(GROUPS, st.sampled_from([0.001, 0.5, 1_000]))
def test_the_unit_of_exposure_does_not_matter(groups: list[tuple[int, int]], factor: float) -> None:
    counts, exposures = [count for count, _ in groups], [exposure for _, exposure in groups]
    ours, theirs = unusual(counts, exposures), unusual(counts, [exposure * factor for exposure in exposures])
    assert [found.place for found in theirs] == [found.place for found in ours]


@given(GROUPS)
def test_what_is_reported_has_more_than_expected(groups: list[tuple[int, int]]) -> None:
    counts, exposures = [count for count, _ in groups], [exposure for _, exposure in groups]
    for found in unusual(counts, exposures):
        assert found.observed == counts[found.place] >= LEAST_CASES
        assert found.ratio > 1
        assert 0 <= found.p_value <= found.q_value <= 0.05
