"""Notes, named views and the search box in a real browser: typed, seen, opened, undone; by mouse and by keyboard."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.notes import Notes
from data.state import FILE, State
from data.store import Store
from data.views import Views
from metrics.catalog import metric
from metrics.promises import promise
from tests.charts.makers import HOSTILE
from tests.e2e.conftest import BOARD, CARDS, PANEL, READY, Visit, Visitor, settled
from tests.e2e.reading import SAME_IN_CHINESE, cut_off, english_words, opened_texts, overlaps
from tests.e2e.test_interactions import live

WORDS = {
    "en": {"notes": "Notes", "day": "Day", "last": "Last day, if several", "text": "What happened", "add": "Add note",
           "remove": "Remove", "undo": "Undo", "edit": "Edit", "save": "Save note", "views": "Views",
           "name": "Name of the view on screen", "keep": "Keep view", "open": "Open",
           "search": "Search for figures, promises, merchants, agents, pages"},
    "zh": {"notes": "备注", "day": "日期", "last": "结束日（可不填）", "text": "事项", "add": "添加备注",
           "remove": "删除", "undo": "撤销", "edit": "编辑", "save": "保存备注", "views": "视图",
           "name": "当前视图的名称", "keep": "保存视图", "open": "打开",
           "search": "搜索指标、承诺、商家、客服、页面"},
}  # fmt: skip
every_language = pytest.mark.parametrize("language", ["en", "zh"])
CHOSEN = "[data-box=trend_metric] option:checked"
REACHED = "[data-panel=trend] .annotation-text"


@pytest.fixture(autouse=True)
def state(served: Store) -> Iterator[State]:
    """What is typed in one test is gone in the next."""
    yield State(served.root)
    for path in served.root.glob(f"{FILE}*"):
        path.unlink()


def link(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def open_box(page: Page, name: str) -> None:
    page.locator("[data-testid=stPopover]").get_by_role("button", name=re.compile(name)).click()
    page.get_by_test_id("stPopoverBody").wait_for()


def type_note(visitor: Visitor, language: str, first: str, text: str, last: str = "") -> None:
    page, words = visitor.page, WORDS[language]
    page.get_by_label(words["day"], exact=True).fill(first)
    page.get_by_label(words["last"]).fill(last)
    page.get_by_label(words["text"]).fill(text)
    page.get_by_role("button", name=words["add"]).click()
    expect(page.get_by_test_id("stPopoverBody").get_by_text(text, exact=True)).to_be_visible()
    visitor.ready(PANEL)


def numbers(page: Page, key: str = "trend") -> list[str]:
    """The numbers of notes as drawn on a chart."""
    texts = page.locator(f"[data-panel={key}] .annotation-text").all_text_contents()
    return [text for text in texts if text in "①②③④⑤"]


# notes


@every_language
def test_a_note_typed_on_the_page_stands_on_the_trend_until_it_is_removed_and_comes_back(
    visit: Visit, language: str
) -> None:
    visitor, words = visit(), WORDS[language]
    page = visitor.go("orders", PANEL, lang=language, period="2026Q3")
    assert numbers(page) == numbers(page, "daily") == []
    open_box(page, words["notes"])
    type_note(visitor, language, "2026-08-08", "夏促 summer sale", "2026-08-10")
    expect(page.locator(REACHED).get_by_text("①")).to_have_count(1)
    assert numbers(page) == numbers(page, "daily") == ["①"]
    page.reload()
    visitor.ready(PANEL)
    assert numbers(page) == numbers(page, "daily") == ["①"]
    expect(page.locator("[data-panel=trend] .kept-subtitle").last).to_contain_text("夏促 summer sale")
    open_box(page, words["notes"])
    page.get_by_role("button", name=words["remove"], exact=True).click()
    expect(page.locator(REACHED).get_by_text("①")).to_have_count(0)
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.locator(REACHED).get_by_text("①")).to_have_count(1)
    visitor.ready(PANEL)
    assert numbers(page, "daily") == ["①"]


def test_pointing_at_the_number_or_the_period_tells_the_note(visit: Visit, state: State) -> None:
    Notes(state).add(date(2026, 8, 8), None, "outage", "chat was down")
    page = visit().go("complaints", PANEL, lang="en", period="2026Q3")
    page.locator(REACHED).get_by_text("①").hover(force=True)
    expect(page.locator("[data-panel=trend] .hovertext")).to_contain_text("chat was down")
    page.mouse.move(5, 5)
    august = page.locator("[data-panel=trend] .scatterlayer .points path").nth(-2)
    august.hover(force=True)
    expect(page.locator("[data-panel=trend] .hovertext").first).to_contain_text("chat was down")


def test_a_note_is_typed_and_changed_without_a_mouse(visit: Visit, state: State) -> None:
    visitor = visit()
    page = visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    page.locator("[data-testid=stPopover]").get_by_role("button", name=re.compile("Notes")).focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("stPopoverBody").wait_for()
    page.get_by_label("Day", exact=True).focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2026-09-01")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("new refund policy")
    page.keyboard.press("Enter")
    expect(page.locator(REACHED).get_by_text("①")).to_have_count(1)
    (note,) = Notes(state).between(date.min, date.max)
    assert (note.first, note.text) == (date(2026, 9, 1), "new refund policy")
    page.get_by_role("button", name="Edit", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What happened")).to_have_value("new refund policy")
    page.get_by_label("What happened").fill("another policy")
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel=trend] .kept-subtitle").last).to_contain_text("another policy")
    assert [item.text for item in Notes(state).between(date.min, date.max)] == ["another policy"]


@pytest.mark.parametrize("names", [HOSTILE[:4], HOSTILE[4:]], ids=["first", "last"])
def test_hostile_notes_and_names_stay_texts(visit: Visit, state: State, names: tuple[str, ...]) -> None:
    """Whatever came to life or was fetched from elsewhere would be told by the visitor at the end, too."""
    for number, text in enumerate(names):
        Notes(state).add(date(2026, 7 + number % 3, 5 + number), date(2026, 9, 20), "other", text)
        Views(state).add(text[:60], "orders", {"period": text})
    visitor = visit()
    page = visitor.go("orders", PANEL, lang="en", period="2026Q3")
    for sign in page.locator(REACHED).filter(has_text=re.compile("[①-⑨]")).all():
        sign.hover(force=True)
        assert live(page) == []
    for box in ("Notes", "Views"):
        open_box(page, box)
        shown = " ".join(page.get_by_test_id("stPopoverBody").all_text_contents())
        assert [text for text in names if text[:60] not in shown] == []
        assert live(page) == []
        page.keyboard.press("Escape")
        page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    for text in names:
        page.get_by_label(WORDS["en"]["search"]).fill(text[:12])
        page.wait_for_timeout(500)
        visitor.ready(PANEL)
        assert live(page) == []


@every_language
def test_what_cannot_be_kept_is_told_in_the_box(visit: Visit, state: State, language: str) -> None:
    visitor, words = visit(), WORDS[language]
    page = visitor.go("complaints", PANEL, lang=language)
    open_box(page, words["notes"])
    page.get_by_label(words["day"], exact=True).fill("2026-02-30")
    page.get_by_label(words["text"]).fill("x")
    page.get_by_role("button", name=words["add"]).click()
    expect(page.get_by_test_id("stPopoverBody").get_by_role("alert")).to_contain_text("2026-02-30")
    expect(page.get_by_label(words["text"])).to_have_value("x")
    assert not state.path.exists()


@pytest.mark.parametrize("box", ["notes", "views"])
def test_the_boxes_speak_chinese_and_have_no_barrier(visit: Visit, state: State, box: str) -> None:
    Notes(state).add(date(2026, 8, 8), None, "outage", "系统故障")
    Views(state).add("周会", "complaints", {"period": "2026Q3"})
    visitor = visit(locale="zh-CN")
    page = visitor.go("complaints", PANEL, lang="zh", period="2026Q3")
    open_box(page, WORDS["zh"][box])
    page.get_by_test_id("stPopoverBody").get_by_role("textbox").last.focus()
    page.wait_for_timeout(300)
    assert english_words(opened_texts(page), SAME_IN_CHINESE) == set()
    found = Axe().run(page, context={"include": [["[data-testid=stPopoverBody]"]]})
    assert [f"{item['id']}: {item['nodes'][0]['html'][:150]}" for item in found.response["violations"]] == []


@pytest.mark.parametrize(
    ("name", "language"),
    list(
        zip(
            ["orders", "complaints", "inspections", "loyalty", "security", "training"],
            cycle(["en", "zh"]),
            strict=False,
        )
    ),
)
def test_with_many_notes_every_text_of_a_chart_can_still_be_read(
    visit: Visit, state: State, name: str, language: str
) -> None:
    for number, day in enumerate(
        ((2025, 11, 1), (2026, 2, 3), (2026, 7, 5), (2026, 8, 8), (2026, 8, 9), (2026, 9, 20))
    ):
        Notes(state).add(date(*day), date(2026, 8, 30) if number == 2 else None, "other", f"note {number} 备注")
    page = visit().go(name, PANEL, lang=language, period="2026Q3")
    settled(page)
    assert "①" in " ".join(page.locator(".annotation-text").all_text_contents())
    assert {"on each other": overlaps(page), "cut off": cut_off(page)} == {"on each other": [], "cut off": []}


# views


@every_language
def test_a_view_is_kept_under_a_name_and_opened_from_another_page(visit: Visit, language: str) -> None:
    visitor, words = visit(), WORDS[language]
    page = visitor.go("complaints", PANEL, lang=language, period="2026-08", versus="year", channel="phone")
    figures = page.locator(".kept-card b").all_text_contents()
    open_box(page, words["views"])
    page.get_by_label(words["name"]).fill("周会 weekly")
    page.get_by_role("button", name=words["keep"]).click()
    expect(page.get_by_test_id("stPopoverBody").get_by_text("周会 weekly", exact=True)).to_be_visible()
    visitor.go(lang=language)
    open_box(page, words["views"])
    page.get_by_test_id("stPopoverBody").get_by_role("button", name=words["open"], exact=True).click()
    page.wait_for_url(re.compile("/complaints.*channel=phone"))
    visitor.ready(PANEL)
    assert link(page) == {"period": "2026-08", "versus": "year", "channel": "phone", "lang": language}
    assert page.locator(".kept-card b").all_text_contents() == figures


def test_a_view_whose_values_are_gone_opens_with_the_sentence_of_links(visit: Visit, state: State) -> None:
    Views(state).add("old", "complaints", {"period": "2026-08", "channel": "telegraph"})
    visitor = visit()
    page = visitor.go(lang="en")
    open_box(page, "Views")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url(re.compile("/complaints"))
    visitor.ready(PANEL)
    expect(page.get_by_role("alert").first).to_contain_text("channel=telegraph")
    assert link(page) == {"period": "2026-08", "lang": "en"}


def test_a_view_of_a_page_that_is_gone_is_told(visit: Visit, state: State) -> None:
    Views(state).add("old", "yesterday", {})
    page = visit().go(lang="en")
    open_box(page, "Views")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("The page of this view is no longer there.")).to_be_visible()


# search


def search(visitor: Visitor, language: str, text: str) -> Page:
    visitor.page.get_by_label(WORDS[language]["search"]).fill(text)
    visitor.page.locator(".st-key-found").wait_for()
    return visitor.page


@pytest.mark.parametrize(
    ("language", "text", "label", "path", "parameter"),
    [
        ("en", "投诉 48 小时内", promise("complaint_resolved_48h").label, "complaints", {"promise": "complaint_resolved_48h"}),
        ("zh", "complaints reopened", metric("complaint_reopened").label, "complaints", {"metric": "complaint_reopened"}),
        ("en", "积压", metric("backlog").label, "response", {"metric": "backlog"}),
    ],
    ids=["promise", "figure", "figure of the response page"],
)  # fmt: skip
def test_a_promise_and_a_figure_open_with_the_filters_in_force(
    visit: Visit, language: str, text: str, label: object, path: str, parameter: dict[str, str]
) -> None:
    visitor = visit()
    visitor.go("merchants", PANEL, lang=language, period="2026-08", versus="year")
    page = search(visitor, language, text)
    name = label.to(language)  # type: ignore[attr-defined]
    page.locator(".st-key-found").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_url(re.compile(f"/{path}"))
    visitor.ready(CARDS)
    assert link(page) == {"period": "2026-08", "versus": "year", "lang": language, **parameter}
    if "metric" in parameter:
        expect(page.locator(CHOSEN)).to_have_text(name)
    expect(page.get_by_label(WORDS[language]["search"])).to_have_value("")


def test_a_merchant_an_agent_a_page_and_a_view_open(visit: Visit, state: State) -> None:
    Views(state).add("weekly review", "loyalty", {"period": "2026Q2"})
    visitor = visit()
    page = visitor.go(lang="en", period="2026-08")
    for text, path in (("m0001", "merchants"), ("a0001", "agents"), ("指标口径", "definitions"), ("weekly", "loyalty")):
        search(visitor, "en", text).locator(".st-key-found").get_by_role("button").first.click()
        page.wait_for_url(re.compile(f"/{path}"))
        visitor.ready(PANEL)
        assert link(page)["period"] == ("2026Q2" if path == "loyalty" else "2026-08")


def test_a_figure_is_found_and_opened_without_a_mouse_whatever_was_chosen_before(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    page.locator("[data-panel=trend]").get_by_role("combobox").first.select_option(
        metric("complaints_received").label.en
    )
    expect(page.locator(CHOSEN)).to_have_text(metric("complaints_received").label.en)
    page.get_by_label(WORDS["en"]["search"]).focus()
    page.keyboard.type("complaints reopened")
    page.keyboard.press("Enter")
    found = page.locator(".st-key-found").get_by_role("button", name=metric("complaint_reopened").label.en).first
    found.wait_for()
    page.wait_for_selector(READY)  # the list is drawn anew as one types
    found.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("metric=complaint_reopened"))
    expect(page.locator(CHOSEN)).to_have_text(metric("complaint_reopened").label.en)


@every_language
def test_nothing_found_is_told_with_the_nearest_names_which_open_as_well(visit: Visit, language: str) -> None:
    visitor = visit()
    visitor.go(lang=language, period="2026Q3")
    page = search(visitor, language, "complant")
    expect(page.locator(".st-key-found")).to_contain_text("complant")
    page.locator(".st-key-found").get_by_role("button").first.click()
    page.wait_for_url(re.compile("metric=complaint"))
    visitor.ready(PANEL)


def test_typing_searches_and_leaves_the_page_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(lang="en", period="2026Q3")
    before, rows = page.url, page.locator(BOARD).all_text_contents()
    page.evaluate("() => { document.querySelector('[data-testid=stMain]').dataset.seen = 'yes'; }")
    search(visitor, "en", "nps")
    assert (page.url, page.locator(BOARD).all_text_contents()) == (before, rows)
    page.get_by_label(WORDS["en"]["search"]).fill("")
    page.locator(".st-key-found").wait_for(state="detached")


def test_the_search_box_stands_above_the_menu_and_the_language_switch_below_it(visit: Visit) -> None:
    page = visit().go(lang="en")
    tops = [
        box["y"]
        for selector in ("[data-testid=stSidebarLogo]", ".st-key-_search", "[data-testid=stSidebarNav]", ".st-key-_language")
        if (box := page.locator(selector).bounding_box())
    ]  # fmt: skip
    assert len(tops) == 4
    assert tops == sorted(tops)
    assert tops[-1] < 900
