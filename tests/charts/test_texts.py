"""Texts in a figure: widths, shortening, thinning, keeping apart; and labels that look for room."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from charts.texts import AXIS_LETTERS, NAME_LETTERS, apart, shortened, thinned, two_lines, width


def test_a_chinese_sign_is_twice_as_wide_as_a_letter() -> None:
    assert (width("abc"), width("夜班"), width("夜班A"), width("")) == (3, 4, 5, 0)


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_shortened_text_is_never_too_wide_and_a_short_one_stays(text: str, most: int) -> None:
    short = shortened(text, most)
    assert width(short) <= most
    assert short == text or short.endswith("…")


@given(st.text(max_size=80))
def test_a_name_takes_two_lines_at_most(text: str) -> None:
    lines = two_lines(text).split("<br>")
    assert len(lines) <= 2
    assert all(width(line.replace("&lt;", "<").replace("&amp;", "&")) <= NAME_LETTERS for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Night shift", "Night shift"), ("Wholesale returns desk", "Wholesale<br>returns desk"),
        ("批发退货处理专席", "批发退货处理专<br>席"), ("Regional logistics partner", "Regional<br>logistics part…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschif<br>ffahrtsgesells…"), ("<b>x</b>", "&lt;b>x&lt;/b>"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_broken_between_words_where_there_are_any(text: str, shown: str) -> None:
    assert two_lines(text) == shown


def test_the_latest_label_is_always_shown_and_the_others_as_far_as_there_is_room() -> None:
    places, texts = thinned([f"{day} Sep" for day in range(1, 29)])
    assert places[-1] == 27
    assert texts[-1] == "28 Sep"
    assert sum(width(text) + 1 for text in texts) <= AXIS_LETTERS + width(texts[-1])
    assert thinned(["Jan", "Feb"]) == ([0, 1], ["Jan", "Feb"])
    assert thinned([]) == ([], [])


def test_the_year_moves_on_to_the_next_label_that_is_shown() -> None:
    labels = ["Oct<br>2025", "Nov", "Dec", "Jan<br>2026", *(f"M{place:02}" for place in range(11))]
    places, texts = thinned(labels)
    assert 3 not in places
    assert sum("2026" in text for text in texts) == 1
    assert sum("<br>" in text for text in texts) == 2


@given(st.lists(st.floats(0, 200), max_size=6))
def test_names_kept_apart_keep_their_order_and_stay_in_the_plot(places: list[float]) -> None:
    moved = apart(places, 15, 8, 192)
    pairs = sorted(zip(places, moved, strict=True))
    assert all(after[1] - before[1] >= 15 - 1e-6 for before, after in pairwise(sorted(pairs, key=lambda pair: pair[1])))
    assert all(8 - 1e-6 <= place <= 192 + 1e-6 for place in moved)


def test_names_far_from_each_other_stay_where_they_are() -> None:
    assert apart([100, 20, 60], 15, 0, 200) == [100, 20, 60]
    assert apart([50, 50], 20, 0, 200) == [40, 60]
