"""What the first visitor of a new version would wait for is asked before: the board of its latest period.

A thread of the server looks every few seconds at which version is in force; no visitor waits for it. A store that fails
is written down and left to the visitor's own question, which says what is wrong.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from charts.look import Look
from components.compared import change_on, moved_by_promise, told_apart
from components.failure import where_it_failed
from components.frame import Page
from components.quality.doubts import doubts
from components.session import current_engine
from components.view import FILTERS, View, options, period_options, read_view
from data.errors import KeptError
from data.store import Store, default_store
from locales import translator
from metrics.alignment import alignments
from metrics.board import Standing, board
from metrics.catalog import metric
from metrics.engine import Engine
from metrics.moved import candidates, moved, split

log = logging.getLogger("kept")
PAUSE_SECONDS = 3.0
"""Between two looks."""


class Warming:
    """Asks each version for its board as soon as it is in force, the first at once, until it is ended."""

    def __init__(self, pause: float = PAUSE_SECONDS) -> None:
        self._pause = pause
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="warming", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def end(self) -> None:
        """Look no longer; comes back when the question being asked, if any, has its answer."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        known: str | None = None
        while not self._ended.is_set():
            try:
                found = Store(default_store()).current_id()
                if found != known:
                    known = found
                    warm(self._ended.is_set)
            except KeptError as error:
                log.info("the board was not asked in advance: %s", type(error).__name__)
            except Exception as error:
                log.error("the board could not be asked in advance: %s", where_it_failed(error))
            self._ended.wait(self._pause)


def warm(ended: Callable[[], bool] = lambda: False) -> None:
    """Ask what the board of the version in force asks; given up between two questions once `ended` says so.

    Raises StoreError when there are no data or the version was tampered with, or QueryFailed.
    """
    engine = current_engine()
    view = read_view({}, engine)
    if view is None:
        return
    for ask in _questions(engine, view):
        if ended():
            return
        ask()


def _questions(engine: Engine, view: View) -> Iterator[Callable[[], object]]:
    """What the board's script asks of the engine, in its order; drawing is left out, so the language plays no part."""
    page = Page(engine, view, Look("en"), translator("en"), view.compared(engine))
    yield lambda: (period_options(engine), alignments(engine, view.period))
    for name in FILTERS:
        yield partial(options, engine, name)
    asked = partial(board, engine, view.period, compared=page.compared)
    yield asked
    standings = asked()
    yield lambda: moved_by_promise(page, standings)
    yield lambda: _what_moved_it(page, standings)
    yield lambda: doubts(page)


def _what_moved_it(page: Page, standings: Sequence[Standing]) -> None:
    """The panel below the board: the promise it shows first, by the dimension that explains most."""
    for item in told_apart(standings)[:1]:
        offered = candidates(page.engine, metric(item.promise.metric), ())
        change = change_on(page, item.promise.metric)
        if change is None:
            return
        found = moved(page.engine, change)
        for by in (found.dimension,) if found.dimension else offered:
            groups = split(page.engine, change, by)
            if groups is not None and len(groups.effects) > 1:
                return
