"""What the tests of the components share."""

from collections.abc import Iterator

import pytest

from tests.pages.stores import close_all


@pytest.fixture(scope="session", autouse=True)
def _engines_are_closed() -> Iterator[None]:
    yield
    close_all()
