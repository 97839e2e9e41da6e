"""A figure over time: points, gaps, targets, usual range, quoted figures."""

import itertools
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from charts.figure import Figure, Part
from charts.line_labels import LINE_HEIGHT
from charts.look import LIGHT, Look
from charts.trend import FOOT, Quoted, trend
from metrics.intervals import SMALL_N
from metrics.model import Row, Unit
from metrics.signals import RULE_WORDS, ChartKind, ControlChart, Rule
from tests.charts.makers import HOSTILE, figure_of, rate
from tests.charts.reading import levels, markup, notes, written

EN, ZH = Look("en"), Look("zh")
ROWS = [rate(98, 100), rate(None), rate(90, 100, undecided=7), rate(30, 30)]


def draw(rows: Sequence[Row] = ROWS, unit: Unit = Unit.RATIO, look: Look = EN, **more: Any) -> Figure:
    return trend(rows, [f"P{place}" for place in range(len(rows))], unit, look, **more)


def points(chart: Figure) -> Part:
    (found,) = [trace for trace in chart.data if trace.customdata is not None]
    return found


def surfaces(chart: Figure) -> list[Part]:
    return [trace for trace in chart.data if trace.fill == "toself"]


def target_steps(chart: Figure) -> list[Part]:
    return [trace for trace in chart.data if trace.line.dash == "dash"]


def control(n: int, low: float, high: float, *, signals: dict[int, tuple[Rule, ...]] | None = None) -> ControlChart:
    found = tuple((signals or {}).get(place, ()) for place in range(n))
    return ControlChart(ChartKind.P, (low + high) / 2, (low,) * n, (high,) * n, found)


def test_every_period_has_its_place_and_a_missing_one_is_a_gap() -> None:
    shown = points(draw())
    assert list(shown.x) == [0, 1, 2, 3]
    assert list(shown.y) == [0.98, None, 0.9, 1.0]
    assert shown.connectgaps is False
    assert list(draw().layout.xaxis.ticktext) == ["P0", "P1", "P2", "P3"]


def test_a_point_without_neighbours_has_a_mark_of_its_own() -> None:
    shown = points(draw([rate(80, 100), rate(None), rate(84, 100), rate(None)]))
    assert "markers" in shown.mode
    assert shown.marker.size >= 6


def test_gaps_are_bridged_by_a_faint_line_only_when_asked() -> None:
    assert [trace for trace in draw().data if trace.connectgaps] == []
    (bridge,) = [trace for trace in draw(connect=True).data if trace.connectgaps]
    assert bridge.line.width <= 1
    assert bridge.hoverinfo == "skip"


def test_no_period_at_all_is_an_empty_plot() -> None:
    chart = draw([])
    assert list(points(chart).y) == []
    assert chart.layout.xaxis.range[0] < chart.layout.xaxis.range[1]


# target


def test_each_point_is_coloured_by_the_target_of_its_period() -> None:
    colours = points(draw([rate(92, 100)] * 2 + [rate(96, 100)], targets=[0.9, 0.95, 0.95])).marker.color
    assert list(colours) == [LIGHT.good, LIGHT.bad, LIGHT.good]
    assert set(points(draw()).marker.color) == {LIGHT.accent}


def test_a_point_on_the_target_keeps_it_whichever_way_is_good() -> None:
    for at_least in (True, False):
        assert points(draw([rate(95, 100)], targets=[0.95], at_least=at_least)).marker.color[0] == LIGHT.good
    assert points(draw([rate(96, 100)], targets=[0.95], at_least=False)).marker.color[0] == LIGHT.bad


def test_only_rates_are_green_or_red() -> None:
    shown = points(draw([figure_of(3.0), figure_of(9.0)], Unit.COUNT, targets=[5.0, 5.0]))
    assert set(shown.marker.color) == {LIGHT.accent}


def test_the_target_is_drawn_in_steps_and_only_the_latest_is_named() -> None:
    chart = draw([rate(92, 100)] * 3, targets=[0.9, 0.95, 0.95])
    (line,) = target_steps(chart)
    assert list(zip(line.x, line.y, strict=True)) == [
        (-0.5, 0.9), (0.5, 0.9), (0.5, 0.95), (1.5, 0.95), (1.5, 0.95), (2.5, 0.95),
    ]  # fmt: skip
    assert written(chart) == ["target 95 %"]
    assert written(draw(targets=[0.95] * 4, look=ZH)) == ["目标 95%"]


def test_periods_without_a_target_have_no_target_line() -> None:
    chart = draw([rate(92, 100)] * 4, targets=[0.9, None, 0.95, 0.95])
    assert [(min(line.x), max(line.x)) for line in target_steps(chart)] == [(-0.5, 0.5), (1.5, 3.5)]
    assert target_steps(draw()) == []
    assert written(draw()) == []


