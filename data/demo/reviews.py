"""Product reviews: drawn while the orders pass by, put in order of time at the end."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.book import Book, order_codes
from data.demo.columns import flags, happened, numbered, whole, words
from data.demo.customers import Customers
from data.demo.draws import NEVER, Ints, chance, lognormal, pick_by
from data.demo.goods import BAD, BAD_DAYS_LEFT, Goods
from data.demo.orders import CHANNELS
from data.demo.rhythm import DAY, Span

REVIEWED = 0.42  # of the delivered orders
# Stars 1-5 after an ordinary order, after a late one, and for the bad merchant's goods.
STARS = ((0.028, 0.032, 0.085, 0.295, 0.560), (0.10, 0.09, 0.17, 0.30, 0.34), (0.22, 0.17, 0.20, 0.23, 0.18))
INCENTIVISED, DELETED = 0.03, 0.01
TONES = ("negative", "neutral", "positive")


@dataclass
class Reviews:
    """Reviews of one part of the orders, kept small until all can be put in order of time."""

    order: Ints
    collected: Ints
    score: Ints

    @staticmethod
    def join(groups: list["Reviews"]) -> "Reviews":
        """All of them in order of time."""
        collected = np.concatenate([group.collected for group in groups])
        rows = np.argsort(collected, kind="stable")
        order = np.concatenate([group.order for group in groups])[rows]
        return Reviews(order, collected[rows], np.concatenate([group.score for group in groups])[rows])


def review(rng: np.random.Generator, span: Span, goods: Goods, book: Book, part: range) -> Reviews:
    """Reviews of the orders numbered `part`."""
    place = slice(part.start, part.stop)
    reviewed = chance(rng, REVIEWED, len(part)) & (book.delivered[place] < NEVER)
    order = np.flatnonzero(reviewed) + part.start
    after = np.maximum(lognormal(rng, 2.2 * DAY, 0.9, len(order)), 300).astype(np.int64)
    collected = book.delivered[order] + after
    order, collected = order[collected <= span.end], collected[collected <= span.end]
    bad = (goods.merchant[book.sku[order]] == BAD) & (span.days_left(collected) < BAD_DAYS_LEFT)
    score = pick_by(rng, np.where(bad, 2, np.where(book.late[order], 1, 0)), STARS) + 1
    return Reviews(order.astype(np.int32), collected.astype(np.int32), score.astype(np.int8))


def columns(
    rng: np.random.Generator, span: Span, goods: Goods, customers: Customers, book: Book, reviews: Reviews, part: range
) -> dict[str, pa.Array]:
    """The source `reviews`, rows `part`."""
    place = slice(part.start, part.stop)
    order, collected, score = reviews.order[place], reviews.collected[place].astype(np.int64), reviews.score[place]
    size = len(order)
    rewarded = chance(rng, INCENTIVISED, size)
    score = np.where(rewarded & (score < 4) & chance(rng, 0.7, size), 5, score)
    deleted = collected + np.maximum(lognormal(rng, 4 * DAY, 0.8, size), 600).astype(np.int64)
    return {
        "review_id": numbered("R", np.arange(part.start, part.stop) + 1, 9),
        "order_id": order_codes(order),
        **goods.of_skus(book.sku[order]),
        "channel": words(book.channel[order], tuple(CHANNELS)),
        "customer_id": customers.codes(book.customer[order]),
        "score": whole(score),
        "tone": words(np.clip(score - 2, 0, 2), TONES),
        "collected_at": happened(span, collected),
        "incentivised": flags(rewarded),
        "deleted_at": happened(span, np.where(chance(rng, DELETED, size), deleted, NEVER)),
    }
