"""How exact a figure is that was read from bins, in words."""

from collections.abc import Iterable

from charts import format
from charts.look import Look
from metrics.model import Row


def within(row: Row, look: Look) -> str:
    """Beside a figure; empty where it is exact."""
    _ = look.words
    return _("within {share}", share=format.percent(row.error, look.language, digits=0)) if row.error else ""


def binned(rows: Iterable[Row], look: Look) -> list[str]:
    """A sentence below a chart; none where all of it is exact."""
    _ = look.words
    error = max((row.error for row in rows), default=0.0)
    share = format.percent(error, look.language, digits=0)
    return [_("Read from bins: within {share} of the exact figure.", share=share)] if error else []
