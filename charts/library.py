"""Plotly's own script, as the installed package brings it, packed once for the browser."""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.resources import files

ADDRESS = f"/charts/plotly-{version('plotly')}.js"
"""Named after the version, so that a browser may keep it for good."""


@cache
def packed() -> bytes:
    """The script, gzipped."""
    return gzip.compress(files("plotly").joinpath("package_data", "plotly.min.js").read_bytes(), 9)
