"""From how content a customer is to what the questionnaire says.

One hidden number stands behind an answer; the stars, the recommendation and the four scores are views of it with noise
of their own. Who answers depends on the same number, as in life: the unhappy and the young stay silent.
"""

import numpy as np
import pyarrow as pa

from data.demo.book import Book
from data.demo.columns import decimals, happened, whole, words
from data.demo.customers import GROUPS, Customers
from data.demo.draws import NEVER, Flags, Floats, Ints, chance, lognormal
from data.demo.goods import REGIONS, Goods
from data.demo.rhythm import Span

GROUP_CONTENT = np.array([0.18, 0.04, -0.02, -0.16])  # as in GROUPS
GROUP_ANSWERS = np.array([0.08, 0.02, 0.0, -0.10])
ANSWERS, ANSWERS_PER_CONTENT = 0.375, 0.045  # share who answer
STARS = (-1.25, -0.62, 0.0, 0.72)  # lines between one and two … four and five stars
# Score 0-100: level, what contentment gives, noise of its own.
SCORES = {
    "speed": (74, 8.0, 9.0), "attitude": (82, 6.0, 7.0), "professionalism": (79, 7.0, 7.5),
    "satisfaction": (77, 10.0, 6.0),
}  # fmt: skip
SPEED_PER_WAIT = 3.0  # points of the speed score that each doubling of the usual wait costs


def about(goods: Goods, customers: Customers, book: Book, order: Ints, known: Flags) -> dict[str, pa.Array]:
    """The columns about the order and its customer; nothing about goods where not `known`."""
    columns = goods.of_skus(book.sku[order], known)
    customer = book.customer[order]
    return {
        "customer_id": customers.codes(customer),
        "merchant_id": columns["merchant_id"],
        "category": columns["category"],
        "region": words(customers.region[customer], tuple(REGIONS)),
        "customer_group": words(customers.group[customer], tuple(GROUPS)),
    }


def answers(
    rng: np.random.Generator, span: Span, group: Ints, sent: Ints, content: Floats, waited: Floats
) -> dict[str, pa.Array]:
    """The columns of the questionnaire itself; `waited` are doublings of the usual wait."""
    size = len(sent)
    felt = content + GROUP_CONTENT[group] + rng.standard_normal(size)
    share = ANSWERS + GROUP_ANSWERS[group] + ANSWERS_PER_CONTENT * np.clip(felt - 0.5, -2, 2)
    after = np.maximum(lognormal(rng, 7 * 3600, 1.2, size), 45).astype(np.int64)
    answered = np.where(chance(rng, share, size), sent + after, NEVER)
    known = answered <= span.end
    nps = np.clip(np.round(7.6 + 1.75 * (felt - 0.4) + 0.8 * rng.standard_normal(size)), 0, 10)
    columns = {
        "sent_at": happened(span, sent),
        "answered_at": happened(span, answered),
        "csat": whole(np.searchsorted(STARS, felt) + 1, known),
        "nps": whole(nps.astype(np.int64), known),
    }
    for name, (level, pull, noise) in SCORES.items():
        score = level + pull * (felt - 0.8) + noise * rng.standard_normal(size)
        if name == "speed":
            score = score - SPEED_PER_WAIT * np.clip(waited, -2, 4)
        columns[name] = decimals(np.clip(np.round(score), 0, 100), known)
    return columns
