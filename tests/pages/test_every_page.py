"""Every page of the menu, on whatever data there are: whole, in one language, and never a figure that is not meant."""

import json
import re
from itertools import cycle
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from components.view import FILTERS, options
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.verdict import WORDS, Verdict
from tests.charts.makers import HOSTILE
from tests.pages.conftest import PAGES, Open
from tests.pages.names import LINKED_TO, NAMES, SHOWING_DATA, SUBJECT_PAGES, WITH_FILTERS, WITH_PANELS
from tests.pages.reading import board_figures, cards, charts, drawings, everything, failures, panels, sentences, words
from tests.pages.stores import engine_of, hostile_store, one_source_store, running_store

CJK = re.compile("[\u4e00-\u9fff]")
SPELT_ALIKE = {"Asia/Shanghai", "P50", "P90", "P95", "XmR", "NPS", "CSAT", "SKU", "MR", "KB", "MB"}
"""Names and abbreviations that Chinese readers write in Latin letters too."""
CODE = re.compile(r"(?<![A-Za-z])[A-Z]{1,4}-?\d[\w-]*")
"""Codes of agents, goods and merchants."""
EXEMPT = re.compile(r"SELECT|\$as_of|\bAND\b|\bIS (NOT )?NULL\b|<=|>=")
"""SQL is the same in both languages."""
PERIODS = [("2026Q3", "en"), ("2026Q3", "zh"), ("2026", "en"), ("2026-08", "zh"), ("2026-09-03..2026-09-30", "en")]
"""A quarter, a year, a month, and the last 28 days; with the languages taking turns."""
TURNS = list(zip(SHOWING_DATA, cycle(LANGUAGES), strict=False))
"""Each page in one language, taking turns."""
every_page = pytest.mark.parametrize("name", NAMES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def assert_whole(page: AppTest, name: str) -> None:
    """No failure anywhere, and each panel shows a drawing or a sentence."""
    assert not page.exception
    assert failures(page) == []
    found = panels(page)
    if name == "cases":  # a list, or one sentence in its place
        assert bool(found) != bool(sentences(page))
    else:
        assert found
    if name in WITH_PANELS:
        assert [key for key, seen in found.items() if not seen.shows_something] == []
        assert len({seen.title for seen in found.values()}) == len(found)
    if name == "promises":
        assert page.get("bidi_component")
    assert [text for text in words(page) if re.search(r"\bNone$|\b(nan|NaN|inf)\b", text)] == []


def test_every_file_of_a_page_is_in_the_menu_once() -> None:
    assert sorted([*NAMES, *LINKED_TO]) == sorted(path.stem for path in PAGES.glob("*.py") if path.stem != "index")


@every_page
@pytest.mark.parametrize(("period", "language"), PERIODS)
def test_a_page_opens_whole_whatever_the_period(shown: Open, name: str, period: str, language: Language) -> None:
    assert_whole(shown(name, lang=language, period=period), name)


@every_page
def test_every_chart_has_a_table_of_the_same_figures_beside_it(shown: Open, name: str) -> None:
    charts_drawn = {key: item for key, item in drawings(shown(name, lang="en")).items() if item["figure"]}
    assert [key for key, item in charts_drawn.items() if "<tbody><tr>" not in item["twin"]] == []


@every_page
@pytest.mark.parametrize(("period", "language"), PERIODS)
def test_a_page_speaks_one_language(shown: Open, name: str, period: str, language: Language) -> None:
    page = shown(name, lang=language, period=period)
    said = [text for text in words(page) if not EXEMPT.search(text)]
    if language == "en":
        assert [text for text in said if CJK.search(text) and text not in shops(page)] == []
        return
    if name == "definitions":  # names of metrics, columns and sources stand beside their labels
        assert [text for text in said if re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", text)] == []
        return
    left = {
        word: text
        for text in said
        for word in re.findall("[A-Za-z][A-Za-z/]+[0-9]*", CODE.sub("", text))
        if word not in SPELT_ALIKE
    }
    assert left == {}


@every_page
@every_language
def test_the_panels_of_a_quarter_of_demo_data_all_show_something(shown: Open, name: str, language: Language) -> None:
    """A demonstration that opens on an empty panel shows less than it could."""
    page = shown(name, lang=language, period="2026Q3")
    assert {key: seen.infos for key, seen in panels(page).items() if seen.infos} == {}


@pytest.mark.parametrize(("name", "language"), TURNS)
def test_a_quarter_that_runs_is_shown_whole_too(
    shown: Open, tmp_path_factory: pytest.TempPathFactory, name: str, language: Language
) -> None:
    page = shown(name, running_store(tmp_path_factory.getbasetemp()), lang=language)
    assert page.query_params["period"] in ("2026Q3", ["2026Q3"])
    assert_whole(page, name)


@every_page
@pytest.mark.parametrize(("period", "language"), [("1971", "en"), ("2018", "en"), ("2031Q2", "zh")])
def test_a_period_without_data_shows_sentences_and_no_figure_of_another_one(
    shown: Open, name: str, period: str, language: Language
) -> None:
    page = shown(name, lang=language, period=period)
    assert_whole(page, name)
    assert page.query_params["period"] in (period, [period])


HAD_PEOPLE_BEFORE = {"training", "merchants", "loyalty"}
"""Agents, merchants and members were there before the first order, and their registers say since when."""


def test_before_the_data_begin_no_card_and_no_promise_has_a_figure(shown: Open) -> None:
    """Nothing recorded is not “none happened”: a missing value is a dash, never 0, and no promise is broken by it."""
    found = {
        name: [
            (label, value, word)
            for label, value, word, _note in cards(shown(name, lang="en", period="2018"))
            if value != format.DASH
        ]
        for name in SUBJECT_PAGES
        if name not in HAD_PEOPLE_BEFORE
    }
    assert {name: told for name, told in found.items() if told} == {}
    board = board_figures(shown("promises", lang="en", period="2018"))
    assert {name: told for name, told in board.items() if told[2] != WORDS[Verdict.NO_DATA].en} == {}


@every_page
@pytest.mark.parametrize(
    ("source", "language"),
    [("tickets", "en"), ("inspections", "zh"), ("surveys", "en")],
)
def test_one_source_alone_is_enough_for_every_page(
    shown: Open, tmp_path_factory: pytest.TempPathFactory, name: str, source: str, language: Language
) -> None:
    assert_whole(shown(name, one_source_store(tmp_path_factory.getbasetemp(), source), lang=language), name)


@pytest.mark.parametrize(("name", "language"), TURNS)
def test_an_empty_store_says_what_to_do_on_every_page(
    open_page: Open, tmp_path: Path, name: str, language: Language
) -> None:
    page = open_page(name, Store(tmp_path / "nothing"), lang=language)
    assert not page.exception
    assert len(page.code) == 2
    assert not panels(page)


# filters


@pytest.mark.parametrize("name", WITH_PANELS)
@pytest.mark.parametrize("dimension", FILTERS)
def test_a_filter_changes_a_drawing_or_gives_a_sentence_but_never_an_unfiltered_figure(
    shown: Open, demo: Store, name: str, dimension: str
) -> None:
    plain = panels(shown(name, lang="en", period="2026"))
    unchanged = set(plain)
    for value in options(engine_of(demo), dimension)[1:3]:  # all that waits may be of one channel, but not of each
        filtered = panels(shown(name, lang="en", period="2026", **{dimension: value}))
        assert filtered.keys() == plain.keys()
        assert [key for key, seen in filtered.items() if not seen.shows_something or seen.errors] == []
        unchanged &= {key for key, seen in filtered.items() if not seen.infos and seen == plain[key]}
        if not unchanged:
            return
    assert unchanged == set()


@every_language
def test_orders_have_no_team_so_their_page_says_so_and_shows_nothing_unfiltered(
    shown: Open, demo: Store, language: Language
) -> None:
    team = str(engine_of(demo).values("tickets", "team")[0])
    page = shown("orders", lang=language, team=team)
    assert charts(page) == {}
    assert all(value == format.DASH for _label, value, _word, _note in cards(page))
    sentence = {"en": "cannot be told apart by team", "zh": "无法按团队区分"}[language]
    assert all(len(seen.infos) == 1 and sentence in seen.infos[0] for seen in panels(page).values())


@pytest.mark.parametrize("name", WITH_FILTERS)
def test_a_filter_a_page_does_not_offer_stands_there_while_it_is_in_force(shown: Open, demo: Store, name: str) -> None:
    offered = filters_of(shown(name, lang="en"))
    everywhere = {f"_filter_{dimension}" for dimension in FILTERS}
    assert offered <= everywhere
    team = str(engine_of(demo).values("tickets", "team")[0])
    page = shown(name, lang="en", team=team)
    assert filters_of(page) == offered | {"_filter_team"}
    assert "take_off_team" in {button.key for button in page.button}
    assert "Only:" in everything(page)


def test_pages_offer_the_dimensions_their_figures_have(shown: Open) -> None:
    offered = {
        name: [box.key.removeprefix("_filter_") for box in shown(name, lang="en").multiselect if box.key]
        for name in NAMES
    }
    assert offered["orders"] == ["channel", "category", "region"]
    assert offered["agents"] == ["channel", "team"]
    assert offered["loyalty"] == ["region"]
    assert offered["inspections"] == ["category"]
    assert offered["security"] == []
    assert offered["promises"] == offered["response"] == list(FILTERS)


# hostile names


@every_page
@pytest.mark.parametrize("names", [{}, dict(zip(FILTERS, HOSTILE, strict=False))], ids=["all", "chosen"])
def test_hostile_names_stay_names_on_every_page(
    open_page: Open, tmp_path_factory: pytest.TempPathFactory, name: str, names: dict[str, str]
) -> None:
    """No name becomes a tag in what we write as HTML, nor one Plotly would read as a link."""
    page = open_page(name, hostile_store(tmp_path_factory.getbasetemp()), lang="en", **names)
    assert_whole(page, name)
    html = re.sub("<style>.*?</style>", "", "".join(str(part.value) for part in page.html), flags=re.S)
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z]+)", html)}
    assert tags <= {
        "div", "span", "b", "i", "em", "table", "thead", "tbody", "tr", "th", "td", "small", "p", "h4", "dl", "dt", "dd",
        "code", "pre", "details", "summary", "ul", "li", "a", "br", "section",
    }  # fmt: skip
    assert not re.search(r"<[^>]*(href=.?https?:|onerror|onload|src=)", html)
    spec = json.dumps(list(charts(page).values()))
    assert not re.search(r"<(a|img|script|svg)\b", spec, re.I)


def filters_of(page: AppTest) -> set[str]:
    """The filters on top of a page, without the boxes it has of its own."""
    return {str(box.key) for box in page.multiselect if str(box.key).startswith("_filter_")}


def shops(page: AppTest) -> set[str]:
    """Trade names come with the data, in whatever language they are."""
    return {text for text in words(page) if re.search("(旗舰店|专营店)$", text)}
