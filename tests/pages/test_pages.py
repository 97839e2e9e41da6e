"""The board and the response page as Streamlit runs them: figures, filters, languages, and what happens when something is wrong."""

import json
import logging
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from components.panels import backlog, groups, load, time_taken, trend
from data.errors import QueryFailed
from data.store import CURRENT, ENGINE, Store
from data.warehouse import DuckDBWarehouse
from data.words import LANGUAGES, Language
from metrics.board import Standing, board, standing
from metrics.catalog import metric
from metrics.engine import Engine
from metrics.model import Filter
from metrics.periods import Period, parse, previous
from metrics.promises import promise, promises
from metrics.verdict import WORDS
from reports.verdict_marks import MARKS
from tests.builders import bring
from tests.pages.conftest import Open
from tests.pages.reading import (
    alternatives,
    board_figures,
    card_figures,
    charts,
    choose,
    everything,
    failures,
    sentences,
    wanted_figures,
)
from tests.pages.stores import engine_of, publish_demo, running_store

CJK = re.compile("[\u4e00-\u9fff]")
Q3 = parse("2026Q3")
RESPONSE = [item.id for item in promises() if metric(item.metric).clock]
TICKET_PANELS = {"trend", "groups", "time", "backlog", "load", "moved"}
MARKERS = ("secret-7f3a", "13812345678")
CHARTS = [
    (trend, "trend", "trend"),
    (groups, "by_group", "groups"),
    (time_taken, "duration_distribution", "time"),
    (load, "load_heatmap", "load"),
    (backlog, "bars", "backlog"),
]
every_panel = pytest.mark.parametrize(
    ("module", "function", "key"), CHARTS, ids=[key for _module, _function, key in CHARTS]
)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def asked(store: Store, period: Period = Q3, *where: Filter) -> tuple[Standing, ...]:
    return board(engine_of(store), period, compared=previous(period), where=where)


# figures


@every_language
@pytest.mark.parametrize(
    "period", ["2026Q3", "2026Q2", "2026", "2026-08", "2026W30", "2026-09-14", "2026-07-01..2026-09-14"]
)
def test_the_board_shows_the_figures_of_the_metrics(
    open_page: Open, demo: Store, period: str, language: Language
) -> None:
    page = open_page("promises", lang=language, period=period)
    assert not page.exception
    assert board_figures(page) == wanted_figures(asked(demo, parse(period)), language)


@every_language
@pytest.mark.parametrize("name", RESPONSE)
def test_the_response_page_shows_the_figures_of_its_promise(
    open_page: Open, demo: Store, name: str, language: Language
) -> None:
    page = open_page("response", lang=language, promise=name)
    wanted = standing(engine_of(demo), promise(name), Q3, compared=previous(Q3))
    assert not page.exception
    assert not failures(page)
    figures = list(card_figures(page).values())
    assert figures[0][0] == format.percent(wanted.row.value, language, 2)
    assert figures[1][0] == f"{MARKS[wanted.verdict][1]} {WORDS[wanted.verdict].to(language)}"
    assert figures[2][0] == format.count(wanted.row.n, language)
    assert figures[3][0] == format.percent(wanted.row.closed_only, language, 2)
    assert charts(page).keys() == (TICKET_PANELS if "order" not in name else TICKET_PANELS - {"backlog"})


@every_language
def test_every_chart_says_in_words_what_it_shows(open_page: Open, language: Language) -> None:
    found = alternatives(open_page("response", lang=language))
    assert len(found) == len(TICKET_PANELS)
    assert all(bool(CJK.search(text)) == (language == "zh") for text in found)


@pytest.mark.parametrize("period", ["2026", "2026H2", "2026Q3", "2026-08", "2026-09-01..2026-09-14"])
@pytest.mark.parametrize("name", ["complaint_resolved_48h", "order_normal_24h"])
def test_cards_and_charts_speak_of_the_same_cases(open_page: Open, period: str, name: str) -> None:
    page = open_page("response", lang="en", period=period, promise=name)
    in_time, missed, _undecided = charts(page)["time"]["data"]
    assert card_figures(page)["Decided cases"][0] == format.count(sum(in_time["y"]) + sum(missed["y"]), "en")


def test_the_trend_ends_with_the_period_chosen(open_page: Open, demo: Store) -> None:
    spec = charts(open_page("response", period="2026-08", promise="complaint_resolved_48h"))["trend"]
    (line,) = (trace for trace in spec["data"] if trace["mode"] == "lines+markers")
    assert len(line["x"]) == 13
    month = standing(engine_of(demo), promise("complaint_resolved_48h"), parse("2026-08"))
    weeks = [value for value in line["y"] if value is not None]
    assert min(weeks) <= (month.row.value or 0) <= max(weeks)


