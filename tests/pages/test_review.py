"""The page of reviews: made, opened, spoken of subject by subject, with minutes; wrong links are told, nothing is lost."""

import shutil
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts import format
from data.errors import FileNotMade
from data.reviews import MadeReview, Reviews
from data.state import State
from data.store import Store
from metrics.board import board
from metrics.catalog import metric
from metrics.periods import parse
from metrics.review import review
from tests.pages.conftest import Open
from tests.pages.reading import drawings
from tests.pages.stores import engine_of, publish_demo

Q3, Q2 = parse("2026Q3"), parse("2026Q2")
FILES = {"en": ["Slides (PPTX)", "Workbook (XLSX)"], "zh": ["幻灯片（PPTX）", "工作簿（XLSX）"]}
SAID = {"en": ("Make the review", "Next", "Write down"), "zh": ("生成评审", "下一项", "记录")}
every_language = pytest.mark.parametrize("language", ["en", "zh"])


@pytest.fixture
def store(demo: Store, tmp_path: Path) -> Store:
    """A store of its own, since reviews are kept in it."""
    return Store(Path(shutil.copytree(demo.root, tmp_path / "store")))


def reviews(store: Store) -> Reviews:
    return Reviews(State(store.root))


def texts(page: AppTest) -> str:
    found = [part.value for part in page.markdown] + [part.proto.body for part in page.get("html")]
    return unescape(" ".join([*found, *(part.value for part in page.text)]))


def made(store: Store, open_page: Open) -> tuple[AppTest, MadeReview]:
    """The page after the review of the latest quarter was made on it."""
    page = open_page("review", store, lang="en")
    page.button(key="_review_make").click().run()
    assert not page.exception
    (found,) = reviews(store).all()
    return page, found


def test_a_review_of_the_latest_quarter_is_made_and_opened(store, open_page):
    page, found = made(store, open_page)
    assert (found.period, found.compared, found.version) == ("2026Q3", "2026Q2", store.current_id())
    assert page.query_params["review"] in (str(found.id), [str(found.id)])
    expected = review(engine_of(store), Q3, compared=Q2)
    assert [figure["promise"] for figure in found.figures] == [item.standing.promise.id for item in expected.sections]
    agenda = drawings(page)["review_agenda"]["html"]
    for item in expected.sections:
        unit = metric(item.standing.promise.metric).unit
        assert format.value(item.standing.row.value, unit, "en") in unescape(agenda)


@every_language
def test_every_subject_of_a_review_can_be_spoken_of(store, open_page, language):
    _page, found = made(store, open_page)
    page = open_page("review", store, lang=language, review=str(found.id))
    subjects = page.selectbox(key="_review_item").options
    assert len(subjects) >= 17 + 3
    for place in range(len(subjects)):
        assert not page.exception
        assert subjects[place].startswith(f"{place + 1}/{len(subjects)}")
        assert page.button(key="_review_next").label == SAID[language][1]
        if place + 1 < len(subjects):
            page.button(key="_review_next").click().run()
    assert page.button(key="_review_next").disabled


def test_a_promise_is_spoken_of_with_its_figures_and_its_charts(store, open_page):
    _page, found = made(store, open_page)
    page = open_page("review", store, lang="en", review=str(found.id), item="aftersales_answered_48h")
    item = next(
        one
        for one in review(engine_of(store), Q3, compared=Q2).standings
        if one.promise.id == "aftersales_answered_48h"
    )
    said = texts(page)
    assert format.value(item.row.value, metric(item.promise.metric).unit, "en") in said
    assert item.promise.clause.en in said
    drawn = drawings(page)
    assert drawn["review_trend_aftersales_answered_48h"]["figure"]
    assert not drawn["review_trend_aftersales_answered_48h"]["picks"], "a review is not filtered"


