"""What customers come with: kind, reason, channel, and the order it is about. How it is handled is `handling`.

Tickets follow the orders of the days before, each kind at its own pace: see `origins`.
"""

from dataclasses import dataclass, fields

import numpy as np

from data.demo.book import Book
from data.demo.draws import NEVER, Flags, Floats, Ints, chance, pick, pick_by
from data.demo.goods import BAD_DAYS_LEFT
from data.demo.origins import LAG_LOGISTICS, LAGS, moved, origin, received
from data.demo.reasons import (
    AFTER_SALES,
    CHANNEL_SHARES,
    CLASSES,
    COMPLAINT,
    FLAWED,
    GOODS_QUALITY,
    KINDS,
    LOGISTICS,
    PRIORITY_SHARES,
    RECEIVED,
    ROW_OF_CLASS,
    ROW_OF_KIND,
    STAGE_OF_TOPIC,
    TOPIC_TABLE,
    WITHOUT_GOODS,
    WITHOUT_ORDER,
)
from data.demo.rhythm import TICKET_HOURS, TICKET_WEEK, Rhythm, moments, weekdays

FATES = {"normal": 0.973, "cancelled": 0.010, "duplicate": 0.010, "spam": 0.007}
CANCELLED, DUPLICATE, SPAM = 1, 2, 3
# Of what customers say about goods in the bad year, the share that is about the bad merchant's.
BAD_OF_QUALITY, BAD_OF_RETURNS = 0.12, 0.015


@dataclass
class Cases:
    """Tickets as they come in, by position in their part."""

    created: Ints
    kind: Ints
    complaint_class: Ints
    topic: Ints
    channel: Ints
    priority: Ints
    order: Ints  # number of the order whose goods and customer it is about
    with_order: Flags
    with_goods: Flags
    fate: Ints
    merged: Ints  # position in the whole of the ticket it repeats; NEVER for the others

    @property
    def stage(self) -> Ints:
        """Part of the customer's journey, by topic."""
        return STAGE_OF_TOPIC[self.topic]


def volume(rhythm: Rhythm) -> Floats:
    """Tickets by day: each kind follows the orders at its own pace; fewer at weekends."""
    weights = [rhythm.after_orders(lags) * share for lags, share in zip(LAGS, KINDS.values(), strict=False)]
    week = np.array(TICKET_WEEK)[weekdays(np.datetime64(rhythm.span.first, "D") + np.arange(rhythm.span.days))]
    return np.asarray(np.sum(weights, axis=0) * week)


def make_part(rng: np.random.Generator, rhythm: Rhythm, book: Book, bad: Ints, part: range, total: int) -> Cases:
    """The tickets numbered `part` of `total`; `bad` are the orders of the merchant with bad goods."""
    span, size = rhythm.span, len(part)
    hours = np.array(TICKET_HOURS, np.float64)
    created = moments(rng, span, volume(rhythm), (hours, hours), part, total)
    kind = pick(rng, list(KINDS.values()), size)
    complaint_class = pick(rng, list(CLASSES.values()), size)
    complaint = kind == COMPLAINT
    topic = pick_by(rng, np.where(complaint, ROW_OF_CLASS[complaint_class], ROW_OF_KIND[kind]), TOPIC_TABLE)
    pace = np.where(complaint & (complaint_class == LOGISTICS), LAG_LOGISTICS, kind)
    order, known = origin(rng, rhythm, book, created, pace)
    order = received(rng, book, created, order, known & RECEIVED[topic])
    recent = span.days_left(created) < BAD_DAYS_LEFT
    share = np.where(complaint & (complaint_class == GOODS_QUALITY), BAD_OF_QUALITY, 0.0)
    share = np.where((kind == AFTER_SALES) & FLAWED[topic], BAD_OF_RETURNS, share)
    order = moved(order, chance(rng, share * recent, size), bad)
    fate = pick(rng, list(FATES.values()), size)
    cases = Cases(
        created=created,
        kind=kind,
        complaint_class=complaint_class,
        topic=topic,
        channel=pick_by(rng, kind, CHANNEL_SHARES),
        priority=pick_by(rng, kind, PRIORITY_SHARES),
        order=order,
        with_order=known & ~WITHOUT_ORDER[topic] & (fate != SPAM),
        with_goods=~WITHOUT_GOODS[topic] & (fate != SPAM),
        fate=fate,
        merged=np.full(size, NEVER, dtype=np.int64),
    )
    _repeat(rng, cases, part, max(2, total // span.days // 8))
    return cases


def _repeat(rng: np.random.Generator, cases: Cases, part: range, reach: int) -> None:
    """Duplicates take over what a ticket shortly before was about; those that find none become ordinary."""
    wanted = np.flatnonzero(cases.fate == DUPLICATE)
    source = wanted - rng.integers(1, reach + 1, len(wanted))
    good = (source >= 0) & (cases.fate[source] == 0)
    cases.fate[wanted[~good]] = 0
    copy, source = wanted[good], source[good]
    for field in fields(Cases):
        if field.name not in ("created", "channel", "priority", "fate", "merged"):
            values = getattr(cases, field.name)
            values[copy] = values[source]
    cases.merged[copy] = part.start + source
