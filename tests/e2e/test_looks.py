"""The board and the response page as they are first seen: their figures, and nothing cut, narrow and wide."""

from collections.abc import Callable

import pytest

from charts import format
from data.store import Store
from data.words import Language
from metrics.board import board, standing
from metrics.periods import parse, previous
from metrics.promises import promise
from metrics.verdict import WORDS
from reports.verdict_marks import MARKS
from tests.e2e.conftest import CHART, Visit, Visitor, at_width, settled
from tests.e2e.reading import board_figures, card_figures, overlaps, turned
from tests.pages.reading import wanted_figures
from tests.pages.stores import engine_of

Shown = Callable[[str, str, str], Visitor]
Q3 = parse("2026Q3")
every_language = pytest.mark.parametrize("language", ["en", "zh"])
every_width = pytest.mark.parametrize("width", [1280, 1920])


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "light"), ("en", "dark")])
def test_the_board_shows_the_figures_of_the_metrics(
    shown: Shown, served: Store, language: Language, scheme: str
) -> None:
    figures = board_figures(shown("promises", language, scheme).page)
    assert figures == wanted_figures(board(engine_of(served), Q3, compared=previous(Q3)), language)
    assert any(actual != format.DASH for actual, _target, _word in figures.values())


@every_language
def test_the_cards_show_the_figures_of_the_metrics(shown: Shown, served: Store, language: Language) -> None:
    wanted = standing(engine_of(served), promise("aftersales_answered_48h"), Q3, compared=previous(Q3))
    figures = [value for value, _note in card_figures(shown("response", language, "light").page).values()]
    assert figures[:4] == [
        format.percent(wanted.row.value, language, 2),
        f"{MARKS[wanted.verdict][1]} {WORDS[wanted.verdict].to(language)}",
        format.count(wanted.row.n, language),
        format.percent(wanted.row.closed_only, language, 2),
    ]


@every_language
@every_width
def test_nothing_of_the_board_is_cut(shown: Shown, language: str, width: int) -> None:
    page = shown("promises", language, "light").page
    at_width(page, width)
    cells = page.locator("th:visible, [data-open] td:visible, .pill, .name, .note, .actual")
    frame = page.locator(".frame").bounding_box()
    assert frame is not None
    assert frame["x"] + frame["width"] <= width
    boxes = [box for cell in cells.all() if (box := cell.bounding_box())]
    assert page.locator("th:visible").count() == 8
    assert [
        box for box in boxes if box["x"] < frame["x"] or box["x"] + box["width"] > frame["x"] + frame["width"] + 1
    ] == []
    spilt = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    assert page.locator("th, [data-open] td").evaluate_all(spilt) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@every_language
@every_width
def test_nothing_of_the_response_page_is_cut_or_overlaps(shown: Shown, language: str, width: int) -> None:
    page = shown("response", language, "light").page
    at_width(page, width, 1500)
    for selector in (".kept-card", ".js-plotly-plot", "[data-testid=stButtonGroup]", "[data-testid=stPopover]"):
        boxes = [box for part in page.locator(selector).all() if (box := part.bounding_box())]
        assert boxes
        assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert overlaps(page) == []


@every_language
@pytest.mark.parametrize(
    "view",
    [
        {"period": "2026-09", "promise": "complaint_resolved_48h", "channel": "phone"},
        {"period": "2026-09-14", "promise": "order_in_promise"},
    ],
    ids=["weeks, few cases", "days"],
)
def test_every_text_of_a_chart_can_be_read(visit: Visit, language: str, view: dict[str, str]) -> None:
    page = visit().go("response", CHART, lang=language, **view)
    settled(page)
    assert overlaps(page) == []
    assert turned(page) == []
