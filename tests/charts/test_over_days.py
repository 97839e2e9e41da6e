"""Figures over days: volume, pace, timeline; and steps of a process."""

from datetime import date, timedelta

import pytest

from charts.daily_volume import Promotion, daily_volume
from charts.look import LIGHT, Look
from charts.pace import pace
from charts.step_times import Step, step_times
from charts.timeline import Event, Lane, timeline
from metrics.model import Row
from tests.charts.makers import HOSTILE
from tests.charts.reading import levels, markup, notes, written

EN, ZH = Look("en"), Look("zh")
START, END = date(2026, 7, 1), date(2026, 9, 30)


def days(n: int, start: date = START, peaks: dict[int, int] | None = None) -> list[Row]:
    counts = [(peaks or {}).get(place, 100 + place % 7) for place in range(n)]
    return [
        Row("m", start + timedelta(place), (), float(count), count, None, count) for place, count in enumerate(counts)
    ]


# volume


@pytest.mark.parametrize("n", [1, 28, 92, 365])
def test_every_day_has_its_bar_and_the_ticks_are_few(n: int) -> None:
    chart = daily_volume(days(n), EN)
    assert len(chart.data[0].x) == n
    assert 1 <= len(chart.layout.xaxis.tickvals) <= 6
    assert set(chart.layout.xaxis.tickvals) <= {(START + timedelta(place)).isoformat() for place in range(n)}


def test_days_are_named_in_the_language_of_the_reader_with_the_year_once() -> None:
    assert list(daily_volume(days(92), EN).layout.xaxis.ticktext) == ["Jul<br>2026", "Aug", "Sep"]
    assert list(daily_volume(days(92), ZH).layout.xaxis.ticktext) == ["7月<br>2026", "8月", "9月"]
    assert list(daily_volume(days(15), ZH).layout.xaxis.ticktext) == ["7月1日", "7月8日", "7月15日"]


def test_a_day_without_data_is_a_gap_and_no_day_at_all_an_empty_plot() -> None:
    rows = [*days(2), Row("m", date(2026, 7, 3), (), None, None, None, 0)]
    assert list(daily_volume(rows, EN).data[0].y) == [100, 101, None]
    assert notes(daily_volume(rows, EN))[2] == "3 Jul 2026\n–"
    assert list(daily_volume([], EN).data) == []
    assert list(daily_volume(rows[2:], EN).data[0].y) == [None]


def test_peaks_are_named_with_day_and_number_and_ordinary_days_are_not() -> None:
    assert written(daily_volume(days(92, peaks={10: 900, 70: 500}), EN)) == ["11 Jul · 900", "9 Sep · 500"]
    assert written(daily_volume(days(92), EN)) == []


def test_of_peaks_near_each_other_only_the_highest_is_named() -> None:
    assert written(daily_volume(days(92, peaks={40: 800, 42: 900}), EN)) == ["12 Aug · 900"]


def test_the_name_of_a_peak_stays_within_the_plot() -> None:
    (name,) = daily_volume(days(92, peaks={0: 900}), EN).layout.annotations
    assert name.xanchor == "left"
    (name,) = daily_volume(days(92, peaks={91: 900}), EN).layout.annotations
    assert name.xanchor == "right"
    assert daily_volume(days(92, peaks={91: 900}), EN).layout.yaxis.range[1] > 900 * 1.15


def test_a_promotion_is_shaded_for_its_whole_days_and_named_above() -> None:
    sale = Promotion(date(2026, 8, 8), date(2026, 8, 10), "Summer sale")
    chart = daily_volume(days(92), EN, promotions=[sale])
    (shade,) = chart.layout.shapes
    assert (shade.x0, shade.x1) == ("2026-08-07T12:00", "2026-08-10T12:00")
    (name,) = chart.layout.annotations
    assert (name.text, name.yref, name.y, name.yanchor) == ("Summer sale", "paper", 1, "bottom")
    assert "9 Aug 2026\n104\nSummer sale" in notes(chart)
    assert sum("Summer sale" in note for note in notes(chart)) == 3


def test_names_of_promotions_that_would_meet_stand_above_each_other() -> None:
    near = [Promotion(date(2026, 8, day), date(2026, 8, day + 1), f"Summer sale {day}") for day in (1, 4, 7)]
    chart = daily_volume(days(92), EN, promotions=near)
    assert [note.yshift for note in chart.layout.annotations] == [0, 16, 32]
    assert chart.layout.margin.t >= 3 * 16
    far = [Promotion(date(2026, month, 10), date(2026, month, 11), "Sale") for month in (7, 9)]
    assert {note.yshift for note in daily_volume(days(92), EN, promotions=far).layout.annotations} == {0}


def test_a_promotion_is_cut_at_the_edges_and_left_out_beyond_them() -> None:
    chart = daily_volume(
        days(92), EN, promotions=[Promotion(date(2026, 9, 28), date(2026, 10, 7), "x"), Promotion(date(2027, 1, 1), date(2027, 1, 2), "y")],
    )  # fmt: skip
    assert [shape.x1 for shape in chart.layout.shapes] == ["2026-09-30T12:00"]


# pace


