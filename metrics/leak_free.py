"""What a time without leaks proves: by the rule of three, how often they might still happen."""

from dataclasses import dataclass
from datetime import date

from metrics.intervals import rule_of_three

DAYS_OF_MONTH = 365.25 / 12
LEAST_DAYS = 30


@dataclass(frozen=True)
class LeakFree:
    """So many months without a leak; one leak in `one_in` months would still fit them (95 % confidence)."""

    days: int
    months: float
    one_in: float


def leak_free(days: int) -> LeakFree | None:
    """None below a month, which says nothing."""
    if days < LEAST_DAYS:
        return None
    months = days / DAYS_OF_MONTH
    return LeakFree(days, months, 1 / rule_of_three(months))


def days_without(first: date | None, since_last: float | None, day: date) -> int:
    """Days without a leak up to a day: since the last one, or since the records begin where there was none."""
    if since_last is not None:
        return round(since_last)
    return 0 if first is None else max((day - first).days, 0)
