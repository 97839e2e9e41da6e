"""A mark that is clicked narrows the page to its rows, and the list of cases holds exactly those: in a real browser."""

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from components.view import View, read_view
from data.store import Store
from data.words import Language
from metrics.applicable import applicable
from metrics.cases import CaseList, Role, cases
from metrics.catalog import metric
from metrics.engine import Engine
from metrics.model import Query
from tests.e2e.conftest import PANEL, READY, Visit
from tests.metrics.case_counts import assert_same
from tests.pages.stores import engine_of

PLACE = """(box, [trace, point]) => {
  const gd = box.querySelector('.js-plotly-plot'), data = gd._fullData[trace], layout = gd._fullLayout;
  const axis = (name) => layout[name.replace(/^([xy])(\\d*)$/, '$1axis$2')];
  const xa = axis(data.xaxis), ya = axis(data.yaxis);
  const grid = data.type === 'heatmap';
  const column = grid ? point % data.z[0].length : point, row = grid ? Math.floor(point / data.z[0].length) : point;
  let x = xa.c2p(xa.d2c(data.x[column])), y = ya.c2p(ya.d2c(data.y[row]));
  if (data.type === 'bar') {
    if (data.orientation === 'h') x = (x + xa.c2p(0)) / 2; else y = (y + ya.c2p(0)) / 2;
  }
  const frame = gd.getBoundingClientRect();
  return [frame.left + xa._offset + x, frame.top + ya._offset + y];
}"""
TRACE = """box => box.querySelector('.js-plotly-plot')._fullData.findIndex(trace => trace.meta && trace.meta.first !== undefined)"""
MARKS = [
    ("complaints", "classes", 0, "complaint_class"),  # a bar of a Pareto chart
    ("complaints", "groups", 1, "complaint_class"),  # a dot with its interval
    ("response", "load", 33, "weekday"),  # a cell of a heat map
    ("response", "time", 0, "time_answered_48h"),  # a column of a distribution
    ("satisfaction", "answers", 4, "csat"),  # a column of scores
    ("orders", "trend", 10, "period"),  # a point of a line
    ("orders", "daily", 20, "period"),  # a bar of a day
    ("complaints", "backlog", 3, "age"),  # a bar
]


@pytest.fixture
def engine(served: Store) -> Engine:
    return engine_of(served)


def click_mark(page: Page, key: str, point: int) -> None:
    """Point at a mark and click it, as a person does."""
    box = page.locator(f"[data-panel={key}]")
    box.locator(".main-svg").first.wait_for()
    box.scroll_into_view_if_needed()
    x, y = box.evaluate(PLACE, [box.evaluate(TRACE), point])
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def view_of(page: Page, engine: Engine) -> View:
    """What the address of the page says."""
    view = read_view(dict(parse_qsl(urlsplit(page.url).query)), engine)
    assert view is not None
    return view


def asked_of(view: View, engine: Engine) -> Query:
    """The question about the figure whose cases the page shows."""
    assert view.metric is not None
    where, missing = applicable(engine, metric(view.metric), view.where())
    assert not missing
    return Query((view.metric,), view.period.start, view.period.end, where=where)


def counts_shown(page: Page) -> list[int]:
    """The numbers beside the roles, the first of which are all cases."""
    texts = page.locator(".st-key-_role button").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in texts]


def to_the_cases(page: Page) -> None:
    page.locator(".st-key-show_cases button").first.click()
    page.locator(".kept-cases tbody tr").first.wait_for()
    page.wait_for_selector(READY)


def assert_cases_are_those_of_the_figure(page: Page, engine: Engine) -> CaseList:
    """What the list on screen counts is what the engine answers, and what the figure itself says."""
    query = asked_of(view_of(page, engine), engine)
    found = cases(engine, query)
    rows = engine.run(query).rows
    assert_same(rows[0], found)
    shown = counts_shown(page)
    assert shown[0] == found.found == sum(shown[1:])
    assert sorted(shown[1:]) == sorted(found.counts.values())
    first = page.locator(".kept-cases tbody tr td:first-child").first.inner_text()
    assert first == str(next(iter(found.cases[0].columns.values())))
    return found


