"""A whole meeting in a browser: a review made, presented and minuted, an action opened, three files with the engine's numbers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from charts import format
from data.actions import Actions
from data.reviews import Reviews
from data.state import FILE, State
from data.store import Store
from data.words import LANGUAGES, Language
from metrics.catalog import metric
from metrics.periods import parse
from metrics.review import Review, review
from tests.e2e.conftest import PANEL, Visit, Visitor, settled
from tests.e2e.reading import cut_off, out_of_panel
from tests.pages.stores import engine_of
from tests.reports.reading import links, pages, rows, slides
from tests.reports.test_printed import squeezed
from tests.reports.test_review_workbook import sheets, table

PROMISE = "complaint_resolved_48h"
BEFORE = 2
"""Slides before those of the promises: title and agenda."""
DECIDED = "=1+1 <b>two more people</b> on Mondays 周一增派两人"
WORDS = {
    "en": {"make": "Make the review", "present": "Present", "said": "What was said or decided", "write": "Write down",
           "decision": "Decision", "act": "Make it an action", "done": "What is done", "cause": "Cause", "open": "Open the action",
           "pptx": "Slides (PPTX)", "xlsx": "Workbook (XLSX)", "pdf": "Print (PDF)"},
    "zh": {"make": "生成评审", "present": "演示", "said": "讨论内容或决议", "write": "记录", "decision": "决议",
           "act": "转为改进措施", "done": "采取的措施", "cause": "原因", "open": "立项",
           "pptx": "幻灯片（PPTX）", "xlsx": "工作簿（XLSX）", "pdf": "打印稿（PDF）"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def state(served: Store) -> Iterator[State]:
    """What is typed in one meeting is gone in the next."""
    yield State(served.root)
    for path in served.root.glob(f"{FILE}*"):
        path.unlink()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_meeting(visit: Visit, served: Store, state: State, tmp_path: Path, language: Language) -> None:
    visitor, words = visit(), WORDS[language]
    page = visitor.go("review", PANEL, lang=language)
    page.get_by_role("button", name=words["make"]).click()
    agenda = page.locator(".kept-agenda [data-go]")
    agenda.first.wait_for()
    wanted = review(engine_of(served), parse("2026Q3"), compared=parse("2026Q2"))
    assert [agenda.nth(place).get_attribute("data-go") for place in range(agenda.count())] == [
        item.standing.promise.id for item in wanted.sections
    ]

    present(visitor, words, wanted, language)
    decide(page, words, language)
    (minute,) = Reviews(state).minutes(1)
    assert (minute.promise, minute.kind, minute.text) == (PROMISE, "decision", DECIDED)

    page.get_by_role("button", name=words["act"]).click()
    box = page.get_by_role("dialog")
    expect(box.get_by_label(words["done"], exact=True)).to_have_value(DECIDED)
    box.get_by_label(words["cause"], exact=True).fill("two people ill")
    box.get_by_role("button", name=words["open"], exact=True).click()
    page.wait_for_url(re.compile(r"/actions\?.*action=1"))
    visitor.ready(PANEL)
    (action,) = Actions(state).all()
    assert (action.promise, action.minute, action.plan.action) == (PROMISE, minute.id, DECIDED)

    visitor.go("review", PANEL, lang=language, review="1", item=PROMISE)
    expect(page.locator(".st-key-review_minutes").get_by_text(DECIDED)).to_be_visible()
    expect(page.get_by_role("button", name=words["act"])).to_have_count(0)  # a decision becomes an action once
    visitor.go("review", ".kept-agenda", lang=language, review="1", item="agenda")
    files = {ending: download(page, words[ending], tmp_path / f"review.{ending}") for ending in ("pptx", "xlsx", "pdf")}
    check_deck(files["pptx"], wanted, language, visitor.root)
    check_workbook(files["xlsx"], wanted)
    check_print(files["pdf"], wanted, language)


def present(visitor: Visitor, words: dict[str, str], wanted: Review, language: Language) -> None:
    """Through every promise by the arrow key, each on one screen with its figure, and back."""
    page = visitor.page
    page.get_by_role("button", name=re.compile(f"^{words['present']}")).click()
    page.wait_for_url(re.compile("present=1"))
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for item in wanted.sections:
        page.keyboard.press("ArrowRight")
        promise = item.standing.promise
        expect(page.get_by_role("heading", name=promise.label.to(language), exact=True)).to_be_visible()
        value = format.value(item.standing.row.value, metric(promise.metric).unit, language)
        expect(page.locator(".kept-card b").first).to_contain_text(value)
    settled(page)
    assert (cut_off(page), out_of_panel(page)) == ([], [])
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


def decide(page: Page, words: dict[str, str], language: Language) -> None:
    """A decision typed on a promise, to which the list of subjects leads."""
    page.goto(re.sub(r"item=\w+", f"item={PROMISE}", page.url))
    page.get_by_label(words["said"]).fill(DECIDED)
    page.locator(".st-key-review_minutes").get_by_text(words["decision"], exact=True).click()
    page.get_by_role("button", name=words["write"], exact=True).click()
    expect(page.locator(".st-key-review_minutes").get_by_text(DECIDED)).to_be_visible()


def download(page: Page, label: str, path: Path) -> bytes:
    """A file as it comes from the button."""
    with page.expect_download() as found:
        page.get_by_role("button", name=label).click()
    found.value.save_as(path)
    return path.read_bytes()


def check_deck(file: bytes, wanted: Review, language: Language, root: str) -> None:
    shown = slides(file)[BEFORE : BEFORE + len(wanted.sections)]
    for slide, item in zip(shown, wanted.sections, strict=True):
        standing, unit = item.standing, metric(item.standing.promise.metric).unit
        value = format.value(standing.row.value, unit, language)
        values = list(dict(rows(slide)).values())
        assert values[:2] == [value, format.target(standing.promise.target, unit, language)]
        assert links(slide) == {value: f"{root}/review?review=1&item={standing.promise.id}&lang={language}"}


def check_workbook(file: bytes, wanted: Review) -> None:
    for row, item in zip(table(sheets(file, values=True)[0]), wanted.sections, strict=True):
        standing = item.standing
        assert row[2:4] == (standing.row.numerator, standing.row.denominator)
        assert row[4] == (None if standing.row.value is None else pytest.approx(standing.row.value))
        assert row[5] == pytest.approx(standing.promise.target)


def check_print(file: bytes, wanted: Review, language: Language) -> None:
    said, place = squeezed("\n".join(pages(file))), 0
    for item in wanted.sections:
        promise = item.standing.promise
        place = said.index(squeezed(promise.label.to(language)), place)
        value = format.value(item.standing.row.value, metric(promise.metric).unit, language)
        place = said.index(squeezed(value), place)
