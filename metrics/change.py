"""The change between two periods of one metric."""

from metrics.model import Row


def change(now: Row, before: Row) -> float | None:
    """The later value less the earlier one, in the metric's unit; None where either is missing."""
    return None if now.value is None or before.value is None else now.value - before.value
