"""What the server answers beside Streamlit, and what happens to Streamlit's answers."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import walk_packages

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import components
from charts.library import ADDRESS, packed
from components.early import EarlyCharts
from components.packing import PackedAssets
from components.warming import Warming

FOR_GOOD = "public, max-age=31536000, immutable"


def chart_script(request: Request) -> Response:
    """Plotly's script; its address names the version, so it never changes."""
    headers = {"Cache-Control": FOR_GOOD, "Content-Encoding": "gzip", "X-Content-Type-Options": "nosniff"}
    return Response(packed(), media_type="text/javascript", headers=headers)


def settle() -> None:
    """Before the first visitor: load what any page needs, pack the script, and spare the collector what never is garbage."""
    for module in walk_packages(components.__path__, "components."):
        import_module(module.name)
    packed()
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """What is done when the server starts, and as long as it runs."""
    await asyncio.to_thread(settle)
    watching = Warming()
    watching.start()
    try:
        yield
    finally:
        await asyncio.to_thread(watching.end)


ROUTES = (Route(ADDRESS, chart_script),)
MIDDLEWARE = (Middleware(PackedAssets), Middleware(EarlyCharts))
