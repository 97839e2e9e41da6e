"""“Why this promise?”: every fact about it, for each promise, in both languages."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from charts.look import Look
from components.frame import Page
from components.view import View
from components.why import _facts, window_word
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.board import standing
from metrics.catalog import metric
from metrics.model import Grain, Kind
from metrics.periods import parse
from metrics.promises import Promise, promises, source
from metrics.signals import ASSURANCE_WORDS
from tests.pages.stores import engine_of, promising_store

CJK = re.compile("[\u4e00-\u9fff]")
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_promise = pytest.mark.parametrize("item", promises(), ids=[item.id for item in promises()])
Ask = Callable[[str, Language], AppTest]


def page_on(store: Store, language: Language, period: str = "2026Q3") -> Page:
    look = Look(language)
    return Page(engine_of(store), View(parse(period)), look, look.words, None)


def facts(store: Store, name: str, language: Language, period: str = "2026Q3") -> list[str]:
    """What the box says of a promise, empty facts left out as the box leaves them out."""
    page = page_on(store, language, period)
    (item,) = (found for found in page.engine.promises(page.view.period.end) if found.id == name)
    return [text for _name, text in _facts(standing(page.engine, item, page.view.period), page) if text]


@every_language
@every_promise
def test_the_facts_of_a_promise_are_there_in_one_language(demo: Store, item: Promise, language: Language) -> None:
    said = facts(demo, item.id, language)
    assert any(item.section in fact and source().to(language) in fact for fact in said)
    assert any(format.target(item.target, metric(item.metric).unit, language) in fact for fact in said)
    assert item.owner.to(language) in said
    assert window_word(item.window, Look(language)) in said
    assert sum(any(word.to(language) in fact for word in ASSURANCE_WORDS.values()) for fact in said) == 1
    assert len(said) == (7 if metric(item.metric).kind is Kind.RELATIVE else 6)
    assert not any(bool(CJK.search(fact)) and language == "en" for fact in said)


@every_language
def test_a_target_says_whether_it_is_a_floor_or_a_ceiling(demo: Store, language: Language) -> None:
    floor, ceiling = {"en": ("at least", "at most"), "zh": ("不低于", "不高于")}[language]
    assert any(fact.startswith(floor) for fact in facts(demo, "order_in_promise", language))
    assert any(fact.startswith(ceiling) for fact in facts(demo, "no_leaks", language))


@every_language
@every_promise
def test_every_window_a_promise_has_is_said_in_words(item: Promise, language: Language) -> None:
    word = window_word(item.window, Look(language))
    assert word != item.window.value
    assert bool(CJK.search(word)) == (language == "zh")


def test_windows_are_told_apart_by_their_words() -> None:
    grains = {item.window for item in promises()} | {Grain.MONTH}
    assert len({window_word(grain, Look("en")) for grain in grains}) == len(grains)


def test_a_promise_an_organisation_changed_says_since_when_by_whom_and_against_what(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = promising_store(tmp_path_factory.getbasetemp())
    said = facts(store, "order_speedup", "en")
    assert f"since {format.day(date(2026, 4, 1), 'en')}, until {format.day(date(2026, 12, 31), 'en')}" in said
    assert "Depot" in said
    assert f"{format.day(date(2026, 1, 1), 'en')} – {format.day(date(2026, 3, 31), 'en')}" in said
    assert any(fact.startswith("at most") and "25" in fact for fact in said)
    assert any("since" in fact for fact in facts(store, "order_in_promise", "en"))
    assert "always" in facts(store, "order_in_promise", "en", "2026Q1")


def asking(name: str) -> None:
    """A page that opens the box of one promise."""
    from components.frame import open_page
    from components.why import why
    from metrics.board import standing
    from metrics.promises import promise

    page = open_page()
    why(standing(page.engine, promise(name), page.view.period), page)


@pytest.fixture
def ask(demo: Store, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setenv("KEPT_STORE", str(demo.root))

    def run(name: str, language: Language) -> AppTest:
        found = AppTest.from_function(asking, default_timeout=30, kwargs={"name": name})
        found.query_params["lang"] = language
        return found.run()

    return run


@every_language
@every_promise
def test_the_box_shows_the_clause_in_both_languages_the_readers_first(
    ask: Ask, item: Promise, language: Language
) -> None:
    box = ask(item.id, language)
    assert not box.exception
    shown = "".join(str(part.value) for part in box.html)
    other: Language = "zh" if language == "en" else "en"
    clauses = [unescape(text) for text in re.findall(r"<blockquote\b[^>]*>(.*?)</blockquote>", shown)]
    assert clauses == [item.clause.to(language), item.clause.to(other)]
    assert item.label.to(language) in unescape(shown)
    assert len(re.findall(r"<dt\b", shown)) == len(re.findall(r"<dd\b", shown)) >= 6
