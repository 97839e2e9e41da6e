"""The waterfall: its bars add up, every group stands for its own mark, and everything can be read."""

import html
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from charts.figure import Figure
from charts.look import DARK, LIGHT, Look
from charts.texts import width
from charts.waterfall import NAME, waterfall
from metrics.catalog import metric
from metrics.decompose import Decomposition, decompose
from metrics.model import Row
from tests.charts.makers import HOSTILE, amount, rate
from tests.charts.reading import levels, markup, notes, written

EN, ZH = Look("en"), Look("zh")
RATE, COUNT = metric("complaint_resolved_48h"), metric("orders_placed")
BEFORE = {"a": (95, 100), "b": (190, 200), "c": (285, 300)}
NOW = {"a": (70, 100), "b": (195, 200), "c": (380, 400)}
ENDS = ("2026 Q2", "2026 Q3")


def split(before: dict[str, tuple[int, int]] = BEFORE, now: dict[str, tuple[int, int]] = NOW) -> Decomposition:
    wholes = [rate(*(sum(pair[place] for pair in counts.values()) for place in (0, 1))) for counts in (before, now)]
    groups = [[rate(*pair, group=name) for name, pair in counts.items()] for counts in (before, now)]
    found = decompose(RATE, *wholes, *groups)
    assert found is not None
    return found


def draw(found: Decomposition | None = None, look: Look = EN, names: list[str] | None = None, **more: Any) -> Figure:
    found = found or split()
    names = names or [str(effect.group[0]).upper() for effect in found.effects]
    return waterfall(found, names, ENDS, RATE, look, **more)


def steps(chart: Figure) -> list[tuple[float, float]]:
    """Where each bar begins and ends."""
    (bars,) = chart.data
    return [(base, base + size) for base, size in zip(bars.base, bars.y, strict=True)]


def test_each_bar_begins_where_the_one_before_ends_and_the_last_is_the_value_now() -> None:
    found = split()
    first, *between, last = steps(draw(found))
    level = first[1]
    assert level == pytest.approx(found.before.value)
    for begin, end in between:
        assert begin == pytest.approx(level)
        level = end
    assert level == pytest.approx(last[1]) == pytest.approx(found.now.value)


pairs = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
groups = st.dictionaries(st.sampled_from("abcdefghijkl"), pairs, min_size=1)


@settings(deadline=None)
@given(groups, groups, st.integers(1, 8), st.none() | st.floats(0.01, 1))
def test_the_bars_add_up_whatever_is_drawn_apart(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]], most: int, target: float | None
) -> None:
    found = split(before, now)
    chart = draw(found, most=most, target=target)
    first, *between, last = steps(chart)
    assert first[1] + sum(end - begin for begin, end in between) == pytest.approx(last[1], abs=1e-9)
    low, high = chart.layout.yaxis.range
    assert all(low - 1e-9 <= level <= high for bar in steps(chart) for level in bar)
    assert target is None or low <= target <= high
    assert len(between) <= most + 2


def test_the_values_stand_above_their_bars_and_say_by_how_much_each_step_goes() -> None:
    """a: 95 → 70 % at a mean weight of 1/6 · 1/2 + 1/7 · 1/2 = 15.5 %: -3.9 points; b: +0.8; c: 95 % in both, so nothing."""
    assert written(draw()) == ["95.0 %", "−3.9", "+0.8", "+0.2", "92.1 %"]
    assert [text.replace("<br>", " ") for text in draw().layout.xaxis.ticktext] == [
        "2026 Q2",
        "A",
        "B",
        "mix of groups",
        "2026 Q3",
    ]
    assert written(draw(look=ZH))[0] == "95.0%"


def test_small_effects_are_drawn_together() -> None:
    before = dict.fromkeys("abcdefgh", (900, 1000))
    now = {name: (900 - 20 * place, 1000) for place, name in enumerate("abcdefgh", start=1)}
    chart = draw(split(before, now), most=3)
    assert [text.replace("<br>", " ") for text in chart.layout.xaxis.ticktext] == [
        "2026 Q2",
        "H",
        "G",
        "F",
        "5 others",
        "2026 Q3",
    ]
    assert written(chart)[4] == "−3.8"
    assert "E" in draw(split(before, now), most=7).layout.xaxis.ticktext[4]


