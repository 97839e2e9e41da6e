"""Counts: bars, pareto, distribution, stacked columns."""

import html

import pytest

from charts.bars import bars
from charts.distribution import distribution
from charts.grouped_bars import Counts, counts_by_month
from charts.look import DARK, LIGHT, Look
from charts.pareto import pareto
from charts.texts import width
from tests.charts.makers import HOSTILE, amount, figure_of
from tests.charts.reading import markup, notes, written

EN, ZH = Look("en"), Look("zh")
LONG = "东北区域仓储物流配送合作中心三号仓"
FIVE = [amount(n) for n in (500, 300, 150, 40, 10)]


# bars


def test_bars_show_each_group_first_on_top_with_its_number() -> None:
    chart = bars([amount(1200), amount(30), amount(0)], ["a", "b", "c"], EN)
    assert list(chart.data[0].x) == [1200, 30, 0]
    assert list(chart.data[0].text) == ["1,200", "30", "0"]
    assert list(chart.layout.yaxis.ticktext) == ["a", "b", "c"]
    assert chart.layout.yaxis.range[0] > chart.layout.yaxis.range[1]
    assert chart.layout.xaxis.range == (0, 1200)


def test_the_number_at_the_end_of_the_longest_bar_has_room() -> None:
    few, many = (bars([amount(n)], ["a"], EN).layout.margin.r for n in (7, 12_345_678))
    assert many - few > 6 * 8


def test_a_bar_without_data_is_a_dash() -> None:
    chart = bars([figure_of(None), amount(3)], ["a", "b"], EN)
    assert list(chart.data[0].text) == ["–", "3"]


def test_bars_take_their_colours_from_the_palette_of_the_reader() -> None:
    names = ["scale2", "accent", "risk", "bad", "neutral"]
    light, dark = (bars(FIVE, "abcde", Look("en", dark), colours=names).data[0].marker.color for dark in (False, True))
    assert list(light) == [LIGHT.scale[2], LIGHT.accent, LIGHT.risk, LIGHT.bad, LIGHT.neutral]
    assert list(dark) == [DARK.scale[2], DARK.accent, DARK.risk, DARK.bad, DARK.neutral]
    assert set(bars(FIVE, "abcde", EN).data[0].marker.color) == {LIGHT.accent}


def test_a_long_name_is_shortened_on_the_axis_and_whole_in_the_note() -> None:
    chart = bars([amount(3)], [LONG], ZH, notes=["另有一句"])
    assert chart.layout.yaxis.ticktext[0].endswith("…")
    assert notes(chart) == [f"{LONG}\n3\n另有一句"]


# pareto


def test_the_shares_add_up_and_the_group_that_reaches_80_percent_is_marked() -> None:
    chart = pareto(FIVE, "abcde", EN)
    columns, shares = chart.data
    assert list(columns.x) == [500, 300, 150, 40, 10]
    assert list(shares.x) == [0.5, 0.8, 0.95, 0.99, 1.0]
    assert [symbol == "diamond" for symbol in shares.marker.symbol] == [False, True, False, False, False]
    assert list(columns.marker.color) == [LIGHT.accent] * 2 + [LIGHT.neutral] * 3
    assert "80.0 %" in written(chart)


def test_a_share_of_all_cases_counts_those_not_shown() -> None:
    chart = pareto(FIVE[:2], "ab", EN, total=2000)
    assert list(chart.data[1].x) == [0.25, 0.4]
    assert "diamond" not in chart.data[1].marker.symbol


def test_a_single_group_has_everything() -> None:
    assert list(pareto([amount(3)], ["a"], EN).data[1].x) == [1.0]
    assert list(pareto([], [], EN).data[1].x) == []
    assert list(pareto([amount(0), figure_of(None)], "ab", EN).data[1].x) == [0.0, 0.0]


def test_the_parts_of_the_pareto_do_not_meet() -> None:
    chart = pareto(FIVE, "abcde", EN)
    assert chart.layout.xaxis.domain[1] < chart.layout.xaxis2.domain[0]
    assert chart.layout.xaxis.range[1] > 500 * 1.2


def test_the_pareto_says_count_and_share() -> None:
    assert notes(pareto(FIVE, [LONG, *"bcde"], EN))[0] == f"{LONG}\n500\ncumulative share 50.0 %"
    assert notes(pareto(FIVE, "abcde", ZH))[0] == "a\n500\n累计占比 50.0%"


