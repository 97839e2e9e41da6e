"""Every page of the menu in a real browser, as it is first seen: whole, readable, on one screen."""

import re
from collections.abc import Callable
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import WINDOW, Visitor, at_width
from tests.e2e.reading import (
    CODE,
    SAME_IN_CHINESE,
    SPOKEN,
    all_texts,
    chosen_cut,
    clipped,
    cut_off,
    english_words,
    last_panel,
    out_of_panel,
    overlaps,
    turned,
)
from tests.pages.names import NAMES, WITH_PANELS

Shown = Callable[[str, str, str], Visitor]
STREAMLITS_OWN = {("list", "ul"), ("listitem", "li"), ("presentation-role-conflict", "section")}
"""The lists of the menu and the box for files: Streamlit draws them so, and offers no other way."""

ON_ONE_SCREEN = [
    "complaints", "orders", "satisfaction", "inspections", "training", "feedback", "loyalty", "security", "merchants", "agents",
]  # fmt: skip
IN_THE_DARK = ["promises", "satisfaction", "agents"]
WIDTHS = (1440, 1280, 1920)
REACH = """() => { const main = document.querySelector('[data-testid=stMain]');
  return Math.max(document.documentElement.scrollWidth, main.scrollWidth + main.getBoundingClientRect().left); }"""
every_page = pytest.mark.parametrize("name", NAMES)
every_language = pytest.mark.parametrize("language", ["en", "zh"])


@every_page
@every_language
def test_a_page_opens_without_an_error_with_every_chart_drawn(shown: Shown, name: str, language: str) -> None:
    visitor = shown(name, language, "light")
    page = visitor.page
    assert visitor.wrong == []
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert not any("Traceback" in text for text in all_texts(page))
    if name in WITH_PANELS and name != "explore":  # which begins with a table
        assert page.locator(".js-plotly-plot .main-svg").count() > 1


@pytest.mark.parametrize("name", ON_ONE_SCREEN)
@every_language
def test_the_panels_of_a_subject_fit_on_the_first_screen(shown: Shown, name: str, language: str) -> None:
    page = shown(name, language, "light").page
    assert last_panel(page) <= WINDOW["height"]


@every_page
@every_language
def test_nothing_is_cut_or_runs_over_at_any_width(shown: Shown, name: str, language: str) -> None:
    page = shown(name, language, "light").page
    wrong: dict[int, list[str]] = {}
    for width in WIDTHS:
        if width != WINDOW["width"]:
            at_width(page, width)
        found = [f"clipped {text}" for text in clipped(page)] + [f"outside {part}" for part in out_of_panel(page)]
        found += [f"ticks {pair}" for pair in overlaps(page, ticks_only=True)]
        if (reach := page.evaluate(REACH)) > width:
            found.append(f"{reach} px wide")
        if found:
            wrong[width] = found
    at_width(page, WINDOW["width"])
    assert wrong == {}


@pytest.mark.parametrize("name", WITH_PANELS)
@every_language
def test_every_text_of_a_chart_can_be_read(shown: Shown, name: str, language: str) -> None:
    """None lies on another one, is turned, or leaves its chart."""
    page = shown(name, language, "light").page
    assert {"on each other": overlaps(page), "turned": turned(page), "cut off": cut_off(page)} == {
        "on each other": [], "turned": [], "cut off": [],
    }  # fmt: skip


@pytest.mark.parametrize("name", WITH_PANELS)
@every_language
def test_what_is_chosen_in_a_panel_can_be_read(shown: Shown, name: str, language: str) -> None:
    assert chosen_cut(shown(name, language, "light").page) == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "definitions"])
def test_no_english_word_is_left_on_a_chinese_page(shown: Shown, name: str) -> None:
    texts = [SPOKEN.sub("", CODE.sub("", text)) for text in all_texts(shown(name, "zh", "light").page)]
    assert english_words(texts, SAME_IN_CHINESE) == set()


@every_page
def test_no_chinese_sign_is_left_on_an_english_page(shown: Shown, name: str) -> None:
    texts = all_texts(shown(name, "en", "light").page)
    assert [
        text for text in texts if re.search("[\u4e00-\u9fff]", text) and not text.endswith(("旗舰店", "专营店"))
    ] == []


@pytest.mark.parametrize(
    ("name", "language", "scheme"),
    [
        *zip(NAMES, cycle(["en", "zh"]), cycle(["light"]), strict=False),
        *((name, "en", "dark") for name in IN_THE_DARK),
    ],
)
def test_axe_finds_no_barrier_to_people_with_disabilities(shown: Shown, name: str, language: str, scheme: str) -> None:
    found = Axe().run(shown(name, language, scheme).page)
    barriers = [
        f"{item['impact']} {item['id']}: {node['html'][:200]} {[check['message'] for check in node['any']]}"
        for item in found.response["violations"]
        for node in item["nodes"]
        if (item["id"], node["html"][1:].split()[0]) not in STREAMLITS_OWN
    ]
    assert barriers == []


@pytest.mark.parametrize("name", IN_THE_DARK)
def test_a_page_has_the_background_of_its_reader(shown: Shown, name: str) -> None:
    for scheme in ("light", "dark"):
        app = shown(name, "en", scheme).page.locator("[data-testid=stApp]")
        colour = app.evaluate("element => getComputedStyle(element).backgroundColor")
        brightness = sum(int(part) for part in re.findall(r"\d+", colour)[:3])
        assert brightness > 600 if scheme == "light" else brightness < 150
