"""The four rules, on lines at whole numbers: the middle at 0, one sigma = 1."""

import pytest
from hypothesis import given, strategies as st

from metrics.run_rules import Rule, rules_completed

BEYOND, NINE, SIX, TWO = Rule
SERIES = st.lists(st.none() | st.floats(-5, 5).map(lambda value: round(value, 1)), max_size=40)


def completed(values: list[float | None]) -> list[tuple[Rule, ...]]:
    return list(rules_completed(values, lambda _, sigmas: sigmas))


def places(values: list[float | None], rule: Rule) -> list[int]:
    return [place for place, rules in enumerate(completed(values)) if rule in rules]


def test_a_point_beyond_three_sigmas_is_a_signal_and_one_on_the_limit_is_not() -> None:
    assert completed([0, 3.01, 0, 0, 3, 0, 0, -3.01, 0, 0, -3]) == [
        (), (BEYOND,), (), (), (), (), (), (BEYOND,), (), (), (),
    ]  # fmt: skip


def test_nine_in_a_row_on_one_side_are_a_signal_and_every_further_one_is() -> None:
    up = [1.0, 0.5] * 6
    assert places(up, NINE) == [8, 9, 10, 11]
    assert places([-value for value in up], NINE) == [8, 9, 10, 11]
    assert places(up[:8], NINE) == []


def test_a_point_in_the_middle_or_on_the_other_side_breaks_the_nine() -> None:
    assert places([1.0, 0.5] * 4 + [0.0] + [1.0, 0.5] * 4, NINE) == []
    assert places([1.0, 0.5] * 4 + [-0.1] + [1.0, 0.5] * 4, NINE) == []


def test_six_steadily_up_or_down_are_a_signal_and_every_further_one_is() -> None:
    rising = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    assert places([*rising, 1.4], SIX) == [5, 6]
    assert places(rising[::-1], SIX) == [5, 6]
    assert places(rising[:5], SIX) == []
    assert places([-1, -0.5, 0, 0, 0.5, 1, 1.5], SIX) == []


@pytest.mark.parametrize(
    ("values", "signals"),
    [
        ([2.1, 2.1], [1]),
        ([2.1, 0, 2.1], [2]),
        ([2.1, 2.1, 0], [1]),
        ([-2.1, 0, -2.1], [2]),
        ([2.1, 0, -2.1], []),
        ([2.1, 0, 0, 2.1], []),
        ([2.0, 2.0, 2.0], []),
        ([2.1, 3.5], [1]),
    ],
)
def test_two_of_three_beyond_two_sigmas_on_the_same_side_are_a_signal(values: list[float], signals: list[int]) -> None:
    assert places([*values], TWO) == signals


def test_a_gap_breaks_every_run() -> None:
    assert places([1.0, 0.5] * 4 + [None] + [1.0, 0.5] * 4, NINE) == []
    assert places([-1, -0.5, 0, None, 0.5, 1, 1.5], SIX) == []
    assert places([2.1, None, 2.1], TWO) == []


def test_a_point_may_complete_several_rules() -> None:
    assert completed([0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 2.5, 3.5])[-1] == (BEYOND, NINE, SIX, TWO)


def test_rounding_on_a_line_is_no_signal() -> None:
    """Eight times 0.1 have a mean of 0.09999999999999999 and no spread."""
    assert rules_completed([0.1] * 12, lambda _, sigmas: 0.09999999999999999) == ((),) * 12


@given(SERIES)
def test_a_series_turned_upside_down_has_the_same_signals(values: list[float | None]) -> None:
    assert completed([None if value is None else -value for value in values]) == completed(values)


@given(SERIES, SERIES)
def test_what_comes_later_takes_no_signal_away(values: list[float | None], later: list[float | None]) -> None:
    assert completed(values + later)[: len(values)] == completed(values)


@given(SERIES, SERIES)
def test_beyond_a_gap_a_series_starts_anew(before: list[float | None], after: list[float | None]) -> None:
    assert completed([*before, None, *after]) == [*completed(before), (), *completed(after)]
