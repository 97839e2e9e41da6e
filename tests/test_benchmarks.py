"""The benchmarks run on a small store, and what they hold the dashboard against gives the same figures."""

import asyncio
import math
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from benchmarks import (
    browser_scripts,
    cases,
    csv_import,
    engine,
    pages,
    pages_told,
    profiles,
    publish,
    sampling,
    sessions,
    tracing,
)
from benchmarks.__main__ import main
from benchmarks.by_hand import by_hand
from benchmarks.chromium import NAMES, chromium
from benchmarks.clicks import clicks
from benchmarks.report import Target, named, table, written
from benchmarks.serving import serving
from benchmarks.timing import in_turn, p50, p95
from benchmarks.twins import asked, in_pandas, in_sql
from benchmarks.twins.periods import before, quarters_and_months, thirteen_months
from charts.library import ADDRESS
from data.store import Store
from data.time_limit import TIME_LIMIT
from data.warehouse import DuckDBWarehouse
from metrics.build import QUANTILES, build
from metrics.cases import cases as cases_of
from metrics.catalog import metric
from metrics.engine import Engine
from metrics.model import Filter, Query
from tests.pages.stores import demo_store

SIZE = 3_000
SOME = ("order_in_promise", "first_response_p50")
PHONE_AND_EMAIL = ("email", "phone")
PAGES = """
import streamlit as st

def first():
    st.text("one")

def second():
    st.text(st.query_params["lang"])

def failing():
    st.error("it failed")

pages = [st.Page(page, url_path=page.__name__, default=page is first) for page in (first, second, failing)]
st.navigation(pages).run()
"""
Given = TypeVar("Given")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder that holds a small store already."""
    folder = tmp_path_factory.mktemp("work")
    (folder / f"store-{named(SIZE)}").symlink_to(demo_store(tmp_path_factory.getbasetemp()).root)
    return folder


@pytest.fixture
def small(work: Path) -> Store:
    return Store(work / f"store-{named(SIZE)}")


@pytest.fixture(scope="module")
def copied(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small store once more: DuckDB opens one file only once in a process, and twins open it in their own way."""
    return Store(shutil.copytree(work / f"store-{named(SIZE)}", tmp_path_factory.mktemp("copied") / "store"))


@pytest.fixture
def twins(copied: Store, monkeypatch: pytest.MonkeyPatch) -> tuple[asked.Figures, asked.Figures]:
    """Both twins' figures of the small store."""
    monkeypatch.setenv("KEPT_STORE", str(copied.root))
    return in_sql.InSQL(), in_pandas.InPandas()


