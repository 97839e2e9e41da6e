"""The board of a version is asked before the first visitor comes, and a store that fails harms nobody."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import data.warehouse
from components import warming
from components.session import current_engine
from components.warming import Warming
from data.store import Store
from data.warehouse import DuckDBWarehouse
from tests.pages.conftest import Open
from tests.pages.stores import publish_demo

SOON = 0.05
LONGEST_SECONDS = 60.0


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements the engine is asked, as they come."""
    found: list[str] = []
    fetch, columns = data.warehouse._fetch, DuckDBWarehouse.columns

    def fetching(connection: Any, statement: str, *others: Any) -> Any:
        found.append(statement)
        return fetch(connection, statement, *others)

    def telling(self: DuckDBWarehouse, statement: str, values: Any) -> Any:
        found.append(statement)
        return columns(self, statement, values)

    monkeypatch.setattr(data.warehouse, "_fetch", fetching)
    monkeypatch.setattr(DuckDBWarehouse, "columns", telling)
    return found


@pytest.fixture
def store(demo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store in force: two years of demo data, a copy to be changed."""
    copy = Path(shutil.copytree(demo.root, tmp_path / "store"))
    monkeypatch.setenv("KEPT_STORE", str(copy))
    return Store(copy)


@pytest.fixture
def watching() -> Iterator[Warming]:
    found = Warming(SOON)
    found.start()
    yield found
    found.end()


@pytest.fixture
def warmed(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The versions asked for their board, each once all was asked."""
    found: list[str | None] = []
    warm = warming.warm

    def warm_and_tell(ended: Callable[[], bool]) -> None:
        warm(ended)
        found.append(current_engine().manifest.version)

    monkeypatch.setattr(warming, "warm", warm_and_tell)
    return found


def wait_for(met: Callable[[], bool]) -> None:
    last = time.monotonic() + LONGEST_SECONDS
    while not met():
        assert time.monotonic() < last, "not met in time"
        time.sleep(SOON)


def test_at_the_start_and_after_publishing_the_first_board_asks_nothing(
    open_page: Open, store: Store, warmed: list[str | None], asked: list[str], watching: Warming
) -> None:
    def board_asks_nothing() -> None:
        wait_for(lambda: store.current_id() in warmed)
        assert asked
        asked.clear()
        drawn = open_page(store=store)
        assert not drawn.exception
        assert any("data-open" in str(item.proto) for item in drawn.main)
        assert not asked

    board_asks_nothing()
    publish_demo(store.root, tickets=300, seed=1)
    board_asks_nothing()


def test_a_store_that_fails_is_left_to_the_visitor(
    store: Store, warmed: list[str | None], watching: Warming, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "kept")
    current = store.root / "current"
    version = current.read_text("utf-8")
    wait_for(lambda: len(warmed) == 1)
    current.write_text("no such version\n", "utf-8")
    wait_for(lambda: "not asked in advance: StoreError" in caplog.text)
    current.write_text(version, "utf-8")
    wait_for(lambda: len(warmed) == 2)


def test_what_is_being_asked_ends_with_the_server(store: Store, asked: list[str]) -> None:
    current_engine()
    asked.clear()
    warming.warm(lambda: True)
    assert len(asked) <= 1
    watching = Warming(LONGEST_SECONDS)
    watching.start()
    start = time.monotonic()
    watching.end()
    assert time.monotonic() - start < LONGEST_SECONDS / 2
