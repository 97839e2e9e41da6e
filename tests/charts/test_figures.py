"""Every figure as a pure function: what is drawn for which answer."""

import html
import itertools
import json
import re
from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import pytest
from hypothesis import given, strategies as st

from charts.attainment_by_group import attainment_by_group
from charts.attainment_trend import attainment_trend
from charts.backlog_age import backlog_age
from charts.duration_distribution import duration_distribution
from charts.load_heatmap import load_heatmap
from charts.look import DARK, LIGHT, Look
from metrics.clocks import band_values
from metrics.intervals import SMALL_N
from metrics.model import Row
from tests.charts.makers import HOSTILE, amount, plain, rate

EN, ZH = Look("en"), Look("zh")
LOOKS = [Look(language, dark) for language in ("en", "zh") for dark in (False, True)]
BANDS = [value.code for value in band_values()]
CJK = re.compile("[\u4e00-\u9fff]")
LATIN_IN_CHINESE = {"n"}

TREND = [rate(98, 100), rate(None), rate(90, 100, undecided=7), rate(3, 3)]
GROUPS = [rate(80, 100, group="a"), rate(95, 100, group="b"), rate(3, 4, group="c")]


def band_rows() -> list[Row]:
    return [Row("m", None, (code,), None, place, place + 2, place + 2, 1) for place, code in enumerate(BANDS)]


def trend(rows: Sequence[Row] = TREND, target: float | None = 0.95, look: Look = EN) -> go.Figure:
    return attainment_trend(rows, [f"P{place}" for place in range(len(rows))], target, look)


def groups(
    rows: Sequence[Row] = GROUPS, labels: Sequence[str] = "ABC", target: float | None = 0.9, look: Look = EN
) -> go.Figure:
    return attainment_by_group(rows, labels, target, look)


def ages(look: Look = EN) -> go.Figure:
    return backlog_age([amount(1200), amount(30), amount(4), amount(0)], ["1", "2", "3", "4"], look)


def times(look: Look = EN, limit: int = 48) -> go.Figure:
    return duration_distribution(band_rows(), BANDS, limit, look)


def load(look: Look = EN) -> go.Figure:
    return load_heatmap([amount(5, 1, 9), amount(1234, 7, 23)], [f"D{day}" for day in range(1, 8)], look)


KINDS: dict[str, Callable[[Look], go.Figure]] = {
    "trend": lambda look: trend(look=look),
    "groups": lambda look: groups(look=look),
    "ages": ages,
    "times": times,
    "load": load,
}
every_kind = pytest.mark.parametrize("draw", KINDS.values(), ids=KINDS)


def line(chart: go.Figure) -> go.Scatter:
    """The attainment itself, in a trend."""
    (found,) = [trace for trace in chart.data if trace.customdata is not None]
    return found


def bands(chart: go.Figure) -> list[go.Scatter]:
    """What draws the intervals, in a trend."""
    return [trace for trace in chart.data if trace.customdata is None]


def words(chart: go.Figure) -> list[str]:
    """Every text a figure brings to the screen, labels given by the caller left out."""
    found: list[object] = [note.text for note in chart.layout.annotations]
    for trace in chart.data:
        found += [trace.name, *flat(trace.customdata), *flat(getattr(trace, "text", None))]
    found += [*flat(chart.layout.xaxis.ticktext), *flat(chart.layout.yaxis.ticktext), chart.layout.xaxis.title.text]
    return [str(text) for text in found if text]


def flat(values: object) -> list[object]:
    if values is None or isinstance(values, str):
        return [values]
    return [item for value in values for item in flat(value)]  # type: ignore[attr-defined]


@every_kind
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{'dark' if look.dark else 'light'}")
def test_a_figure_wears_the_palette_of_its_reader(draw: Callable[[Look], go.Figure], look: Look) -> None:
    drawn = json.dumps(
        draw(look).to_plotly_json(),
        default=lambda value: value.to_plotly_json() if hasattr(value, "to_plotly_json") else list(value),
    )
    palette, other = (DARK, LIGHT) if look.dark else (LIGHT, DARK)
    assert palette.ink in drawn
    only_other = set(re.findall(r"#[0-9a-f]{6}", str(other))) - set(re.findall(r"#[0-9a-f]{6}", str(palette)))
    assert [colour for colour in only_other if colour in drawn] == []
    assert draw(look).layout.paper_bgcolor in (None, "rgba(0,0,0,0)")


