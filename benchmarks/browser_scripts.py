"""Whose scripts the browser runs: Chromium's own sampler, told apart by the file a function stands in.

Plotly is called by our component's script and that by Streamlit's, so a trace alone would count all of it as Streamlit's.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from charts.library import ADDRESS

STREAMLIT, PLOTLY, OURS = "Streamlit's scripts", "Plotly", "our charts' script"
EVERY_MICROSECONDS = 500


@contextmanager
def sampled(page: Page) -> Iterator[Counter[str]]:
    """Within it the page's scripts are sampled; afterwards the counter holds how often each was seen."""
    seen: Counter[str] = Counter()
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": EVERY_MICROSECONDS})
    session.send("Profiler.start")
    try:
        yield seen
    finally:
        seen.update(by_script(session.send("Profiler.stop")["profile"]))
        session.detach()


def by_script(profile: dict[str, Any]) -> Counter[str]:
    """How often each script was seen; a browser's own function counts for the script that called it."""
    whose: dict[int, str | None] = {}
    by_id = {node["id"]: node for node in profile["nodes"]}
    above = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}
    for number in by_id:
        at: int | None = number
        while at is not None and at not in whose and not by_id[at]["callFrame"]["url"]:
            at = above.get(at)
        if at is None or at in whose:
            whose[number] = None if at is None else whose[at]
        else:
            whose[number] = _script_of(by_id[at]["callFrame"]["url"])
    return Counter(name for number in profile["samples"] if (name := whose[number]) is not None)


def _script_of(url: str) -> str:
    if ADDRESS in url:
        return PLOTLY
    return OURS if url.startswith("blob:") else STREAMLIT
