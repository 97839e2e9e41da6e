"""Texts from data, made harmless where Streamlit reads HTML or Markdown; and what a card or a table shows."""

import re

import pytest
from hypothesis import given, strategies as st

from charts.look import Look
from components import cards as module
from components.assets import PAGE_STYLE
from components.cards import Card, cards
from components.escape import markdown_code, markdown_safe, quiet
from components.table import JOINER, Cell, table
from reports.verdict_marks import MARKS
from tests.charts.makers import HOSTILE
from tests.components.html import Reader


def drawn(monkeypatch: pytest.MonkeyPatch, *items: Card) -> str:
    """The HTML of cards."""
    found: list[str] = []

    def draw(_key: str, html: str) -> str:
        found.append(html)
        return ""

    monkeypatch.setattr(module, "drawn_html", draw)
    cards(items, Look())
    (html,) = found
    return html


@pytest.mark.parametrize("text", HOSTILE)
def test_a_card_shows_a_hostile_text_as_it_is(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Reader(drawn(monkeypatch, Card(text, text, text, text, text), Card("plain", "1")))
    assert found.tags == {"div", "span", "b", "i", "em"}
    assert {name for name, _value in found.attributes} == {"class"}
    assert "".join(found.texts) == text * 4 + "plain1"


@pytest.mark.parametrize(("state", "mark"), sorted(set(MARKS.values())))
def test_a_card_of_a_promise_shows_mark_and_word_beside_its_figure(
    state: str, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = drawn(monkeypatch, Card("Orders", "98.0 %", "n 100", f"{mark} word", state))
    assert f'<b>98.0 %<em class="{state}">{mark} word</em></b>' in body
    assert f".kept-card em.{state} " in PAGE_STYLE.read_text("utf-8")


def test_a_card_without_a_note_or_a_verdict_has_no_empty_line(monkeypatch: pytest.MonkeyPatch) -> None:
    body = drawn(monkeypatch, Card("Orders", "12"))
    assert body == '<div class="kept-cards"><div class="kept-card"><span>Orders</span><b>12</b></div></div>'


@given(st.text() | st.sampled_from(HOSTILE))
def test_every_mark_markdown_reads_is_escaped_and_nothing_else_changes(text: str) -> None:
    safe = markdown_safe(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", safe) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]()#+.!|<>$:~&-]", safe)


@given(st.text() | st.sampled_from(HOSTILE))
def test_a_text_shown_as_code_cannot_end_its_code(text: str) -> None:
    code = markdown_code(text)
    found = re.match("`+", code)
    assert found is not None
    fence = found[0] if "`" in text else "`"
    inner = code[len(fence) : -len(fence)]
    assert code.startswith(fence)
    assert code.endswith(fence)
    assert not re.search(f"(?<!`){fence}(?!`)", inner)
    assert text in inner


def test_a_quiet_line_is_small_and_grey_and_its_marks_stay_marks() -> None:
    assert quiet("a_b ]") == r":small[:gray[a\_b \]]]"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_shows_a_hostile_text_as_it_is(text: str) -> None:
    found = Reader(table([text, text], [[Cell(text, text), Cell(text, number=True)]]))
    assert found.tags == {"div", "table", "thead", "tbody", "tr", "th", "td", "small"}
    assert {name for name, _value in found.attributes} == {"class", "scope"}
    assert "".join(found.texts).replace(JOINER, "").replace("\u00a0", " ") == text * 5


def test_a_column_of_numbers_has_a_head_set_like_them_and_other_columns_do_not() -> None:
    html = table(["name", "n", "mixed"], [[Cell("a"), Cell("1", number=True), Cell("x")],
                                           [Cell("b"), Cell("2", number=True), Cell("2", number=True)]])  # fmt: skip
    assert re.findall(r'<th scope="col" class="([^"]*)">', html) == ["", "num", ""]
    assert re.findall(r'<td class="([^"]*)">', html) == ["", "num", "", "", "num", "num"]


@pytest.mark.parametrize("state", ["good", "bad", "grey"])
def test_the_state_of_a_cell_is_a_class_the_style_knows(state: str) -> None:
    html = table(["n"], [[Cell("1", "small", state, number=True)]])
    assert f'<td class="num {state}">1<small>small</small></td>' in html
    assert f".kept-table .{state} " in PAGE_STYLE.read_text("utf-8")


def test_a_table_that_scrolls_can_be_scrolled_by_keyboard_and_one_that_does_not_is_no_stop() -> None:
    assert 'style="max-height: 200px" tabindex="0"' in table(["a"], [[Cell("1")]], 200)
    assert "tabindex" not in table(["a"], [[Cell("1")]])


def test_a_table_without_rows_has_its_heads() -> None:
    html = table(["a", "b"], [])
    assert html.count("<th ") == 2
    assert "<td" not in html


@pytest.mark.parametrize("head", ["Share of 4–5", "Resolved in 48 h"])
def test_no_line_of_a_head_ends_inside_a_range_or_before_a_unit(head: str) -> None:
    html = table([head], [[Cell("1")]])
    assert head not in html
    assert f"4{JOINER}–{JOINER}5" in html or "48\u00a0h" in html