def test_the_pace_has_the_plan_the_target_and_the_latest_number() -> None:
    points = [(date(2026, 7, 2), 1), (date(2026, 8, 1), 40)]
    chart = pace(points, START, END, 200, EN, unit_word="kinds")
    plan, line, latest = chart.data
    assert (list(plan.x), list(plan.y)) == (["2026-07-01", "2026-09-30"], [0, 200])
    assert list(line.y) == [0, 1, 40]
    assert line.line.shape == "hv"
    assert (list(latest.x), list(latest.y)) == (["2026-08-01"], [40])
    assert levels(chart) == [200]
    assert written(chart) == ["target 200", "40 kinds"]
    assert notes(chart)[-1] == "1 Aug 2026\n40 kinds"


def test_the_days_to_come_are_empty_but_on_the_axis() -> None:
    chart = pace([(date(2026, 7, 2), 1)], START, END, 200, ZH, unit_word="种商品")
    assert max(chart.data[1].x) == "2026-07-02"
    assert chart.layout.xaxis.range == ("2026-06-30T12:00", "2026-09-30T12:00")
    assert written(chart) == ["目标 200", "1 种商品"]


def test_nothing_reached_yet_still_shows_the_plan() -> None:
    chart = pace([], START, END, 200, EN, unit_word="kinds")
    assert written(chart) == ["target 200"]
    assert list(chart.data[1].y) == []


@pytest.mark.parametrize(("reached", "side"), [(30, "left"), (500, "right")])
def test_the_name_of_the_target_keeps_clear_of_the_line(reached: int, side: str) -> None:
    chart = pace([(date(2026, 7, 20), reached)], START, END, 200, EN, unit_word="kinds")
    assert chart.layout.annotations[0].xanchor == side
    assert chart.layout.yaxis.range[1] > max(200, reached)


@pytest.mark.parametrize("target", [1, 2, 5, 200])
def test_the_pace_is_counted_in_whole_numbers(target: int) -> None:
    ticks = pace([], START, END, target, EN, unit_word="audits").layout.yaxis.tickvals
    assert all(float(tick).is_integer() for tick in ticks)
    assert len(ticks) >= 2


# timeline


def test_each_event_stands_in_its_lane_on_its_day() -> None:
    lanes = [
        Lane("Audits", [Event(date(2026, 8, 1), "Report", "good")]),
        Lane("None", []),
        Lane("Incidents", [Event(END, "Leak", "bad")]),
    ]
    chart = timeline(lanes, START, END, EN)
    (marks,) = chart.data
    assert list(zip(marks.x, marks.y, strict=True)) == [("2026-08-01", 0), ("2026-09-30", 2)]
    assert list(chart.layout.yaxis.ticktext) == ["Audits", "None", "Incidents"]
    assert chart.layout.yaxis.range[0] > chart.layout.yaxis.range[1]
    assert notes(chart) == ["Audits\n1 Aug 2026\nReport", "Incidents\n30 Sep 2026\nLeak"]


def test_states_differ_in_form_as_well_as_colour_and_open_ones_are_hollow() -> None:
    states = ("good", "bad", "risk", "none")
    lane = Lane("x", [Event(START, "e", state, hollow) for state in states for hollow in (False, True)])
    marker = timeline([lane], START, END, EN).data[0].marker
    assert len(set(marker.symbol)) == 8
    assert [symbol.endswith("-open") for symbol in marker.symbol] == [False, True] * 4
    assert list(marker.color)[::2] == [LIGHT.good, LIGHT.bad, LIGHT.risk, LIGHT.muted]


def test_the_end_of_the_data_is_marked_only_within_the_time_shown() -> None:
    chart = timeline([Lane("x", [])], START, END, EN, now=date(2026, 8, 1))
    assert written(chart) == ["data end"]
    assert [shape.x0 for shape in chart.layout.shapes if shape.x0 == shape.x1] == ["2026-08-01"]
    assert written(timeline([Lane("x", [])], START, END, ZH, now=date(2026, 8, 1), now_label="今天")) == ["今天"]
    assert written(timeline([Lane("x", [])], START, END, EN, now=date(2027, 1, 1))) == []
    assert written(timeline([], START, END, EN)) == []


# steps


def test_each_step_says_its_median_and_its_90th_percentile() -> None:
    chart = step_times([Step("Reply", 0.5, 3.1, 412), Step("Check", None, None, 0), Step("Close", 1.0, None, 3)], EN)
    assert written(chart) == ["Reply", "median 30 min · P90 3.1 h", "Check", "no data", "Close", "median 1.0 h"]
    assert [list(trace.x) for trace in chart.data] == [[3.1, None, None], [0.5, None, 1.0]]
    assert notes(chart)[0] == "Reply\nmedian 30 min · P90 3.1 h\nn = 412"
    assert written(step_times([Step("审核", None, None, 0)], ZH)) == ["审核", "无数据"]


def test_steps_stand_in_their_order_on_one_scale() -> None:
    chart = step_times([Step("a", 1.0, 5.0, 10), Step("b", 2.0, 130.0, 10)], EN)
    assert chart.layout.yaxis.range[0] > chart.layout.yaxis.range[1]
    assert chart.layout.xaxis.range == (0, 130.0)
    assert step_times([], EN).layout.xaxis.range == (0, 1)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    for chart in (
        daily_volume(days(28), EN, promotions=[Promotion(START, END, text)]),
        pace([(START, 1)], START, END, 2, EN, unit_word=text),
        timeline([Lane(text, [Event(START, text)])], START, END, EN, now=START, now_label=text),
        step_times([Step(text, 1.0, 2.0, 3)], EN),
    ):
        assert markup(chart) == []
