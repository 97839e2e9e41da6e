"""Orders: placed → paid → handed over → delivered, part by part.

What other sources need of an order is entered in the `Book`; everything else leaves with its part.
The promise itself is `handover`.
"""

import numpy as np
import pyarrow as pa

from data.demo.book import Book, order_codes
from data.demo.columns import decimals, flags, happened, planned, whole, words
from data.demo.customers import Customers
from data.demo.draws import NEVER, Flags, Floats, Ints, chance, lognormal, pick
from data.demo.goods import REGIONS, Goods
from data.demo.handover import Promise, promise_of
from data.demo.rhythm import DAY, ORDER_HOURS, ORDER_HOURS_WEEKEND, Rhythm, Span, moments

PER_TICKET = 1.5
CHANNELS = {"app": 0.56, "mini_program": 0.22, "livestream": 0.12, "web": 0.10}
PARCELS = (0.90, 0.08, 0.02)  # 1, 2, 3
PIECES = (0.74, 0.19, 0.07)

UNPAID = 0.014  # given up before payment
CANCELLED_BEFORE = 0.019  # paid, cancelled before hand-over
CANCELLED_AFTER = 0.008
DUPLICATE = 0.002
DAYS_UNDERWAY = {
    "east": 1.7, "north": 2.0, "south": 1.9, "central": 2.1, "southwest": 2.7, "northwest": 3.6, "northeast": 2.8,
}  # fmt: skip
COMPLETED_AFTER = 7 * DAY
STATUSES = ("placed", "paid", "handed_over", "delivered", "completed", "cancelled", "duplicate")


def make_part(
    rng: np.random.Generator, rhythm: Rhythm, goods: Goods, customers: Customers, part: range, book: Book
) -> dict[str, pa.Array]:
    """The orders numbered `part` as columns; enters them in the book."""
    span, size = rhythm.span, len(part)
    hours = np.array(ORDER_HOURS, np.float64), np.array(ORDER_HOURS_WEEKEND, np.float64)
    created = moments(rng, span, rhythm.orders[-span.days :], hours, part, len(book.created))
    day = created // DAY
    sku = _sold(rng, goods, day)
    customer, as_member = customers.buyers(rng, rhythm, day)
    region = customers.region[customer]
    channel = pick(rng, list(CHANNELS.values()), size)

    duplicate = chance(rng, DUPLICATE, size)
    unpaid = chance(rng, UNPAID, size) | duplicate
    paid = np.where(unpaid, NEVER, created + lognormal(rng, 75, 1.3, size).astype(np.int64) + 4)
    promise = promise_of(rng, rhythm, paid, day)
    cancelled = _cancelled(rng, created, paid, promise, unpaid & ~duplicate)
    handed = np.where(cancelled < promise.handed, NEVER, promise.handed)
    days_underway = np.array(list(DAYS_UNDERWAY.values()))[region] * (1 + 0.25 * rhythm.pressure[day])
    underway = np.maximum(lognormal(rng, days_underway * DAY, 0.35, size), 5 * 3600)
    delivered = np.where(cancelled < NEVER, NEVER, handed + underway.astype(np.int64))
    pieces = pick(rng, PIECES, size) + 1
    amount = goods.price[sku] * pieces * (0.7 + 0.3 * rng.random(size))

    place = slice(part.start, part.stop)
    book.created[place], book.sku[place], book.customer[place] = created, sku, customer
    book.delivered[place] = np.minimum(delivered, NEVER)
    book.channel[place], book.late[place] = channel, promise.late
    return {
        "order_id": order_codes(np.arange(part.start, part.stop)),
        "customer_id": customers.codes(customer),
        "member_id": customers.member_codes(customer, as_member),
        **goods.of_skus(sku),
        "region": words(region, tuple(REGIONS)),
        "channel": words(channel, tuple(CHANNELS)),
        "express": flags(promise.express),
        "status": words(_status(span, paid, handed, delivered, cancelled, duplicate), STATUSES),
        "created_at": happened(span, created),
        "paid_at": happened(span, paid),
        "ship_from_at": planned(span, np.where(paid > span.end, NEVER, promise.ship_from)),
        "handed_over_at": happened(span, handed),
        "promised_at": planned(span, np.where(paid > span.end, NEVER, _shown(promise.start, days_underway))),
        "delivered_at": happened(span, delivered),
        "cancelled_at": happened(span, cancelled),
        "parcels": whole(pick(rng, PARCELS, size) + 1),
        "amount": decimals(np.round(amount, 2)),
    }


def _sold(rng: np.random.Generator, goods: Goods, day: Ints) -> Ints:
    slot = rng.integers(0, len(goods.sold), len(day))
    sku = goods.sold[slot]
    merchant = goods.merchant[sku]
    absent = (goods.joined[merchant] > day) | (goods.left[merchant] <= day)
    return np.where(absent, goods.sold_always[slot], sku)


def _cancelled(rng: np.random.Generator, created: Ints, paid: Ints, promise: Promise, unpaid: Flags) -> Ints:
    size = len(created)
    timed_out = created + rng.integers(1800, DAY, size)
    regretted = paid + np.maximum(lognormal(rng, 2.5 * 3600, 1.0, size), 60).astype(np.int64)
    refused = promise.handed + rng.integers(DAY // 2, 4 * DAY, size)
    moment = np.where(chance(rng, CANCELLED_BEFORE, size), np.minimum(regretted, promise.handed - 60), NEVER)
    moment = np.where(chance(rng, CANCELLED_AFTER, size) & (moment >= NEVER), refused, moment)
    return np.minimum(np.where(unpaid, timed_out, moment), NEVER)


def _shown(start: Ints, days_underway: Floats) -> Ints:
    return (start // DAY + 2 + np.ceil(days_underway).astype(np.int64)) * DAY + 22 * 3600


def _status(span: Span, paid: Ints, handed: Ints, delivered: Ints, cancelled: Ints, duplicate: Flags) -> Ints:
    reached = [moment <= span.end for moment in (paid, handed, delivered, delivered + COMPLETED_AFTER)]
    status = np.sum(reached, axis=0)
    status = np.where(cancelled <= span.end, STATUSES.index("cancelled"), status)
    return np.where(duplicate, STATUSES.index("duplicate"), status)