def test_the_name_of_a_target_that_changed_stands_where_the_new_one_holds() -> None:
    chart = draw([rate(99, 100)] * 13, targets=[0.9] * 9 + [0.95] * 4)
    (name,) = chart.layout.annotations
    assert (name.x, name.xanchor, name.y) == (1, "right", 0.95)


def test_the_name_of_the_target_keeps_clear_of_the_points() -> None:
    rows = [rate(90, 100)] * 9 + [rate(96, 100)] * 4
    (name,) = draw(rows, targets=[0.95] * 13).layout.annotations
    assert name.xanchor == "left" or name.yshift < 0


def test_a_target_of_all_cases_has_room_for_its_name_above() -> None:
    chart = draw([rate(999, 1000)] * 13, targets=[1.0] * 13)
    (name,) = chart.layout.annotations
    assert name.yshift > 0
    assert chart.layout.yaxis.range[1] > 1.0
    assert max(chart.layout.yaxis.tickvals) == 1.0


# interval


def test_the_band_is_the_interval() -> None:
    rows = [rate(98, 100), rate(95, 100), rate(90, 100)]
    drawn = {point for trace in surfaces(draw(rows)) for point in zip(trace.x, trace.y, strict=True)}
    assert drawn == {(place, edge) for place, row in enumerate(rows) for edge in (row.low, row.high)}
    assert {trace.fillcolor for trace in surfaces(draw(rows))} == {LIGHT.band}


def test_the_band_never_covers_a_period_without_data() -> None:
    """Plotly joins the edges of a filled area across gaps, so each stretch with data needs an area of its own."""
    rows = [rate(98, 100), rate(95, 100), rate(None), rate(90, 100), rate(80, 100), rate(None), rate(99, 100)]
    for trace in surfaces(draw(rows)):
        assert None not in trace.y
        covered = set(trace.x)
        assert max(covered) - min(covered) + 1 == len(covered)
        assert not covered & {2, 5}


def test_a_figure_without_intervals_has_no_band() -> None:
    assert surfaces(draw([figure_of(3.0), figure_of(4.0)], Unit.HOURS)) == []


# control chart


def test_limits_take_the_place_of_the_intervals_and_are_as_wide_as_their_periods() -> None:
    rows = [rate(94, 100)] * 3
    (band,) = surfaces(draw(rows, chart=control(3, 0.9, 0.98)))
    assert set(band.y) == {0.9, 0.98}
    assert (min(band.x), max(band.x)) == (-0.5, 2.5)


def test_limits_leave_out_periods_without_them() -> None:
    chart = ControlChart(ChartKind.XMR, 5.0, (3.0, None, 3.0), (7.0, None, 7.0), ((), (), ()))
    found = surfaces(draw([figure_of(4.0), figure_of(None), figure_of(6.0)], Unit.HOURS, chart=chart))
    assert [(min(band.x), max(band.x)) for band in found] == [(-0.5, 0.5), (1.5, 2.5)]


def test_a_signal_is_ringed_and_says_its_rules_in_words() -> None:
    signals = {2: (Rule.BEYOND_LIMITS, Rule.TWO_OF_THREE)}
    for look in (EN, ZH):
        chart = draw(
            [rate(94, 100), rate(93, 100), rate(80, 100)], look=look, chart=control(3, 0.9, 0.98, signals=signals)
        )
        (ring,) = [trace for trace in chart.data if trace.mode == "markers"]
        assert (list(ring.x), list(ring.y)) == ([2], [0.8])
        assert "open" in ring.marker.symbol
        assert [rule.to(look.language) in notes(chart)[2] for rule in map(RULE_WORDS.get, signals[2]) if rule] == [
            True,
            True,
        ]
        assert not any(rule.to(look.language) in notes(chart)[0] for rule in RULE_WORDS.values())


def test_the_note_tells_the_interval_also_where_limits_are_drawn() -> None:
    note = notes(draw([rate(94, 100)], chart=control(1, 0.9, 0.98)))[0]
    assert "95 % interval 87" in note
    assert "usual range 90.0 %–98.0 %" in note


def test_the_limits_of_a_control_chart_lie_within_the_axis() -> None:
    chart = draw([figure_of(5.0)] * 3, Unit.HOURS, chart=control(3, 1.0, 19.0))
    bottom, top = chart.layout.yaxis.range
    assert bottom <= 1.0
    assert top >= 19.0


# quoted figures, running periods


def test_quoted_figures_are_dotted_named_and_told_from_the_target() -> None:
    chart = draw(targets=[0.95] * 4, references=[Quoted(0.75, "industry 2020: 75 % (quoted)")])
    assert levels(chart, "dot") == [0.75]
    assert sorted(written(chart)) == ["industry 2020: 75 % (quoted)", "target 95 %"]
    assert chart.layout.yaxis.range[0] < 0.75


