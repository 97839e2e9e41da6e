"""Sparkline and bullet: well-formed SVG that stays inside its box, whatever the values."""

import re
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from charts import bullet as bullets, sparkline as sparklines
from charts.bullet import bullet
from charts.sparkline import sparkline
from metrics.model import Unit
from tests.charts.makers import HOSTILE

anything = st.floats(-1e12, 1e12)
shares = st.floats(0, 1)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def places(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """The points of the line, and the dot."""
    path = next(part for part in svg if part.get("class") == "line" and part.tag == "path")
    found = [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+) (\S+)", path.attrib["d"])]
    dot = next(part for part in svg if part.get("class") == "dot")
    return [*found, (float(dot.attrib["cx"]), float(dot.attrib["cy"]))]


@given(st.lists(st.none() | anything, max_size=30), st.none() | anything)
def test_a_sparkline_stays_inside_its_box(values: list[float | None], target: float | None) -> None:
    drawn = sparkline(values, target, "good", "alt")
    if not any(value is not None for value in values):
        assert drawn == ""
        return
    svg = parsed(drawn)
    heights = [float(part.attrib[side]) for part in svg if part.get("class") == "target" for side in ("y1", "y2")]
    assert all(0 <= x <= sparklines.WIDTH and 0 <= y <= sparklines.HEIGHT for x, y in places(svg))
    assert all(0 <= height <= sparklines.HEIGHT for height in heights)
    assert len(heights) == (0 if target is None else 2)


def test_a_month_without_data_is_a_gap_in_the_sparkline() -> None:
    path = re.search(r' d="([^"]*)"', sparkline([0.9, 0.8, None, 0.7, 0.6], 0.9, "bad", "alt"))
    assert path is not None
    assert re.findall("[ML]", path[1]) == ["M", "L", "M", "L"]


@pytest.mark.parametrize(
    ("values", "pens"),
    [
        ([1, None, None, 2, None, None, 3], "MLL"),  # waves: no two neighbouring months
        ([None, 1, None, 2, None], "ML"),
        ([1, 2, None, None, 3], "MLM"),  # one pair of neighbours: gaps stay gaps
        ([None, None, 1], "M"),
        ([1, 2, 3], "MLL"),
    ],
)
def test_isolated_points_are_joined_over_their_gaps_and_others_are_not(values: list[float | None], pens: str) -> None:
    path = re.search(r' d="([^"]*)"', sparkline(values, None, "good", "alt"))
    assert path is not None
    assert "".join(re.findall("[ML]", path[1])) == pens


def test_one_value_is_a_dot_and_none_is_nothing() -> None:
    assert sparkline([None, None], 0.9, "none", "alt") == sparkline([], 0.9, "none", "alt") == ""
    svg = parsed(sparkline([None, 0.9, None], None, "good", "alt"))
    assert len(places(svg)) == 2


def test_the_dot_stands_on_the_latest_month_with_data_and_higher_is_better() -> None:
    first, second, last, dot = places(parsed(sparkline([0.5, 0.9, 0.7, None], 0.8, "good", "alt")))
    assert dot == last
    assert second[1] < last[1] < first[1]


def bar_and_mark(svg: str) -> tuple[float | None, float]:
    """How long the bar is, and where the target stands."""
    root = parsed(svg)
    bars = [float(part.attrib["width"]) for part in root if part.get("class") == "bar"]
    (mark,) = [part for part in root if part.get("class") == "mark"]
    assert mark.attrib["x1"] == mark.attrib["x2"]
    return (bars[0] if bars else None), float(mark.attrib["x1"])


@given(st.none() | anything, anything, st.sampled_from([unit for unit in Unit if unit is not Unit.RATIO]))
def test_a_bullet_stays_inside_its_box(value: float | None, target: float, unit: Unit) -> None:
    bar, mark = bar_and_mark(bullet(value, target, unit, "bad", "alt"))
    assert (bar is None) == (value is None)
    assert bar is None or 0 < bar <= bullets.WIDTH
    assert 0 <= mark <= bullets.WIDTH


@given(st.none() | shares, shares)
def test_a_bullet_of_a_rate_stays_inside_its_box(value: float | None, target: float) -> None:
    bar, mark = bar_and_mark(bullet(value, target, Unit.RATIO, "bad", "alt"))
    assert bar is None or 0 < bar <= bullets.WIDTH
    assert 0 <= mark <= bullets.WIDTH


SLACK = 2.0
"""The least length of a bar, so that there is something to see."""


@given(shares, st.floats(0.5, 1))
def test_a_bullet_ends_before_its_mark_only_when_the_target_is_missed(value: float, target: float) -> None:
    bar, mark = bar_and_mark(bullet(value, target, Unit.RATIO, "bad", "alt"))
    assert bar is not None
    assert bar >= mark - SLACK if value >= target else bar <= mark + SLACK


@given(st.floats(0, 1e6), st.floats(1, 1e6), st.sampled_from([1, -1]))
def test_the_bar_of_a_count_or_a_change_reaches_its_mark_when_the_target_is_reached(
    value: float, target: float, sign: int
) -> None:
    """A change that is to go down runs the same way: its bar grows towards the target."""
    bar, mark = bar_and_mark(bullet(sign * value, sign * target, Unit.CHANGE, "good", "alt"))
    assert bar is not None
    assert bar >= mark - SLACK if value >= target else bar <= mark + SLACK


@pytest.mark.parametrize(("value", "target"), [(0.12, -0.2), (-0.05, 0.3)])
def test_a_change_in_the_wrong_direction_has_next_to_no_bar(value: float, target: float) -> None:
    bar, mark = bar_and_mark(bullet(value, target, Unit.CHANGE, "bad", "alt"))
    assert bar == SLACK
    assert mark == pytest.approx(bullets.WIDTH * 2 / 3, abs=0.1)


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.CHANGE, Unit.RATIO])
def test_a_target_of_nought_is_drawn_at_the_beginning(unit: Unit) -> None:
    """No leak is allowed: none has next to no bar, one has a long one."""
    none, mark = bar_and_mark(bullet(0.0, 0.0, unit, "good", "alt"))
    some, same = bar_and_mark(bullet(1.0, 0.0, unit, "bad", "alt"))
    assert mark == same <= SLACK
    assert none == SLACK
    assert some is not None
    assert some > bullets.WIDTH / 2


@pytest.mark.parametrize(
    ("value", "target", "unit"), [(92, 1000, Unit.COUNT), (1400, 1000, Unit.COUNT), (5000, 200, Unit.COUNT)]
)
def test_the_length_of_a_bar_of_counts_is_in_proportion(value: float, target: float, unit: Unit) -> None:
    bar, mark = bar_and_mark(bullet(value, target, unit, "bad", "alt"))
    assert bar is not None
    assert bar / mark == pytest.approx(value / target, rel=0.02)


@pytest.mark.parametrize("text", HOSTILE)
def test_an_alternative_text_once_escaped_stays_a_text(text: str) -> None:
    for svg in (sparkline([0.5], 0.9, "bad", escape(text)), bullet(0.5, 0.9, Unit.RATIO, "bad", escape(text))):
        root = parsed(svg)
        assert root.attrib["aria-label"] == text
        assert {part.tag for part in root.iter()} <= {"svg", "path", "line", "circle", "rect"}
