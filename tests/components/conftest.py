"""What the tests of the components share."""

from collections.abc import Iterator

import pytest

from data.store import Store
from tests.pages.stores import close_all, demo_store


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return demo_store(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session", autouse=True)
def _engines_are_closed() -> Iterator[None]:
    yield
    close_all()
