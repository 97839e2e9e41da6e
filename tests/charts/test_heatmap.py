"""The heat map: every cell in its place, worst strongest, no data distinct from nought, values that can be read."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from charts.heatmap import heatmap
from charts.look import DARK, LIGHT, Look
from charts.shades import READABLE, Colour, contrast, css, ink_on, mixed, rgb
from metrics.model import Direction, Row, Unit
from tests.charts.makers import HOSTILE, amount, figure_of, rate
from tests.charts.reading import markup, notes

EN, ZH = Look("en"), Look("zh")
GRID = [[rate(90, 100), rate(50, 100)], [None, rate(100, 100)], [rate(3, 4), rate(0, 20)]]
NAMES, HEADS = ["a", "b", "c"], ["x", "y"]


def read_rgb(text: str) -> Colour:
    red, green, blue = map(int, re.findall(r"\d+", text))
    return red, green, blue


def colour_of(value: float, scale: object, low: float, high: float) -> Colour:
    """The colour Plotly gives a value: between two steps of the scale."""
    steps = [(place, read_rgb(text)) for place, text in scale]  # type: ignore[attr-defined]
    part = (value - low) / (high - low)
    for (left, one), (right, other) in pairwise(steps):
        if left <= part <= right:
            return mixed(one, other, (part - left) / (right - left))
    raise AssertionError(value)


def test_cells_stand_in_rows_and_columns_first_row_on_top() -> None:
    chart = heatmap(GRID, NAMES, HEADS, Unit.RATIO, EN)
    assert [list(line) for line in chart.data[0].z] == [[0.9, 0.5], [None, 1.0], [None, 0.0]]
    assert list(chart.layout.yaxis.ticktext) == NAMES
    assert list(chart.layout.xaxis.ticktext) == HEADS
    bottom, top = chart.layout.yaxis.range
    assert top < 0 < bottom


def test_marks_are_counted_row_by_row_in_every_layer_of_cells() -> None:
    chart = heatmap(GRID, NAMES, HEADS, Unit.RATIO, EN)
    cells = [trace for trace in chart.data if trace.type == "heatmap"]
    assert [trace.meta["first"] for trace in cells] == [0, 0]
    assert all(len(trace.z) == 3 and {len(line) for line in trace.z} == {2} for trace in cells)


def test_no_data_is_an_empty_cell_with_a_dash_and_nought_a_value() -> None:
    chart = heatmap([[None, amount(0), amount(7)]], ["a"], ["x", "y", "z"], Unit.COUNT, EN)
    assert list(chart.data[0].z[0]) == [None, 0.0, 7.0]
    assert list(chart.data[-1].text) == ["–", "0", "7"]
    assert [str(note) for note in chart.data[0].customdata[0]] == [
        "<b>a · x</b><br>no data", "<b>a · y</b><br>0", "<b>a · z</b><br>7",
    ]  # fmt: skip


def test_the_least_value_has_some_colour_so_that_it_is_no_empty_cell() -> None:
    for look, palette in ((EN, LIGHT), (Look("en", dark=True), DARK)):
        scale = heatmap([[amount(0), amount(7)]], ["a"], ["x", "y"], Unit.COUNT, look).data[0].colorscale
        assert scale[0][1] != css(rgb(palette.surface))


def test_cells_with_few_cases_are_grey_and_take_no_part_in_the_scale() -> None:
    chart = heatmap([[rate(1, 9), rate(80, 100), rate(90, 100)]], ["a"], ["x", "y", "z"], Unit.RATIO, EN)
    coloured, greyed, written = chart.data
    assert (coloured.zmin, coloured.zmax) == (0.8, 0.9)
    assert list(coloured.z[0]) == [None, 0.8, 0.9]
    assert list(greyed.z[0]) == [1, None, None]
    assert {colour for _place, colour in greyed.colorscale} == {LIGHT.line}
    assert written.text[0].startswith("11.1")
    assert len(heatmap([[amount(3)]], ["a"], ["x"], Unit.COUNT, EN).data) == 2  # a small count is a count


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("direction", Direction)
def test_the_worst_has_the_most_colour(direction: Direction, dark: bool) -> None:
    look = Look("en", dark=dark)
    scale = (
        heatmap([[rate(10, 100), rate(90, 100)]], ["a"], ["x", "y"], Unit.RATIO, look, direction=direction)
        .data[0]
        .colorscale
    )
    surface = rgb(look.palette.surface)
    low, high = (contrast(read_rgb(scale[place][1]), surface) for place in (0, -1))
    assert low > high if direction is Direction.UP else low < high


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("direction", Direction)
def test_every_value_can_be_read_on_its_cell(direction: Direction, dark: bool) -> None:
    look = Look("en", dark=dark)
    row = [rate(n, 100) for n in range(0, 101, 5)]
    chart = heatmap([row], ["a"], [str(n) for n in range(21)], Unit.RATIO, look, direction=direction, wide=3000)
    cells, written = chart.data
    for item, ink in zip(row, written.textfont.color, strict=True):
        assert item.value is not None
        assert (
            contrast(read_rgb(ink), colour_of(item.value, cells.colorscale, 0, 1)) >= READABLE - 0.15
        )  # rounded steps


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_some_ink_can_be_read_on_any_colour(paper: Colour) -> None:
    assert contrast(ink_on(paper), paper) >= READABLE


def test_values_are_written_only_where_they_fit() -> None:
    wide = heatmap([[rate(90, 100)] * 12], ["a"], list("abcdefghijkl"), Unit.RATIO, EN, wide=900)
    narrow = heatmap([[rate(90, 100)] * 12], ["a"], list("abcdefghijkl"), Unit.RATIO, EN, wide=420)
    assert [len(chart.data) for chart in (wide, narrow)] == [2, 1]
    assert len(narrow.layout.xaxis.ticktext) <= 12


def test_a_cell_says_what_it_is_and_how_many_cases_it_has() -> None:
    chart = heatmap(GRID, NAMES, ["Jul<br>2026", "Aug"], Unit.RATIO, EN)
    assert str(chart.data[0].customdata[0][0]).replace("\u00a0", " ") == (
        "<b>a · Jul 2026</b><br>90.0 % (95 % interval 82.6 %–94.5 %)<br>n = 100"
    )


def test_one_value_alone_and_no_cell_at_all_have_a_scale_too() -> None:
    one = heatmap([[rate(9, 10)]], ["a"], ["x"], Unit.RATIO, EN).data[0]
    assert one.zmax > one.zmin
    assert list(heatmap([], [], [], Unit.RATIO, EN).data[0].z) == []
    assert list(heatmap([[None]], ["a"], ["x"], Unit.RATIO, ZH).data[0].z[0]) == [None]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    chart = heatmap([[rate(80, 100), None]], [text], [text, "x"], Unit.RATIO, EN)
    assert markup(chart) == []


@given(st.lists(st.lists(st.none() | st.integers(0, 500), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_cell_has_a_note_and_a_place(found: list[list[int | None]]) -> None:
    grid: list[list[Row | None]] = [[None if n is None else figure_of(n / 10, 50) for n in line] for line in found]
    chart = heatmap(grid, [str(place) for place in range(len(grid))], ["x", "y", "z"], Unit.HOURS, EN)
    assert [list(line) for line in chart.data[0].z] == [[None if n is None else n / 10 for n in line] for line in found]
    assert sum(len(line) for line in chart.data[0].customdata) == 3 * len(grid)
    assert notes(chart)