def apart(run: Callable[[], Given]) -> Given:
    """In a thread of its own: other tests keep an event loop in theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def rows_of_tables(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in text.splitlines() if line.startswith("|")]


def test_a_statement_written_by_hand_answers_as_the_builders_does(small: Store) -> None:
    warehouse = DuckDBWarehouse(small)
    for name in by_hand():
        for shape in engine.SHAPES:
            query = engine.query(name, shape)
            assert query is not None
            question = Engine(warehouse).question(metric(name), query)
            written_by_hand = engine.hand_written(query)
            assert question is not None
            assert written_by_hand is not None
            statement = build(question)
            found = warehouse.fetch(statement.sql, statement.values)
            place = QUANTILES.index(metric(name).quantile or 0.5)
            # the builder asks for the quantiles of one duration together
            wanted = [tuple(field[place] if isinstance(field, list) else field for field in row) for row in found]
            assert wanted, name
            assert list(warehouse.fetch(written_by_hand, statement.values)) == wanted, (name, shape)


@pytest.mark.parametrize("channels", [(), PHONE_AND_EMAIL], ids=["all", "two channels"])
@pytest.mark.parametrize("label", ["2026 Q2", "Sep 2026"])
def test_both_twins_show_our_figures(
    twins: tuple[asked.Figures, asked.Figures], small: Store, label: str, channels: tuple[str, ...]
) -> None:
    first, last = quarters_and_months()[label]
    ours = Engine(DuckDBWarehouse(small))
    for name in (*asked.PROMISED, "ticket_arrivals", "first_response_p90"):
        if channels and metric(name).source != "tickets":
            continue  # orders and reviews have other channels, inspections none
        where = (Filter("channel", channels),) if channels else ()
        wanted = ours.run(Query((name,), first, last, where=where)).only(name).value
        for twin in twins:
            assert twin.value(name, first, last, channels) == pytest.approx(wanted), name
    sql, pandas = twins
    for name in asked.PROMISED:
        months = thirteen_months(last)
        assert sql.monthly(name, *months, channels) == pandas.monthly(name, *months, channels)
    promise = "aftersales_answered_48h"
    assert sql.groups(promise, "team", first, last, channels) == pandas.groups(promise, "team", first, last, channels)
    assert sql.taken(first, last, channels) == pandas.taken(first, last, channels) != {}
    assert sql.waiting(last, channels) == pandas.waiting(last, channels) != {}
    assert sql.arrivals(first, last, channels) == pandas.arrivals(first, last, channels) != {}


def test_periods_of_a_twin_are_whole_months() -> None:
    first, last = quarters_and_months()["2026 Q1"]
    assert (first.isoformat(), last.isoformat()) == ("2026-01-01", "2026-03-31")
    assert [day.isoformat() for day in before(first, last)] == ["2025-10-01", "2025-12-31"]
    assert [day.isoformat() for day in thirteen_months(last)] == ["2025-03-01", "2026-03-31"]


def test_no_click_of_a_page_is_asked_twice(small: Store) -> None:
    filters, periods = clicks(Engine(DuckDBWarehouse(small)), "orders", 30)
    chosen = [*filters, *periods]
    assert len(set(chosen)) == len(chosen) == 30
    assert {choice.box for choice in filters} == {"Region"}
    assert {choice.box for choice in periods} == {"Period"}


def test_95_of_100_are_within_the_95th_percentile() -> None:
    assert p95([float(number) for number in range(1, 101)]) == 95
    assert p50([3.0, 1.0, 2.0]) == 2
    assert math.isnan(p95([]))
    assert all(second >= 0 for second in in_turn(lambda: None, lambda: None))


def test_a_target_is_met_from_its_own_side() -> None:
    assert Target("a", 2.0, 2.0).met
    assert not Target("a", 2.1, 2.0).met
    assert Target("a", 2.1, 2.0, at_least=True).met
    assert not Target("a", float("nan"), 2.0).met
    assert Target("a", 3.0, 2.0).told() == ("a", "3.00 ×", "≤ 2 ×", "**not met**: 1.50 of the limit")
    assert Target("a", 0.0, 0.0, "").told()[3] == "met"


def test_a_part_replaces_its_own_section_and_no_prose(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# Title\n\nBefore.\n\n<!-- cases: begin -->\nold\n<!-- cases: end -->\n\nAfter.\n", "utf-8")
    written("cases", [table(("a", "b"), [("x", "1.5 ms")])], "the command", page)
    written("csv", ["another"], "the command", page)
    text = page.read_text("utf-8")
    assert "old" not in text
    assert text.index("Before.") < text.index("| x | 1.5 ms |") < text.index("After.") < text.index("another")
    assert "| --- | ---: |" in text
    assert str(Path.home()) not in text


def test_the_command_measures_questions_and_cases_and_writes_them(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "metrics", lambda: dict.fromkeys(SOME))
    monkeypatch.setattr(cases, "FIGURES", SOME)
    page = tmp_path / "performance.md"
    for part in ("engine", "cases"):
        main(["--parts", part, "--sizes", named(SIZE), "--work", str(work), "--page", str(page)])
    lines = rows_of_tables([page.read_text("utf-8")])
    assert sum(line.startswith("| order_in_promise | by month |") for line in lines) == 1
    assert any(line.startswith("| builder's SQL against hand-written, 3k |") for line in lines)
    assert any(line.startswith("| first page of cases in the engine, 3k |") for line in lines)
    assert any(line.startswith("| 1,000th page of cases in the engine, 3k |") for line in lines)


def test_a_moment_of_the_browser_counts_for_the_innermost_work_once() -> None:
    def span(name: str, start: int, length: int, thread: int = 1, **data: str) -> dict[str, object]:
        return {"ph": "X", "pid": 9, "tid": thread, "name": name, "ts": start, "dur": length, "args": {"data": data}}

    main = {"ph": "M", "pid": 9, "tid": 1, "name": "thread_name", "args": {"name": tracing.MAIN}}
    events = [
        main,
        span("RunTask", 0, 1_000_000),
        span("FunctionCall", 100_000, 600_000, url="http://host/static/main.js"),
        span("FunctionCall", 200_000, 300_000, url="http://host/static/other.js"),
        span("Layout", 300_000, 100_000),
        span("RunTask", 2_000_000, 500_000),
        span("RunTask", 0, 9_000_000, thread=2),
    ]
    spent = tracing.by_work(events)
    wanted = {tracing.OTHER: 0.9, "Streamlit's scripts": 0.5, "layout": 0.1}
    assert {kind: round(seconds, 6) for kind, seconds in spent.items()} == wanted


def test_a_function_of_the_browser_counts_for_the_script_that_called_it() -> None:
    urls = {1: "", 2: "http://host/static/main.js", 3: "blob:http://host/1", 4: f"http://host{ADDRESS}", 5: "", 6: ""}
    below = {1: [2, 6], 2: [3], 3: [4], 4: [5]}
    nodes = [
        {"id": number, "callFrame": {"url": url}, "children": below.get(number, [])} for number, url in urls.items()
    ]
    scripts = browser_scripts.by_script({"nodes": nodes, "samples": [2, 3, 4, 5, 5, 6]})
    assert scripts == {browser_scripts.STREAMLIT: 1, browser_scripts.OURS: 1, browser_scripts.PLOTLY: 3}
    spent = Counter({browser_scripts.STREAMLIT: 0.5, "layout": 0.1})
    tracing.tell_apart(spent, scripts)
    assert spent == {
        browser_scripts.STREAMLIT: 0.1,
        browser_scripts.OURS: 0.1,
        browser_scripts.PLOTLY: 0.3,
        "layout": 0.1,
    }


def test_a_profile_names_the_largest_costs_of_either_side() -> None:
    places = Counter({("engine", "asked by metrics/board.py"): 60, ("metrics", "metrics/rows.py: row"): 40})
    seen = profiles.Profile([1.0, 1.0], [0.5, 0.5], places, Counter({"layout": 0.5, "paint": 0.1}))
    assert profiles.by_doing(seen)["engine"] == 0.6
    told = rows_of_tables(profiles.told(SIZE, {"response": seen}))
    assert told[-3:] == [
        "| response | engine | asked by metrics/board.py | 300 ms | 30% |",
        "| response | browser | layout | 250 ms | 25% |",
        "| response | metrics | metrics/rows.py: row | 200 ms | 20% |",
    ]


def test_a_statement_counts_for_what_asked_it(small: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    places = []
    limited = TIME_LIMIT.on

    def noting(*given: Any) -> Any:
        places.append(sampling.place_of(sys._getframe()))
        return limited(*given)

    monkeypatch.setattr(TIME_LIMIT, "on", noting)
    cases_of(Engine(DuckDBWarehouse(small)), Query(("first_response_p50",), *engine.QUARTER))
    assert places[-1] == ("engine", "asked by metrics/cases.py")
    assert sampling.place_of(None) is None


def test_a_part_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--parts", "pages,typing"])
    assert "no such part: typing; there are publish, pages" in capsys.readouterr().err


def test_a_change_and_a_file_are_imported_against_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_import, "RUNS", 1)
    lines = rows_of_tables([*publish.run([200], tmp_path), *csv_import.run([200], tmp_path)])
    assert any(line.startswith("| a change of 2 tickets |") for line in lines)
    assert any(line.startswith("| (c) import until published |") for line in lines)


def test_sessions_see_the_pages_they_ask_for_and_their_clicks_are_told(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SESSIONS": (1, 2), "PACED_SECONDS": 0.5, "SECONDS": 0.5, "KNOWN": 2}.items():
        monkeypatch.setattr(sessions, name, value)
    script = tmp_path / "script.py"
    script.write_text(PAGES, "utf-8")
    steps = [sessions.Step(page, (("lang", "en"),)) for page in ("second", "")]

    async def visit(address: str) -> tuple[sessions.Session, list[str]]:
        async with sessions.session(address) as visitor:
            shown = []
            for step in steps:
                await visitor.click(step)
                shown.append(visitor.shown)
            await visitor.click(sessions.Step("failing", ()))
            return visitor, shown

    with serving(tmp_path, small.root, script) as server:
        paced, fast, held = apart(lambda: asyncio.run(sessions.measured(server, steps * 2)))
        visitor, shown = apart(lambda: asyncio.run(visit(server.address)))
        assert server.ran().seconds > 0
    assert shown == [visitor.pages["second"], visitor.pages[""]]
    assert visitor.errors == 1
    assert [load.sessions for load in (*paced, fast)] == [1, 2, 2]
    lines = rows_of_tables(sessions.told(SIZE, paced, fast, fast, held))
    assert any(line.startswith("| errors | 0.00 |") for line in lines)
    assert any(line.startswith("| reruns per second against the default settings | 1.00 × |") for line in lines)


@pytest.mark.browser
@pytest.mark.parametrize("page", ["security", "cases"])  # with panels, and without
def test_a_page_is_clicked_in_chromium(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    if not any(map(shutil.which, NAMES)) and not os.environ.get("KEPT_CHROMIUM"):
        pytest.skip("needs Chromium")
    monkeypatch.setattr(pages, "CLICKS", 2)
    plan = pages.planned(small)[page]

    def look() -> pages.Seen:
        with chromium() as browser:
            return pages.page(browser, small, tmp_path, page, plan)

    seen = apart(look)
    assert len(seen.click) == 2
    assert len(seen.constant) == len(plan[-1])
    assert all(
        click > server > asked > 0 for click, server, asked in zip(seen.click, seen.server, seen.engine, strict=True)
    )
    assert all(number > 0 for number in seen.statements)
    twins = {f"{page}_{way}": seen for page in ("board", "response") for way in ("sql", "pandas")}
    both = {"promises": seen, "response": seen}
    told = rows_of_tables(pages_told.told({2_000: both}, {1_000: both, 2_000: both}, seen.click, seen, twins))
    assert any(line.startswith("| click p95 of promises against an empty page's | 1.00 × |") for line in told)
    assert any(line.startswith("| server time of response, 2k against 1k | 1.00 × |") for line in told)


def test_scripts_are_clicked_without_a_browser(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "CLICKS", 2)
    monkeypatch.setattr(pages, "FILTERED_BY", {"inspections": "category"})
    seen = apart(lambda: pages.scripts(small, tmp_path))["inspections"]
    assert len(seen.server) == 2
    assert all(server > asked > 0 for server, asked in zip(seen.server, seen.engine, strict=True))
    assert all(number > 0 for number in seen.statements)
