"""What a person does on the pages, and what must follow."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from charts import format
from components.view import FILTERS
from data.store import Store
from metrics.board import board, standing
from metrics.catalog import metric
from metrics.dimensions import dimensions
from metrics.model import Filter
from metrics.periods import parse, previous
from metrics.promises import promise, promises
from tests.charts.makers import HOSTILE
from tests.e2e.conftest import BOARD, CARDS, CHART, PANEL, Visit, Visitor
from tests.e2e.reading import SAME_IN_CHINESE, all_texts, board_figures, card_figures, english_words, opened_texts
from tests.pages.reading import wanted_figures
from tests.pages.stores import engine_of, publish_demo

Q2, Q3 = parse("2026Q2"), parse("2026Q3")
COMPLAINTS = "complaint_resolved_48h"
PHONE = Filter("channel", ("phone",))
ONE_OF_EACH_PAGE = list({item.page: item.id for item in promises()}.values())


def link(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def label(channel: str) -> str:
    return dimensions("tickets")["channel"].value_label(channel, "en")


def choose_channel(visitor: Visitor, name: str) -> None:
    """Choose one channel in its filter box, and close the box."""
    page = visitor.page
    page.get_by_role("button", name=re.compile("^Channel")).click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox").click()
    page.get_by_role("option", name=name, exact=True).click()
    page.wait_for_url(re.compile("channel="))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def click_row(page: Page) -> None:
    page.locator(f"[data-open={COMPLAINTS}] .actual").click()


def press_enter(page: Page) -> None:
    page.locator(f"[data-open={COMPLAINTS}] a").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("open_row", [click_row, press_enter], ids=["click", "keyboard"])
def test_a_row_opens_its_promise_with_the_filters_in_force(
    visit: Visit, served: Store, open_row: Callable[[Page], None]
) -> None:
    visitor = visit()
    page = visitor.go(lang="en", period="2026Q2", versus="year", channel="phone")
    open_row(page)
    page.wait_for_url(re.compile("/complaints"))
    visitor.ready(CARDS)
    expect(page.locator(".kept-card").first).to_contain_text(format.target(0.95, "ratio", "en")[:2])  # type: ignore[arg-type]
    assert link(page) == {"period": "2026Q2", "versus": "year", "channel": "phone", "promise": COMPLAINTS, "lang": "en"}
    wanted = standing(engine_of(served), promise(COMPLAINTS), Q2, where=(PHONE,))
    figure, note = next(iter(card_figures(page).values()))
    assert figure == format.percent(wanted.row.value, "en")
    assert f"n {format.count(wanted.row.n, 'en')}" in note


def test_the_link_of_a_row_leads_to_the_same_page_by_itself(visit: Visit, served: Store) -> None:
    visitor = visit()
    page = visitor.go(lang="en", channel="phone")
    href = page.locator(f"[data-open={COMPLAINTS}] a").get_attribute("href")
    assert href is not None
    visitor.page.goto(f"{visitor.root}/{href}")
    visitor.ready(CHART)
    wanted = standing(engine_of(served), promise(COMPLAINTS), Q3, where=(PHONE,))
    assert next(iter(card_figures(page).values()))[0] == format.percent(wanted.row.value, "en")


def test_a_filter_changes_the_figures_and_the_link_which_shows_the_same_to_anybody(
    visit: Visit, browser: Browser, served: Store
) -> None:
    visitor = visit()
    page = visitor.go(lang="en")
    before = board_figures(page)
    choose_channel(visitor, engine_of(served).value_label("tickets", "channel", "phone", "en"))
    wanted = wanted_figures(board(engine_of(served), Q3, compared=previous(Q3), where=(PHONE,)), "en")
    assert wanted != before
    expect(page.locator(f"[data-open={COMPLAINTS}] .actual")).to_have_text(wanted[COMPLAINTS][0])
    assert board_figures(page) == wanted
    assert link(page) == {"period": "2026Q3", "channel": "phone", "lang": "en"}

    with browser.new_context() as fresh:
        other = Visitor(fresh.new_page(), visitor.root)
        other.page.goto(page.url)
        assert board_figures(other.ready()) == wanted
        assert other.wrong == []


def test_the_back_button_returns_to_the_former_filter(visit: Visit, served: Store) -> None:
    visitor = visit()
    page = visitor.go(lang="en")
    before = board_figures(page)
    choose_channel(visitor, engine_of(served).value_label("tickets", "channel", "phone", "en"))
    expect(page.locator(f"[data-open={COMPLAINTS}] .actual")).not_to_have_text(before[COMPLAINTS][0])
    page.go_back()
    expect(page.locator(f"[data-open={COMPLAINTS}] .actual")).to_have_text(before[COMPLAINTS][0])
    assert board_figures(visitor.ready()) == before
    assert "channel" not in link(page)


def test_the_back_button_leads_from_a_promise_to_the_board_as_it_was(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(lang="en", period="2026Q2", channel="phone")
    before = board_figures(page)
    click_row(page)
    page.wait_for_url(re.compile("/complaints"))
    visitor.ready(CARDS)
    page.go_back()
    assert board_figures(visitor.ready()) == before
    assert link(page).items() >= {"period": "2026Q2", "channel": "phone", "lang": "en"}.items()


def test_the_menu_keeps_the_view(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(lang="en", period="2026Q2", channel="phone")
    page.get_by_role("link", name="Response & SLA").click()
    page.wait_for_url(re.compile("/response.*channel=phone"))
    visitor.ready(CARDS)
    assert link(page) == {"period": "2026Q2", "channel": "phone", "lang": "en"}


def test_switching_the_language_changes_every_word_and_keeps_the_view(visit: Visit, served: Store) -> None:
    visitor = visit()
    page = visitor.go(lang="en", period="2026Q2", channel="phone")
    page.get_by_text("中文", exact=True).click()
    page.wait_for_url(re.compile("lang=zh"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("项承诺")
    assert link(page) == {"period": "2026Q2", "channel": "phone", "lang": "zh"}
    assert english_words(all_texts(visitor.ready()), SAME_IN_CHINESE) == set()
    wanted = board(engine_of(served), Q2, compared=previous(Q2), where=(PHONE,))
    assert board_figures(page) == wanted_figures(wanted, "zh")
    page.get_by_role("link", name="响应与时效").click()
    visitor.ready(CHART)
    assert english_words(all_texts(page), SAME_IN_CHINESE) == set()


@pytest.mark.parametrize(
    ("box", "inner"),
    [("期间", "stSelectbox"), ("渠道", "stMultiSelect")],
    ids=["periods", "channels"],
)
def test_the_boxes_of_the_filters_speak_chinese_too(visit: Visit, box: str, inner: str) -> None:
    page = visit(locale="zh-CN").go(lang="zh")
    page.get_by_role("button", name=re.compile(f"^{box}")).click()
    page.get_by_test_id("stPopoverBody").get_by_test_id(inner).get_by_role("button").last.click()
    page.wait_for_timeout(500)
    texts = opened_texts(page)
    assert len(texts) > 5
    assert english_words(texts, SAME_IN_CHINESE) == set()


@pytest.mark.parametrize(("locale", "heading"), [("zh-CN", "项承诺"), ("zh-HK", "项承诺"), ("de-DE", "promises")])
def test_the_page_starts_in_the_language_of_the_browser(visit: Visit, locale: str, heading: str) -> None:
    page = visit(locale=locale).go()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_version_published_meanwhile_disturbs_nobody_and_is_met_at_the_next_interaction(
    visit: Visit, served: Store
) -> None:
    visitor = visit()
    page = visitor.go(lang="en")
    first, before = served.current_id(), board_figures(page)
    assert first is not None
    try:
        publish_demo(served.root, tickets=300, seed=8)
        assert board_figures(page) == before
        page.get_by_role("button", name=re.compile("^Compared with")).click()
        page.get_by_text("the same period a year earlier").click()
        page.wait_for_url(re.compile("versus=year"))
        expect(page.get_by_text("300 tickets").first).to_be_visible()
        visitor.ready()
        assert board_figures(page) != before
    finally:
        served.put_in_force(first)


@pytest.fixture
def hostile_data(served: Store, hostile: str) -> Iterator[None]:
    """Meanwhile the server shows data whose every name tries to be a link, a picture or a script."""
    first = served.current_id()
    assert first is not None
    served.put_in_force(hostile)
    yield
    served.put_in_force(first)


@pytest.mark.usefixtures("hostile_data")
@pytest.mark.parametrize("names", [HOSTILE[:4], HOSTILE[-4:]], ids=["first", "last"])
@pytest.mark.parametrize(("path", "marker"), [("", BOARD), ("response", CARDS)], ids=["promises", "response"])
def test_a_hostile_name_chosen_in_a_filter_stays_a_name(
    visit: Visit, path: str, marker: str, names: tuple[str, ...]
) -> None:
    page = visit().go(path, marker, lang="en", **dict(zip(FILTERS, names, strict=True)))
    assert live(page) == []
    labels = " ".join(page.get_by_test_id("stPopover").all_text_contents())
    assert [name for name in names if name not in labels] == []


@pytest.mark.usefixtures("hostile_data")
def test_hostile_names_in_a_chart_and_in_a_list_stay_names(visit: Visit) -> None:
    page = visit().go("response", CHART, lang="en")
    page.locator("[data-panel=groups]").scroll_into_view_if_needed()
    for point in page.locator("[data-panel=groups] .point").all():
        point.hover(force=True)
        assert live(page) == []
    shown = page.locator("[data-panel=groups] .ytick text").all_text_contents()
    assert shown
    assert [text for text in shown if not any(beginning(text) in joined(name) for name in HOSTILE)] == []
    page.get_by_role("button", name=re.compile("^Team")).click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox").click()
    assert set(page.get_by_role("option").all_text_contents()) >= set(HOSTILE)
    assert live(page) == []


@pytest.mark.parametrize("names", [HOSTILE[:4], HOSTILE[-4:]], ids=["first", "last"])
def test_a_hostile_address_is_shown_as_it_is(visit: Visit, names: tuple[str, ...]) -> None:
    page = visit().go(lang="en", **dict(zip(FILTERS, names, strict=True)))
    shown = page.get_by_role("alert").text_content()
    assert shown is not None
    assert [name for name in names if name not in shown] == []
    assert live(page) == []


def joined(text: str) -> str:
    return re.sub(r"\s", "", text)


def beginning(text: str) -> str:
    """A label without the mark that says that the rest was cut."""
    return joined(text).rstrip("…")


def click(page: Page, selector: str) -> None:
    page.locator(selector).first.click()


def key(page: Page, selector: str) -> None:
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("use", [click, key], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_question_mark_of_a_row_shows_the_clause_in_both_languages(
    visit: Visit, use: Callable[[Page, str], None], language: str
) -> None:
    page = visit().go(lang=language)
    before = link(page)
    use(page, f"[data-why={COMPLAINTS}]")
    box = page.get_by_role("dialog")
    expect(box).to_contain_text(promise(COMPLAINTS).clause.en)
    expect(box).to_contain_text(promise(COMPLAINTS).clause.zh)
    first = box.locator("blockquote").first
    expect(first).to_have_text(promise(COMPLAINTS).clause.to("zh" if language == "zh" else "en"))
    assert box.locator("dt").count() == box.locator("dd").count() >= 6
    assert link(page) == before
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    use(page, "[data-why=no_leaks]")
    expect(page.get_by_role("dialog")).to_contain_text(promise("no_leaks").clause.en)


def test_a_promise_opens_the_page_it_is_measured_on(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(lang="zh", period="2026Q2")
    for item in map(promise, ONE_OF_EACH_PAGE):
        page.locator(f"[data-open={item.id}] .actual").click()
        page.wait_for_url(re.compile(f"/{item.page}"))
        visitor.ready(CARDS)
        assert link(page) == {"period": "2026Q2", "promise": item.id, "lang": "zh"}
        target = format.target(item.target, metric(item.metric).unit, "zh")
        expect(page.locator(".kept-card").filter(has_text=target).first).to_be_visible()
        page.go_back()
        visitor.ready(BOARD)


def dotted(page: Page) -> int:
    return page.locator("[data-panel=trend] .shapelayer path").evaluate_all(
        "lines => lines.filter(line => getComputedStyle(line).strokeDasharray !== 'none').length"
    )  # type: ignore[no-any-return]


def test_the_switch_of_quoted_values_adds_dotted_lines_and_is_part_of_the_link(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("satisfaction", PANEL, lang="en")
    assert dotted(page) == 0
    page.locator(".st-key-_quoted label").first.click()
    page.wait_for_url(re.compile("quoted=1"))
    page.wait_for_function("document.querySelectorAll('[data-panel=trend] .shapelayer path').length == 3")
    assert dotted(page) == 3
    page.reload()
    visitor.ready(PANEL)
    assert dotted(page) == 3


@pytest.mark.parametrize("name", ["complaints", "agents"])
def test_switching_the_language_keeps_the_page_and_the_filters(visit: Visit, name: str) -> None:
    visitor = visit()
    page = visitor.go(name, PANEL, lang="en", period="2026Q2", versus="year", channel="phone")
    before = [value for value, _note in card_figures(page).values()]
    page.get_by_text("中文", exact=True).click()
    page.wait_for_url(re.compile("lang=zh"))
    expect(page.locator(".kept-title").first).to_have_text(re.compile("[\u4e00-\u9fff]"))
    visitor.ready(PANEL)
    assert urlsplit(page.url).path == f"/{name}"
    assert link(page) == {"period": "2026Q2", "versus": "year", "channel": "phone", "lang": "zh"}
    assert len(card_figures(page)) == len(before)


def test_a_choice_in_a_panel_draws_this_panel_anew_and_no_other(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go("complaints", PANEL, lang="en")
    others = page.locator(".kept-subtitle").all_text_contents()
    before = page.locator("[data-panel=classes] .ytick text").all_text_contents()
    page.locator("[data-panel=classes]").get_by_role("combobox").last.select_option("Channel")
    expect(page.locator("[data-panel=classes] .ytick text").first).not_to_have_text(before[0])
    visitor.ready(PANEL)
    assert page.locator("[data-panel=classes] .ytick text").all_text_contents() != before
    assert len(page.locator(".kept-subtitle").all_text_contents()) >= len(others) - 1
    assert link(page) == {"period": "2026Q3", "lang": "en"}


def live(page: Page) -> list[str]:
    """Anything on the page that leads to another host or came to life."""
    return page.locator("[href], [src], [onload], [onerror], [onclick], [data-testid=stMain] b, script").evaluate_all(
        """found => found.filter(element => {
             if (element.tagName === 'B') return element.textContent === 'bold';
             if (element.tagName === 'SCRIPT') return element.textContent.includes('alert(');
             if (element.onload || element.onerror || element.hasAttribute('onclick')) return true;
             const address = element.getAttribute('href') ?? element.src;
             const target = new URL(address, location.href);
             return !['data:', 'blob:'].includes(target.protocol) && target.host !== location.host;
           }).map(element => element.outerHTML)"""
    )  # type: ignore[no-any-return]
