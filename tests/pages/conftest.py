"""What the tests of the pages share: stores, and a page opened on one."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from components.session import current_engine
from data.store import Store
from tests.pages.stores import close_all, demo_store, real_store

PAGES = Path(__file__).resolve().parents[2] / "pages"
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return demo_store(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Data that are not demo data."""
    return real_store(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session", autouse=True)
def _engines_are_closed() -> Iterator[None]:
    yield
    st.cache_resource.clear()
    close_all()


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """Each new AppTest looks for components in every package installed, which takes longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def open_page(demo: Store, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Run a page on a store, the demo data if none is named, with URL parameters."""
    monkeypatch.setenv("KEPT_STORE", str(demo.root))
    current_engine()  # the version used last is the last to be given up

    def run(page: str = "promises", store: Store | None = None, **parameters: str) -> AppTest:
        monkeypatch.setenv("KEPT_STORE", str((store or demo).root))
        found = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=30)
        for name, value in parameters.items():
            found.query_params[name] = value
        return found.run()

    return run


@pytest.fixture(scope="session")
def _seen() -> dict[tuple[object, ...], AppTest]:
    return {}


@pytest.fixture
def shown(open_page: Open, _seen: dict[tuple[object, ...], AppTest]) -> Open:
    """A page opened once for all tests that only look at it; of the demo data, their last quarter."""

    def look(page: str, store: Store | None = None, **parameters: str) -> AppTest:
        if store is None:
            parameters = {"period": "2026Q3"} | parameters
        key = (page, store, *sorted(parameters.items()))
        if key not in _seen:
            _seen[key] = open_page(page, store, **parameters)
        return _seen[key]

    return look
