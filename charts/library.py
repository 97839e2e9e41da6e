"""Plotly's own script, as the installed package brings it, packed once for the browser."""

import gzip
from functools import cache

import plotly
from plotly.offline import get_plotlyjs

ADDRESS = f"/charts/plotly-{plotly.__version__}.js"
"""Named after the version, so that a browser may keep it for good."""


@cache
def packed() -> bytes:
    """The script, gzipped."""
    return gzip.compress(get_plotlyjs().encode("utf-8"), 6)
