"""Control charts worked by hand, which chart is chosen, and what the limits say of a target."""

from statistics import NormalDist

import pytest
from hypothesis import assume, given, strategies as st
from scipy.stats import binom

from metrics.rate_charts import exact_p_chart
from metrics.signals import (
    ASSURANCE_WORDS,
    CHART_WORDS,
    MIN_POINTS,
    RULE_WORDS,
    Assurance,
    ChartKind,
    ControlChart,
    Rule,
    assurance,
    choose,
    laney,
    moving_range_limit,
    p_chart,
    xmr,
)  # fmt: skip

HOURS = [10.0, 12.0, 11.0, 13.0, 12.0, 14.0, 11.0, 13.0]
"""Sum 96, mean 12; moving ranges 2, 1, 2, 1, 2, 3, 2, their mean 13/7 = 1.8571."""

COUNTS = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=8, max_size=20
)


def split(counts: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [hits for hits, _ in counts], [n for _, n in counts]


def test_an_xmr_chart_worked_by_hand() -> None:
    """12 ± 2.66 · 13/7 = 12 ± 4.94; no moving range beyond 3.268 · 13/7 = 6.069."""
    chart = xmr(HOURS)
    assert (chart.kind, chart.centre, chart.sigma_z) == (ChartKind.XMR, 12, None)
    assert chart.lower == pytest.approx([7.06] * 8)
    assert chart.upper == pytest.approx([16.94] * 8)
    assert chart.signals == ((),) * 8
    assert moving_range_limit(HOURS) == pytest.approx(6.069, abs=5e-4)


def test_a_gap_breaks_the_moving_range_and_has_no_limits() -> None:
    """10, 12, –, 20, 21: mean 63/4 = 15.75, moving ranges 2 and 1 only, 2.66 · 1.5 = 3.99."""
    chart = xmr([10, 12, None, 20, 21])
    assert chart.lower == pytest.approx([11.76, 11.76, None, 11.76, 11.76])
    assert chart.upper == pytest.approx([19.74, 19.74, None, 19.74, 19.74])
    assert moving_range_limit([10, 12, None, 20, 21]) == pytest.approx(3.268 * 1.5)


def test_without_two_neighbours_there_is_no_moving_range() -> None:
    assert moving_range_limit([1, None, 2]) is None
    with pytest.raises(ValueError, match="neighbouring"):
        xmr([1, None, 2])


def test_a_p_chart_worked_by_hand() -> None:
    """(90 + 190 + 80 + 360) / (100 + 200 + 100 + 400) = 0.9; √(0.09/100) = 0.03, √(0.09/400) = 0.015."""
    chart = p_chart([90, 190, None, 80, 360, 0], [100, 200, None, 100, 400, 0])
    assert chart.kind is ChartKind.P
    assert chart.centre == pytest.approx(0.9)
    assert chart.lower == pytest.approx([0.81, 0.9 - 3 * 0.0212132, None, 0.81, 0.855, None])
    assert chart.upper == pytest.approx([0.99, 0.9 + 3 * 0.0212132, None, 0.99, 0.945, None])
    assert chart.signals == ((), (), (), (Rule.BEYOND_LIMITS,), (), ())


def test_a_laney_chart_worked_by_hand() -> None:
    """0.90, 0.96, 0.84, 0.90 of 100 each: p̄ = 0.9, σ = 0.03, z = 0, 2, −2, 0, moving ranges 2, 4, 2,
    σ_z = (8/3) / 1.128 = 2.3641; 0.9 − 3 · 0.03 · 2.3641 = 0.6872, and the upper limit is cut off at 1."""
    chart = laney([90, 96, 84, 90], [100] * 4)
    assert chart.kind is ChartKind.LANEY
    assert chart.sigma_z == pytest.approx(2.3641, abs=5e-5)
    assert chart.lower == pytest.approx([0.6872] * 4, abs=5e-5)
    assert chart.upper == (1.0,) * 4


def test_the_p_chart_of_the_same_series_finds_no_more_than_its_narrow_limits_show() -> None:
    """Limits 0.81 and 0.99; 2σ lines at 0.84 and 0.96 are touched and not passed."""
    chart = p_chart([90, 96, 84, 90], [100] * 4)
    assert chart.sigma_z == pytest.approx(2.3641, abs=5e-5)
    assert chart.lower == pytest.approx([0.81] * 4)
    assert chart.signals == ((),) * 4


def test_rules_on_a_p_chart_go_by_the_sigma_of_each_point() -> None:
    """Around 0.9, a rate of 0.84 is 2 sigmas out of 100 cases and 6 out of 900."""
    chart = p_chart([90] * 10 + [84, 756, 174], [100] * 11 + [900, 190])
    assert Rule.BEYOND_LIMITS not in chart.signals[10]
    assert Rule.BEYOND_LIMITS in chart.signals[11]


def test_all_hits_leave_laney_nothing_to_go_by() -> None:
    with pytest.raises(ValueError, match="both hits and misses"):
        laney([10, 10], [10, 10])
    with pytest.raises(ValueError, match="cases"):
        p_chart([0, None], [0, None])


def test_excluded_places_have_limits_and_count_for_nothing() -> None:
    chart = xmr([*HOURS, 100.0], excluded=[8])
    assert chart.centre == 12
    assert chart.upper == pytest.approx([16.94] * 9)
    assert chart.signals[8] == ()
    assert Rule.BEYOND_LIMITS in xmr([*HOURS, *HOURS, 100.0]).signals[16]
    rates = p_chart([90, 90, 1], [100, 100, 10], excluded={2})
    assert rates.centre == pytest.approx(0.9)
    assert rates.lower[2] == pytest.approx(0.9 - 3 * (0.09 / 10) ** 0.5)
    assert rates.signals[2] == ()


@given(
    st.lists(st.none() | st.integers(-1_000, 1_000), min_size=2, max_size=30), st.integers(1, 50), st.integers(-99, 99)
)
def test_an_xmr_chart_moves_with_the_unit_and_holds_its_centre(
    values: list[int | None], factor: int, shift: int
) -> None:
    assume(moving_range_limit(values) is not None)
    chart = xmr(values)
    moved = xmr([None if value is None else value * factor + shift for value in values])
    assert moved.signals == chart.signals
    assert moved.centre == pytest.approx(chart.centre * factor + shift, abs=1e-6)
    for low, high, moved_high, value in zip(chart.lower, chart.upper, moved.upper, values, strict=True):
        assert (low is None) == (high is None) == (value is None)
        if low is not None and high is not None:
            assert low <= chart.centre + 1e-9
            assert high >= chart.centre - 1e-9
            assert moved_high == pytest.approx(high * factor + shift, abs=1e-6)


@given(COUNTS)
def test_limits_of_a_rate_hold_the_pooled_rate_and_stay_within_nought_and_one(counts: list[tuple[int, int]]) -> None:
    hits, n = split(counts)
    chart = choose([], hits, n)
    assert chart is not None
    assert chart.centre == pytest.approx(sum(hits) / sum(n))
    for size, low, high in zip(n, chart.lower, chart.upper, strict=True):
        assert low is not None
        assert high is not None
        assert 0 <= low <= high <= 1
        assert low <= chart.centre + 1 / size  # exact limits fall on whole cases
        assert high >= chart.centre - 1 / size


@given(COUNTS)
def test_misses_mirror_the_normal_limits_of_hits(counts: list[tuple[int, int]]) -> None:
    hits, n = split(counts)
    chart, mirrored = p_chart(hits, n), p_chart([size - hit for hit, size in counts], n)
    assert mirrored.signals == chart.signals
    assert [1 - limit for limit in mirrored.lower if limit is not None] == pytest.approx(chart.upper, abs=1e-9)


@given(COUNTS)
def test_exact_limits_are_passed_no_oftener_than_three_sigmas(counts: list[tuple[int, int]]) -> None:
    """And the next whole case inside them would be."""
    hits, n = split(counts)
    chart, tail = exact_p_chart(hits, n), NormalDist().cdf(-3)
    for size, low, high in zip(n, chart.lower, chart.upper, strict=True):
        lowest, highest = round((low or 0) * size), round((high or 0) * size)
        assert binom.cdf(lowest - 1, size, chart.centre) <= tail + 1e-9
        assert binom.sf(highest, size, chart.centre) <= tail + 1e-9
        assert binom.cdf(lowest, size, chart.centre) >= tail - 1e-9
        assert highest == 0 or binom.sf(highest - 1, size, chart.centre) >= tail - 1e-9


def test_what_is_no_rate_gets_an_xmr_chart() -> None:
    chart = choose(HOURS)
    assert chart == xmr(HOURS)


def test_rates_that_vary_as_by_chance_get_a_p_chart() -> None:
    """Of 400 at 0.9 the standard deviation is 6."""
    chart = choose([], [360, 366, 357, 352, 363, 369, 359, 354], [400] * 8)
    assert chart is not None
    assert chart.kind is ChartKind.P


def test_rates_that_vary_more_than_chance_get_a_laney_chart_and_few_signals() -> None:
    """Of 10 000 at 0.9 the standard deviation is 30; these move by 210, 410, 350, 250, 200, 310 and 260, on average
    284.29, so σ_z = 284.29 / 30 / 1.128 = 8.401."""
    hits, n = [9_000, 9_210, 8_800, 9_150, 8_900, 9_100, 8_790, 9_050], [10_000] * 8
    chart = choose([], hits, n)
    assert chart is not None
    assert chart.kind is ChartKind.LANEY
    assert chart.sigma_z == pytest.approx(8.401, abs=5e-4)
    assert sum(map(bool, chart.signals)) < 2 < sum(map(bool, p_chart(hits, n).signals))


def test_a_step_between_two_steady_levels_does_not_widen_the_limits() -> None:
    """The rates vary far more than chance, but not from one period to the next: the step is the signal."""
    chart = choose([], [800, 802, 799, 801] * 2 + [900, 902, 899, 901] * 2, [1_000] * 16)
    assert chart is not None
    assert chart.kind is ChartKind.P
    assert all(chart.signals)


def test_few_misses_get_exact_limits() -> None:
    """124 of 130 make 0.954. Of 10 cases P(X ≤ 6) = 0.0008 and P(X ≤ 7) = 0.0087, so the limit is 7 of 10. The normal
    one, 0.954 − 3 · 0.066 = 0.755, would call 7 of 10 a signal, which chance brings every tenth year of months."""
    hits, n = [10] * 9 + [9, 9, 10, 6], [10] * 13
    chart = choose([], hits, n)
    assert chart is not None
    assert chart == exact_p_chart(hits, n)
    assert chart.lower == pytest.approx([0.7] * 13)
    assert chart.signals == (*((),) * 12, (Rule.BEYOND_LIMITS,))


def test_a_perfect_series_is_no_run_of_signals() -> None:
    chart = choose([], [20] * 12, [20] * 12)
    assert chart is not None
    assert set(chart.lower) == set(chart.upper) == {1.0}
    assert chart.signals == ((),) * 12
    assert chart.sigma_z is None


def test_fewer_than_eight_known_points_are_too_few() -> None:
    assert MIN_POINTS == 8
    assert choose(HOURS[:7]) is None
    assert choose([*HOURS[:7], None]) is None
    assert choose(HOURS, excluded={0}) is None
    assert choose([], [5] * 8, [10] * 7 + [0]) is None
    assert choose([], [5] * 8, [10] * 8) is not None
    assert choose([1, None] * 8) is None


def chart_between(low: float, high: float) -> ControlChart:
    return ControlChart(ChartKind.P, (low + high) / 2, (None, low, None), (None, high, None), ((), (), ()))


@pytest.mark.parametrize(
    ("low", "high", "target", "at_least", "expected"),
    [
        (0.96, 0.99, 0.95, True, Assurance.WILL_KEEP),
        (0.95, 0.99, 0.95, True, Assurance.WILL_KEEP),
        (0.90, 0.99, 0.95, True, Assurance.BY_LUCK),
        (0.90, 0.95, 0.95, True, Assurance.BY_LUCK),
        (0.90, 0.94, 0.95, True, Assurance.CANNOT_KEEP),
        (0.90, 1.00, 1.00, True, Assurance.BY_LUCK),
        (0.90, 0.99, 1.00, True, Assurance.CANNOT_KEEP),
        (1.00, 1.00, 1.00, True, Assurance.WILL_KEEP),
        (10, 20, 24, False, Assurance.WILL_KEEP),
        (10, 24, 24, False, Assurance.WILL_KEEP),
        (10, 30, 24, False, Assurance.BY_LUCK),
        (25, 30, 24, False, Assurance.CANNOT_KEEP),
        (0, 0.01, 0, False, Assurance.BY_LUCK),
        (0, 0, 0, False, Assurance.WILL_KEEP),
    ],
)
def test_the_limits_say_whether_a_target_will_be_kept(
    low: float, high: float, target: float, at_least: bool, expected: Assurance
) -> None:
    assert assurance(chart_between(low, high), target, at_least=at_least) is expected


def test_the_latest_judged_limits_decide() -> None:
    """The running period has few cases yet, and so limits too wide to say anything."""
    chart = choose([], [1_900] * 5 + [1_910] * 5 + [19], [2_000] * 10 + [20], excluded={10})
    assert chart is not None
    assert (chart.lower[10] or 0) < 0.93 < (chart.lower[9] or 0)
    assert assurance(chart, 0.93, at_least=True) is Assurance.WILL_KEEP


def test_the_latest_points_keep_limits_signals_and_what_is_not_judged() -> None:
    whole = xmr([*HOURS, 30.0, 12.0], excluded={0, 9})
    latest = whole.last(3)
    assert (latest.centre, latest.excluded) == (whole.centre, frozenset({2}))
    assert latest.lower == whole.lower[7:]
    assert latest.signals == ((), (Rule.BEYOND_LIMITS,), ())
    assert whole.last(99) == whole


def test_a_series_too_short_says_nothing() -> None:
    assert assurance(None, 0.95, at_least=True) is Assurance.TOO_SHORT
    nothing = ControlChart(ChartKind.P, 0.5, (None,), (None,), ((),))
    assert assurance(nothing, 0.95, at_least=True) is Assurance.TOO_SHORT


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_promise_turned_round_has_the_same_assurance(one: float, other: float, target: float) -> None:
    low, high = sorted((one, other))
    assert assurance(chart_between(low, high), target, at_least=True) is assurance(
        chart_between(-high, -low), -target, at_least=False
    )


def test_every_word_is_there_in_both_languages() -> None:
    for words, members in ((ASSURANCE_WORDS, Assurance), (RULE_WORDS, Rule), (CHART_WORDS, ChartKind)):
        assert set(words) == set(members)
        assert all(text.en and text.zh and text.en != text.zh for text in words.values())
