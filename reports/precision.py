"""How exact a figure is that was read from bins, in words."""

from collections.abc import Iterable
from math import ceil

from charts import format
from charts.look import Look
from metrics.catalog import metric
from metrics.certainty import margin
from metrics.model import Row, Unit

WHOLE = 0.005
"""From here on an error is told in whole per cent, below in tenths."""


def within(row: Row, look: Look) -> str:
    """Beside a figure; empty where it is exact."""
    _, off = look.words, _off(row)
    return _("within {share}", share=_share(off, row, look)) if off else ""


def binned(rows: Iterable[Row], look: Look) -> list[str]:
    """Below a chart, a sentence for its changes and one for its other figures; none for what is exact."""
    _ = look.words
    worst: dict[bool, tuple[float, Row]] = {}
    for row in rows:
        off = _off(row)
        if off and off > worst.get(_is_change(row), (0.0, row))[0]:
            worst[_is_change(row)] = (off, row)
    return [
        _("Read from bins: within {share} of the exact figure.", share=_share(off, row, look))
        for off, row in worst.values()
    ]


def _off(row: Row) -> float:
    """The most a figure can be off: a change in its unit, another figure as a fraction of it."""
    if row.value is None or not row.error:
        return 0.0
    return margin(row, row.value) if _is_change(row) else row.error


def _share(off: float, row: Row, look: Look) -> str:
    """An error in words, never rounded down."""
    _, digits = look.words, 0 if off >= WHOLE else 1
    steps = 100 * 10**digits
    up = ceil(round(off * steps, 6)) / steps
    if _is_change(row):
        return _("{change} points", change=format.points(up, look.language).lstrip("+"))
    return format.percent(up, look.language, digits=digits)


def _is_change(row: Row) -> bool:
    return metric(row.metric).unit is Unit.CHANGE
