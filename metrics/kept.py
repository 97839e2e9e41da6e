"""What was fetched of a version, kept for the next question within a bound on memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar, cast


class Sized(Protocol):
    """Something that knows how much memory it takes."""

    @property
    def size(self) -> int:
        """Bytes."""


K = TypeVar("K", bound=Sized)


class Kept:
    """The least recently used goes first. Safe to share between threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._items: OrderedDict[Hashable, Sized] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, made: Callable[[], K]) -> K:
        """What is kept under a key; made and kept where there is nothing."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                return cast("K", self._items[key])
        item = made()
        with self._lock:
            before = self._items.pop(key, None)  # another thread may have made it meanwhile
            self._items[key] = item
            self._bytes += item.size - (0 if before is None else before.size)
            while self._bytes > self._most_bytes and len(self._items) > 1:
                self._bytes -= self._items.popitem(last=False)[1].size
        return item
