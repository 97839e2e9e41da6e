"""Merchants and their goods.

Popularity is turned into a long table in which a kind of goods stands as often as it sells, so that drawing a million
sold goods is one look-up. Merchants who joined late or left sell nothing outside their days.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from data.demo.agents import NEVER_DAY
from data.demo.columns import codes, on_days, words
from data.demo.draws import Flags, Floats, Ints, chance, generator, pick
from data.demo.rhythm import Span

# Category: share of the goods, and median price in CNY.
CATEGORIES = {
    "apparel": (0.24, 129.0), "small_appliances": (0.13, 269.0), "phones_digital": (0.11, 899.0), "home": (0.15, 99.0),
    "food": (0.13, 59.0), "beauty": (0.11, 139.0), "mother_baby": (0.07, 119.0), "sports": (0.06, 159.0),
}  # fmt: skip
REGIONS = {
    "east": 0.30, "north": 0.16, "south": 0.19, "central": 0.13, "southwest": 0.11, "northwest": 0.05, "northeast": 0.06,
}  # fmt: skip

# The merchant with bad goods: one number for all sizes. Its goods have been bad for the last year.
BAD_MERCHANT = "M0031"
BAD = int(BAD_MERCHANT[1:]) - 1
BAD_CATEGORY = "small_appliances"
BAD_SHARE = 0.02  # of all orders
BAD_DAYS_LEFT = 365

JOINED_WITHIN = 0.12  # merchants who joined in the two years
LEFT_WITHIN = 0.04
SLOTS = 1 << 19  # length of the table of sold goods

_FIRST = "青云海星禾木明清远山秋春晓悦佳和新锦华润泽安康瑞祥宏达丰盛嘉美乐惠优品尚雅竹兰松柏溪"
_LAST = "原川岭舟帆屿林石桥港田野风光景源居坊里间阁轩堂馆苑园舍仓集汇联合创达域界途程"
_SHOPS = (
    "服饰旗舰店",
    "小家电旗舰店",
    "数码专营店",
    "家居旗舰店",
    "食品专营店",
    "美妆旗舰店",
    "母婴专营店",
    "运动旗舰店",
)


@dataclass(frozen=True)
class Goods:
    """Merchants and kinds of goods, by number from 0."""

    category: Ints  # of merchants
    region: Ints
    joined: Ints
    left: Ints
    merchant: Ints  # of kinds of goods
    price: Floats
    sold: Ints  # table of sold goods
    sold_always: Ints  # the same, of merchants who were there all the time

    @classmethod
    def draw(cls, span: Span, tickets: int, seed: int) -> "Goods":
        """About 120 merchants for 100 000 tickets, growing with the square root."""
        rng = generator(seed, "goods")
        count = round(float(np.clip(120 * (tickets / 100_000) ** 0.5, 40, 2000)))
        category = pick(rng, [share for share, _ in CATEGORIES.values()], count)
        category[BAD] = tuple(CATEGORIES).index(BAD_CATEGORY)
        joined, left = _stay(rng, span, count)
        weight = rng.permutation(1 / (np.arange(count) + 8.0) ** 0.8)
        weight[BAD] = (weight.sum() - weight[BAD]) * BAD_SHARE / (1 - BAD_SHARE)

        kinds = np.maximum(10, np.round(max(1500, 25 * count) * weight / weight.sum())).astype(np.int64)
        merchant = np.repeat(np.arange(count), kinds)
        sales = np.exp(0.9 * rng.standard_normal(len(merchant)))
        sales *= (weight / np.bincount(merchant, sales))[merchant]
        price = np.array([price for _, price in CATEGORIES.values()])[category[merchant]]
        always = (joined <= 0) & (left >= span.days)
        return cls(
            category,
            pick(rng, list(REGIONS.values()), count),
            joined,
            left,
            merchant,
            price * np.exp(0.55 * rng.standard_normal(len(merchant))),
            _table(sales),
            _table(sales * always[merchant]),
        )

    @cached_property
    def merchant_codes(self) -> list[str]:
        """Merchant codes by number."""
        return codes("M", len(self.category), 4)

    @cached_property
    def sku_codes(self) -> list[str]:
        """SKU codes by number."""
        return codes("S", len(self.merchant), 6)

    def of_skus(self, sku: Ints, known: Flags | None = None) -> dict[str, pa.Array]:
        """The columns about goods."""
        merchant = self.merchant[sku]
        return {
            "merchant_id": words(merchant, self.merchant_codes, known),
            "sku": words(sku, self.sku_codes, known),
            "category": words(self.category[merchant], tuple(CATEGORIES), known),
        }

    def columns(self, span: Span) -> dict[str, pa.Array]:
        """The source `merchants`."""
        number = np.arange(len(self.category))
        names = [
            _FIRST[place % len(_FIRST)] + _LAST[(place // len(_FIRST) * 7 + place) % len(_LAST)] + _SHOPS[kind]
            for place, kind in zip(number.tolist(), self.category.tolist(), strict=True)
        ]
        return {
            "merchant_id": pa.array(self.merchant_codes, pa.string()),
            "name": pa.array(names, pa.string()),
            "category": words(self.category, tuple(CATEGORIES)),
            "region": words(self.region, tuple(REGIONS)),
            "joined_on": on_days(span, self.joined),
            "left_on": on_days(span, self.left),
        }


def _stay(rng: np.random.Generator, span: Span, count: int) -> tuple[Ints, Ints]:
    late = chance(rng, JOINED_WITHIN, count)
    gone = chance(rng, LEFT_WITHIN, count) & ~late
    late[BAD] = gone[BAD] = False
    joined = np.where(late, rng.integers(1, max(2, span.days - 60), count), -rng.integers(30, 2000, count))
    return joined, np.where(gone, rng.integers(90, span.days - 30, count), NEVER_DAY)


def _table(sales: Floats) -> Ints:
    reached = np.cumsum(sales)
    return np.searchsorted(reached / reached[-1], (np.arange(SLOTS) + 0.5) / SLOTS).astype(np.int32)