@every_kind
def test_a_figure_speaks_the_language_of_its_reader(draw: Callable[[Look], go.Figure]) -> None:
    assert not CJK.search(" ".join(words(draw(EN))))
    left = {word for text in words(draw(ZH)) for word in re.findall(r"[A-Za-z]{1,}", text)}
    labels = {"A", "B", "C", *(f"D{day}"[0] for day in range(1, 8)), "P", "h", "to", "over", "not", "ended"}
    assert left - labels <= LATIN_IN_CHINESE


@every_kind
def test_the_same_answer_is_drawn_the_same_way(draw: Callable[[Look], go.Figure]) -> None:
    assert draw(EN).to_json() == draw(EN).to_json()


@every_kind
def test_a_figure_is_light_enough_to_be_sent_often(draw: Callable[[Look], go.Figure]) -> None:
    assert len(draw(EN).to_json()) < 12_000


# attainment over time


def test_the_trend_shows_every_period_in_its_place_and_a_missing_one_as_a_gap() -> None:
    shown = line(trend())
    assert list(shown.x) == [0, 1, 2, 3]
    assert list(shown.y) == [0.98, None, 0.9, 1.0]
    assert shown.connectgaps is False
    assert list(trend().layout.xaxis.ticktext) == ["P0", "P1", "P2", "P3"]


def test_the_trend_colours_each_point_by_the_target() -> None:
    colours = line(trend()).marker.color
    assert (colours[0], colours[2]) == (LIGHT.good, LIGHT.bad)
    assert set(line(trend(target=None)).marker.color) == {LIGHT.accent}


def test_a_point_on_the_target_keeps_it() -> None:
    assert line(trend([rate(95, 100)])).marker.color[0] == LIGHT.good


def test_the_band_of_the_trend_is_the_interval() -> None:
    rows = [rate(98, 100), rate(95, 100), rate(90, 100)]
    drawn = {point for trace in bands(trend(rows)) for point in zip(trace.x, trace.y, strict=True)}
    assert drawn >= {(place, edge) for place, row in enumerate(rows) for edge in (row.low, row.high)}
    assert {trace.fillcolor for trace in bands(trend(rows)) if trace.fill} == {LIGHT.band}


def test_the_band_of_the_trend_never_covers_a_period_without_data() -> None:
    """Plotly joins the edges of a filled area across gaps, so each stretch with data needs an area of its own."""
    rows = [rate(98, 100), rate(95, 100), rate(None), rate(90, 100), rate(80, 100), rate(None), rate(99, 100)]
    for trace in bands(trend(rows)):
        assert None not in trace.y
        covered = set(trace.x)
        assert max(covered) - min(covered) + 1 == len(covered)
        assert not covered & {2, 5}


def test_the_target_line_of_the_trend_says_what_it_is() -> None:
    chart = trend(look=EN)
    assert [shape.y0 for shape in chart.layout.shapes] == [0.95]
    assert [plain(note.text) for note in chart.layout.annotations] == ["target 95 %"]
    assert [note.text for note in trend(look=ZH).layout.annotations] == ["目标 95%"]
    assert list(trend(target=None).layout.shapes) == []


def test_the_note_at_a_point_says_rate_interval_and_cases() -> None:
    note = plain(line(trend()).customdata[2])
    assert re.fullmatch(r"90\.0 % \(\d\d\.\d %–\d\d\.\d %\), n = 100, undecided 7", plain(note))
    assert line(trend(look=ZH)).customdata[2].endswith("n = 100，未定 7")


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
many = st.lists(st.none() | counts, min_size=1, max_size=14)


@given(many, st.none() | st.floats(0.5, 1))
def test_everything_the_trend_shows_lies_within_its_axis(
    found: list[tuple[int, int] | None], target: float | None
) -> None:
    rows = [rate(*item) if item else rate(None) for item in found]
    chart = trend(rows, target)
    bottom, top = chart.layout.yaxis.range
    seen = [value for row in rows for value in (row.low, row.value, row.high) if value is not None]
    assert all(bottom <= value <= top for value in seen)
    assert target is None or bottom <= target <= top
    assert len([tick for tick in chart.layout.yaxis.tickvals if bottom <= tick <= top]) >= 2


