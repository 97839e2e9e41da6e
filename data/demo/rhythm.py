"""When things happen: growth, the week, the day, and the feasts of the year.

Volumes are made day by day first (`order_days`, `ticket_days`) and only then turned into moments, so that orders and
the tickets that follow them share one history. Festivals have fixed days; Spring Festival, which moves with the moon,
is taken as late January to mid February of every year.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from data.demo.draws import Days, Floats, Ints, generator

DAY = 86_400
BEFORE = 60  # days before the first one, whose orders still cause tickets but are not in the data

GROWTH = 0.20  # orders a day, last day against first
DAY_NOISE = 0.04  # day to day, beyond what chance gives
ORDER_WEEK = (0.98, 0.96, 0.97, 0.98, 1.01, 1.06, 1.04)  # Monday first
TICKET_WEEK = (1.09, 1.05, 1.04, 1.03, 1.02, 0.87, 0.90)

# Share of a day's volume by local hour. Tickets peak at 10-12, 15-17 and 20-22; orders in the evening.
ORDER_HOURS = (22, 11, 6, 4, 3, 4, 9, 18, 30, 42, 52, 50, 48, 45, 46, 48, 48, 45, 46, 54, 68, 74, 62, 40)
ORDER_HOURS_WEEKEND = (26, 14, 8, 5, 4, 4, 7, 14, 26, 40, 50, 50, 47, 46, 48, 50, 50, 48, 52, 64, 84, 92, 76, 48)
TICKET_HOURS = (12, 7, 4, 3, 3, 4, 9, 20, 42, 66, 84, 80, 52, 54, 62, 78, 80, 66, 52, 60, 78, 76, 44, 24)

# Orders on a day of a feast against an ordinary one.
FEASTS = (
    {(6, day): 1.35 for day in range(1, 21)}
    | {(6, 1): 1.9, (6, 16): 1.7, (6, 17): 2.3, (6, 18): 5.0, (6, 19): 1.8}
    | {(11, day): 1.35 for day in range(1, 13)}
    | {(11, 1): 2.2, (11, 10): 2.2, (11, 11): 5.4, (11, 12): 1.8}
)
SPRING = ((1, 24), (2, 14))
SPRING_ORDERS = 0.62
SPRING_PRESSURE = 0.45  # few hands at work: as slow as with half as many orders again


@dataclass(frozen=True)
class Span:
    """The days the data cover; moments are seconds since the first midnight, local time."""

    first: date
    last: date

    @classmethod
    def two_years(cls, until: date) -> "Span":
        """The two years up to and including `until`."""
        leap = (until.month, until.day) == (2, 29)
        start = date(until.year - 2, 3, 1) if leap else until.replace(year=until.year - 2)
        return cls(start if leap else date.fromordinal(start.toordinal() + 1), until)

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def end(self) -> int:
        """The last second."""
        return self.days * DAY - 1

    def number(self, day: date) -> int:
        """Days from the first one."""
        return (day - self.first).days

    def days_left(self, seconds: Ints) -> Floats:
        """Days from each moment to the end."""
        return (self.end - seconds) / DAY


@dataclass(frozen=True)
class Rhythm:
    """Volumes by day, with noise; the first `BEFORE` entries lie before the span."""

    span: Span
    orders: Floats

    @classmethod
    def draw(cls, span: Span, orders: int, seed: int) -> "Rhythm":
        """The days of one history; small histories are noisier, as counts are."""
        rng = generator(seed, "days")
        days = np.arange(-BEFORE, span.days)
        calendar = np.datetime64(span.first, "D") + days
        level = (1 + GROWTH * np.clip(days, 0, None) / span.days) * np.array(ORDER_WEEK)[weekdays(calendar)]
        level *= feast(calendar)
        noise = np.sqrt(DAY_NOISE**2 + span.days / orders / level)
        return cls(span, level * np.clip(1 + noise * rng.standard_normal(len(days)), 0.3, 3))

    @cached_property
    def pressure(self) -> Floats:
        """How much busier (0.5 = half as much again) than usual each day of the span is for those who handle it."""
        calendar = np.datetime64(self.span.first, "D") + np.arange(-BEFORE, self.span.days)
        smooth = np.convolve(feast(calendar), (0.2, 0.35, 0.45), mode="full")[: len(calendar)]
        busy = np.clip(smooth - 1, 0, None) + SPRING_PRESSURE * in_spring(calendar)
        return np.asarray(busy[BEFORE:])

    def after_orders(self, lags: Floats) -> Floats:
        """Volume by day of what follows orders after `lags` (weight by number of days)."""
        return np.convolve(self.orders, lags / lags.sum(), mode="full")[BEFORE : BEFORE + self.span.days]


def weekdays(calendar: Days) -> Ints:
    """Weekday of each day, Monday 0."""
    return np.asarray((calendar.astype("datetime64[D]").astype(np.int64) + 3) % 7)


def _month_days(calendar: Days) -> Ints:
    months = calendar.astype("datetime64[M]")
    day = (calendar - months.astype("datetime64[D]")).astype(np.int64) + 1
    return np.asarray((months.astype(np.int64) % 12 + 1) * 100 + day)


def in_spring(calendar: Days) -> Ints:
    """1 on the days of Spring Festival."""
    (month, day), (to_month, to_day) = SPRING
    number = _month_days(calendar)
    return ((number >= month * 100 + day) & (number <= to_month * 100 + to_day)).astype(np.int64)


def feast(calendar: Days) -> Floats:
    """Orders against an ordinary day: above 1 in the sales, below in Spring Festival."""
    level = np.ones(1300)
    for (month, day), factor in FEASTS.items():
        level[month * 100 + day] = factor
    in_sales: Floats = level[_month_days(calendar)]
    return in_sales * np.where(in_spring(calendar), SPRING_ORDERS, 1.0)


def moments(
    rng: np.random.Generator, span: Span, by_day: Floats, hours: tuple[Floats, Floats], part: range, total: int
) -> Ints:
    """Moments number `part` of `total`, in order of time; `hours` are those of working days and of weekends.

    One draw in each of `total` equal shares of the volume: already sorted, and any part can be made alone.
    """
    weekend = weekdays(np.datetime64(span.first, "D") + np.arange(span.days)) >= 5
    shares = [np.asarray(curve, dtype=np.float64) / np.sum(hours[0]) for curve in hours]
    volume = by_day[:, None] * np.where(weekend[:, None], shares[1], shares[0])
    reached = np.concatenate(([0.0], np.cumsum(volume)))
    place = (np.arange(part.start, part.stop) + rng.random(len(part))) / total * reached[-1]
    seconds: Ints = np.interp(place, reached, np.arange(len(reached)) * 3600.0).astype(np.int64)
    return np.minimum(seconds, span.end)