@pytest.mark.parametrize(
    ("path", "key", "point", "narrows", "language"),
    [(*mark, ("en", "zh")[place % 2]) for place, mark in enumerate(MARKS)],
    ids=[f"{path}-{key}" for path, key, _p, _n in MARKS],
)
def test_a_mark_that_is_clicked_narrows_the_page_and_opens_its_cases(
    visit: Visit, engine: Engine, path: str, key: str, point: int, narrows: str, language: Language
) -> None:
    visitor = visit()
    page = visitor.go(path, PANEL, lang=language, period="2026Q3")
    click_mark(page, key, point)
    if narrows == "period":
        expect(page.locator(".st-key-take_off_period button").first).to_be_visible()
    else:
        expect(page.locator(f".st-key-take_off_{narrows} button").first).to_be_visible()
    assert ("back=" if narrows == "period" else f"{narrows}=") in page.url
    to_the_cases(page)
    assert_cases_are_those_of_the_figure(page, engine)


def test_what_a_mark_has_narrowed_can_be_taken_off_again(visit: Visit, engine: Engine) -> None:
    page = visit().go("complaints", PANEL, lang="en", period="2026Q3")
    click_mark(page, "classes", 0)
    chip = page.locator(".st-key-take_off_complaint_class button").first
    first = engine.values("tickets", "complaint_class")[0]
    assert first is not None
    expect(chip).to_contain_text("Complaint class is")
    chip.click()
    expect(chip).to_have_count(0)
    assert "complaint_class=" not in page.url
    click_mark(page, "trend", 11)
    back = page.locator(".st-key-take_off_period button").first
    expect(back).to_be_visible()
    assert "period=2026-08" in page.url
    back.click()
    expect(back).to_have_count(0)
    assert "period=2026Q3" in page.url


def test_keyboard_reaches_every_mark_through_the_table_beside_the_chart(visit: Visit, engine: Engine) -> None:
    page = visit().go("complaints", PANEL, lang="en", period="2026Q3")
    page.locator("[data-panel=groups] .main-svg").first.wait_for()
    summary = page.locator("[data-panel=groups] summary")
    summary.focus()
    page.keyboard.press("Enter")
    first = page.locator("[data-panel=groups] details button[data-mark='0']")
    expect(first).to_be_visible()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-take_off_complaint_class button").first).to_be_visible()
    to_the_cases(page)
    assert_cases_are_those_of_the_figure(page, engine)


def test_a_cell_of_a_table_and_a_card_open_their_cases_too(visit: Visit, engine: Engine) -> None:
    visitor = visit()
    page = visitor.go("agents", PANEL, lang="en", period="2026Q3")
    page.locator("[data-panel=agents] button[data-mark]").first.click()
    expect(page.locator(".st-key-take_off_agent_id button").first).to_be_visible()
    to_the_cases(page)
    assert_cases_are_those_of_the_figure(page, engine)
    page = visitor.go("complaints", PANEL, lang="en", period="2026Q3")
    page.locator(".kept-card button").first.click()
    page.locator(".kept-cases tbody tr").first.wait_for()
    page.wait_for_selector(READY)
    assert view_of(page, engine).metric == "complaint_resolved_48h"
    assert_cases_are_those_of_the_figure(page, engine)


