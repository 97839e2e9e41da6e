"""Which order a ticket is about.

The day of the order is drawn from the orders of the sixty days before, weighted by how long customers of that kind
wait: so tickets rise a few days after a sale, and name an order that explains them.
"""

import numpy as np

from data.demo.book import Book
from data.demo.draws import Flags, Floats, Ints, pick_by
from data.demo.rhythm import BEFORE, DAY, Rhythm

# Days from order to ticket: (most frequent after, spread) of a gamma-like curve, by kind and for logistics.
_LAGS = {
    "inquiry": (1.0, 1.6), "after_sales": (5.0, 3.2), "complaint": (7.0, 3.5), "feedback": (4.0, 6.0),
    "logistics": (3.5, 1.3),
}  # fmt: skip
RECEIVED_BY = (7, 13)  # days after which goods have arrived


def _lag_table() -> Floats:
    days = np.arange(BEFORE + 1) + 0.5
    return np.array([np.exp(peak / scale * np.log(days) - days / scale) for peak, scale in _LAGS.values()])


LAGS = _lag_table()
LAG_LOGISTICS = 4


def origin(rng: np.random.Generator, rhythm: Rhythm, book: Book, created: Ints, pace: Ints) -> tuple[Ints, Flags]:
    """An order placed before each ticket, and whether it is in the data (or older than them)."""
    days = rhythm.span.days
    orders = np.lib.stride_tricks.sliding_window_view(rhythm.orders, BEFORE + 1)[:, ::-1]
    table = (LAGS[:, None, :] * orders[None, :, :]).reshape(-1, BEFORE + 1)
    day = created // DAY
    ordered = day - pick_by(rng, pace * days + day, table)
    first = np.searchsorted(book.created, (np.arange(days + 1) * DAY).astype(book.created.dtype))
    # Older orders lend their goods from the first days of the data, and stay unnamed.
    here = np.where(ordered < 0, np.minimum(-ordered, days - 1), ordered)
    number = first[here] + (rng.random(len(day)) * (first[here + 1] - first[here])).astype(np.int64)
    placed = np.searchsorted(book.created, created.astype(book.created.dtype), side="right")
    known = (ordered >= 0) & (placed > 0)
    number = np.where(known, np.minimum(number, placed - 1), number)
    return np.clip(number, 0, len(book.created) - 1), known


def received(rng: np.random.Generator, book: Book, created: Ints, order: Ints, needed: Flags) -> Ints:
    """An older order where goods are spoken of that had not arrived yet."""
    earlier = created - rng.integers(RECEIVED_BY[0] * DAY, RECEIVED_BY[1] * DAY, len(created))
    older = np.searchsorted(book.created, earlier.astype(book.created.dtype), side="right") - 1
    return np.where(needed & (book.delivered[order] > created) & (older >= 0), older, order)


def moved(order: Ints, chosen: Flags, bad: Ints) -> Ints:
    """Where `chosen`, the bad merchant's last order before the one drawn."""
    found = np.searchsorted(bad, order, side="right") - 1
    return np.where(chosen & (found >= 0), bad[np.maximum(found, 0)] if len(bad) else order, order)
