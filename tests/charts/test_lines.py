"""Several lines over time, and the curve of a sampling plan."""

from itertools import pairwise

import pytest

from charts.curve import Mark, curve
from charts.lines import FOOT, Series, lines
from charts.look import LIGHT, Look
from metrics.model import Unit
from tests.charts.makers import HOSTILE
from tests.charts.reading import levels, markup, notes, written

EN, ZH = Look("en"), Look("zh")
LABELS = ["Jan<br>2026", "Feb", "Mar"]
TWO = [Series("Members", [0.0, 0.1, 0.2], emphasis=True), Series("Others", [0.0, None, 0.05])]


def test_each_line_is_named_at_its_end_and_there_is_no_legend() -> None:
    chart = lines(TWO, LABELS, Unit.CHANGE, EN)
    assert written(chart) == ["■ Members", "■ Others"]
    assert chart.layout.showlegend is False
    upper, lower = chart.layout.annotations
    assert upper.y > lower.y
    assert {note.x for note in chart.layout.annotations} == {1}


def test_what_matters_is_drawn_last_and_strongest_and_no_two_lines_are_alike() -> None:
    series = [Series(f"S{place}", [0.9, 0.91, 0.9], emphasis=place == 2) for place in range(5)]
    drawn = [trace.line for trace in lines(series, LABELS, Unit.RATIO, EN).data]
    assert drawn[-1].color == LIGHT.accent
    assert drawn[-1].width > max(line.width for line in drawn[:-1])
    assert len({line.dash for line in drawn}) == 5
    assert len({line.color for line in drawn}) == 5


def test_names_at_the_ends_do_not_meet() -> None:
    series = [Series(f"S{place}", [0.9, 0.9, 0.9 + place / 1000]) for place in range(5)]
    chart = lines(series, LABELS, Unit.RATIO, EN)
    heights = sorted(note.y * (chart.layout.height - FOOT) for note in chart.layout.annotations)
    assert all(after - before >= 15 for before, after in pairwise(heights))
    assert 0 < heights[0] < heights[-1] < chart.layout.height - FOOT


def test_a_gap_stays_a_gap_and_a_line_without_values_has_no_name() -> None:
    chart = lines([*TWO, Series("Nobody", [None, None, None])], LABELS, Unit.CHANGE, EN)
    assert "■ Nobody" not in written(chart)
    assert all(trace.connectgaps is False for trace in chart.data)


def test_the_reference_is_named_and_on_the_axis() -> None:
    chart = lines(TWO, LABELS, Unit.CHANGE, EN, reference=-0.1, reference_label="baseline")
    assert levels(chart) == [-0.1]
    assert "baseline" in written(chart)
    assert chart.layout.yaxis.range[0] < -0.1
    assert "+20 %" in written(lines(TWO, LABELS, Unit.CHANGE, EN, reference=0.2))


def test_a_point_says_its_line_its_period_and_its_value() -> None:
    assert notes(lines(TWO, LABELS, Unit.CHANGE, EN))[-3:] == [
        "Members\nJan 2026\n0.0 %", "Members\nFeb\n+10.0 %", "Members\nMar\n+20.0 %",
    ]  # fmt: skip
    assert notes(lines(TWO, LABELS, Unit.CHANGE, ZH))[-1] == "Members\nMar\n+20.0%"


def test_no_line_at_all_is_an_empty_plot() -> None:
    assert list(lines([], [], Unit.RATIO, EN).data) == []


POINTS = [(0.0, 1.0), (0.025, 0.987), (0.05, 0.58), (0.1, 0.01)]


def test_the_curve_has_rates_on_both_axes() -> None:
    chart = curve(POINTS, EN, x_title="defects", y_title="accepted")
    assert list(chart.data[0].x) == [0.0, 0.025, 0.05, 0.1]
    assert [text.replace("\u00a0", " ") for text in chart.layout.xaxis.ticktext] == [
        "0 %",
        "2 %",
        "4 %",
        "6 %",
        "8 %",
        "10 %",
    ]
    assert [text.replace("\u00a0", " ") for text in chart.layout.yaxis.ticktext] == [
        "0 %",
        "25 %",
        "50 %",
        "75 %",
        "100 %",
    ]
    assert (chart.layout.xaxis.title.text, written(chart)) == ("defects", ["accepted"])
    assert notes(chart)[2] == "defects 5.0 %\naccepted 58.0 %"


def test_marked_points_are_named_where_the_curve_leaves_room() -> None:
    marks = [Mark(0.025, 0.987, "AQL 2.5 %"), Mark(0.1, 0.01, "as bad as it gets")]
    chart = curve(POINTS, EN, x_title="x", y_title="y", marks=marks)
    left, right = chart.layout.annotations[:2]
    assert (left.text, left.xanchor) == ("AQL 2.5 %", "left")
    assert (right.text, right.xanchor) == ("as bad as it gets", "right")
    assert notes(chart)[-2] == "AQL 2.5 %\nx 2.5 %\ny 98.7 %"


def test_a_curve_without_points_is_an_empty_plot() -> None:
    assert curve([], EN, x_title="x", y_title="y").layout.xaxis.range == (0, 1)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    drawn = lines([Series(text, [0.5, 0.6, 0.7])], [text] * 3, Unit.RATIO, EN, reference=0.5, reference_label=text)
    assert markup(drawn) == []
    assert markup(curve(POINTS, EN, x_title=text, y_title=text, marks=[Mark(0.05, 0.5, text)])) == []
