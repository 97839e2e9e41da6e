"""The quarterly waves: buyers of the last months are asked about the platform as a whole.

A wave is about no ticket, so it names no agent and no team; it carries the goods and the region of a recent order.
"""

from datetime import date

import numpy as np
import pyarrow as pa

from data.demo.answers import about, answers
from data.demo.book import Book, order_codes
from data.demo.columns import numbered, one_word, words
from data.demo.customers import Customers
from data.demo.draws import generator
from data.demo.goods import Goods
from data.demo.orders import CHANNELS
from data.demo.rhythm import DAY, Span
from data.demo.tickets import ticket_codes

SIZE, PER_TICKET = 400, 1 / 60  # at least so many are sent, and more for more tickets
MONTH_DAY, DAYS = 40, 9  # day of the quarter a wave begins, and how long it is sent
BUYERS_OF = 120  # days
# How content customers are, in standard deviations above the line between three and four stars; slowly better.
CONTENT_FROM, CONTENT_TO = 0.85, 0.92


def names(span: Span) -> list[tuple[str, int]]:
    """Name of each wave sent in full within the data, and the day it begins."""
    found = []
    for year in range(span.first.year, span.last.year + 1):
        for quarter in range(4):
            day = span.number(date(year, 3 * quarter + 1, 1)) + MONTH_DAY
            if 0 <= day <= span.days - DAYS:
                found.append((f"{year}Q{quarter + 1}", day))
    return found


def columns(
    seed: int, span: Span, goods: Goods, customers: Customers, book: Book, number: int, size: int
) -> dict[str, pa.Array]:
    """One quarterly wave as columns, to buyers of the last months; about the platform, so no agent and no team."""
    name, day = names(span)[number]
    rng = generator(seed, "waves", number)
    sent = np.sort(day * DAY + rng.integers(0, DAYS, size) * DAY + rng.integers(9 * 3600, 20 * 3600, size))
    before = np.searchsorted(book.created, max(0, day - BUYERS_OF) * DAY), np.searchsorted(book.created, day * DAY)
    order = np.minimum(rng.integers(before[0], max(before[1], before[0] + 1), size), len(book.created) - 1)
    progress = day / span.days
    content = np.full(size, CONTENT_FROM + (CONTENT_TO - CONTENT_FROM) * progress)
    nobody = np.zeros(size, dtype=np.bool_)
    return {
        "survey_id": numbered("W", number * 1_000_000 + np.arange(size) + 1, 8),
        "kind": one_word("wave", size),
        "wave": one_word(name, size),
        "ticket_id": ticket_codes(order, nobody),
        "order_id": order_codes(order),
        **about(goods, customers, book, order, ~nobody),
        "agent_id": words(order, ("",), nobody),
        "team": words(order, ("",), nobody),
        "channel": words(book.channel[order], tuple(CHANNELS)),
        **answers(rng, span, customers.group[book.customer[order]], sent, content, rng.standard_normal(size)),
    }
