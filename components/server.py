"""What the server answers beside Streamlit, and what happens to Streamlit's answers."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.library import ADDRESS, packed
from components.packing import PackedAssets

FOR_GOOD = "public, max-age=31536000, immutable"


def chart_script(request: Request) -> Response:
    """Plotly's script; its address names the version, so it never changes."""
    headers = {"Cache-Control": FOR_GOOD, "Content-Encoding": "gzip", "X-Content-Type-Options": "nosniff"}
    return Response(packed(), media_type="text/javascript", headers=headers)


ROUTES = (Route(ADDRESS, chart_script),)
MIDDLEWARE = (Middleware(PackedAssets),)