def test_every_bar_of_a_group_stands_for_its_mark_and_the_others_for_none() -> None:
    found = split()
    assert [effect.group[0] for effect in found.effects][:2] == ["a", "b"]
    (bars,) = draw(found, first=10).data
    assert bars.meta == {"first": 10, "marks": [None, 0, 1, None, None]}
    assert len(bars.meta["marks"]) == len(bars.x)


def test_the_colour_says_good_or_bad_and_the_sign_says_it_too() -> None:
    (bars,) = draw().data
    assert list(bars.marker.color) == [LIGHT.accent, LIGHT.bad, LIGHT.good, LIGHT.good, LIGHT.accent]
    (dark,) = draw(look=Look("en", dark=True)).data
    assert list(dark.marker.color)[1:3] == [DARK.bad, DARK.good]


def test_of_a_count_nothing_is_good_or_bad_and_there_is_no_mix() -> None:
    found = decompose(
        COUNT, amount(30), amount(50), [amount(10, "a"), amount(20, "b")], [amount(40, "a"), amount(10, "b")]
    )
    assert found is not None
    chart = waterfall(found, ["A", "B"], ENDS, COUNT, EN)
    assert written(chart) == ["30", "+30", "−10", "50"]
    assert list(chart.data[0].marker.color) == [LIGHT.accent, LIGHT.neutral, LIGHT.neutral, LIGHT.accent]
    assert chart.layout.yaxis.range[0] == 0


def test_the_target_is_a_line_with_its_name_beside_the_plot() -> None:
    chart = draw(target=0.95)
    assert levels(chart, "dash") == [0.95]
    assert written(chart)[-1] == "target 95 %"
    assert written(draw(look=ZH, target=0.95))[-1] == "目标 95%"
    assert levels(draw(), "dash") == []


def test_a_bar_says_what_its_group_did_itself_and_how_many_cases_it_had() -> None:
    assert notes(draw())[1] == "A\n−3.9\nown value: 95.0 % → 70.0 %\nn: 100 → 100"
    assert notes(draw())[0] == "2026 Q2\n95.0 %"
    assert notes(draw())[3].startswith("mix of groups\n+0.2\n")


def test_a_group_that_is_new_is_part_of_the_mix_and_has_no_bar() -> None:
    chart = draw(split({"a": (95, 100)}, {"a": (95, 100), "b": (50, 100)}))
    assert [text.replace("<br>", " ") for text in chart.layout.xaxis.ticktext] == [
        "2026 Q2",
        "mix of groups",
        "2026 Q3",
    ]
    assert chart.data[0].meta["marks"] == [None, None, None]


def test_without_any_change_both_values_can_still_be_seen() -> None:
    chart = draw(split({"a": (95, 100)}, {"a": (95, 100)}))
    low, high = chart.layout.yaxis.range
    assert low < 0.95 < high
    assert [text.replace("<br>", " ") for text in chart.layout.xaxis.ticktext] == ["2026 Q2", "2026 Q3"]
    nothing = decompose(COUNT, amount(0), amount(0), [], [])
    assert nothing is not None
    assert written(waterfall(nothing, [], ENDS, COUNT, EN)) == ["0", "0"]


def test_names_are_shortened_to_the_room_under_a_bar_and_told_in_full_when_pointed_at() -> None:
    name = "东北区域仓储物流配送合作中心三号仓"
    found = split()
    chart = draw(found, names=[name] * len(found.effects))
    assert all(width(line) <= NAME for line in chart.layout.xaxis.ticktext[1].split("<br>"))
    assert notes(chart)[1].startswith(name)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    found = split()
    chart = draw(found, names=[text] * len(found.effects))
    assert markup(chart) == []
    assert html.unescape(notes(chart)[1]).startswith(text)


def test_rows_without_a_value_are_dashes() -> None:
    empty = Row("m", None, ("b",), None, 0, 0, 0)
    found = decompose(
        RATE, rate(95, 100), rate(90, 100), [rate(95, 100, group="a"), empty], [rate(90, 100, group="a"), empty]
    )
    assert found is not None
    assert written(draw(found)) == ["95.0 %", "−5.0", "90.0 %"]
