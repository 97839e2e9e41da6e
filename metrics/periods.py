"""Periods: days to years on the calendar or a fiscal year, and rolling windows.

A period is its first and last local day. Quarters, halves and years start in the organisation's fiscal month; the
fiscal year is named after the calendar year in which it begins.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from data.errors import UsageError
from metrics.model import Grain

EPOCH = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""Periods beyond these are typing errors."""
MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
FORMS = (
    (re.compile(r"^(\d{4})-?Q([1-4])$", re.I), Grain.QUARTER),
    (re.compile(r"^(\d{4})-?H([12])$", re.I), Grain.HALF),
    (re.compile(r"^(\d{4})-?W(\d{1,2})$", re.I), Grain.WEEK),
    (re.compile(r"^(\d{4})-(\d{2})$"), Grain.MONTH),
    (re.compile(r"^(\d{4})$"), Grain.YEAR),
)


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included. `grain` None is a range of days chosen freely."""

    start: date
    end: date
    grain: Grain | None = None

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days + 1

    def name(self, fiscal_start: int = 1) -> str:
        """The short name that `parse` reads back: 2026Q3, 2026-09, 2026-09-01..2026-09-14."""
        index = _fiscal_index(self.start, fiscal_start)
        match self.grain:
            case Grain.YEAR:
                return f"{index // 12}"
            case Grain.HALF:
                return f"{index // 12}H{index % 12 // 6 + 1}"
            case Grain.QUARTER:
                return f"{index // 12}Q{index % 12 // 3 + 1}"
            case Grain.MONTH:
                return f"{self.start:%Y-%m}"
            case Grain.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year}W{week:02d}"
            case Grain.DAY:
                return self.start.isoformat()
        return f"{self.start}..{self.end}"


def parse(text: str, fiscal_start: int = 1) -> Period:
    """2026, 2026H2, 2026Q3, 2026-09, 2026W37, 2026-09-14 or 2026-07-01..2026-09-14. Raises UsageError."""
    try:
        period = _parsed(text, fiscal_start)
        if not EARLIEST <= period.start <= period.end <= LATEST:
            raise ValueError(text)
        return period
    except (ValueError, OverflowError):
        raise UsageError(
            f"“{text}” is not a period. Write 2026Q3, 2026-09, 2026H2, 2026, 2026W37, 2026-09-14 or 2026-07-01..2026-09-14.",
            f"“{text}”不是有效的期间。可写作 2026Q3、2026-09、2026H2、2026、2026W37、2026-09-14 或 2026-07-01..2026-09-14。",
        ) from None


def _parsed(text: str, fiscal_start: int) -> Period:
    if ".." in text:
        first, last = (date.fromisoformat(part) for part in text.split("..", 1))
        return Period(first, last)
    for pattern, grain in FORMS:
        if match := pattern.match(text):
            return _named(grain, [int(part) for part in match.groups()], fiscal_start)
    return containing(date.fromisoformat(text), Grain.DAY, fiscal_start)


def _named(grain: Grain, numbers: list[int], fiscal_start: int) -> Period:
    year, part = numbers[0], numbers[1] if len(numbers) > 1 else 1
    if grain is Grain.WEEK:
        return containing(date.fromisocalendar(year, part, 1), grain, fiscal_start)
    if grain is Grain.MONTH:
        return containing(date(year, part, 1), grain, fiscal_start)
    return _of_index(year * 12 + (part - 1) * MONTHS[grain] + fiscal_start - 1, grain)


def containing(day: date, grain: Grain, fiscal_start: int = 1) -> Period:
    """The period of that grain a day falls in; of a rolling grain, the window that ends with the day."""
    if grain.rolling_days:
        return Period(day - timedelta(days=grain.rolling_days - 1), day, grain)
    if grain is Grain.DAY:
        return Period(day, day, grain)
    if grain is Grain.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), grain)
    length = MONTHS[grain]
    index = _fiscal_index(day, fiscal_start)
    return _of_index(index // length * length + fiscal_start - 1, grain)


def of_days(start: date, end: date, fiscal_start: int = 1) -> Period:
    """The month, quarter, half-year or year that these days are; any others as a range of days."""
    whole = (containing(start, grain, fiscal_start) for grain in MONTHS)
    return next((item for item in whole if (item.start, item.end) == (start, end)), Period(start, end))


@lru_cache(maxsize=4_096)
def previous(period: Period, fiscal_start: int = 1) -> Period:
    """The period before, of the same kind; before a free range, the same number of days."""
    before = period.start - ONE_DAY
    if period.grain is None or period.grain.rolling_days:
        return Period(before - timedelta(days=period.days - 1), before, period.grain)
    return containing(before, period.grain, fiscal_start)


def year_before(period: Period, fiscal_start: int = 1) -> Period:
    """The same period one year earlier."""
    if period.grain in MONTHS:
        return _of_index(_month_index(period.start) - 12, period.grain)
    if period.grain is Grain.WEEK:
        return containing(period.start - timedelta(weeks=52), Grain.WEEK, fiscal_start)
    if period.grain is not None and period.grain.rolling_days:
        return containing(_year_earlier(period.end), period.grain, fiscal_start)
    return Period(_year_earlier(period.start), _year_earlier(period.end), period.grain)


def latest(day: date, grain: Grain, count: int, fiscal_start: int = 1) -> list[Period]:
    """So many periods in a row, oldest first, up to the one that holds `day`."""
    found = [containing(day, grain, fiscal_start)]
    while len(found) < count:
        found.insert(0, previous(found[0], fiscal_start))
    return found


def same_part(other: Period, running: Period, today: date) -> Period:
    """As many days of `other` as have passed of the running period, so that like is compared with like."""
    if today >= running.end:
        return other
    passed = max((today - running.start).days, 0)
    return Period(other.start, min(other.start + timedelta(days=passed), other.end), other.grain)


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the engine tables number days."""
    return (day - EPOCH).days


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_before(day: date, months: int) -> date:
    """The same day of a month so many months earlier, or that month's last day."""
    index = _month_index(day) - months
    year, month = index // 12, index % 12 + 1
    last = (next_month(date(year, month, 1)) - ONE_DAY).day
    return date(year, month, min(day.day, last))


def start_of_bucket(grain: Grain, bucket: int, fiscal_start: int = 1) -> date:
    """The first day of a bucket number as computed by `build.bucket_sql`."""
    if grain is Grain.DAY:
        return EPOCH + timedelta(days=bucket)
    if grain is Grain.WEEK:
        return EPOCH + timedelta(days=bucket * 7 - 3)
    return _of_index(bucket * MONTHS[grain] + fiscal_start - 1, grain).start


def end_moment(day: date, zone: ZoneInfo) -> int:
    """UTC epoch seconds of the last second of a local day: the one before the next local midnight."""
    return int(datetime.combine(day + ONE_DAY, time(), zone).timestamp()) - 1


def local_day(moment: int, zone: ZoneInfo) -> date:
    """The local day of UTC epoch seconds."""
    return datetime.fromtimestamp(moment, zone).date()


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _fiscal_index(day: date, fiscal_start: int) -> int:
    return _month_index(day) - (fiscal_start - 1)


def _of_index(index: int, grain: Grain) -> Period:
    last = index + MONTHS[grain]
    start = date(index // 12, index % 12 + 1, 1)
    return Period(start, date(last // 12, last % 12 + 1, 1) - ONE_DAY, grain)


def _year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