# distribution


def test_a_distribution_has_a_column_for_each_score_and_its_share_in_the_note() -> None:
    chart = distribution(FIVE, "12345", EN)
    assert list(chart.data[0].y) == [500, 300, 150, 40, 10]
    assert notes(chart)[0] == "1\n500 · 50.0 %"
    assert list(chart.layout.xaxis.ticktext) == list("12345")


def test_the_mean_is_marked_and_named() -> None:
    chart = distribution(FIVE, "12345", EN, mean=4.1, sd=0.9, mean_place=3.1)
    assert {shape.x0 for shape in chart.layout.shapes} == {3.1}
    assert written(chart) == ["mean 4.1, sd 0.9"]
    assert written(distribution(FIVE, "12345", EN, mean=4.1, mean_place=3.1)) == ["mean 4.1"]
    assert written(distribution(FIVE, "12345", ZH, mean=4.1, sd=0.9)) == ["均值 4.1，标准差 0.9"]
    assert list(distribution(FIVE, "12345", EN).layout.annotations) == []


@pytest.mark.parametrize(("place", "anchor"), [(0.2, "left"), (2.0, "center"), (3.9, "right")])
def test_the_name_of_the_mean_stays_over_the_plot(place: float, anchor: str) -> None:
    (name,) = distribution(FIVE, "12345", EN, mean=3.0, sd=1.0, mean_place=place).layout.annotations
    assert name.xanchor == anchor


def test_bands_are_thinned_out_to_be_readable() -> None:
    bands = [f"{start}–{start + 10}" for start in range(0, 100, 10)]
    chart = distribution([amount(1)] * 10, bands, EN)
    assert list(chart.layout.xaxis.ticktext) == bands[1::2]
    assert len(distribution([amount(1)] * 11, [str(score) for score in range(11)], EN).layout.xaxis.ticktext) == 11


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7])
def test_columns_are_counted_in_whole_numbers(most: int) -> None:
    for chart in (distribution([amount(most)], "1", EN), counts_by_month([Counts("a", [most])], "J", EN)):
        assert all(float(tick).is_integer() for tick in chart.layout.yaxis.tickvals)
        assert len(chart.layout.yaxis.tickvals) >= 2
        assert chart.layout.yaxis.range[1] >= most


def test_a_remark_stands_below_the_distribution() -> None:
    assert distribution(FIVE, "12345", EN, note="23 did not answer").layout.xaxis.title.text == "23 did not answer"
    assert distribution([], [], EN).data[0].y == ()


# stacked columns


def test_kinds_are_stacked_and_named_beside_the_last_column() -> None:
    chart = counts_by_month([Counts("opened", [3, 1, 4]), Counts("fixed", [1, None, 2])], ["Jan", "Feb", "Mar"], EN)
    assert chart.layout.barmode == "stack"
    assert [list(trace.y) for trace in chart.data] == [[3, 1, 4], [1, None, 2]]
    assert written(chart) == ["■ opened", "■ fixed"]
    lower, upper = chart.layout.annotations
    assert lower.y < upper.y
    assert chart.layout.showlegend is False
    assert notes(chart)[0] == "opened\nJan\n3"


def test_names_of_kinds_do_not_meet_even_without_counts() -> None:
    chart = counts_by_month([Counts(name, [1, 0]) for name in ("a", "b", LONG)], ["Jan", "Feb"], ZH)
    heights = [note.y * (chart.layout.height - 48) for note in chart.layout.annotations]
    assert heights[1] - heights[0] >= 15
    assert heights[2] - heights[1] >= 15
    assert chart.layout.margin.r > 14 * 6


def test_no_kind_at_all_is_an_empty_plot() -> None:
    assert list(counts_by_month([], [], EN).data) == []


# texts from the data


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    for chart in (
        bars([amount(3)], [text], EN, notes=[text]),
        pareto([amount(3)], [text], EN),
        distribution([amount(3)], [text], EN, note=text),
        counts_by_month([Counts(text, [3])], [text], EN),
    ):
        assert markup(chart) == []
        assert html.unescape(notes(chart)[0]).startswith(text)


def test_long_names_leave_room_for_the_data() -> None:
    for chart in (bars([amount(3)], [LONG], ZH), pareto([amount(3)], [LONG], ZH)):
        assert width(chart.layout.yaxis.ticktext[0]) <= 18
