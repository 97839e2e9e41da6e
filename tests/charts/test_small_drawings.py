"""Sparkline and bullet: well-formed SVG that stays inside its box, whatever the values."""

import re
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from charts import bullet as bullets, sparkline as sparklines
from charts.bullet import bullet
from charts.sparkline import sparkline
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


def test_one_value_is_a_dot_and_none_is_nothing() -> None:
    assert sparkline([None, None], 0.9, "none", "alt") == sparkline([], 0.9, "none", "alt") == ""
    svg = parsed(sparkline([None, 0.9, None], None, "good", "alt"))
    assert len(places(svg)) == 2


def test_the_dot_stands_on_the_latest_month_with_data_and_higher_is_better() -> None:
    first, second, last, dot = places(parsed(sparkline([0.5, 0.9, 0.7, None], 0.8, "good", "alt")))
    assert dot == last
    assert second[1] < last[1] < first[1]


@given(st.none() | anything, anything)
def test_a_bullet_stays_inside_its_box(value: float | None, target: float) -> None:
    svg = parsed(bullet(value, target, "bad", "alt"))
    bars = [float(part.attrib["width"]) for part in svg if part.get("class") == "bar"]
    (mark,) = [part for part in svg if part.get("class") == "mark"]
    assert len(bars) == (0 if value is None else 1)
    assert all(0 < width <= bullets.WIDTH for width in bars)
    assert 0 <= float(mark.attrib["x1"]) <= bullets.WIDTH


@given(shares, st.floats(0.5, 1))
def test_a_bullet_ends_before_its_mark_only_when_the_target_is_missed(value: float, target: float) -> None:
    svg = parsed(bullet(value, target, "bad", "alt"))
    width = next(float(part.attrib["width"]) for part in svg if part.get("class") == "bar")
    mark = next(float(part.attrib["x1"]) for part in svg if part.get("class") == "mark")
    slack = 2.0
    assert width >= mark - slack if value >= target else width <= mark + slack


@pytest.mark.parametrize("text", HOSTILE)
def test_an_alternative_text_once_escaped_stays_a_text(text: str) -> None:
    for svg in (sparkline([0.5], 0.9, "bad", escape(text)), bullet(0.5, 0.9, "bad", escape(text))):
        root = parsed(svg)
        assert root.attrib["aria-label"] == text
        assert {part.tag for part in root.iter()} <= {"svg", "path", "line", "circle", "rect"}
