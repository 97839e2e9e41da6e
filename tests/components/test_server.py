"""The script that draws charts comes from this server, packed, and may be kept for good."""

import gc
import gzip
import sys
from pathlib import Path

from starlette.requests import Request

from charts.library import ADDRESS
from components.drawing import library_address
from components.server import FOR_GOOD, ROUTES, chart_script, settle


def test_the_chart_script_is_the_installed_one_packed_and_kept() -> None:
    answer = chart_script(Request({"type": "http", "method": "GET", "path": ADDRESS, "headers": []}))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == FOR_GOOD
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    script = gzip.decompress(bytes(answer.body)).decode("utf-8")
    assert "plotly.js" in script[:200]
    assert len(answer.body) < 0.4 * len(script)


def test_a_chart_asks_for_the_script_where_the_server_has_it() -> None:
    assert [route.path for route in ROUTES] == [ADDRESS]
    assert library_address() == ADDRESS


def test_a_settled_server_has_loaded_every_component_and_leaves_it_to_itself() -> None:
    try:
        settle()
        assert {
            f"components.{path.stem}" for path in (Path(__file__).resolve().parents[2] / "components").glob("[!_]*.py")
        } <= sys.modules.keys()
        assert gc.get_freeze_count() > 50_000
    finally:
        gc.unfreeze()
