"""Two server processes on one store behind a sticky proxy: one published version, one book of notes, separate lives."""

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.store import Store
from tests.e2e.conftest import PANEL, WINDOW, Visitor, serving
from tests.e2e.reading import board_figures
from tests.e2e.sticky_proxy import COOKIE, sticky_proxy
from tests.e2e.test_notes_and_search import open_box, type_note
from tests.pages.stores import demo_store, publish_demo


@dataclass
class Two:
    """The store, the workers' lives, and a visitor on each."""

    store: Store
    workers: list[AbstractContextManager[str]]
    visitors: list[Visitor]


@pytest.fixture
def two(browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    store = Store(shutil.copytree(demo_store(tmp_path_factory.getbasetemp()).root, tmp_path / "store"))
    workers = [serving(store.root, tmp_path / f"log{place}.txt") for place in range(2)]
    with ExitStack() as stack:
        with ThreadPoolExecutor() as pool:
            addresses = list(pool.map(lambda worker: worker.__enter__(), workers))
        stack.callback(lambda: [worker.__exit__(None, None, None) for worker in workers])
        root = stack.enter_context(sticky_proxy(addresses))
        visitors = [
            Visitor(browser.new_context(viewport=WINDOW, locale="en-GB", reduced_motion="reduce").new_page(), root)
            for _worker in workers
        ]
        yield Two(store, workers, visitors)
        for visitor in visitors:
            visitor.page.context.close()


def worker_of(page: Page) -> str:
    return next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == COOKIE)


def compare_with_the_year_before(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Compared with")).click()
    page.get_by_text("the same period a year earlier").click()
    page.wait_for_url(re.compile("versus=year"))


def test_two_workers_show_one_truth_and_the_end_of_one_does_not_touch_the_other(two: Two, tmp_path: Path) -> None:
    one, other = two.visitors
    figures = [board_figures(visitor.go(lang="en")) for visitor in two.visitors]
    assert worker_of(one.page) != worker_of(other.page)
    assert figures[0] == figures[1] != {}

    one.go("orders", PANEL, lang="en", period="2026Q3")
    open_box(one.page, "Notes")
    type_note(one, "en", "2026-08-08", "told by one worker")
    other.go("orders", PANEL, lang="en", period="2026Q3")
    expect(other.page.locator("[data-panel=trend] .kept-subtitle").last).to_contain_text("told by one worker")

    for visitor in two.visitors:
        visitor.go("cases", ".kept-cases", lang="en", period="2026Q3", metric="complaint_resolved_48h", shown="miss")
        visitor.page.locator(".st-key-cases_download button").first.click()
        with visitor.page.expect_download() as waiting:
            visitor.page.locator(".st-key-cases_csv button").click()
        waiting.value.save_as(tmp_path / f"{worker_of(visitor.page)}.csv")
    assert (tmp_path / "0.csv").read_text("utf-8-sig") == (tmp_path / "1.csv").read_text("utf-8-sig") != ""

    for visitor in two.visitors:
        visitor.go(lang="en")
    publish_demo(two.store.root, tickets=300, seed=8)
    for visitor in two.visitors:
        compare_with_the_year_before(visitor.page)
        expect(visitor.page.get_by_text("300 tickets").first).to_be_visible()
    assert board_figures(one.ready()) == board_figures(other.ready())

    assert [visitor.wrong for visitor in two.visitors] == [[], []]
    two.workers[int(worker_of(one.page))].__exit__(None, None, None)
    other.page.get_by_test_id("stSidebarNavLink").get_by_text("Complaints").click()
    other.ready(PANEL)
    assert other.wrong == []
    one.go("complaints", PANEL, lang="en")  # the proxy gives whoever was left alone to the worker that lives
    assert worker_of(one.page) == worker_of(other.page)
