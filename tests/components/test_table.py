"""A table as HTML: everything escaped, heads over what they span, row heads set in, numbers to the right."""

import pytest

from components.table import STEP, Cell, table
from tests.charts.makers import HOSTILE
from tests.components.html import Reader
from tests.pages.tables import table_lines

ROWS = [
    [Cell("All", state="total", depth=0), Cell("5", number=True, state="total"), Cell("2", number=True)],
    [Cell("Phone", depth=1), Cell("3", "why", number=True, state="grey", meaning="n = 3"), Cell("–", number=True)],
]


def test_lines_read_from_their_heads_down_and_a_head_may_span_several_columns() -> None:
    html = table(["Team", "a", "b"], ROWS, above=[("", 1), ("July", 2)])
    assert table_lines(html) == [["", "July", "July"], ["Team", "a", "b"], ["All", "5", "2"], ["Phone", "3|why", "–"]]
    reader = Reader(html)
    assert reader.values("scope") == ["colgroup", "col", "col", "col", "row", "row"]
    assert reader.values("title") == ["n = 3"]


def test_the_head_of_a_row_is_set_in_by_its_depth() -> None:
    found = [text for text in Reader(table(["Team", "a", "b"], ROWS)).values("style") if "padding-left" in text]
    assert found == ["padding-left: 6px", f"padding-left: {6 + STEP}px"]


def test_columns_of_numbers_have_heads_like_them_and_only_those() -> None:
    classes = Reader(table(["Team", "a", "b"], ROWS)).values("class")
    assert classes[:4] == ["kept-table", "", "num", "num"]
    assert classes[4:] == ["total", "num total", "num", "", "num grey", "num"]


def test_only_a_table_with_a_height_scrolls_and_can_be_reached_by_keyboard() -> None:
    assert Reader(table(["a"], [[Cell("1")]], 300)).values("tabindex") == ["0"]
    assert Reader(table(["a"], [[Cell("1")]])).values("tabindex") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_from_the_data_never_becomes_markup(text: str) -> None:
    html = table(
        [text, "x"], [[Cell(text, text, depth=0, meaning=text), Cell(text, text, meaning=text)]], above=[(text, 2)]
    )
    assert Reader(html).tags == {"div", "table", "thead", "tbody", "tr", "th", "td", "small"}
