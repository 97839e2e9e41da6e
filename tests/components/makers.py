"""Standings as the board gets them."""

from dataclasses import replace
from datetime import date
from typing import Any

from data.words import Text
from metrics.board import Standing
from metrics.model import Grain
from metrics.periods import Period
from metrics.promises import Promise, promises
from metrics.verdict import Verdict
from tests.charts.makers import rate

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30), Grain.QUARTER)
MONTHS = tuple((date(2025 + (8 + n) // 12, (8 + n) % 12 + 1, 1), 0.9 + n / 200) for n in range(13))


def standing(verdict: Verdict = Verdict.KEPT, **changes: Any) -> Standing:
    """A standing of the first promise: 98 of 100, and whatever is said otherwise."""
    values: dict[str, Any] = {
        "promise": promises()[0], "period": QUARTER, "running": False, "row": rate(98, 100), "verdict": verdict,
        "budget": None, "compared": rate(96, 100), "change": 0.02, "trend": MONTHS,
    }  # fmt: skip
    return Standing(**values | changes)


def called(text: str, **changes: Any) -> Promise:
    """The first promise under another name, in both languages."""
    return replace(promises()[0], label=Text(text, text), detail=Text(text, text), **changes)
