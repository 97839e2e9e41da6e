"""An action in a real browser: opened on the figure on screen, refused without a loss, judged, ticked off, found again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from data.actions import Actions
from data.checklists import Checklists
from data.state import FILE, State
from data.store import Store
from tests.e2e.conftest import PANEL, Visit, settled
from tests.e2e.reading import cut_off, out_of_panel

WORDS = {
    "en": {"new": "New action", "cause": "Cause", "done": "What is done", "start": "Start", "due": "Due", "open": "Open the action",
           "asked": "before it starts", "step": "One more step", "add": "Add", "all": "All actions"},
    "zh": {"new": "新建措施", "cause": "原因", "done": "采取的措施", "start": "开始日", "due": "应完成时间", "open": "立项",
           "asked": "早于开始日", "step": "再加一步", "add": "添加", "all": "全部措施"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def state(served: Store) -> Iterator[State]:
    """What is typed in one test is gone in the next."""
    yield State(served.root)
    for path in served.root.glob(f"{FILE}*"):
        path.unlink()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_action_is_opened_on_the_figure_on_screen_and_followed_up(visit: Visit, state: State, language: str) -> None:
    visitor, words = visit(), WORDS[language]
    page = visitor.go(
        "complaints", PANEL, lang=language, period="2026Q2", channel="phone", metric="complaint_resolved_48h"
    )
    page.get_by_role("button", name=words["new"]).click()
    box = page.get_by_role("dialog")
    box.get_by_label(words["cause"], exact=True).fill("<b>two</b> people ill")
    box.get_by_label(words["done"], exact=True).fill("one more shift")
    box.get_by_label(words["start"], exact=True).fill("2026-04-06")
    box.get_by_label(words["due"], exact=True).fill("2026-04-01")
    box.get_by_role("button", name=words["open"], exact=True).click()
    expect(box.get_by_role("alert")).to_contain_text(words["asked"])
    expect(box.get_by_label(words["cause"], exact=True)).to_have_value("<b>two</b> people ill")
    box.get_by_label(words["due"], exact=True).fill("2026-07-31")
    box.get_by_role("button", name=words["open"], exact=True).click()

    page.wait_for_url(re.compile(r"/actions\?.*action=1"))
    visitor.ready("[data-panel=effect] .main-svg")
    settled(page)
    (kept,) = Actions(state).all()
    assert (kept.metric, kept.filters) == ("complaint_resolved_48h", (("channel", ("phone",)),))
    assert kept.rule.comparison is not None
    assert (cut_off(page), out_of_panel(page)) == ([], [])
    page.get_by_label(words["step"]).fill("ask the depot")
    page.get_by_role("button", name=words["add"], exact=True).click()
    page.locator(".st-key-panel_action_steps").get_by_text("ask the depot").click()
    expect(page.get_by_role("checkbox", name="ask the depot")).to_be_checked()
    ticked = (Checklists(state).of(kept.id)[0].done_at or page.wait_for_timeout(100) for _try in range(100))
    assert any(ticked), "the box is checked at once, the step when the script has run"

    page.get_by_role("button", name=words["all"]).click()
    visitor.ready("[data-go]")
    page.get_by_role("button", name="one more shift").click()
    visitor.ready("[data-panel=effect] .main-svg")
    assert "action=1" in page.url


def test_a_promise_that_is_explained_leads_to_an_action_on_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.go(lang="en", period="2026Q3")
    page.locator("[data-why=complaint_resolved_48h]").click()
    page.get_by_role("dialog").get_by_role("button", name="New action").click()
    box = page.locator(".st-key-action_box")
    expect(box.get_by_label("Problem")).to_have_value(re.compile("^Complaints resolved within 48 h, all cases: "))
    expect(box.get_by_label("Due", exact=True)).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    expect(page.get_by_role("dialog")).to_have_count(1)