@every_language
def test_the_line_under_the_filters_says_how_far_the_data_reach(
    open_page: Open, demo: Store, language: Language
) -> None:
    engine = engine_of(demo)
    start = {"en": "Data to", "zh": "数据截至"}[language]
    texts = [re.sub(r"\\(.)", r"\1", text.value) for text in open_page("promises", lang=language).markdown]
    (line,) = (text for text in texts if start in text)
    reach = max(engine.data_to(source) or 0 for source in engine.manifest.sources)
    assert format.moment(reach, engine.zone, language) in line
    assert format.count(engine.manifest.sources["tickets"].rows, language) in line
    assert format.count(engine.manifest.sources["orders"].rows, language) in line


# languages


@every_language
@pytest.mark.parametrize("page", ["promises", "response"])
def test_a_page_speaks_one_language(open_page: Open, page: str, language: Language) -> None:
    found = open_page(page, lang=language)
    words = [part.value for kind in (found.title, found.markdown, found.caption) for part in kind]
    words += [
        widget.label for kind in (found.multiselect, found.selectbox, found.radio, found.date_input) for widget in kind
    ]
    assert len(words) > 8
    if language == "en":
        assert [text for text in words if CJK.search(text)] == []
        return
    assert [text for text in words if not CJK.search(text)] == []


def test_a_language_the_product_does_not_speak_is_answered_in_english(open_page: Open) -> None:
    page = open_page("promises", lang="fr")
    assert "promises" in page.title[0].value


# filters and links


def test_a_filter_in_the_link_changes_the_figures(open_page: Open, demo: Store) -> None:
    page = open_page("promises", lang="en", channel="phone,app")
    wanted = wanted_figures(asked(demo, Q3, Filter("channel", ("phone", "app"))), "en")
    assert board_figures(page) == wanted != wanted_figures(asked(demo), "en")


def test_a_promise_that_cannot_be_told_by_a_filter_shows_no_figure(open_page: Open, demo: Store) -> None:
    page = open_page("promises", lang="en", team=str(engine_of(demo).values("tickets", "team")[0]))
    figures = board_figures(page)
    assert (figures["order_in_promise"][0], figures["order_in_promise"][2]) == ("–", "No data")
    assert figures["aftersales_answered_48h"][0] != "–"
    assert "not told apart by Team" in everything(page)


@pytest.mark.parametrize(
    ("link", "part"),
    [({"channel": "nowhere"}, "channel=nowhere"), ({"period": "soon"}, "period=soon"), ({"versus": "never"}, "versus=never"),
     ({"promise": "everlasting"}, "promise=everlasting"), ({"period": "0001"}, "period=0001"),
     ({"period": "0001-01-01..9999-12-31"}, "period=0001-01-01..9999-12-31")],
)  # fmt: skip
@pytest.mark.parametrize("page", ["promises", "response"])
def test_what_a_link_says_wrong_is_told_and_the_rest_is_shown(
    open_page: Open, page: str, link: dict[str, str], part: str
) -> None:
    found = open_page(page, lang="en", **link)
    assert not found.exception
    assert [text.value.replace("`", "") for text in found.warning] == [
        f"Left out of this link, because the data do not have it: {part}"
    ]
    assert found.query_params["period"] == "2026Q3"
    assert found.query_params.get("promise") in (None, *RESPONSE)


@pytest.mark.parametrize("period", ["1971", "2010Q1", "2019-12", "2030", "9998", "1500-02-03"])
@pytest.mark.parametrize("page", ["promises", "response"])
def test_a_period_without_data_is_an_empty_page_not_a_broken_one(open_page: Open, page: str, period: str) -> None:
    found = open_page(page, lang="en", period=period)
    assert not found.exception
    assert not failures(found)
    assert not any("0 of 0" in title.value for title in found.title)


@every_language
@pytest.mark.parametrize("name", ["demo", "running"])
def test_the_headline_counts_the_promises_of_the_quarter_on_screen(
    open_page: Open, demo: Store, tmp_path_factory: pytest.TempPathFactory, name: str, language: Language
) -> None:
    """The demo data end five minutes before their quarter does: all its promises are told, whether it is over or not."""
    store = demo if name == "demo" else running_store(tmp_path_factory.getbasetemp())
    page = open_page("promises", store, lang=language, period="2026Q3")
    numbers = [
        int(number)
        for number in re.findall(
            r"\d+", page.title[0].value.replace("2026", "").replace("Q3", "").replace("第3季度", "")
        )
    ]
    own = [item for item in asked(store) if item.period == Q3]
    assert max(numbers) >= len(own)