def test_names_of_lines_near_each_other_do_not_meet() -> None:
    quoted = [Quoted(0.94, "one source says 94 %"), Quoted(0.945, "another source says 94.5 %")]
    chart = draw([rate(93, 100)] * 13, targets=[0.95] * 13, references=quoted)
    bottom, top = chart.layout.yaxis.range
    per_unit = (chart.layout.height - FOOT) / (top - bottom)
    places = [(note.x, note.y * per_unit + note.yshift) for note in chart.layout.annotations]
    for (x, y), (other_x, other_y) in itertools.combinations(places, 2):
        assert x != other_x or abs(y - other_y) >= LINE_HEIGHT


def test_the_point_of_a_running_period_is_hollow() -> None:
    shown = points(draw(targets=[0.95] * 4, running=True)).marker
    assert shown.color[-1] == LIGHT.surface
    assert shown.line.color[-1] == LIGHT.good
    assert shown.line.width > 0
    assert points(draw(targets=[0.95] * 4)).marker.color[-1] == LIGHT.good


# words


def test_the_note_at_a_point_says_period_value_interval_and_cases() -> None:
    said = notes(draw(targets=[0.95] * 4))[2]
    assert re.fullmatch(r"P2\n90\.0 % \(95 % interval \d\d\.\d %–\d\d\.\d %\)\nn = 100, undecided 7\ntarget 95 %", said)
    assert notes(draw())[3].endswith("\nn = 30")
    assert "样本量 100，未定 7" in notes(draw(look=ZH))[2]


def test_a_count_does_not_say_its_number_twice() -> None:
    assert notes(draw([figure_of(12.0, 12)], Unit.COUNT)) == ["P0\n12"]


def test_the_year_below_a_label_becomes_part_of_the_note() -> None:
    chart = trend([rate(9, 10)], ["Sep<br>2025"], Unit.RATIO, EN)
    assert notes(chart)[0].startswith("Sep 2025\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str) -> None:
    chart = trend([rate(9, 10)], [text], Unit.RATIO, EN, references=[Quoted(0.5, text)])
    assert markup(chart) == []


@pytest.mark.parametrize(
    ("unit", "values", "ticks"),
    [
        (Unit.COUNT, [1, 2, 1], ["0", "1", "2"]), (Unit.NPS, [-3, 32], ["0", "+10", "+20", "+30"]),
        (Unit.CHANGE, [-0.1, 0.2], ["−10 %", "0 %", "+10 %", "+20 %"]), (Unit.SCORE, [3.7, 4.3], ["3.8", "4.0", "4.2"]),
        (Unit.HOURS, [2, 14], ["0 h", "3 h", "6 h", "9 h", "12 h"]), (Unit.HOURS, [0.1, 0.9], ["0 min", "20 min", "40 min"]),
        (Unit.HOURS, [20, 300], ["0 days", "5 days", "10 days"]), (Unit.DAYS, [10, 95], ["0 days", "20 days", "40 days", "60 days", "80 days", "100 days"]),
        (Unit.PER_1000, [1.5, 4.2], ["0", "1", "2", "3", "4"]), (Unit.FREQUENCY, [1.21, 1.35], ["1.25", "1.30", "1.35"]),
        (Unit.RATIO, [0.01, 0.09], ["0 %", "2 %", "4 %", "6 %", "8 %"]), (Unit.RATIO, [0.96, 0.99], ["100 %", "99 %", "98 %", "97 %", "96 %"]),
    ],
)  # fmt: skip
def test_every_unit_has_round_ticks_in_its_own_words(unit: Unit, values: list[float], ticks: list[str]) -> None:
    chart = draw([figure_of(float(value)) for value in values], unit)
    assert [text.replace("\u00a0", " ") for text in chart.layout.yaxis.ticktext] == ticks


counts = st.integers(SMALL_N, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(st.lists(st.none() | counts, min_size=1, max_size=14), st.none() | st.floats(0.01, 1))
def test_everything_shown_lies_within_the_axis(found: list[tuple[int, int] | None], target: float | None) -> None:
    rows = [rate(*item) if item else rate(None) for item in found]
    chart = draw(rows, targets=[target] * len(rows))
    bottom, top = chart.layout.yaxis.range
    seen = [value for row in rows for value in (row.low, row.value, row.high) if value is not None]
    assert all(bottom <= value <= top for value in seen)
    assert target is None or bottom <= target <= top
    assert len([tick for tick in chart.layout.yaxis.tickvals if bottom <= tick <= top]) >= 2


def test_a_handful_of_cases_does_not_stretch_the_axis() -> None:
    wide = draw([rate(950, 1000), rate(1, 2)]).layout.yaxis.range[0]
    assert wide > 0.4
    assert draw([rate(950, 1000), rate(20, 40)]).layout.yaxis.range[0] < 0.4
