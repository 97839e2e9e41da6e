"""Business time: when the desk works, and when a limit in working hours falls due.

Chinese public holidays and make-up working days come from `chinesecalendar`, which refuses years it does not
know. Beyond its last year the ordinary week is used and the day counts as not covered, which a manifest records.
"""

import bisect
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import chinese_calendar

from data.organisation import CalendarRules

ONE_DAY = timedelta(days=1)


def is_workday(rules: CalendarRules, day: date) -> bool:
    """Whether the desk works on `day`; the organisation's own extra days come first."""
    if day in rules.extra_workdays:
        return True
    if day in rules.extra_holidays:
        return False
    if rules.holidays == "china" and is_covered(rules, day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def is_covered(rules: CalendarRules, day: date) -> bool:
    """Whether the public holidays of that day's year are known."""
    if rules.holidays != "china":
        return True
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


@dataclass(frozen=True)
class WorkingTime:
    """The working spans of a calendar between two days, as UTC epoch seconds, with the work done before each."""

    spans: tuple[tuple[int, int], ...]

    @cached_property
    def worked_before(self) -> tuple[int, ...]:
        """Seconds worked before each span opens, counted from the first span."""
        total, result = 0, []
        for opens, closes in self.spans:
            result.append(total)
            total += closes - opens
        return tuple(result)

    def due(self, start: int, limit: int) -> int | None:
        """The moment when `limit` seconds of working time after `start` are used up; None beyond the last span.

        A limit that ends exactly at the close of a span is due at that close.
        """
        if not self.spans:
            return None
        index = max(bisect.bisect_right([opens for opens, _ in self.spans], start) - 1, 0)
        opens, closes = self.spans[index]
        worked = self.worked_before[index] + min(max(start - opens, 0), closes - opens) + limit
        index = max(bisect.bisect_left(self.worked_before, worked) - 1, 0)
        opens, closes = self.spans[index]
        due = opens + worked - self.worked_before[index]
        return due if due <= closes else None


def working_time(rules: CalendarRules, first: date, last: date, zone: ZoneInfo) -> WorkingTime:
    """The working spans from `first` to `last`, both included."""
    spans: list[tuple[int, int]] = []
    day = first
    while day <= last:
        if is_workday(rules, day):
            in_force = [shift for shift in rules.shifts if shift.since <= day]
            for opens, closes in in_force[-1].spans if in_force else ():
                spans.append((_moment(day, opens, zone), _moment(day, closes, zone)))
        day += ONE_DAY
    return WorkingTime(tuple(spans))


def _moment(day: date, minutes: int, zone: ZoneInfo) -> int:
    """UTC epoch seconds of a wall-clock time, in minutes since midnight; 24:00 is the next day's midnight."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return int(wall.replace(tzinfo=zone).timestamp())
