"""Notes, named views and the search box as Streamlit runs them: what is typed is kept, shown, harmless, and undone."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.current_page import current_page
from data.entries import LONGEST
from data.notes import KINDS, Notes
from data.state import FILE, State
from data.store import Store
from data.views import Views
from data.words import LANGUAGES, Language
from tests.charts.makers import HOSTILE
from tests.pages.conftest import Open
from tests.pages.reading import charts, choices, failures, panels

ALWAYS = (date.min, date.max)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def copy(demo: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(Path(shutil.copytree(demo.root, tmp_path_factory.mktemp("keeping") / "store")))


@pytest.fixture
def own(copy: Store) -> Iterator[Store]:
    """Demo data in whose store nobody has typed anything yet."""
    yield copy
    for path in copy.root.glob(f"{FILE}*"):
        path.unlink()


@pytest.fixture
def notes(own: Store) -> Notes:
    return Notes(State(own.root))


@pytest.fixture
def views(own: Store) -> Views:
    return Views(State(own.root))


def type_note(page: AppTest, first: str, text: str, last: str = "", kind: str = "promotion") -> AppTest:
    page.text_input(key="_note_first").set_value(first)
    page.text_input(key="_note_last").set_value(last)
    page.selectbox(key="_note_kind").set_value(kind)
    page.text_input(key="_note_text").set_value(text)
    return press(page, "_note_keep")


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in page.html)


def refusals(page: AppTest) -> list[str]:
    return [str(part.value) for part in page.html if 'role="alert"' in str(part.value)]


def signs(page: AppTest, key: str = "trend") -> list[str]:
    """The numbers of notes on a chart."""
    return [
        str(item["text"]) for item in charts(page)[key]["layout"].get("annotations", []) if item["text"][0] in "①②③④"
    ]


# notes


@every_language
def test_a_note_typed_on_the_page_is_kept_and_stands_on_every_trend_of_the_page(
    open_page: Open, own: Store, notes: Notes, language: Language
) -> None:
    page = open_page("orders", own, lang=language, period="2026Q3")
    assert (signs(page), signs(page, "daily")) == ([], [])
    type_note(page, "2026-08-08", "夏促 summer sale", "2026-08-10")
    (kept,) = notes.between(*ALWAYS)
    assert (kept.first, kept.last, kept.kind, kept.text) == (
        date(2026, 8, 8), date(2026, 8, 10), "promotion", "夏促 summer sale",
    )  # fmt: skip
    assert signs(page) == signs(page, "daily") == ["①"]
    days = {"en": "8–10 Aug: ", "zh": "8月8日–10日："}[language]
    for key in ("trend", "daily"):
        assert f"① {days}夏促 summer sale" in " ".join(panels(page)[key].notes)
    told = [text for text in charts(page)["trend"]["data"][-2]["customdata"] if "夏促" in text]
    assert len(told) == 1
    assert KINDS["promotion"].to(language) in html(page)
    assert page.text_input(key="_note_text").value == ""


def test_a_note_stands_on_the_trends_of_other_pages_and_after_the_data_were_published_anew(
    open_page: Open, own: Store, notes: Notes
) -> None:
    notes.add(date(2026, 8, 8), None, "outage", "chat was down")
    for name, key in (
        ("complaints", "trend"), ("loyalty", "member_lines"), ("security", "findings_months"), ("training", "staff"),
        ("inspections", "pace"), ("response", "trend"),
    ):  # fmt: skip
        page = open_page(name, own, lang="en", period="2026Q3")
        assert signs(page, key) == ["①"], name
        assert "chat was down" in " ".join(panels(page)[key].notes), name


def test_a_note_of_other_days_is_not_on_the_chart(open_page: Open, own: Store, notes: Notes) -> None:
    notes.add(date(2026, 9, 29), None, "outage", "later")
    notes.add(date(2020, 1, 1), None, "outage", "long ago")
    page = open_page("orders", own, lang="en", period="2026-08")
    assert signs(page) == signs(page, "daily") == []
    assert "later" in html(page)  # listed: what is planned ahead can be read and changed
    assert "long ago" not in html(page)


@every_language
def test_of_many_notes_the_latest_are_told_and_the_others_counted(
    open_page: Open, own: Store, notes: Notes, language: Language
) -> None:
    for number in range(60):
        notes.add(date(2026, 7, 1 + number % 30), None, "other", f"note {number:02} " + "long " * 30)
    page = open_page("orders", own, lang=language, period="2026Q3")
    said = " ".join(panels(page)["trend"].notes)
    assert (len(re.findall(r"note \d\d long", said)), said.count("…")) == (5, 5)
    assert {"en": "55 more under “Notes”", "zh": "另有 55 条见“备注”"}[language] in said
    assert sum("_note_edit_" in str(button.key) for button in page.button) == 40
    assert {"en": "20 earlier ones", "zh": "另有 20 条更早的备注"}[language] in html(page)


def test_a_note_is_changed_in_its_place(open_page: Open, own: Store, notes: Notes) -> None:
    note = notes.add(date(2026, 8, 8), date(2026, 8, 10), "promotion", "before")
    page = press(open_page("orders", own, lang="en", period="2026Q3"), f"_note_edit_{note.id}")
    assert (page.text_input(key="_note_first").value, page.text_input(key="_note_last").value) == (
        "2026-08-08", "2026-08-10",
    )  # fmt: skip
    assert page.text_input(key="_note_text").value == "before"
    type_note(page, "2026-08-09", "after", kind="policy")
    (changed,) = notes.between(*ALWAYS)
    assert (changed.id, changed.first, changed.last, changed.kind, changed.text) == (
        note.id, date(2026, 8, 9), None, "policy", "after",
    )  # fmt: skip
    type_note(page, "2026-08-20", "another one")
    assert [item.text for item in notes.between(*ALWAYS)] == ["after", "another one"]


def test_a_change_given_up_changes_nothing(open_page: Open, own: Store, notes: Notes) -> None:
    note = notes.add(date(2026, 8, 8), None, "promotion", "before")
    page = press(open_page("orders", own, lang="en", period="2026Q3"), f"_note_edit_{note.id}")
    press(page, "_note_cancel")
    assert notes.between(*ALWAYS) == (note,)
    assert page.text_input(key="_note_text").value == ""
    assert "_note_cancel" not in {button.key for button in page.button}


@every_language
def test_a_removed_note_leaves_every_chart_and_can_be_brought_back(
    open_page: Open, own: Store, notes: Notes, language: Language
) -> None:
    note = notes.add(date(2026, 8, 8), None, "promotion", "sale")
    page = press(open_page("orders", own, lang=language, period="2026Q3"), f"_note_remove_{note.id}")
    assert (notes.between(*ALWAYS), signs(page), signs(page, "daily")) == ((), [], [])
    press(page, "_notes_undo")
    assert notes.between(*ALWAYS) == (note,)
    assert signs(page) == ["①"]
    assert "_notes_undo" not in {button.key for button in page.button}


@every_language
@pytest.mark.parametrize(
    ("first", "last", "text"),
    [("soon", "", "x"), ("2026-02-30", "", "x"), ("2026-08-10", "2026-08-08", "x"), ("2026-08-08", "later", "x"), ("2026-08-08", "", " ")],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_where_it_was_typed_and_stays_there(
    open_page: Open, own: Store, notes: Notes, language: Language, first: str, last: str, text: str
) -> None:
    page = type_note(open_page("orders", own, lang=language, period="2026Q3"), first, text, last)
    assert notes.between(*ALWAYS) == ()
    (told,) = refusals(page)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told) == (language == "zh")
    assert (page.text_input(key="_note_first").value, page.text_input(key="_note_text").value) == (first, text)
    type_note(page, "2026-08-08", "right")
    assert refusals(page) == []
    assert [item.text for item in notes.between(*ALWAYS)] == ["right"]


def test_the_sales_of_the_organisation_are_offered_until_they_are_noted(
    open_page: Open, own: Store, notes: Notes
) -> None:
    page = open_page("orders", own, lang="zh", period="2026Q3")
    (sale,) = [name for name in page.selectbox(key="_note_sale").options if "2026年6月" in name]
    page.selectbox(key="_note_sale").set_value(sale).run()
    assert page.text_input(key="_note_first").value.startswith("2026-06-")
    assert notes.between(*ALWAYS) == ()
    press(page, "_note_keep")
    (kept,) = notes.between(*ALWAYS)
    assert kept.text in sale
    assert sale not in page.selectbox(key="_note_sale").options


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_note_and_name_are_shown_as_they_are_and_nowhere_else(
    open_page: Open, own: Store, notes: Notes, views: Views, text: str
) -> None:
    page = type_note(open_page("orders", own, lang="en", period="2026Q3"), "2026-08-08", text)
    page.text_input(key="_view_name").set_value(text[:60])
    press(page, "_view_keep")
    press(page, f"_note_remove_{notes.between(*ALWAYS)[0].id}")
    press(page, "_notes_undo")
    assert [item.text for item in notes.between(*ALWAYS)] == [text]
    assert [item.name for item in views.all()] == [text[:60]]
    assert escape(text) in html(page)
    shown = html(page).replace(escape(text), "").replace(escape(text[:60]), "")
    assert "evil.example" not in shown
    assert "alert(1)" not in shown
    for kind in (page.markdown, page.text, page.info, page.warning, page.error):
        assert not any("evil.example" in str(part.value) for part in kind)


def test_no_more_than_fits_can_be_typed(open_page: Open, own: Store) -> None:
    assert open_page("orders", own, lang="en").text_input(key="_note_text").proto.max_chars == LONGEST


@every_language
def test_a_damaged_file_costs_the_notes_and_nothing_else(open_page: Open, own: Store, language: Language) -> None:
    before = charts(open_page("orders", own, lang=language, period="2026Q3"))
    (own.root / FILE).write_bytes(b"no database" * 1000)
    page = open_page("orders", own, lang=language, period="2026Q3")
    assert not page.exception
    assert not failures(page)
    assert charts(page).keys() == before.keys()
    told = [part.value for part in page.info if FILE in part.value]
    assert len(told) == 2  # in the box of notes and in that of views
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) == (language == "zh") for text in told)
    assert (own.root / FILE).read_bytes() == b"no database" * 1000


# views


def test_the_view_on_screen_is_kept_with_its_page_and_its_link(open_page: Open, own: Store, views: Views) -> None:
    page = open_page("complaints", own, lang="en", period="2026-08", versus="year", channel="phone")
    page.context = {"url": "http://localhost:8501/complaints"}
    page.text_input(key="_view_name").set_value("周会 weekly")
    press(page, "_view_keep")
    (view,) = views.all()
    assert (view.name, view.parameters) == (
        "周会 weekly", {"period": "2026-08", "versus": "year", "channel": "phone"},
    )  # fmt: skip
    assert page.text_input(key="_view_name").value == ""
    assert "周会 weekly" in html(page)


def test_a_view_is_renamed_removed_and_brought_back(open_page: Open, own: Store, views: Views) -> None:
    view = views.add("before", "complaints", {"period": "2026-08"})
    page = press(open_page("complaints", own, lang="en"), f"_view_rename_{view.id}")
    assert page.text_input(key="_view_name").value == "before"
    page.text_input(key="_view_name").set_value("after")
    press(page, "_view_keep")
    assert [(item.id, item.name) for item in views.all()] == [(view.id, "after")]
    press(page, f"_view_remove_{view.id}")
    assert views.all() == ()
    press(page, "_views_undo")
    assert [item.name for item in views.all()] == ["after"]


@every_language
def test_a_name_that_is_taken_is_refused_in_words(
    open_page: Open, own: Store, views: Views, language: Language
) -> None:
    views.add("weekly", "complaints", {})
    page = open_page("complaints", own, lang=language)
    page.text_input(key="_view_name").set_value("weekly")
    press(page, "_view_keep")
    (told,) = refusals(page)
    assert "weekly" in told
    assert len(views.all()) == 1


@pytest.mark.parametrize(
    ("address", "name"),
    [("http://host/", "promises"), ("http://host/complaints", "complaints"), ("http://host/kept/merchants", "merchants"),
     ("http://host/kept/", "promises"), ("http://host/../../etc", "promises"), ("http://host/index", "promises"), (None, "promises")],
)  # fmt: skip
def test_the_page_on_screen_is_told_by_its_address(
    monkeypatch: pytest.MonkeyPatch, address: str | None, name: str
) -> None:
    monkeypatch.setattr("components.current_page.st.context", type("Context", (), {"url": address}))
    assert current_page() == name


# search


def search(page: AppTest, text: str) -> list[str]:
    """What the box offers, by the keys of its buttons."""
    page.text_input(key="_search").set_value(text).run()
    assert not page.exception
    return [str(button.key).removeprefix("_found_") for button in page.button if str(button.key).startswith("_found_")]


@every_language
@pytest.mark.parametrize(
    ("text", "wanted"),
    [("complaints resolved", "promise_complaint_resolved_48h"), ("投诉重开", "metric_complaint_reopened"), ("nps", "metric_nps"),
     ("SLA", "page_response"), ("指标口径", "page_definitions"), ("merchants", "page_merchants"), ("m0001", "merchant_M0001"),
     ("a0001", "agent_A0001"), ("weekly", "view_1")],
)  # fmt: skip
def test_one_of_each_sort_is_found_in_either_language(
    open_page: Open, own: Store, views: Views, language: Language, text: str, wanted: str
) -> None:
    views.add("Weekly 周会", "complaints", {"period": "2026-08"})
    assert wanted in search(open_page("index", own, lang=language), text)


@every_language
def test_nothing_found_is_told_with_the_nearest_names(open_page: Open, own: Store, language: Language) -> None:
    page = open_page("index", own, lang=language)
    assert search(page, "complant <b>") != []
    assert {"en": "Nothing is called", "zh": "没有找到"}[language] in html(page)
    assert escape("complant <b>") in html(page)
    assert search(page, "zzzzzz") == []


def test_opening_empties_the_box_and_keeps_period_and_filters(open_page: Open, own: Store) -> None:
    page = open_page("index", own, lang="zh", period="2026-08", versus="year")
    assert "metric_complaint_reopened" in search(page, "投诉重开")
    press(page, "_found_metric_complaint_reopened")
    assert {name: page.query_params[name] for name in page.query_params} == {
        "period": "2026-08", "versus": "year", "metric": "complaint_reopened", "lang": "zh",
    }  # fmt: skip
    assert page.text_input(key="_search").value == ""
    assert choices(page)["trend_metric"]["value"] == "complaint_reopened"


def test_a_link_with_a_figure_shows_it_in_the_trend(open_page: Open, own: Store) -> None:
    page = open_page("complaints", own, lang="en", metric="complaint_reopened")
    assert choices(page)["trend_metric"]["value"] == "complaint_reopened"


def test_without_data_the_box_says_so(open_page: Open, tmp_path: Path) -> None:
    page = open_page("index", Store(tmp_path / "empty"), lang="en")
    assert search(page, "nps") == []
    assert "python -m data demo" in html(page)
    assert not list(tmp_path.glob("**/state*"))
