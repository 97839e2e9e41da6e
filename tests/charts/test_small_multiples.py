"""Small multiples: one scale for all, every group in its place, and marks that can be counted."""

import pytest
from hypothesis import given, strategies as st

from charts.look import LIGHT, Look
from charts.small_multiples import MOST, Small, small_multiples
from metrics.model import Unit
from tests.charts.makers import HOSTILE, amount, figure_of, rate
from tests.charts.reading import axes, markup, written

EN, ZH = Look("en"), Look("zh")
LABELS = ["Jul<br>2026", "Aug", "Sep"]
TWO = [
    Small("Phone", [rate(90, 100), None, rate(95, 100)], "92 %"),
    Small("E-mail", [rate(50, 100), rate(60, 100), rate(3, 4)]),
]


def many(count: int) -> list[Small]:
    return [Small(f"G{number}", [rate(90 - number, 100)] * 3) for number in range(count)]


def test_each_group_has_a_small_chart_with_its_name_above() -> None:
    chart = small_multiples(TWO, LABELS, Unit.RATIO, EN)
    assert written(chart) == ["Phone 92 %", "E-mail"]
    assert [list(trace.y) for trace in chart.data] == [[0.9, None, 0.95], [0.5, 0.6, 0.75]]
    assert len({(trace.xaxis, trace.yaxis) for trace in chart.data}) == 2


@pytest.mark.parametrize("count", [1, 2, 4, 5, 8, 12])
@pytest.mark.parametrize("bars", [False, True])
def test_all_have_one_scale(count: int, bars: bool) -> None:
    chart = small_multiples(many(count), LABELS, Unit.RATIO, EN, bars=bars)
    shown = [axis for axis in axes(chart, "y") if axis.domain]
    assert len(shown) == count
    assert len({axis.range for axis in shown}) == 1
    low, high = shown[0].range
    assert all(low <= y <= high for trace in chart.data for y in trace.y)
    assert not bars or low <= 0


def test_marks_are_counted_group_by_group() -> None:
    chart = small_multiples(many(5), LABELS, Unit.RATIO, EN)
    assert [trace.meta["first"] for trace in chart.data] == [0, 3, 6, 9, 12]
    assert all(len(trace.x) == 3 for trace in chart.data)


def test_a_thirteenth_group_is_not_drawn() -> None:
    assert len(small_multiples(many(20), LABELS, Unit.RATIO, EN).data) == MOST


@pytest.mark.parametrize("wide", [420, 900])
@pytest.mark.parametrize("count", range(1, 13))
def test_no_small_chart_lies_on_another(count: int, wide: int) -> None:
    chart = small_multiples(many(count), LABELS, Unit.RATIO, EN, wide=wide)
    boxes = [(x.domain, y.domain) for x, y in zip(axes(chart, "x"), axes(chart, "y"), strict=True) if x.domain]
    assert len(boxes) == count
    for (x, y), place in zip(boxes, range(count), strict=True):
        assert 0 <= x[0] < x[1] <= 1
        assert -1e-9 <= y[0] < y[1] <= 1
        for other_x, other_y in boxes[place + 1 :]:
            assert x[1] < other_x[0] or other_x[1] < x[0] or y[0] > other_y[1] or other_y[0] > y[1]


def test_only_the_left_column_has_ticks_upward() -> None:
    chart = small_multiples(many(5), LABELS, Unit.RATIO, EN)
    assert [axis.showticklabels for axis in axes(chart, "y")] == [True, False, False, False, True]


def test_a_gap_is_a_gap_and_says_so() -> None:
    chart = small_multiples(TWO, LABELS, Unit.RATIO, EN)
    assert chart.data[0].connectgaps is False
    assert str(chart.data[0].customdata[1]) == "<b>Phone · Aug</b><br>–<br>n = 0"


def test_what_rests_on_few_cases_is_grey_in_lines_and_bars() -> None:
    few = [Small("a", [rate(3, 4), rate(80, 100)])]
    line, bar = (small_multiples(few, ["x", "y"], Unit.RATIO, EN, bars=bars).data[0] for bars in (False, True))
    assert list(line.marker.color) == list(bar.marker.color) == [LIGHT.neutral, LIGHT.accent]
    assert list(line.marker.symbol) == ["circle-open", "circle"]
    counted = small_multiples([Small("a", [amount(3)])], ["x"], Unit.COUNT, EN, bars=True).data[0]
    assert list(counted.marker.color) == [LIGHT.accent]


def test_the_target_stands_in_every_small_chart_and_within_its_scale() -> None:
    chart = small_multiples(many(3), LABELS, Unit.RATIO, EN, reference=0.4)
    assert [shape.y0 for shape in chart.layout.shapes] == [0.4] * 3
    assert chart.layout.yaxis.range[0] <= 0.4


def test_counts_are_bars_that_stand_on_nought() -> None:
    chart = small_multiples([Small("a", [amount(100), amount(101)])], ["x", "y"], Unit.COUNT, EN, bars=True)
    assert chart.data[0].type == "bar"
    assert chart.layout.yaxis.range[0] == 0


def test_bars_of_changes_may_go_below_nought() -> None:
    chart = small_multiples([Small("a", [figure_of(-0.2), figure_of(0.1)])], ["x", "y"], Unit.CHANGE, EN, bars=True)
    low, high = chart.layout.yaxis.range
    assert low <= -0.2 < 0.1 <= high


def test_no_group_at_all_is_an_empty_plot() -> None:
    assert list(small_multiples([], [], Unit.RATIO, EN).data) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    chart = small_multiples([Small(text, [rate(80, 100)], text)], [text], Unit.RATIO, ZH)
    assert markup(chart) == []


@given(
    st.lists(st.lists(st.none() | st.integers(0, 10_000), min_size=4, max_size=4), min_size=1, max_size=12),
    st.booleans(),
)
def test_every_value_is_drawn_where_it_belongs(found: list[list[int | None]], bars: bool) -> None:
    groups = [
        Small(str(place), [None if n is None else figure_of(n / 7) for n in line]) for place, line in enumerate(found)
    ]
    chart = small_multiples(groups, list("abcd"), Unit.HOURS, EN, bars=bars)
    assert [list(trace.y) for trace in chart.data] == [[None if n is None else n / 7 for n in line] for line in found]
    low, high = chart.layout.yaxis.range
    assert all(low <= n / 7 <= high for line in found for n in line if n is not None)
