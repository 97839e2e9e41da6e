"""The chart of an action: its lines, the day it began, and the weeks left out."""

import plotly.graph_objects as go

from charts.before_after import before_after
from charts.lines import Series
from charts.look import Look
from metrics.model import Unit
from tests.charts.makers import HOSTILE
from tests.charts.reading import written

LABELS = [f"{day} Mar<br>2026" for day in range(1, 9)]
OWN = Series("these", [0.8, 0.8, None, 0.8, 0.9, 0.9, 0.9, 0.9], emphasis=True)
OTHER = Series("others", [0.7] * 8)


def test_the_start_stands_between_the_last_week_before_and_the_first_after() -> None:
    chart = before_after([OWN, OTHER], LABELS, 4, "began 29 Mar", Unit.RATIO, Look())
    (line,) = [shape for shape in chart.layout.shapes if shape["type"] == "line"]
    assert (line["x0"], line["x1"]) == (3.5, 3.5)
    (began,) = [item for item in chart.layout.annotations if item["text"] == "began 29 Mar"]
    assert began["x"] == 3.5
    assert written(chart) == ["■ these", "■ others", "began 29 Mar"]
    assert sorted(len(trace["y"]) for trace in chart.data) == [8, 8]
    go.Figure(chart.data, chart.layout)  # Plotly's own classes accept all of it


def test_weeks_left_out_are_shaded_from_edge_to_edge() -> None:
    chart = before_after([OWN], LABELS, 4, "began", Unit.RATIO, Look(dark=True), left_out=(0, 1))
    (band,) = [shape for shape in chart.layout.shapes if shape["type"] == "rect"]
    assert (band["x0"], band["x1"]) == (-0.5, 1.5)


def test_a_hostile_name_is_no_link() -> None:
    for text in HOSTILE:
        chart = before_after([OWN], LABELS, 4, text, Unit.RATIO, Look())
        assert not [item for item in chart.layout.annotations if "<a" in item["text"] or "<img" in item["text"]]
