"""Fixtures that all tests share."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from data.store import Store

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile(
    "kept", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("kept")
gc.set_threshold(20_000, 20, 20)  # what was opened for many tests stays, and need not be looked through all the time


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real public data. In CI it has to be there."""
    folder = Path(os.environ.get("KEPT_REAL_DATA") or REPOSITORY.parent / "shared" / "real")
    if not folder.is_dir():
        missing = f"The real data are not in {folder}; name their folder in KEPT_REAL_DATA."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder
