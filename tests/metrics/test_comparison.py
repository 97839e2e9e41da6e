"""Telling groups apart: the tests against other libraries, and what is said of groups that do or do not differ."""

import random

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import chi2_contingency, f_oneway, false_discovery_control, hypergeom, norm, ttest_ind_from_stats

from metrics.comparison import COMPARED_WORDS, Compared, Comparison, compare_means, compare_with_rest
from metrics.group_tests import LEAST_EXPECTED, p_means_equal, p_rates_equal, z_of_means, z_of_rate
from metrics.many_groups import false_discovery, winsorised_dispersion

BETTER, WORSE, SAME, TOO_SMALL = Compared
RATES = st.lists(
    st.integers(0, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=14
)


def spread(values: list[int]) -> tuple[int, float, float]:
    return len(values), float(np.mean(values)), float(np.std(values, ddof=1))


@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_the_z_of_a_rate_is_the_middle_p_of_the_hypergeometric_distribution(
    n: int, rest: int, data: st.DataObject
) -> None:
    hits, others = data.draw(st.integers(0, n)), data.draw(st.integers(0, rest))
    theirs = hypergeom(n + rest, hits + others, n)
    middle = theirs.cdf(hits) - theirs.pmf(hits) / 2
    assert norm.cdf(z_of_rate(hits, n, hits + others, n + rest)) == pytest.approx(middle, abs=1e-9)


@pytest.mark.parametrize("more", [-900, -40, 0, 25, 400])
def test_the_z_of_a_rate_of_very_many_cases_is_that_of_the_whole_distribution(more: int) -> None:
    n, total_hits, total = 300_000, 2_900_000, 3_000_000
    hits = n * total_hits // total + more
    theirs = hypergeom(total, total_hits, n)
    middle = theirs.cdf(hits) - theirs.pmf(hits) / 2
    assert norm.cdf(z_of_rate(hits, n, total_hits, total)) == pytest.approx(middle, abs=1e-9)


def test_a_group_a_world_apart_has_a_finite_z() -> None:
    assert 30 < z_of_rate(10_000, 10_000, 10_000, 20_000) < 40
    assert z_of_rate(0, 10_000, 10_000, 20_000) == -z_of_rate(10_000, 10_000, 10_000, 20_000)


def test_the_test_of_equal_rates_is_pearsons_chi_square() -> None:
    groups = [(80, 100), (150, 200), (70, 100)]
    table = [[hits, n - hits] for hits, n in groups]
    assert p_rates_equal(groups) == pytest.approx(chi2_contingency(table, correction=False).pvalue)


def test_with_few_misses_the_test_of_equal_rates_follows_chance_itself() -> None:
    """10 of 10 against 6 of 10: given 4 misses, all lie on one side in 2 · C(10,4)/C(20,4) = 420/4845 = 8.67 % of
    deals. The chi-square distribution would say p = 2.5 %."""
    assert p_rates_equal([(10, 10), (6, 10)]) == pytest.approx(0.0867, abs=0.012)
    assert chi2_contingency([[10, 0], [6, 4]], correction=False).pvalue < 0.03


def test_two_means_are_compared_by_welchs_t() -> None:
    one, other = (25, 4.2, 0.9), (40, 3.6, 1.4)
    theirs = ttest_ind_from_stats(4.2, 0.9, 25, 3.6, 1.4, 40, equal_var=False)
    z = z_of_means([one, other])
    assert 2 * norm.sf(z[0]) == pytest.approx(theirs.pvalue)
    assert z[1] == pytest.approx(-z[0])
    assert p_means_equal([one, other]) == pytest.approx(theirs.pvalue)


def test_several_means_are_compared_by_welchs_analysis_of_variance() -> None:
    samples = [[3, 4, 5, 4, 4, 2], [5, 5, 4, 5, 3], [1, 5, 2, 4, 3, 3, 2]]
    theirs = f_oneway(*samples, equal_var=False).pvalue
    assert p_means_equal([spread(values) for values in samples]) == pytest.approx(theirs)


def test_one_group_has_no_one_to_be_compared_with() -> None:
    assert p_rates_equal([(5, 10)]) is None
    assert p_means_equal([(20, 4.0, 1.0)]) is None
    assert compare_with_rest([(15, 20)]) == Comparison(0.75, (SAME,), (1.0,), 1.0, None)
    assert compare_means([(20, 4.0, 1.0)]) == Comparison(4.0, (SAME,), (1.0,), 1.0, None)
    assert compare_with_rest([(15, 20)]).homogeneous


def test_without_cases_there_is_nothing_to_say() -> None:
    for empty in (compare_with_rest([(0, 0), (0, 0)]), compare_means([(0, None, None), (0, None, None)])):
        assert empty == Comparison(None, (TOO_SMALL, TOO_SMALL), (None, None), 1.0, None)
        assert empty.homogeneous


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_p_values_are_adjusted_as_scipy_does(p_values: list[float]) -> None:
    assert false_discovery(p_values) == pytest.approx(false_discovery_control(p_values))


def test_the_outer_tenths_are_cut_back() -> None:
    """0, 1, …, 9 and 100: percentiles 1 and 9, so 1 + 1 + 4 + … + 81 + 81 = 367 over 11 groups."""
    assert winsorised_dispersion([*range(10), 100]) == pytest.approx(367 / 11)
    assert winsorised_dispersion([5.0] * 9) is None


def test_a_group_clearly_behind_the_others_is_told_apart() -> None:
    comparison = compare_with_rest([(95, 100), (96, 100), (94, 100), (78, 100)])
    assert comparison.words[3] is WORSE
    assert comparison.overall == pytest.approx(0.9075)
    assert not comparison.homogeneous
    assert (comparison.p_equal or 1) < 0.001


def test_of_two_groups_one_is_better_and_the_other_worse_or_neither() -> None:
    """Two are too few to estimate over-dispersion from: it would always excuse the difference."""
    assert compare_with_rest([(95, 100), (80, 100)]).words == (BETTER, WORSE)
    assert compare_with_rest([(95, 100), (92, 100)]).words == (SAME, SAME)


def test_groups_that_differ_as_by_chance_cannot_be_told_apart() -> None:
    comparison = compare_with_rest([(95, 100), (91, 100), (94, 100), (89, 100)])
    assert comparison.words == (SAME,) * 4
    assert comparison.homogeneous


def test_the_best_of_small_perfect_records_is_not_called_better() -> None:
    """At 97 % a record of 12 of 12 is what most groups of 12 have."""
    assert compare_with_rest([(12, 12), (11, 12), (970, 1_000)]).words == (SAME, SAME, SAME)


def test_below_10_cases_a_group_is_not_compared_but_belongs_to_the_rest() -> None:
    comparison = compare_with_rest([(0, 9), (90, 100), (0, 0)])
    assert comparison.words == (TOO_SMALL, BETTER, TOO_SMALL)
    assert comparison.overall == pytest.approx(90 / 109)
    assert comparison.p_values[0] is comparison.p_equal is None


def test_groups_that_differ_anyway_are_measured_by_how_much_they_do() -> None:
    """Twenty groups spread evenly from 70 to 89 %, far more than chance: with n = 1 000 each would stand out by itself
    but for φ. One at 20 % stands out all the same."""
    usual = [(700 + 10 * place, 1_000) for place in range(20)]
    comparison = compare_with_rest(usual)
    assert comparison.dispersion > 10
    assert comparison.words == (SAME,) * 20
    assert not comparison.homogeneous
    with_one = compare_with_rest([*usual, (200, 1_000)])
    assert with_one.words == (*(SAME,) * 20, WORSE)


def test_among_equal_groups_hardly_ever_is_one_told_apart() -> None:
    """400 times twelve groups of 30 to 60 cases at a true rate of 97 %: by design at most 5 % of the times; 8 % allows
    three standard errors."""
    dice = random.Random(3)
    false_alarms = unequal = 0
    for _ in range(400):
        sizes = [dice.randint(30, 60) for _ in range(12)]
        comparison = compare_with_rest([(sum(dice.random() < 0.97 for _ in range(n)), n) for n in sizes])
        false_alarms += any(word is not SAME for word in comparison.words)
        unequal += (comparison.p_equal or 0) < 0.05
    assert false_alarms <= 32
    assert 8 <= unequal <= 32


@given(RATES, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_does_not_matter(groups: list[tuple[int, int]], dice: random.Random) -> None:
    order = list(range(len(groups)))
    dice.shuffle(order)
    straight, shuffled = compare_with_rest(groups), compare_with_rest([groups[place] for place in order])
    assert shuffled.words == tuple(straight.words[place] for place in order)
    assert shuffled.p_equal == straight.p_equal


@given(RATES)
def test_where_lower_is_better_misses_take_the_place_of_hits(groups: list[tuple[int, int]]) -> None:
    misses = compare_with_rest([(n - hits, n) for hits, n in groups], higher_is_better=False)
    assert misses.words == compare_with_rest(groups).words


@given(RATES)
def test_only_groups_above_the_overall_rate_are_better(groups: list[tuple[int, int]]) -> None:
    comparison = compare_with_rest(groups)
    for (hits, n), word in zip(groups, comparison.words, strict=True):
        assert (word is TOO_SMALL) == (n < 10)
        if word in (BETTER, WORSE):
            assert comparison.overall is not None
            assert (hits / n > comparison.overall) == (word is BETTER)


def test_means_are_told_apart_by_their_spread_and_number() -> None:
    groups = [(100, 4.5, 0.8), (100, 4.5, 0.8), (100, 3.5, 0.8), (9, 1.0, 0.5), (1, 5.0, None), (0, None, None)]
    comparison = compare_means(groups)
    assert comparison.words == (BETTER, BETTER, WORSE, TOO_SMALL, TOO_SMALL, TOO_SMALL)
    assert compare_means(groups, higher_is_better=False).words[:3] == (WORSE, WORSE, BETTER)
    assert comparison.overall == pytest.approx((450 + 450 + 350 + 9 + 5) / 310)
    assert compare_means([(12, 4.5, 1.5), (12, 4.0, 1.5)]).words == (SAME, SAME)


def test_like_values_are_not_taken_for_certainty() -> None:
    """Twelve fives among scores that are usually 4.6 ± 0.8 are well within chance; twenty fives against twenty fours
    are not. Where all values are the same, there is no difference to tell."""
    assert compare_means([(12, 5.0, 0.0), (500, 4.6, 0.8)]).words == (SAME, SAME)
    assert compare_means([(20, 5.0, 0.0), (20, 4.0, 0.0)]).words == (BETTER, WORSE)
    assert compare_means([(20, 5.0, 0.0), (20, 5.0, 0.0)]) == Comparison(5.0, (SAME, SAME), (1.0, 1.0), 1.0, 1.0)


@given(st.lists(st.tuples(st.integers(10, 99), st.integers(10, 50), st.integers(1, 20)), min_size=2, max_size=12))
def test_the_unit_of_the_means_does_not_matter(groups: list[tuple[int, int, int]]) -> None:
    scaled = [(n, 60.0 * mean, 60.0 * sd) for n, mean, sd in groups]
    ours, theirs = compare_means([(n, float(mean), float(sd)) for n, mean, sd in groups]), compare_means(scaled)
    assert theirs.p_values == pytest.approx(ours.p_values)
    assert theirs.p_equal == pytest.approx(ours.p_equal)


def test_every_word_is_there_in_both_languages() -> None:
    assert set(COMPARED_WORDS) == set(Compared)
    assert all(text.en and text.zh for text in COMPARED_WORDS.values())


@pytest.mark.parametrize(
    ("groups", "rate", "least", "most"),
    [(100, 0.1, 20, 60), (1200, 0.01, 12, 300), (1200, 0.05, 1, 80), (300, 0.3, 5, 50)],
)
def test_of_many_groups_the_moments_say_what_hits_dealt_out_at_random_say(
    groups: int, rate: float, least: int, most: int
) -> None:
    chance = np.random.default_rng(7)
    n = chance.integers(least, most, groups)
    dealt = chance.multivariate_hypergeometric(n, int(n.sum() * rate), size=3_000, method="marginals")
    rate = dealt[0].sum() / n.sum()
    assert (n * rate).min() < LEAST_EXPECTED
    distances = ((dealt - n * rate) ** 2 / (n * rate * (1 - rate))).sum(axis=1)
    for share in (0.5, 0.1, 0.05, 0.01):
        one = dealt[np.argsort(distances)[int(len(dealt) * (1 - share))]]
        found = p_rates_equal(list(zip(one.tolist(), n.tolist(), strict=True)))
        assert found == pytest.approx(share, abs=0.01 + 0.06 * share)
