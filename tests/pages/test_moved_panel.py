"""“What moved it” on pages and on the board: the engine's own answer, and bars that add up to it."""

import re
from html import unescape
from itertools import pairwise

import pytest

from charts.look import Look
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.board import board, worst
from metrics.catalog import metric
from metrics.moved import Change, Moved, moved
from metrics.periods import parse, previous
from metrics.promises import promise
from metrics.spans import compared_spans
from reports.moved_words import moved_sentence, moved_short
from tests.pages.conftest import Open
from tests.pages.reading import board_html, charts, choices, choose, panels
from tests.pages.stores import engine_of

PAGES = ("promises", "response", "complaints", "satisfaction", "orders", "inspections")
every_page = pytest.mark.parametrize("name", PAGES)


def wanted(demo: Store, period: str) -> dict[str, Moved]:
    """By promise what moved it, asked of the engine."""
    engine, shown = engine_of(demo), parse(period)
    found: dict[str, Moved] = {}
    for item in board(engine, shown, compared=previous(shown)):
        if item.change is not None and item.compared is not None:
            spans = compared_spans(engine, metric(item.promise.metric), shown, previous(shown), promise=item.promise)
            assert spans is not None
            found[item.promise.id] = moved(engine, Change(metric(item.promise.metric), item.row, item.compared, spans))
    return found


@every_page
@pytest.mark.parametrize("period", ["2026Q2", "2026"])
def test_the_bars_of_every_page_add_up(open_page: Open, name: str, period: str) -> None:
    page = open_page(name, lang="en", period=period)
    (bars,) = charts(page)["moved"]["data"]
    ends = [base + size for base, size in zip(bars["base"], bars["y"], strict=True)]
    steps = list(zip(bars["base"], ends, strict=True))[:-1]
    assert all(before[1] == pytest.approx(after[0]) for before, after in pairwise(steps))
    assert steps[-1][1] == pytest.approx(ends[-1], abs=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_says_what_the_engine_found(open_page: Open, demo: Store, language: Language) -> None:
    html = board_html(open_page("promises", lang=language, period="2026Q2"))
    cells = dict(re.findall(r'data-open="([^"]*)".*?<td class="moved">(.*?)</td>', html))
    found = wanted(demo, "2026Q2")
    assert len(found) > 10
    for name, cell in cells.items():
        lines = moved_short(found[name], engine_of(demo), Look(language)) if name in found else []
        assert [unescape(line) for line in cell.split("<br>") if line] == lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_below_the_board_opens_with_the_promise_that_fell_furthest(
    open_page: Open, demo: Store, language: Language
) -> None:
    shown = parse("2026Q2")
    fallen = worst(board(engine_of(demo), shown, compared=previous(shown)))
    assert fallen is not None
    page = open_page("promises", lang=language, period="2026Q2")
    assert choices(page)["moved_metric"]["value"] == fallen.promise.metric
    said = moved_sentence(wanted(demo, "2026Q2")[fallen.promise.id], engine_of(demo), Look(language))
    (note,) = panels(page)["moved"].notes
    assert note.startswith(said)
    (bars,) = charts(page)["moved"]["data"]
    assert fallen.compared is not None
    assert bars["base"][0] + bars["y"][0] == pytest.approx(fallen.compared.value)
    assert bars["base"][-1] + bars["y"][-1] == pytest.approx(fallen.row.value)


def test_another_promise_and_another_dimension_can_be_chosen(open_page: Open) -> None:
    page = open_page("promises", lang="en", period="2026Q2")
    chosen = promise("aftersales_answered_48h")
    choose(page, "moved_metric", chosen.metric)
    choose(page, "moved_by", "channel")
    assert not page.exception
    texts = charts(page)["moved"]["layout"]["xaxis"]["ticktext"]
    assert any(text in ("Phone", "E-mail", "App chat", "WeChat", "Weibo", "Marketplace") for text in texts)


@every_page
def test_without_a_comparison_a_sentence_says_what_to_choose(open_page: Open, name: str) -> None:
    page = open_page(name, lang="en", period="2026Q2", versus="none")
    assert not page.exception
    assert "moved" not in charts(page)
    assert panels(page)["moved"].notes == ("Nothing is compared: choose a period under “Compared with”.",)


@every_page
def test_a_period_before_all_data_has_a_sentence(open_page: Open, name: str) -> None:
    page = open_page(name, lang="zh", period="2012Q1")
    assert not page.exception
    assert panels(page)["moved"].infos == ("两期中有一期没有数值，没有可拆分的变动。",)


@every_page
def test_a_filter_narrows_the_change_and_is_no_dimension_any_more(open_page: Open, demo: Store, name: str) -> None:
    category = str(engine_of(demo).values("orders", "category")[1])
    page = open_page(name, lang="en", period="2026", category=category)
    assert not page.exception
    boxes = [box for box in page.selectbox if box.key == "moved_by"]
    assert all("Category" not in box.options for box in boxes)
