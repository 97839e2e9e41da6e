"""Standings as the board gets them."""

from dataclasses import replace
from datetime import date
from typing import Any

from data.words import Text
from metrics.board import Part, Standing
from metrics.model import Grain, Row
from metrics.periods import Period
from metrics.promises import Promise, promise, promises
from metrics.verdict import Verdict
from tests.charts.makers import rate

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30), Grain.QUARTER)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), Grain.YEAR)
MONTHS = tuple((date(2025 + (8 + n) // 12, (8 + n) % 12 + 1, 1), 0.9 + n / 200) for n in range(13))


def standing(verdict: Verdict = Verdict.KEPT, **changes: Any) -> Standing:
    """A standing of the first promise: 98 of 100, and whatever is said otherwise."""
    values: dict[str, Any] = {
        "promise": promises()[0], "period": QUARTER, "running": False, "row": rate(98, 100), "verdict": verdict,
        "budget": None, "compared": rate(96, 100), "change": 0.02, "trend": MONTHS,
    }  # fmt: skip
    return Standing(**values | changes)


def of(name: str, row: Row, **changes: Any) -> Standing:
    """The standing of a promise by its id, with the row its metric gave."""
    found = promise(name)
    return standing(promise=found, row=replace(row, metric=found.metric), compared=None, change=None, **changes)


def month(number: int, value: float, name: str, verdict: Verdict = Verdict.KEPT) -> Part:
    """One month of 2026 as a window of a promise on a count."""
    period = Period(date(2026, number, 1), date(2026, number, 28), Grain.MONTH)
    return Part(period, False, Row(promise(name).metric, None, (), value, round(value), None, round(value)), verdict)


def called(text: str, **changes: Any) -> Promise:
    """The first promise under another name, in both languages."""
    return replace(promises()[0], label=Text(text, text), detail=Text(text, text), **changes)