# attainment by group


def test_groups_stand_in_the_order_given_first_on_top() -> None:
    chart = groups()
    assert list(chart.data[0].x) == [0.8, 0.95, 0.75]
    bottom, top = chart.layout.yaxis.range
    assert top < 0 < bottom


def test_a_group_is_coloured_by_the_target_and_grey_when_too_small() -> None:
    assert list(groups().data[0].marker.color) == [LIGHT.bad, LIGHT.good, LIGHT.neutral]
    assert set(groups(target=None).data[0].marker.color) == {LIGHT.neutral}


@pytest.mark.parametrize(("n", "colour"), [(SMALL_N - 1, LIGHT.neutral), (SMALL_N, LIGHT.good)])
def test_ten_cases_are_enough_for_a_colour(n: int, colour: str) -> None:
    assert list(groups([rate(n, n)], "A").data[0].marker.color) == [colour]


def test_a_group_shows_its_interval() -> None:
    bars = groups().data[0].error_x
    for place, row in enumerate(GROUPS):
        assert row.value is not None
        assert (row.low, row.high) == pytest.approx((row.value - bars.arrayminus[place], row.value + bars.array[place]))


def test_a_group_says_its_rate_and_cases_in_words() -> None:
    shown = [plain(note.text) for note in groups().layout.annotations]
    assert shown == ["80.0 % · n 100", "95.0 % · n 100", "75.0 % · n 4"]


def test_the_target_line_crosses_all_groups() -> None:
    assert [shape.x0 for shape in groups().layout.shapes] == [0.9]
    assert list(groups(target=None).layout.shapes) == []


def test_two_groups_of_one_name_keep_a_line_each() -> None:
    chart = groups([rate(80, 100), rate(95, 100)], ["Night shift", "Night shift"])
    assert len(set(chart.data[0].y)) == 2


@given(st.lists(counts, min_size=1, max_size=9), st.none() | st.floats(0.5, 1))
def test_everything_the_groups_show_lies_within_their_axis(found: list[tuple[int, int]], target: float | None) -> None:
    rows = [rate(*item) for item in found]
    chart = groups(rows, [f"G{place}" for place in range(len(rows))], target)
    left, right = chart.layout.xaxis.range
    seen = [value for row in rows for value in (row.low, row.value, row.high) if value is not None]
    assert all(left <= value <= right for value in seen)
    assert target is None or left <= target <= right


@pytest.mark.parametrize("n", [2, 5, 50, 500, 5000, 500_000])
def test_the_axis_of_the_groups_can_be_read_at_any_precision(n: int) -> None:
    chart = groups([rate(n * 98 // 100, n), rate(n * 99 // 100, n)], "AB", 0.98)
    left, right = chart.layout.xaxis.range
    ticks = sorted(tick for tick in chart.layout.xaxis.tickvals if left <= tick <= min(right, 1.0))
    assert len(ticks) >= 2
    assert min(after - before for before, after in itertools.pairwise(ticks)) >= 0.08 * (right - left)


# backlog, time taken, load


def test_the_backlog_shows_each_age_youngest_on_top_with_its_number() -> None:
    chart = ages()
    assert list(chart.data[0].x) == [1200, 30, 4, 0]
    assert list(chart.data[0].text) == ["1,200", "30", "4", "0"]
    assert chart.layout.yaxis.autorange == "reversed"
    assert list(chart.data[0].marker.color)[-1] == LIGHT.bad
    assert chart.layout.xaxis.range[1] > 1200


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
    assert [note.text for note in chart.layout.annotations] == [f"limit {limit} h"]


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


# texts from the data


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup_in_a_figure(text: str) -> None:
    """Plotly reads `<a href>`, `<b>` and others in every text; it decodes `&lt;` only after that."""
    chart = groups([rate(80, 100, group=text)], [text])
    assert "<" not in "".join(words(chart))
    assert [html.unescape(shown) for shown in chart.layout.yaxis.ticktext] == [text]
