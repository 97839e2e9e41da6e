"""`streamlit run`, with a clock in the process: started by `serving.py` as `python -m benchmarks.timed_server run …`.

Each run of a script is one line of JSON in the file KEPT_TIMES names: its seconds from start to end, and how many
statements the engine was asked, for how many seconds. With KEPT_REMEMBER answers are kept, and given again while the
file beside it with the ending `.constant` exists: the same page drawn from constants. With KEPT_DEFAULTS the process
runs as a plain installation does: without the performance extra, and nothing is frozen. With KEPT_SAMPLES what its scripts
do is noted every few milliseconds (`sampling.py`).
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TIMES = Path(os.environ.get("KEPT_TIMES", os.devnull))
CONSTANT = TIMES.with_suffix(".constant")
PERFORMANCE_EXTRA = ("uvloop", "httptools")
"""What of it serves; its third part, orjson, our own figures need."""
WAYS_TO_ASK = {"fetch", "columns"}
"""The methods by which a warehouse answers a statement."""
asked = {"statements": 0, "engine": 0.0}
"""What the engine has been asked so far, and for how many seconds."""
counting_up = threading.Lock()


def main() -> None:
    """Put the clocks in, and start."""
    if os.environ.get("KEPT_DEFAULTS"):
        for name in PERFORMANCE_EXTRA:
            sys.modules[name] = None  # type: ignore[assignment]  # importing it then fails
        _freeze_nothing()
    _time_scripts()
    _count_statements()
    if os.environ.get("KEPT_REMEMBER"):
        _remember_answers()
    if os.environ.get("KEPT_SAMPLES"):
        from benchmarks.sampling import sample  # noqa: PLC0415 - costs a thread

        sample(Path(os.environ["KEPT_SAMPLES"]))
    from streamlit.web import cli  # noqa: PLC0415 - after the extra is hidden

    cli.main()


def _freeze_nothing() -> None:
    import gc  # noqa: PLC0415

    gc.freeze = lambda: None


def _time_scripts() -> None:
    from streamlit.runtime.scriptrunner import script_runner  # noqa: PLC0415

    run = script_runner.ScriptRunner._run_script

    def timed(self: Any, rerun_data: Any) -> None:
        before, start = dict(asked), time.perf_counter()
        run(self, rerun_data)
        line = {"seconds": time.perf_counter() - start} | {name: asked[name] - before[name] for name in asked}
        with TIMES.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    script_runner.ScriptRunner._run_script = timed  # type: ignore[method-assign]


def _count_statements() -> None:
    from data.warehouse import DuckDBWarehouse  # noqa: PLC0415

    for name in WAYS_TO_ASK & vars(DuckDBWarehouse).keys():
        setattr(DuckDBWarehouse, name, _counted(getattr(DuckDBWarehouse, name)))


def _counted(ask: Callable[..., Any]) -> Callable[..., Any]:
    def counting(self: Any, *arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return ask(self, *arguments, **named)
        finally:
            with counting_up:  # a page may ask in several threads
                asked["statements"] += 1
                asked["engine"] += time.perf_counter() - start

    return counting


def _remember_answers() -> None:
    from data.warehouse import DuckDBWarehouse  # noqa: PLC0415
    from metrics.engine import Engine  # noqa: PLC0415

    for name in WAYS_TO_ASK & vars(DuckDBWarehouse).keys():
        kept = _remembered(getattr(DuckDBWarehouse, name), lambda statement, values: (statement, repr(values)))
        setattr(DuckDBWarehouse, name, kept)
    Engine.run = _remembered(Engine.run, lambda *asked_for, **more: (*asked_for, *more.values()))  # type: ignore[method-assign]


def _remembered(answer: Callable[..., Any], key_of: Callable[..., Any]) -> Callable[..., Any]:
    """The method, its answers kept; they are given instead of asked for once the page is to be drawn from constants."""
    kept: dict[Any, Any] = {}

    def remembering(self: Any, *arguments: Any, **named: Any) -> Any:
        key = (id(self), key_of(*arguments, **named))
        if key in kept and CONSTANT.exists():
            return kept[key]
        kept[key] = found = answer(self, *arguments, **named)
        return found

    return remembering


if __name__ == "__main__":
    main()