@every_language
def test_minutes_stay_with_their_promise(store, open_page, language):
    _page, found = made(store, open_page)
    page = open_page("review", store, lang=language, review=str(found.id), item="order_in_promise")
    page.text_input(key=f"_minute_text_{found.id}_order_in_promise").set_value("<b>night shift</b>")
    page.segmented_control(key=f"_minute_kind_{found.id}_order_in_promise").set_value("decision")
    page.button(key="_minute_keep_order_in_promise").click().run()
    (minute,) = reviews(store).minutes(found.id)
    assert (minute.promise, minute.kind, minute.text) == ("order_in_promise", "decision", "<b>night shift</b>")
    bodies = " ".join(part.proto.body for part in page.get("html"))
    assert "&lt;b&gt;night shift&lt;/b&gt;" in bodies
    assert "<b>night shift" not in bodies
    page.button(key=f"_minute_strike_{minute.id}").click().run()
    assert reviews(store).minutes(found.id) == ()


def test_an_empty_line_is_refused_and_said_so(store, open_page):
    _page, found = made(store, open_page)
    page = open_page("review", store, lang="en", review=str(found.id), item="order_in_promise")
    page.button(key="_minute_keep_order_in_promise").click().run()
    assert "is empty" in texts(page)
    assert reviews(store).minutes(found.id) == ()


def test_a_review_opens_on_the_decisions_of_the_last_one(store, open_page):
    kept = reviews(store)
    last = kept.make("2026Q2", "2026Q1", store.current_id() or "", ())
    kept.note(last.id, "order_in_promise", "decision", "more hands at night")
    kept.note(last.id, None, "note", "only a note")
    page, _found = made_after(store, open_page)
    assert "more hands at night" in texts(page)
    assert "only a note" not in texts(page)


def made_after(store: Store, open_page: Open) -> tuple[AppTest, MadeReview]:
    page = open_page("review", store, lang="en")
    page.button(key="_review_make").click().run()
    return page, reviews(store).all()[0]


@every_language
@pytest.mark.parametrize("number", ["99", "x", "0"])
def test_a_link_to_a_review_that_is_not_there_leads_to_the_list(store, open_page, language, number):
    page = open_page("review", store, lang=language, review=number)
    assert not page.exception
    assert page.button(key="_review_make").label == SAID[language][0]


def test_a_removed_review_can_be_brought_back(store, open_page):
    _page, found = made(store, open_page)
    page = open_page("review", store, lang="en")
    page.button(key=f"_review_remove_{found.id}").click().run()
    assert reviews(store).all() == ()
    page.button(key="_review_undo").click().run()
    assert reviews(store).all() == (found,)


@every_language
def test_what_is_known_today_stands_beside_what_was_reported(store, open_page, language):
    _page, found = made(store, open_page)
    publish_demo(store.root, tickets=3000, seed=8)
    page = open_page("review", store, lang=language, review=str(found.id), item="aftersales_answered_48h")
    assert not page.exception
    reported = next(figure for figure in found.figures if figure["promise"] == "aftersales_answered_48h")
    assert format.value(reported["value"], metric("aftersales_answered_48h").unit, language) in texts(page)
    (known,) = (info.value.replace("\\", "") for info in page.info)
    assert known.startswith({"en": "Known today: ", "zh": "目前所知："}[language])
    now = board(engine_of(store), Q3)
    value = next(item.row.value for item in now if item.promise.id == "aftersales_answered_48h")
    assert format.value(value, metric("aftersales_answered_48h").unit, language) in known


def test_a_review_whose_version_is_gone_says_so_and_shows_the_figures_kept_with_it(store, open_page):
    _page, found = made(store, open_page)
    lost = reviews(store).make("2026Q2", "2026Q1", "20260101T000000000-aaaaaa", found.figures)
    page = open_page("review", store, lang="en", review=str(lost.id))
    assert not page.exception
    assert "20260101T000000000-aaaaaa" in " ".join(info.value for info in page.info)
    said = texts(page)
    for figure in found.figures:
        assert format.value(figure["value"], metric(figure["metric"]).unit, "en") in said


@every_language
def test_without_a_chinese_typeface_the_print_says_what_to_install(store, open_page, monkeypatch, language):
    _page, found = made(store, open_page)

    def missing() -> None:
        raise FileNotMade("Install a typeface.", "请安装中文字体。")

    monkeypatch.setattr("components.review.files.typeface", missing)
    page = open_page("review", store, lang=language, review=str(found.id), item="agenda")
    assert {"en": "Install a typeface.", "zh": "请安装中文字体。"}[language] in texts(page)
    assert [part.proto.label for part in page.get("download_button")] == FILES[language]
