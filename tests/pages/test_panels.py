"""Panels beside each other: a failing one, a choice in one, a new figure; and the switch for quoted values."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import cards as cards_module, panel_rows as module
from components.drawing import Part
from components.panel import Drawing, Panel
from components.panel_rows import drawn_part
from data.errors import QueryFailed
from data.words import LANGUAGES, Language, Text
from metrics import catalog
from metrics.catalog import of_subject
from metrics.references import references_of
from tests.pages.conftest import Open
from tests.pages.names import NAMES, SUBJECT_PAGES, WITH_PANELS
from tests.pages.reading import card_figures, cards, charts, choices, choose, everything, failures, panels

SENTENCE = {
    "en": "This panel could not be drawn. The others are not affected; the log says why.",
    "zh": "此图未能绘制，其他内容不受影响；原因见日志。",
}
MARKERS = ("secret-7f3a", "13812345678")
every_page = pytest.mark.parametrize("name", WITH_PANELS)


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_arguments: Any, **_options: Any) -> Any:
        raise error

    return fail


def break_panel(monkeypatch: pytest.MonkeyPatch, key: str, error: Exception) -> None:
    """From now on the drawing of one panel fails."""

    def drawn(item: Panel) -> tuple[Part, Drawing | None]:
        return drawn_part(replace(item, draw=failing(error)) if item.key == key else item)

    monkeypatch.setattr(module, "drawn_part", drawn)


@every_page
@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
def test_a_failing_panel_leaves_the_others_alive(
    shown: Open,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    place: int,
) -> None:
    whole = panels(shown(name, lang="en"))
    key = list(whole)[place]
    break_panel(monkeypatch, key, RuntimeError(" ".join(MARKERS)))
    with caplog.at_level(logging.ERROR, "kept"):
        page = open_page(name, lang="en")
    found = panels(page)
    assert found.pop(key).errors == (SENTENCE["en"],)
    assert found == {other: seen for other, seen in whole.items() if other != key}
    assert cards(page) == cards(shown(name, lang="en"))
    assert f"panel {key} failed: RuntimeError" in caplog.text
    assert not any(word in everything(page) + caplog.text for word in ("Traceback", *MARKERS))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_meant_for_people_is_told_in_their_language_and_is_no_failure(
    shown: Open, open_page: Open, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    key = next(iter(panels(shown("orders", lang=language))))
    break_panel(monkeypatch, key, QueryFailed("It took too long.", "查询超时。"))
    seen = panels(open_page("orders", lang=language))[key]
    assert (seen.infos, seen.errors) == (({"en": "It took too long.", "zh": "查询超时。"}[language],), ())


@pytest.mark.parametrize("name", SUBJECT_PAGES)
def test_cards_that_fail_leave_the_panels_alive(
    shown: Open, open_page: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    whole = panels(shown(name, lang="zh"))  # before anything fails: pages looked at are kept for other tests
    monkeypatch.setattr(cards_module, "cards", failing(RuntimeError("no cards")))
    page = open_page(name, lang="zh")
    assert failures(page) == [SENTENCE["zh"]]
    assert panels(page).keys() == whole.keys()
    assert not cards(page)


@every_page
def test_a_choice_in_a_panel_changes_only_this_panel(open_page: Open, name: str) -> None:
    page = open_page(name, lang="en", period="2026")
    link = dict(page.query_params)
    offered = [(key, choice) for key, seen in panels(page).items() for choice in seen.choices]
    assert offered or name in ("response", "explore")
    for key, choice in offered:
        before, figures = panels(page), cards(page)
        options = dict(choices(page)[choice]["options"])
        assert len(set(options.values())) == len(options) > 1
        choose(page, choice, list(options)[-1])
        assert not page.exception
        assert not failures(page)
        after = panels(page)
        assert after[key] != before[key]
        assert after[key].shows_something
        assert [other for other in before if other != key and after[other] != before[other]] == []
        assert cards(page) == figures
        assert dict(page.query_params) == link


def test_a_choice_stays_while_a_filter_changes(open_page: Open) -> None:
    page = open_page("complaints", lang="en")
    choose(page, "groups_by", "channel")
    page.radio(key="_versus").set_value("year").run()
    assert choices(page)["groups_by"]["value"] == "channel"


@pytest.mark.parametrize("name", SUBJECT_PAGES)
def test_a_new_metric_appears_on_the_page_of_its_subject_by_its_definition_alone(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """To add a figure is one entry in the registry: it stands on a card and in the trend, on no other page."""
    model = of_subject(name)[-1]
    added = replace(model, name=f"added_to_{name}", label=Text("Something new", "新增指标"), card=True)
    monkeypatch.setitem(catalog.metrics(), added.name, added)
    page = open_page(name, lang="en")
    assert not page.exception
    assert not failures(page)
    assert "Something new" in card_figures(page)
    same = {label: value for label, (value, _note) in card_figures(page).items() if label == model.label.en}
    assert all(value == card_figures(page)["Something new"][0] for value in same.values())
    assert dict(choices(page)["trend_metric"]["options"])[added.name] == "Something new"
    choose(page, "trend_metric", added.name)
    assert not failures(page)
    assert charts(page)["trend"]["data"] or panels(page)["trend"].infos
    other = open_page("orders" if name != "orders" else "complaints", lang="zh")
    assert "新增指标" not in everything(other)


# quoted values


def dotted(page: AppTest) -> list[float]:
    """Where dotted level lines stand in the trend."""
    shapes = charts(page)["trend"]["layout"].get("shapes", [])
    return sorted(shape["y0"] for shape in shapes if shape["line"].get("dash") == "dot")


def test_the_switch_for_quoted_values_stands_only_where_something_is_quoted(shown: Open) -> None:
    offered = {name for name in NAMES if [toggle.key for toggle in shown(name, lang="en").toggle] == ["_quoted"]}
    assert offered == {"response", "satisfaction"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quoted_values_are_dotted_lines_with_their_source_named(shown: Open, language: Language) -> None:
    quoted = references_of("aftersales_satisfaction")
    assert quoted
    assert dotted(shown("satisfaction", lang=language)) == []
    page = shown("satisfaction", lang=language, quoted="1")
    assert dotted(page) == sorted(item.value for item in quoted)
    written = [note["text"].rstrip("…") for note in charts(page)["trend"]["layout"]["annotations"]]  # long ones are cut
    assert [item.id for item in quoted if not any(item.label.to(language).startswith(note) for note in written)] == []


def test_the_switch_writes_the_link_and_can_be_turned_off(open_page: Open) -> None:
    page = open_page("satisfaction", lang="en")
    before = panels(page)
    page.toggle(key="_quoted").set_value(True).run()
    assert page.query_params["quoted"] in ("1", ["1"])
    assert dotted(page)
    assert {key: seen for key, seen in panels(page).items() if key != "trend"} == {
        key: seen for key, seen in before.items() if key != "trend"
    }
    page.toggle(key="_quoted").set_value(False).run()
    assert "quoted" not in page.query_params
    assert panels(page) == before


def test_on_the_response_page_the_times_have_quoted_values_and_the_promise_has_none(open_page: Open) -> None:
    page = open_page("response", lang="en", quoted="1")
    assert dotted(page) == []
    choose(page, "trend_metric", "first_response_p90")
    assert dotted(page) == [item.value for item in references_of("first_response_p90")]