def test_a_period_that_has_not_begun_is_not_said_to_run(open_page: Open) -> None:
    assert "so far" not in open_page("promises", lang="en", period="2030").title[0].value


def use(page: AppTest, change: Callable[[AppTest], Any]) -> dict[str, str]:
    """Use one widget; gives the URL parameters after it."""
    change(page)
    page.run()
    assert not page.exception
    return {name: page.query_params[name] for name in page.query_params}


@pytest.mark.parametrize(
    ("change", "parameters"),
    [
        (lambda page: page.multiselect(key="_filter_channel").set_value(["phone", "app"]), {"channel": "phone,app"}),
        (lambda page: page.radio(key="_versus").set_value("year"), {"versus": "year"}),
        (lambda page: page.radio(key="_versus").set_value("none"), {"versus": "none"}),
        (lambda page: page.selectbox(key="_period").set_value("2026-08"), {"period": "2026-08"}),
        (
            lambda page: page.slider(key="_days").set_value((date(2026, 9, 1), date(2026, 9, 14))),
            {"period": "2026-09-01..2026-09-14"},
        ),
    ],
    ids=["channel", "year before", "no comparison", "month", "days"],
)
def test_a_widget_writes_the_link(
    open_page: Open, change: Callable[[AppTest], Any], parameters: dict[str, str]
) -> None:
    page = open_page("promises", lang="en")
    assert use(page, change) == {"period": "2026Q3", "lang": "en"} | parameters
    again = open_page("promises", **{name: page.query_params[name] for name in page.query_params})
    assert board_figures(again) == board_figures(page)


def test_filters_are_cleared_together_and_the_period_stays(open_page: Open) -> None:
    page = open_page("promises", lang="en", period="2026-08", versus="year", channel="phone", region="north")
    left = use(page, lambda found: found.button(key="filter_clear").click())
    assert left == {"period": "2026-08", "versus": "year", "lang": "en"}
    assert "filter_clear" not in {button.key for button in page.button}


def test_choosing_a_promise_on_its_page_writes_the_link_and_changes_the_figures(open_page: Open, demo: Store) -> None:
    page = open_page("response", lang="en")
    link = use(page, lambda found: found.segmented_control(key="_promise").set_value("feedback_answered_72h"))
    assert link["promise"] == "feedback_answered_72h"
    wanted = standing(engine_of(demo), promise("feedback_answered_72h"), Q3)
    assert card_figures(page)["Attainment, target 90 %".replace(" %", percent_sign())][0] == format.percent(
        wanted.row.value, "en", 2
    )


def percent_sign() -> str:
    return format.percent(0.9, "en", 0).removeprefix("90")


def test_the_groups_can_be_split_by_another_dimension(open_page: Open) -> None:
    page = open_page("response", lang="en")
    before = charts(page)["groups"]["data"][0]["customdata"]
    choose(page, "groups_by", "channel")
    assert charts(page)["groups"]["data"][0]["customdata"] != before


def test_the_frame_offers_both_pages_and_goes_from_one_to_the_other(open_page: Open) -> None:
    page = open_page("index", lang="en")
    assert "promises" in page.title[0].value
    page.switch_page("response.py").run()
    assert not page.exception
    assert charts(page).keys() == TICKET_PANELS


# what is not there, or goes wrong


@every_language
@pytest.mark.parametrize("page", ["promises", "response", "index"])
def test_an_empty_store_says_what_to_do(open_page: Open, tmp_path: Path, page: str, language: Language) -> None:
    found = open_page(page, store=Store(tmp_path / "nothing"), lang=language)
    assert not found.exception
    assert [code.value for code in found.code] == [
        "python -m data demo",
        "python -m data import orders.csv --source orders",
    ]
    assert found.subheader[0].value == {"en": "No data yet", "zh": "还没有数据"}[language]
    assert bool(CJK.search(found.text[0].value)) == (language == "zh")
    assert not found.get("bidi_component")
    assert not charts(found)


@every_language
def test_a_store_without_anything_a_promise_is_measured_by_says_so(
    open_page: Open, tmp_path: Path, language: Language
) -> None:
    store = Store(tmp_path / "store")
    bring(store, "members", [{"member_id": "M1"}])
    found = open_page("promises", store=store, lang=language)
    assert len(found.text) == 1
    assert bool(CJK.search(found.text[0].value)) == (language == "zh")
    assert not found.get("bidi_component")


@pytest.mark.parametrize("source", ["tickets", "orders"])
@pytest.mark.parametrize("page", ["promises", "response"])
def test_one_source_alone_is_enough(open_page: Open, tmp_path: Path, page: str, source: str) -> None:
    store = Store(tmp_path / "store")
    bring(store, source, [{f"{source[:-1]}_id": "1", "kind": "complaint", "created_at": "2026-09-04 10:00:00"}])
    for name in RESPONSE:
        found = open_page(page, store=store, lang="en", promise=name)
        assert not found.exception
        assert not failures(found)


