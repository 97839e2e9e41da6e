"""The two promises on orders: from payment to the carrier.

Which orders are late is drawn first, how long they took then follows: so the level of a promise is what stands here.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.draws import NEVER, Flags, Floats, Ints, chance, lognormal, promised
from data.demo.rhythm import DAY, Rhythm

EXPRESS = 0.08
PRESALE = 0.03  # the clock starts at the agreed day of shipping
# The two promises: share late in ordinary weeks, what a day of twice the usual orders adds, hours, and the median
# wait. Together with the orders never handed over this keeps ordinary orders above 98 % except in the sales.
NORMAL_LATE, EXPRESS_LATE = 0.0113, 0.0175
NORMAL_PEAK_LATE, EXPRESS_PEAK_LATE = 0.035, 0.018
NORMAL_HOURS, EXPRESS_HOURS = 24, 12
NORMAL_MEDIAN, EXPRESS_MEDIAN = 9.0, 4.1
FASTER = 0.26  # the median at the end against the beginning
NEVER_HANDED = 0.002
NIGHT_ENDS = 6 * 3600 + 1800


@dataclass
class Promise:
    """When orders were to be handed over, and when they were if nobody cancelled them."""

    express: Flags
    start: Ints  # of the clock
    ship_from: Ints
    handed: Ints
    late: Flags


def promise_of(rng: np.random.Generator, rhythm: Rhythm, paid: Ints, day: Ints) -> Promise:
    """Kind, clock and hand-over of orders paid at `paid` and placed on `day`."""
    size = len(paid)
    express = chance(rng, EXPRESS, size)
    presale = chance(rng, PRESALE, size) & ~express & (paid < NEVER)
    agreed = (paid // DAY + rng.integers(3, 16, size)) * DAY + 10 * 3600
    ship_from = np.where(presale, agreed, NEVER)
    start = np.where(presale, agreed, paid)
    busy = rhythm.pressure[day]
    # A slow swing of a few weeks, so that quarters differ a little without any cause.
    swing = 1 + 0.12 * np.sin(day / 17.0)
    late_share = np.where(
        express,
        EXPRESS_LATE * swing + EXPRESS_PEAK_LATE * busy,
        NORMAL_LATE * swing + NORMAL_PEAK_LATE * busy,
    )
    late = chance(rng, late_share, size)
    limit = np.where(express, EXPRESS_HOURS, NORMAL_HOURS) * 3600.0
    trend = (1 - FASTER * day / rhythm.span.days) * (1 + 0.22 * busy)
    median = np.where(express, EXPRESS_MEDIAN, NORMAL_MEDIAN) * 3600 * trend
    wait = promised(rng, np.maximum(lognormal(rng, median, 0.42, size), 600), limit, late, 0.5)
    handed = _by_day(rng, start + wait.astype(np.int64), start, limit, late)
    lost = chance(rng, NEVER_HANDED, size) | (paid >= NEVER)
    return Promise(express, start, ship_from, np.where(lost, NEVER, handed), late)


def _by_day(rng: np.random.Generator, handed: Ints, start: Ints, limit: Floats, late: Flags) -> Ints:
    """Carriers do not collect at night: moved to the morning, where that breaks no promise."""
    hour = handed % DAY
    morning = handed - hour + NIGHT_ENDS + rng.integers(0, 3 * 3600, len(handed))
    return np.where((hour < NIGHT_ENDS) & (late | (morning - start < limit)), morning, handed)
