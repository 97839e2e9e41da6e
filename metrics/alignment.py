"""A period set against an earlier sale: 618 with the year before, or 11.11 with the 618 of the same year.

Days are counted from the first day of the sale, so that its third day meets its third day. The earlier period keeps the
length of the one on screen, also where the earlier sale was shorter or longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.errors import UsageError
from data.words import Text
from metrics.engine import Engine
from metrics.periods import EARLIEST, LATEST, Period, containing, months_before
from metrics.promotions import Sale, sales

KEY = "sale:"
LOOK_BACK = 13
"""Months in which earlier sales are offered: the latest of each, and the same one a year before."""


@dataclass(frozen=True)
class Alignment:
    """An earlier sale to compare with: its key for a link, its name, and the days that meet those on screen."""

    key: str
    label: Text
    period: Period


def alignments(engine: Engine, period: Period) -> tuple[Alignment, ...]:
    """The earlier sales a period can be compared with, the latest first; none where no sale touches the period.

    Left out are sales whose days would reach into the period itself, or of which there are no data at all.
    """
    own, first = sales(engine, period.start, period.end), engine.first_of_all()
    if not own:
        return ()
    earlier = sales(engine, months_before(max(sale.start for sale in own), LOOK_BACK), period.end)
    found = [Alignment(_key(sale), _label(sale), _shifted(engine, period, own, sale)) for sale in earlier]
    kept = [item for item in found if item.period.end < period.start and (first is None or item.period.end >= first)]
    return tuple(reversed(kept))


def aligned(engine: Engine, period: Period, key: str) -> Period:
    """The days of the sale a key names that meet those of `period`. Raises UsageError for a key that names no sale."""
    day = _day_of(key)
    named = [] if day is None else [sale for sale in sales(engine, day, day) if sale.start == day]
    if not named:
        raise UsageError(
            f"“{key}” names no sale. Write {KEY} and the first day of a sale, such as {KEY}2025-11-01.",
            f"“{key}”不对应任何大促。请写 {KEY} 加大促首日，如 {KEY}2025-11-01。",
        )
    own = sales(engine, period.start, period.end)
    found = _shifted(engine, period, own, named[0]) if own else None
    if found is None or (found.start <= period.end and found.end >= period.start):
        raise UsageError(
            "This period cannot be set against that sale: it must hold a sale of its own, and another one.",
            "该期间无法与此大促对齐比较：期间内须有大促，且不能是同一场。",
        )
    return found


def _shifted(engine: Engine, period: Period, own: Sequence[Sale], other: Sale) -> Period:
    """The period moved so that a sale of its own begins where the other one does.

    That is the sale of the same name, else the one with most days in the period. What comes out as a calendar period
    keeps its name: the fourth quarter set against 11.11 of the year before is that year's fourth quarter.
    """
    anchor = max(own, key=lambda sale: (sale.name == other.name, _days_within(sale, period), sale.start))
    moved = other.start - anchor.start
    found = replace(period, start=period.start + moved, end=period.end + moved, grain=None)
    if period.grain is not None and not period.grain.rolling_days:
        calendar = containing(found.start, period.grain, engine.fiscal_start)
        return calendar if (calendar.start, calendar.end) == (found.start, found.end) else found
    return found


def _days_within(sale: Sale, period: Period) -> int:
    return (min(sale.end, period.end) - max(sale.start, period.start)).days + 1


def _key(sale: Sale) -> str:
    return f"{KEY}{sale.start.isoformat()}"


def _day_of(key: str) -> date | None:
    """The first day a key names; None for what is no key of ours."""
    try:
        day = date.fromisoformat(key.removeprefix(KEY)) if key.startswith(KEY) else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day <= LATEST else None


def _label(sale: Sale) -> Text:
    return Text(f"{sale.name.en} {sale.start.year}", f"{sale.start.year}年{sale.name.zh}")
