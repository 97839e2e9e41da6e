"""Texts from data, made harmless where Streamlit reads HTML or Markdown."""

import re
from html import unescape

import pytest
from hypothesis import given, strategies as st

from components import cards as module
from components.cards import STYLE, Card, cards
from components.escape import markdown_safe
from tests.charts.makers import HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_a_card_shows_a_hostile_text_as_it_is(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(module.st, "html", drawn.append)
    cards([Card(text, text, text), Card("plain", "1")])
    body = drawn[0].removeprefix(STYLE)
    assert set(re.findall(r"</?(\w+)", body)) == {"div", "span", "b", "i"}
    assert unescape(re.sub(r"<[^>]*>", "", body)) == text * 3 + "plain1"


@given(st.text() | st.sampled_from(HOSTILE))
def test_every_mark_markdown_reads_is_escaped_and_nothing_else_changes(text: str) -> None:
    safe = markdown_safe(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", safe) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]()#+.!|<>$:~&-]", safe)
