"""What is on screen while figures are still asked for, and how little is drawn anew when they come."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import streamlit
from playwright.sync_api import BrowserContext, Page, expect

from charts.library import ADDRESS
from data.store import Store
from tests.e2e.conftest import BOARD, CHART, PANEL, READY, Visit, Visitor, serving
from tests.e2e.test_interactions import choose_channel

CHARTS = ".js-plotly-plot .main-svg"
TITLES = """() => Object.fromEntries([...document.querySelectorAll('.kept-panel .kept-title')].filter(title => title.offsetParent).map(
  title => [title.textContent, title.getBoundingClientRect().top]))"""
NOTHING_JUMPS = 24
"""Pixels: a sentence below a chart may need a second line."""


@dataclass
class Held:
    """A dashboard whose questions wait as long as it is held."""

    visitor: Visitor
    file: Path

    def hold(self) -> None:
        self.file.touch()

    def go_on(self) -> None:
        self.file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def held_server(served: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("held")
    file = folder / "hold"
    with serving(served.root, folder / "log.txt", "tests/e2e/held_app.py", KEPT_TEST_HOLD=str(file)) as root:
        yield root, file
        file.unlink(missing_ok=True)


@pytest.fixture
def held(held_server: tuple[str, Path], contexts: Callable[..., BrowserContext]) -> Iterator[Held]:
    root, file = held_server
    visitor = Visitor(contexts().new_page(), root)
    yield Held(visitor, file)
    file.unlink(missing_ok=True)
    visitor.page.close()
    assert visitor.wrong == []


def test_the_frame_of_a_page_is_there_before_the_first_answer_and_nothing_jumps_when_it_comes(held: Held) -> None:
    page = held.visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    wanted = page.locator(".kept-title:visible").all_text_contents()
    held.hold()
    page.goto(f"{held.visitor.root}/complaints?lang=en&period=2026Q2")
    expect(page.locator(".kept-title:visible")).to_have_text(wanted)
    expect(page.get_by_role("button", name=re.compile("^Channel"))).to_be_visible()
    assert page.locator(CHARTS).count() == 0
    assert page.locator(".kept-wait").evaluate_all("places => places.every(place => place.offsetHeight > 40)")
    before = page.evaluate(TITLES)
    held.go_on()
    held.visitor.ready(CHART)
    after = page.evaluate(TITLES)
    assert before.keys() == after.keys()
    assert {key: (before[key], after[key]) for key in before if abs(before[key] - after[key]) > NOTHING_JUMPS} == {}


def test_a_page_opened_from_the_menu_shows_its_frame_at_once_and_nothing_of_the_page_before(held: Held) -> None:
    visitor = held.visitor
    page = visitor.go("orders", PANEL, lang="en", period="2026Q1")
    titles = (
        visitor.go("complaints", PANEL, lang="en", period="2026Q3").locator(".kept-title:visible").all_text_contents()
    )
    visitor.go("orders", PANEL, lang="en", period="2026Q1")
    held.hold()
    page.get_by_test_id("stSidebarNavLink").get_by_text("Complaints").click()
    expect(page.locator(".kept-title:visible")).to_have_text(titles)
    assert page.locator(CHARTS).count() == 0
    held.go_on()
    visitor.ready(CHART)


def test_the_board_keeps_its_place_free(held: Held) -> None:
    held.visitor.go(lang="en", period="2026Q3")
    held.hold()
    page = held.visitor.page
    page.goto(f"{held.visitor.root}/?lang=en&period=2025Q4")
    expect(page.locator(".kept-wait").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Channel"))).to_be_visible()
    assert page.locator(BOARD).count() == 0
    held.go_on()
    held.visitor.ready(BOARD)


def remember_charts(page: Page) -> None:
    """Give every chart a name of ours, and count how often it is drawn from now on."""
    page.evaluate(
        """() => document.querySelectorAll('.js-plotly-plot').forEach(chart => {
             chart.ours = chart.closest('[data-panel]').dataset.panel; chart.drawn = 0;
             chart.on('plotly_afterplot', () => chart.drawn += 1); })"""
    )


def drawings(page: Page) -> dict[str, int]:
    """Chart → how often it was drawn since; a chart that was mounted anew has no name."""
    found = page.locator(".js-plotly-plot:visible").evaluate_all(
        "charts => charts.map(chart => [chart.ours, chart.drawn])"
    )
    return {str(name): int(count or 0) for name, count in found}


def test_a_filter_leaves_the_old_charts_in_place_until_they_are_drawn_over(held: Held) -> None:
    page = held.visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    remember_charts(page)
    known = drawings(page)
    held.hold()
    choose_channel(held.visitor, "Phone")
    page.wait_for_timeout(300)
    assert drawings(page) == known
    assert page.locator(CHARTS).first.is_visible()
    held.go_on()
    page.wait_for_selector(READY)
    held.visitor.ready(CHART)
    page.wait_for_function("() => document.querySelector('[data-panel=trend] .js-plotly-plot').drawn > 0")
    drawn = drawings(page)
    assert drawn.keys() <= known.keys()  # no chart is a new one
    assert len(drawn) >= len(known) - 1  # one of them is not told apart by channel
    assert min(drawn.values()) > 0


def test_a_chart_whose_figure_is_the_same_is_not_drawn_again(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    remember_charts(page)
    page.locator("[data-panel=classes]").get_by_role("combobox").last.select_option("Channel")
    page.wait_for_function("() => document.querySelector('[data-panel=classes] .js-plotly-plot').drawn > 0")
    visitor.ready(CHART)
    drawn = drawings(page)
    assert [name for name, count in drawn.items() if count and name != "classes"] == []
    assert None not in drawn


def test_a_chart_is_drawn_once_when_a_page_opens_and_again_when_its_width_changes(visit: Visit) -> None:
    visitor = visit()
    visitor.page.add_init_script(
        """window.plots = 0; let known; Object.defineProperty(window, 'Plotly', {configurable: true, get: () => known, set: (value) => {
             known = value; const resize = value.Plots.resize; value.Plots.resize = (...given) => { window.plots += 1; return resize(...given); }; }});"""
    )
    page = visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    page.wait_for_timeout(300)
    assert page.evaluate("window.plots") == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("() => window.plots >= document.querySelectorAll('.js-plotly-plot').length")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_scripts_and_styles_of_the_first_visit_arrive_packed_and_are_kept(server: str) -> None:
    with urlopen(server, timeout=5) as answer:  # noqa: S310 - our own server
        index, early = answer.read().decode("utf-8"), answer.headers["Link"]
    named = re.findall(r'"\./(static/[^"]+\.(?:js|css))"', index)
    assert {name.rsplit(".", 1)[1] for name in named} == {"js", "css"}
    whole = loaded = 0
    for name in named:
        with urlopen(Request(f"{server}/{name}", headers={"Accept-Encoding": "gzip"}), timeout=5) as answer:  # noqa: S310
            packed, headers = answer.read(), answer.headers
        original = (Path(streamlit.__file__).parent / "static" / name).read_bytes()
        assert gzip.decompress(packed) == original
        whole, loaded = whole + len(original), loaded + len(packed)
        assert "immutable" in headers["Cache-Control"]
        assert headers["Content-Type"].split(";")[0] in ("application/javascript", "text/javascript", "text/css")
    assert loaded < 0.4 * whole
    assert early == f"<{ADDRESS}>; rel=preload; as=script"  # the charts' script need not wait for the page's own
