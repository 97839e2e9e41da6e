"""How long something takes, and what many such times come to."""

import time
from collections.abc import Callable, Sequence
from math import ceil
from statistics import median


def seconds(run: Callable[[], object], runs: int = 3) -> float:
    """The median of a few runs, in seconds."""
    return median(once(run) for _run in range(runs))


def in_turn(*ways: Callable[[], object], runs: int = 3) -> list[float]:
    """The median of each way in seconds, run in turn, so that what else the machine does meets all alike."""
    taken = [[once(way) for way in ways] for _run in range(runs)]
    return [median(times) for times in zip(*taken, strict=True)]


def once(run: Callable[[], object]) -> float:
    """What one run takes, in seconds."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def p50(times: Sequence[float]) -> float:
    """The median; NaN of nothing."""
    return median(times) if times else float("nan")


def p95(times: Sequence[float]) -> float:
    """The time within which 95 of 100 ended, itself one of them; NaN of nothing."""
    return sorted(times)[ceil(0.95 * len(times)) - 1] if times else float("nan")
