"""Where the scripts of a server spend their time: what each is doing is noted every few milliseconds.

Works as py-spy does, but within the process: `timed_server.py` starts it when KEPT_SAMPLES names a file.
"""

import json
import sys
import threading
import time
from collections import Counter
from functools import cache
from pathlib import Path
from types import FrameType

from benchmarks.stores import ROOT

EVERY_SECONDS = 0.002
WRITTEN_SECONDS = 0.2
SCRIPTS = "ScriptRunner.scriptThread"
"""What Streamlit calls the threads in which scripts run."""
FOLDERS = {
    "data": "engine", "metrics": "metrics", "charts": "figures", "components": "components and pages",
    "pages": "components and pages", "locales": "components and pages",
}  # fmt: skip
"""Our folders, and what a script does that is found in one of them."""
STREAMLIT = "Streamlit"
GATEWAY = ("metrics/engine.py", "metrics/counted.py", "metrics/counted_monthly.py", "metrics/kept.py")
"""Through which every question passes: who asked it stands behind them."""
Place = tuple[str, str]
"""What a script was doing, and in which function."""


def sample(target: Path) -> None:
    """Note from now on, in a thread of its own; the file holds how often each place was seen so far."""
    sys.setswitchinterval(
        EVERY_SECONDS / 4
    )  # a script that computes would otherwise be seen less often than one that waits
    threading.Thread(target=_look, args=(target,), name="sampling", daemon=True).start()


def read(target: Path) -> Counter[Place]:
    """How often each place was seen so far."""
    found = json.loads(target.read_text("utf-8")) if target.exists() else []
    return Counter({(kind, where): count for kind, where, count in found})


def place_of(frame: FrameType | None) -> Place | None:
    """What is being done: the innermost function of ours or of Streamlit's, with the libraries it calls.

    Of Streamlit's and the engine's, what of ours asked for it is named, if anything. None where neither is found.
    """
    within_streamlit, within_engine = False, False
    while frame is not None:
        kind, file = _kind_of(frame.f_code.co_filename)
        if kind in (STREAMLIT, ""):
            within_streamlit = within_streamlit or kind == STREAMLIT
        elif within_streamlit:
            return STREAMLIT, f"called by {file}"
        elif kind == "engine" or (within_engine and file in GATEWAY):
            within_engine = True
        elif within_engine:
            return "engine", f"asked by {file}"
        else:
            return kind, f"{file}: {frame.f_code.co_name}"
        frame = frame.f_back
    if within_engine:
        return "engine", "itself"
    return (STREAMLIT, "itself") if within_streamlit else None


@cache
def _kind_of(file: str) -> tuple[str, str]:
    """What a file stands for, and what it is called; libraries stand for whoever called them."""
    path = Path(file)
    if path.is_relative_to(ROOT):
        inner = path.relative_to(ROOT)
        return FOLDERS.get(inner.parts[0], ""), str(inner)
    return (STREAMLIT, "") if any(name in file for name in ("/streamlit/", "/google/protobuf/")) else ("", "")


def _look(target: Path) -> None:
    seen: Counter[Place] = Counter()
    written = time.monotonic()
    while True:
        time.sleep(EVERY_SECONDS)
        scripts = {thread.ident for thread in threading.enumerate() if thread.name == SCRIPTS}
        frames = sys._current_frames()
        seen.update(place for ident in scripts if ident and (place := place_of(frames.get(ident))) is not None)
        if time.monotonic() - written > WRITTEN_SECONDS:
            draft = target.with_suffix(".part")
            draft.write_text(json.dumps([[*place, count] for place, count in seen.items()]), "utf-8")
            draft.replace(target)
            written = time.monotonic()