def test_a_list_is_sorted_turned_and_opened_by_clicks(visit: Visit, engine: Engine) -> None:
    page = visit().go("cases", ".kept-cases", lang="en", period="2026Q3", metric="order_in_promise")
    page.get_by_role("button", name="Order ▲").or_(page.get_by_role("button", name="Order", exact=True)).first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Order")
    first = page.locator(".kept-cases tbody tr td:first-child").first.inner_text()
    page.locator("[data-go='page:2']").first.click()
    expect(page.locator(".kept-pages")).to_contain_text("51–")
    assert page.locator(".kept-cases tbody tr td:first-child").first.inner_text() > first
    number = page.locator(".kept-cases tbody tr td:first-child").first.inner_text()
    page.locator(".kept-cases tbody a").first.click()
    expect(page.get_by_role("heading", name=f"Order {number}")).to_be_visible()
    page.locator(".st-key-back_to_list button").first.click()
    page.locator(".kept-cases tbody tr").first.wait_for()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_files_hold_every_case_of_the_list(
    visit: Visit, engine: Engine, language: Language, tmp_path: Path
) -> None:
    page = visit().go(
        "cases", ".kept-cases", lang=language, period="2026Q3", metric="complaint_resolved_48h", shown="miss"
    )
    wanted = cases(engine, asked_of(view_of(page, engine), engine)).counts
    page.locator(".st-key-cases_download button").first.click()
    files = {}
    for kind in ("csv", "xlsx"):
        with page.expect_download() as waiting:
            page.locator(f".st-key-cases_{kind} button").click()
        files[kind] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[kind])
    lines = list(csv.reader(io.StringIO(files["csv"].read_text("utf-8-sig"))))
    assert len(lines) - 1 == wanted[Role.MISS] > 0
    sheet = load_workbook(files["xlsx"]).active
    assert sheet is not None
    values = [[str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert lines[0] in [row[: len(lines[0])] for row in values]
    assert zipfile.is_zipfile(files["xlsx"])


@pytest.mark.parametrize(
    "link",
    [
        {"sort": "nonsense", "page": "9999", "shown": "hero", "asof": "soon", "complaint_class": "weather"},
        {"sort": "-due; DROP", "page": "-1", "columns": "team,nothing", "period": "2026Q9"},
        {"metric": "no_such_figure"},
    ],
    ids=["five", "four", "figure"],
)
def test_a_link_with_bad_parts_names_each_and_shows_the_rest(
    visit: Visit, engine: Engine, link: dict[str, str]
) -> None:
    parameters = {"lang": "en", "period": "2026Q3", "metric": "complaint_resolved_48h"} | link
    page = visit().go("cases", ".kept-cases", **parameters)
    said = " ".join(page.locator("[data-testid=stAlert]").all_text_contents())
    assert [name for name, value in link.items() if f"{name}={value.split(',')[-1]}" not in said] == []
    view = view_of(page, engine)
    found = cases(
        engine,
        asked_of(view, engine)
        if view.metric
        else Query(("aftersales_answered_48h",), view.period.start, view.period.end),
    )
    assert counts_shown(page)[0] == found.found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_group_that_moved_a_figure_opens_its_cases(visit: Visit, engine: Engine, language: Language) -> None:
    page = visit().go("complaints", PANEL, lang=language, period="2026Q3")
    panel = page.locator("[data-panel=moved]")
    panel.locator(".main-svg").first.wait_for()
    panel.locator("summary").click()
    panel.locator("button[data-mark='0']").click()
    expect(page.locator("[class*=st-key-take_off_] button").first).to_be_visible()
    to_the_cases(page)
    assert_cases_are_those_of_the_figure(page, engine)


def test_a_cell_of_an_explored_heat_map_opens_the_cases_of_its_group_and_month(visit: Visit, engine: Engine) -> None:
    page = visit().go(
        "explore", PANEL, lang="en", period="2026Q3", m="complaint_resolved_48h", by="complaint_class", grain="month",
        chart="heat",
    )  # fmt: skip
    click_mark(page, "explore_0", 1)
    expect(page.locator(".st-key-take_off_complaint_class button").first).to_be_visible()
    expect(page.locator(".st-key-take_off_period button").first).to_be_visible()
    assert "period=2026-08" in page.url
    to_the_cases(page)
    assert_cases_are_those_of_the_figure(page, engine)


def test_a_promise_opens_its_cases_from_the_board(visit: Visit, engine: Engine) -> None:
    page = visit().go(lang="en", period="2026Q3")
    page.locator("[data-cases='complaint_resolved_48h']").click()
    page.locator(".kept-cases tbody tr").first.wait_for()
    page.wait_for_selector(READY)
    assert view_of(page, engine).metric == "complaint_resolved_48h"
    assert_cases_are_those_of_the_figure(page, engine)


@pytest.mark.parametrize(
    ("period", "versus", "said"),
    [("2026Q3", "2025Q3", "2025 Q3"), ("2026Q3", "2026-01-01..2026-02-15", "1 Jan"), ("2026Q3", "year", "2025 Q3"),
     ("2026Q2", "sale:2025-06-01", "2025 Q2")],
)  # fmt: skip
def test_a_period_can_be_compared_with_any_other_and_with_an_earlier_sale(
    visit: Visit, period: str, versus: str, said: str
) -> None:
    page = visit().go(lang="en", period=period, versus=versus)
    expect(page.locator(".st-key-filter_versus button").first).to_contain_text(said)
    expect(page.get_by_text("Left out of this link")).to_have_count(0)
