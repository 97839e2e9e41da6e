"""The dashboard with an engine that waits as long as a file is there: what is on screen meanwhile can be looked at."""

import os
import time
from pathlib import Path
from typing import Any

import streamlit as st

from components.server import MIDDLEWARE, ROUTES, lifespan
from metrics.engine import Engine
from metrics.model import Result

HOLD = Path(os.environ.get("KEPT_TEST_HOLD", "hold"))
run = Engine.run


def held(self: Engine, *asked: Any, **more: Any) -> Result:
    """Answer once the file is gone."""
    while HOLD.exists():
        time.sleep(0.02)
    return run(self, *asked, **more)


Engine.run = held  # type: ignore[method-assign]
app = st.App(
    Path(__file__).resolve().parents[2] / "pages" / "index.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan
)
