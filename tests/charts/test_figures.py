"""Every figure as a pure function: what is drawn for which answer."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from charts.bars import bars
from charts.by_group import by_group
from charts.curve import Mark, curve
from charts.daily_volume import Promotion, daily_volume
from charts.distribution import distribution
from charts.duration_distribution import duration_distribution
from charts.figure import Figure
from charts.grouped_bars import Counts, counts_by_month
from charts.lines import Series, lines
from charts.load_heatmap import load_heatmap
from charts.look import DARK, LIGHT, Look
from charts.pace import pace
from charts.pareto import pareto
from charts.step_times import Step, step_times
from charts.timeline import Event, Lane, timeline
from charts.trend import Quoted, trend
from metrics.clocks import band_values
from metrics.model import Row, Unit
from metrics.signals import ChartKind, ControlChart, Rule
from tests.charts.makers import amount, plain, rate
from tests.charts.reading import OUR_TAGS, words

EN, ZH = Look("en"), Look("zh")
LOOKS = [Look(language, dark) for language in ("en", "zh") for dark in (False, True)]
BANDS = [value.code for value in band_values()]
CJK = re.compile("[\u4e00-\u9fff]")
LATIN_IN_CHINESE = {"n", "P"}

RATES = [rate(98, 100), rate(None), rate(90, 100, undecided=7)]
COUNTS = [amount(1200), amount(30), amount(4)]
LABELS = ["A", "B", "C"]
LIMITS = ControlChart(ChartKind.P, 0.95, (0.9,) * 3, (0.99,) * 3, ((), (), (Rule.BEYOND_LIMITS,)))
START, END = date(2026, 7, 1), date(2026, 9, 30)


def band_rows() -> list[Row]:
    return [Row("m", None, (code,), None, place, place + 2, place + 2, 1) for place, code in enumerate(BANDS)]


def times(look: Look = EN, limit: int = 48) -> Figure:
    return duration_distribution(band_rows(), BANDS, limit, look)


def load(look: Look = EN) -> Figure:
    return load_heatmap([amount(5, 1, 9), amount(1234, 7, 23)], [f"D{day}" for day in range(1, 8)], look)


def days() -> list[Row]:
    return [Row("m", START + timedelta(place), (), float(place), place, None, place) for place in range(28)]


KINDS: dict[str, Callable[[Look], Figure]] = {
    "trend": lambda look: trend(RATES, LABELS, Unit.RATIO, look, targets=[0.95] * 3),
    "limits": lambda look: trend(RATES, LABELS, Unit.RATIO, look, chart=LIMITS, references=[Quoted(0.9, "A")]),
    "groups": lambda look: by_group(RATES, LABELS, Unit.RATIO, look, reference=0.9),
    "ages": lambda look: bars(COUNTS, LABELS, look),
    "pareto": lambda look: pareto(COUNTS, LABELS, look),
    "steps": lambda look: step_times([Step("A", 1.0, 30.0, 9), Step("B", None, None, 0)], look),
    "distribution": lambda look: distribution(COUNTS, LABELS, look, mean=4.1, sd=0.9, mean_place=1.2),
    "volume": lambda look: daily_volume(days(), look, promotions=[Promotion(START, END, "A")]),
    "pace": lambda look: pace([(START, 3)], START, END, 200, look, unit_word="A"),
    "lines": lambda look: lines([Series("A", [0.9, None, 0.8])], LABELS, Unit.RATIO, look, reference=0.9),
    "timeline": lambda look: timeline([Lane("A", [Event(START, "B", "good")])], START, END, look, now=END),
    "curve": lambda look: curve([(0.0, 1.0), (0.1, 0.1)], look, x_title="A", y_title="B", marks=[Mark(0.1, 0.1, "C")]),
    "columns": lambda look: counts_by_month([Counts("A", [1, None, 3])], LABELS, look),
    "times": times,
    "load": load,
}
every_kind = pytest.mark.parametrize("draw", KINDS.values(), ids=KINDS)


@every_kind
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{'dark' if look.dark else 'light'}")
def test_a_figure_wears_the_palette_of_its_reader(draw: Callable[[Look], Figure], look: Look) -> None:
    drawn = draw(look).to_json()
    palette, other = (DARK, LIGHT) if look.dark else (LIGHT, DARK)
    assert palette.ink in drawn
    only_other = set(re.findall(r"#[0-9a-f]{6}", str(other))) - set(re.findall(r"#[0-9a-f]{6}", str(palette)))
    assert [colour for colour in only_other if colour in drawn] == []
    assert draw(look).layout.paper_bgcolor in (None, "rgba(0,0,0,0)")


@every_kind
def test_a_figure_speaks_the_language_of_its_reader(draw: Callable[[Look], Figure]) -> None:
    assert not CJK.search(" ".join(words(draw(EN))))
    left = {word for text in words(draw(ZH)) for word in re.findall(r"[A-Za-z]{1,}", OUR_TAGS.sub(" ", text))}
    labels = {"A", "B", "C", *(f"D{day}"[0] for day in range(1, 8)), "P", "h", "to", "over", "not", "ended"}
    assert left - labels <= LATIN_IN_CHINESE


@every_kind
def test_plotly_knows_every_property_of_a_figure_and_takes_its_value(draw: Callable[[Look], Figure]) -> None:
    go.Figure(json.loads(draw(EN).to_json()))


@every_kind
def test_the_same_answer_is_drawn_the_same_way(draw: Callable[[Look], Figure]) -> None:
    assert draw(EN).to_json() == draw(EN).to_json()


@every_kind
def test_a_figure_is_light_enough_to_be_sent_often(draw: Callable[[Look], Figure]) -> None:
    assert len(draw(EN).to_json()) < 12_000


# time taken, load


def test_the_time_taken_stacks_in_time_missed_and_undecided() -> None:
    chart = times()
    rows = band_rows()
    assert [trace.name for trace in chart.data] == ["in time", "missed", "undecided"]
    assert [trace.name for trace in times(ZH).data] == ["按时", "超时", "未定"]
    assert list(chart.data[0].y) == [row.numerator for row in rows]
    assert list(chart.data[1].y) == [2] * len(rows)
    assert list(chart.data[2].y) == [1] * len(rows)
    assert chart.layout.barmode == "stack"
    assert [trace.marker.color for trace in chart.data] == [LIGHT.accent, LIGHT.bad, LIGHT.neutral]


@pytest.mark.parametrize(("limit", "place"), [(12, 4.5), (24, 5.5), (48, 7.5), (72, 8.5)])
def test_the_limit_stands_between_the_bands_it_parts(limit: int, place: float) -> None:
    chart = times(limit=limit)
    assert [shape.x0 for shape in chart.layout.shapes] == [place]
    sides = {note.text: note.xanchor for note in chart.layout.annotations}
    assert sides == {f"limit {limit} h": "left", "in time": "right", "missed": "left", "undecided": "right"}
    assert chart.layout.showlegend is False


def test_the_note_at_a_band_says_how_many_and_which_share() -> None:
    assert plain(times().data[1].customdata[0]) == f"{BANDS[0]}: 2 missed, {200 / total():.1f} %"
    assert times(ZH).data[1].customdata[0] == f"{BANDS[0]}：超时 2 单，占 {200 / total():.1f}%"


def total() -> int:
    return sum(row.n + row.undecided for row in band_rows())


def test_no_case_at_all_is_drawn_without_dividing_by_nothing() -> None:
    chart = duration_distribution([Row("m", None, (code,), None, None, None, 0) for code in BANDS], BANDS, 48, EN)
    assert [sum(trace.y) for trace in chart.data] == [0, 0, 0]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_cases_are_counted_in_whole_numbers_on_every_axis(most: int) -> None:
    rows = [Row("m", None, (BANDS[0],), None, most, most, most)]
    steps = duration_distribution(rows, BANDS[:1], 48, EN).layout.yaxis
    bar = load_heatmap([amount(most, 1, 9)], [f"D{day}" for day in range(1, 8)], EN).data[0].colorbar
    for axis in (steps, bar):
        ticks = list(axis.tickvals) if axis.tickvals is not None else [axis.dtick or 0.5]
        assert all(float(tick).is_integer() for tick in ticks)


def test_the_load_has_a_cell_for_every_hour_of_every_weekday() -> None:
    (cells,) = load().data
    assert (len(cells.z), {len(line) for line in cells.z}) == (7, {24})
    assert (cells.z[0][9], cells.z[6][23]) == (5, 1234)
    assert sum(sum(line) for line in cells.z) == 1239
    assert cells.customdata[6][23] == "D7 23:00–23:59: 1,234"
    assert cells.zmin == 0
