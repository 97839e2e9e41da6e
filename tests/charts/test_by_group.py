"""A figure by group: dots, intervals, words, the reference."""

import html
import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from charts.by_group import by_group, not_told_apart
from charts.figure import Figure
from charts.look import LIGHT, Look
from charts.texts import NAME_LETTERS, width
from metrics.intervals import SMALL_N
from metrics.model import Row, Unit
from tests.charts.makers import HOSTILE, figure_of, rate
from tests.charts.reading import markup, notes, written

EN, ZH = Look("en"), Look("zh")
ROWS = [rate(80, 100), rate(95, 100), rate(3, 4)]


def draw(
    rows: Sequence[Row] = ROWS, labels: Sequence[str] | None = None, unit: Unit = Unit.RATIO, look: Look = EN,
    reference: float | None = 0.9, **more: Any,
) -> Figure:  # fmt: skip
    labels = labels or [f"G{place}" for place in range(len(rows))]
    return by_group(rows, labels, unit, look, reference=reference, **more)


def marks(chart: Figure) -> list[tuple[str, str]]:
    return list(zip(chart.data[0].marker.color, chart.data[0].marker.symbol, strict=True))


def test_groups_stand_in_the_order_given_first_on_top() -> None:
    chart = draw()
    assert list(chart.data[0].x) == [0.8, 0.95, 0.75]
    assert list(chart.layout.yaxis.ticktext) == ["G0", "G1", "G2"]
    bottom, top = chart.layout.yaxis.range
    assert top < 0 < bottom


def test_good_and_bad_differ_in_form_as_well_as_colour_and_small_groups_are_grey() -> None:
    assert marks(draw()) == [(LIGHT.bad, "diamond"), (LIGHT.good, "circle"), (LIGHT.neutral, "circle-open")]


def test_without_a_reference_nothing_is_good_or_bad() -> None:
    assert marks(draw(reference=None)) == [(LIGHT.accent, "circle")] * 2 + [(LIGHT.neutral, "circle-open")]


def test_the_good_side_may_be_below() -> None:
    assert [colour for colour, _form in marks(draw(at_least=False))] == [LIGHT.good, LIGHT.bad, LIGHT.neutral]


@pytest.mark.parametrize("look", [EN, ZH])
def test_a_group_that_cannot_be_told_apart_is_grey_whatever_its_value(look: Look) -> None:
    chart = draw(look=look, words=["", not_told_apart(look), ""])
    assert marks(chart)[1] == (LIGHT.neutral, "circle-open")


@pytest.mark.parametrize(("n", "colour"), [(SMALL_N - 1, LIGHT.neutral), (SMALL_N, LIGHT.good)])
def test_ten_cases_are_enough_for_a_colour(n: int, colour: str) -> None:
    assert marks(draw([rate(n, n)]))[0][0] == colour


def test_a_group_shows_its_interval() -> None:
    bars = draw().data[0].error_x
    for place, row in enumerate(ROWS):
        assert row.value is not None
        assert (row.low, row.high) == pytest.approx((row.value - bars.arrayminus[place], row.value + bars.array[place]))


def test_a_group_says_its_value_its_cases_and_its_word() -> None:
    assert written(draw(reference=None)) == ["80.0 % · n 100", "95.0 % · n 100", "75.0 % · n 4"]
    assert written(draw(reference=None, words=["worse", "better", ""]))[0] == "80.0 % · n 100\nworse"
    assert written(draw([figure_of(12.0, 12)], unit=Unit.COUNT, reference=None)) == ["12"]


def test_a_group_without_data_has_a_dash_and_no_dot() -> None:
    chart = draw([rate(None), rate(95, 100)])
    assert chart.data[0].x[0] is None
    assert "– · n 0" in written(chart)


def test_the_reference_is_named_above_its_line() -> None:
    chart = draw(reference_label="all: 90 %")
    assert [shape.x0 for shape in chart.layout.shapes] == [0.9]
    assert written(chart)[0] == "all: 90 %"
    assert written(draw())[0] == "target 90 %"
    assert written(draw([figure_of(3.0)], unit=Unit.HOURS, reference=24))[0] == "target 24.0 h"
    assert list(draw(reference=None).layout.shapes) == []


def test_the_note_has_the_full_name_and_everything_there_is_to_say() -> None:
    name = "东北区域仓储物流配送合作中心三号仓"
    chart = draw([rate(80, 100)], [name], words=["worse"])
    shown = chart.layout.yaxis.ticktext[0]
    assert shown.endswith("…")
    assert all(width(line) <= NAME_LETTERS for line in shown.split("<br>"))
    assert notes(chart)[0] == f"{name}\n80.0 % (95 % interval 71.1 %–86.7 %)\nn = 100\nworse"


def test_two_groups_of_one_name_keep_a_line_each() -> None:
    chart = draw([rate(80, 100), rate(95, 100)], ["Night shift", "Night shift"])
    assert len(set(chart.data[0].y)) == 2


def test_no_group_at_all_is_an_empty_plot() -> None:
    assert list(draw([]).data[0].x) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    """Plotly reads `<a href>`, `<b>` and others in every text; it decodes `&lt;` only after that."""
    chart = draw([rate(80, 100)], [text], words=[text], reference_label=text)
    assert markup(chart) == []
    assert html.unescape(notes(chart)[0]).startswith(text)


counts = st.integers(SMALL_N, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(st.lists(counts, min_size=1, max_size=9), st.none() | st.floats(0.01, 1))
def test_everything_shown_lies_within_the_axis(found: list[tuple[int, int]], reference: float | None) -> None:
    rows = [rate(*item) for item in found]
    left, right = draw(rows, reference=reference).layout.xaxis.range
    seen = [value for row in rows for value in (row.low, row.value, row.high) if value is not None]
    assert all(left <= value <= right for value in seen)
    assert reference is None or left <= reference <= right


@pytest.mark.parametrize("n", [2, 5, 50, 500, 5000, 500_000])
def test_the_axis_can_be_read_at_any_precision(n: int) -> None:
    chart = draw([rate(n * 98 // 100, n), rate(n * 99 // 100, n)], reference=0.98)
    left, right = chart.layout.xaxis.range
    ticks = sorted(tick for tick in chart.layout.xaxis.tickvals if left <= tick <= right)
    assert 2 <= len(ticks) <= 4
    assert min(after - before for before, after in itertools.pairwise(ticks)) >= 0.2 * (right - left)


def test_rates_far_from_full_have_an_axis_of_their_own() -> None:
    chart = draw([rate(3, 120), rate(12, 200)], reference=0.05)
    assert chart.layout.xaxis.range[1] < 0.2
    assert chart.layout.xaxis.tickvals[0] == 0