def break_pointer(store: Store) -> None:
    (store.root / CURRENT).write_text("20260101T000000000-abcdef\n", "utf-8")


def tamper(store: Store) -> None:
    version = store.current_id()
    assert version is not None
    with (store.folder(version) / ENGINE).open("ab") as file:
        file.write(b"x")


@every_language
@pytest.mark.parametrize("harm", [break_pointer, tamper])
def test_a_damaged_store_is_refused_with_a_sentence(
    open_page: Open, plain: Store, tmp_path: Path, harm: Callable[[Store], None], language: Language
) -> None:
    shutil.copytree(plain.root, tmp_path / "store")
    harm(Store(tmp_path / "store"))
    found = open_page("promises", store=Store(tmp_path / "store"), lang=language)
    assert not found.exception
    assert bool(CJK.search(found.text[0].value)) == (language == "zh")
    assert not found.get("bidi_component")


@every_language
@every_panel
def test_a_panel_that_fails_leaves_the_others_alive(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, module: Any, function: str, key: str, language: Language
) -> None:
    monkeypatch.setattr(module, function, failing(RuntimeError(" ".join(MARKERS))))
    found = open_page("response", lang=language)
    sentence = {
        "en": "This panel could not be drawn. The others are not affected; the log says why.",
        "zh": "此图未能绘制，其他内容不受影响；原因见日志。",
    }[language]
    assert failures(found) == [sentence]
    assert charts(found).keys() == TICKET_PANELS - {key}
    assert not any(word in everything(found) for word in ("Traceback", "RuntimeError", *MARKERS))


@every_panel
def test_the_log_says_which_panel_failed_and_where_but_nothing_from_the_data(
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    module: Any,
    function: str,
    key: str,
) -> None:
    monkeypatch.setattr(module, function, failing(RuntimeError(" ".join(MARKERS))))
    with caplog.at_level(logging.ERROR, "kept"):
        open_page("response", lang="en")
    assert f"panel {key} failed" in caplog.text
    assert "RuntimeError" in caplog.text
    assert not any(marker in caplog.text for marker in MARKERS)


@every_language
def test_an_error_meant_for_people_is_told_in_their_language(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setattr(trend, "trend", failing(QueryFailed("It took too long.", "查询超时。")))
    found = open_page("response", lang=language)
    assert sentences(found) == [{"en": "It took too long.", "zh": "查询超时。"}[language]]
    assert not failures(found)


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_arguments: Any, **_options: Any) -> Any:
        raise error

    return fail


# versions, demo and real data


def test_a_version_published_meanwhile_is_met_at_the_next_run(open_page: Open, demo: Store, tmp_path: Path) -> None:
    shutil.copytree(demo.root, tmp_path / "store")
    store = Store(tmp_path / "store")
    first = store.current_id()
    assert first is not None
    page = open_page("promises", store=store, lang="en")
    before = board_figures(page)
    publish_demo(store.root, tickets=300, seed=8)
    page.run()
    assert board_figures(page) == wanted_figures(asked(store), "en") != before
    store.put_in_force(first)
    assert board_figures(page.run()) == before


def test_a_version_can_be_opened_again_while_somebody_still_looks_at_it(demo: Store, tmp_path: Path) -> None:
    """Only a few versions stay open; one that was given up may be asked for again before its last page is gone."""
    store = Store(shutil.copytree(demo.root, tmp_path / "store"))
    first = DuckDBWarehouse(store)
    second = DuckDBWarehouse(store)
    first.close()
    assert Engine(second).values("tickets", "channel") == engine_of(demo).values("tickets", "channel")
    second.close()


@every_language
@pytest.mark.parametrize("page", ["promises", "response"])
def test_demo_data_are_marked_and_real_data_are_not(
    open_page: Open, plain: Store, page: str, language: Language
) -> None:
    mark = {"en": "Demo data", "zh": "演示数据"}[language]
    assert mark in everything(open_page(page, lang=language))
    found = open_page(page, store=plain, lang=language)
    assert not found.exception
    assert mark not in everything(found)


def test_a_page_tells_no_more_than_it_needs(open_page: Open) -> None:
    """The board is one message of a few kilobytes; the charts carry no template of their own."""
    page = open_page("promises", lang="en")
    assert len(page.get("bidi_component")[0].proto.SerializeToString()) < 60_000
    for spec in charts(open_page("response", lang="en")).values():
        assert len(json.dumps(spec)) < 16_000
