"""What Chromium does while a page is clicked: its own trace of the thread that runs scripts, lays out and paints."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browser_scripts import OURS, PLOTLY, STREAMLIT, sampled

CATEGORIES = ("devtools.timeline", "v8", "toplevel", "disabled-by-default-devtools.timeline")
MAIN = "CrRendererMain"
WORK = {
    STREAMLIT: ("FunctionCall", "EvaluateScript", "TimerFire", "FireAnimationFrame", "RunMicrotasks", "EventDispatch",
                "BlinkScheduler_PerformMicrotaskCheckpoint", "v8.callFunction", "XHRReadyStateChange", "HandlePostMessage"),
    PLOTLY: (),
    OURS: (),
    "style": ("UpdateLayoutTree", "ParseHTML", "ParseAuthorStyleSheet"),
    "layout": ("Layout",),
    "paint": ("Paint", "PrePaint", "Layerize", "Commit", "RasterTask"),
    "collecting garbage": ("MinorGC", "MajorGC", "BlinkGC.AtomicPhase"),
}  # fmt: skip
"""What is done, by the events that say so; time within one that is within another counts for the inner one."""
OTHER = "other"
KIND_OF = {event: kind for kind, events in WORK.items() for event in events}


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[Counter[str]]:
    """Within it the page is traced; afterwards the counter holds seconds of the page's main thread by what was done."""
    spent: Counter[str] = Counter()
    browser.start_tracing(page=page, categories=list(CATEGORIES))
    try:
        with sampled(page) as scripts:
            yield spent
    finally:
        spent.update(by_work(json.loads(browser.stop_tracing())["traceEvents"]))
        tell_apart(spent, scripts)


def tell_apart(spent: Counter[str], scripts: Counter[str]) -> None:
    """Give each script its share of the time of all scripts."""
    whole = spent[STREAMLIT]
    for name, count in scripts.items():
        spent[name] = whole * count / scripts.total()


def by_work(events: list[dict[str, Any]]) -> Counter[str]:
    """Seconds of the main threads by what was done, each moment counted once."""
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"].get("name") == MAIN
    }
    spans = [event for event in events if event.get("ph") == "X" and (event["pid"], event["tid"]) in mains]
    spent: Counter[str] = Counter()
    for thread in mains:
        own = [event for event in spans if (event["pid"], event["tid"]) == thread]
        _add(spent, sorted(own, key=lambda event: (event["ts"], -event.get("dur", 0))))
    return spent


def _add(spent: Counter[str], spans: list[dict[str, Any]]) -> None:
    """Spans of one thread, those around others first: each adds its time, and takes it from the one around it."""
    around: list[tuple[float, str]] = []  # the end of each span that is still open, and what it stands for
    for event in spans:
        start, seconds = event["ts"], event.get("dur", 0) / 1_000_000
        while around and around[-1][0] <= start:
            around.pop()
        outer = around[-1][1] if around else None
        kind = KIND_OF.get(event["name"]) or outer or (OTHER if event["name"] == "RunTask" else None)
        if kind is None:
            continue
        spent[kind] += seconds
        if outer is not None:
            spent[outer] -= seconds
        around.append((start + event.get("dur", 0), kind))
