"""The dashboard with an engine that waits as long as a file is there: what is on screen meanwhile can be looked at."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from components.server import MIDDLEWARE, ROUTES, lifespan
from data.warehouse import DuckDBWarehouse

HOLD = Path(os.environ.get("KEPT_TEST_HOLD", "hold"))
fetch = DuckDBWarehouse.fetch


def held(self: DuckDBWarehouse, *asked: Any, **more: Any) -> Sequence[tuple[Any, ...]]:
    """Answer once the file is gone."""
    while HOLD.exists():
        time.sleep(0.02)
    return fetch(self, *asked, **more)


DuckDBWarehouse.fetch = held  # type: ignore[method-assign]
app = st.App(
    Path(__file__).resolve().parents[2] / "pages" / "index.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan
)
