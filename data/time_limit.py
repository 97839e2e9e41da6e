"""Stops what takes too long, with one thread for all: a thread per statement costs more than many a statement."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOK_EVERY = 0.2
"""Seconds between two looks at most."""


class TimeLimit:
    """Calls a statement's `interrupt` when its time is over."""

    def __init__(self) -> None:
        self._running: dict[int, tuple[float, Callable[[], None]]] = {}
        self._numbers = itertools.count()
        self._begun = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @contextmanager
    def on(self, interrupt: Callable[[], None], seconds: float) -> Iterator[None]:
        """Interrupt what runs inside once `seconds` are over."""
        self._watch()
        number = next(self._numbers)
        self._running[number] = time.monotonic() + seconds, interrupt
        self._begun.set()
        try:
            yield
        finally:
            self._running.pop(number, None)

    def _watch(self) -> None:
        if self._thread is None or not self._thread.is_alive():  # a forked process has no threads
            with self._lock:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._look, name="time limit", daemon=True)
                    self._thread.start()

    def _look(self) -> None:
        while True:
            self._begun.wait()
            self._begun.clear()
            while self._running:
                nearest = min((end for end, _ in list(self._running.values())), default=0.0)
                time.sleep(min(LOOK_EVERY, max(0.0, nearest - time.monotonic())))
                self._stop_late()

    def _stop_late(self) -> None:
        """Apart, so that the thread holds no statement while it waits: at exit DuckDB would complain of it."""
        now = time.monotonic()
        for number, (end, interrupt) in list(self._running.items()):
            if now >= end and self._running.pop(number, None) is not None:
                interrupt()


TIME_LIMIT = TimeLimit()
"""The one of this process."""
