"""The composite and how firm its ranking is."""

from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from metrics.composite import Stability, stability, weighted

WEIGHTS = {"speed": 2.0, "quality": 1.0}
MEANS = st.fixed_dictionaries({"speed": st.floats(0, 100), "quality": st.floats(0, 100)})


def test_a_composite_is_the_weighted_mean() -> None:
    """(2 · 90 + 1 · 60) / 3 = 80."""
    assert weighted({"speed": 90, "quality": 60}, WEIGHTS) == 80


@given(MEANS, st.floats(0.1, 1_000))
def test_only_the_proportions_of_the_weights_count(means: dict[str, float], factor: float) -> None:
    scaled = {name: weight * factor for name, weight in WEIGHTS.items()}
    assert weighted(means, scaled) == pytest.approx(weighted(means, WEIGHTS))
    assert min(means.values()) - 1e-9 <= weighted(means, WEIGHTS) <= max(means.values()) + 1e-9


def test_a_missing_dimension_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        weighted({"speed": 90}, WEIGHTS)
    assert weighted({"speed": 90, "quality": 60, "not weighed": 0}, WEIGHTS) == 80


@pytest.mark.parametrize("weights", [{}, {"speed": 0.0}, {"speed": 2.0, "quality": -1.0}])
def test_weights_that_weigh_nothing_or_less_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        weighted({"speed": 90, "quality": 60}, weights)


def test_a_close_race_turns_with_the_weights() -> None:
    """A scores 90/60, B 70/98. At 2 : 1 A has 240 and B 238 thirds. A leads where 20·speed > 38·quality, that is
    speed/quality > 1.9: of the nine ratios 2·{0.8, 1, 1.2}/{0.8, 1, 1.2} these are 2 (three times), 2.4, 2.5 and 3,
    but not 1.33, 1.6 and 1.67. C is behind on both."""
    groups = {
        "A": {"speed": 90.0, "quality": 60.0},
        "B": {"speed": 70.0, "quality": 98.0},
        "C": {"speed": 10.0, "quality": 10.0},
    }
    assert stability(groups, WEIGHTS) == Stability(9, 6, 6, {"A": (1, 2), "B": (1, 2), "C": (3, 3)})


def test_who_leads_on_everything_leads_under_every_weight() -> None:
    groups = {"A": {"speed": 90.0, "quality": 80.0}, "B": {"speed": 70.0, "quality": 60.0}}
    assert stability(groups, WEIGHTS) == Stability(9, 9, 9, {"A": (1, 1), "B": (2, 2)})


def test_equal_groups_share_their_place_whatever_the_weights() -> None:
    """0.1 + 0.2 and its like must not break a tie."""
    groups = {name: {"speed": 0.1 + 0.2, "quality": 0.3} for name in "AB"} | {"C": {"speed": 0.0, "quality": 0.0}}
    assert stability(groups, WEIGHTS) == Stability(9, 9, 9, {"A": (1, 1), "B": (1, 1), "C": (3, 3)})


def test_a_tie_that_other_weights_break_is_not_a_firm_ranking() -> None:
    """A 60/90 and B 75/60 tie at 2 : 1 (210 each), and at each of the three sets with the same proportion."""
    groups = {"A": {"speed": 60.0, "quality": 90.0}, "B": {"speed": 75.0, "quality": 60.0}}
    assert stability(groups, WEIGHTS) == Stability(9, 3, 3, {"A": (1, 2), "B": (1, 2)})


def test_one_group_or_none_keeps_its_ranking() -> None:
    assert stability({}, WEIGHTS) == Stability(9, 9, 9, {})
    assert stability({"A": {"speed": 1.0, "quality": 2.0}}, WEIGHTS) == Stability(9, 9, 9, {"A": (1, 1)})


def test_weights_not_moved_move_nothing() -> None:
    groups = {"A": {"speed": 90.0, "quality": 60.0}, "B": {"speed": 70.0, "quality": 98.0}}
    assert stability(groups, WEIGHTS, by=0) == Stability(9, 9, 9, {"A": (1, 1), "B": (2, 2)})


@given(st.lists(MEANS, min_size=2, max_size=4))
def test_the_order_in_which_groups_come_does_not_matter(means: list[dict[str, float]]) -> None:
    groups = dict(zip("ABCD", means, strict=False))
    found = stability(groups, WEIGHTS)
    assert 1 <= found.same_ranking <= found.same_first <= found.combinations == 9
    for order in permutations(groups):
        assert stability({group: groups[group] for group in order}, WEIGHTS) == found
