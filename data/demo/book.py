"""What stays in memory of every order: 18 bytes each, so that fifteen million fit beside a part being made."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.columns import numbered
from data.demo.draws import Flags, Ints
from data.demo.goods import BAD, Goods


@dataclass
class Book:
    """What tickets, reviews and surveys look up about orders, by number from 0, in order of time."""

    created: Ints
    sku: Ints
    customer: Ints
    delivered: Ints
    channel: Ints
    late: Flags

    @classmethod
    def empty(cls, size: int) -> "Book":
        """Room for `size` orders."""
        wide, narrow = np.int32, np.int8
        return cls(
            np.zeros(size, wide),
            np.zeros(size, wide),
            np.zeros(size, wide),
            np.zeros(size, wide),
            np.zeros(size, narrow),
            np.zeros(size, bool),
        )


def order_codes(number: Ints, known: Flags | None = None) -> pa.Array:
    """Order numbers."""
    return numbered("O", number.astype(np.int64) + 10_000_000_000, 11, known)


def bad_orders(goods: Goods, book: Book) -> Ints:
    """Numbers of the orders of the merchant with bad goods."""
    return np.flatnonzero(np.isin(book.sku, np.flatnonzero(goods.merchant == BAD)))
