"""What a person has chosen to explore, as one value that is also the page's part of the URL."""

from collections.abc import Iterable
from dataclasses import dataclass

from components.explore.kinds import KINDS, TABLE, why_not
from components.explore.offered import dimensions_offered, start
from components.frame import Page
from components.view import Own, filterable, split_values
from data.words import Text
from metrics.catalog import metrics
from metrics.model import Grain
from metrics.pivot import MOST_DIMENSIONS
from metrics.pivot_order import Order

MOST_METRICS = 4
MOST_ROWS = 100
GRAINS = {
    Grain.DAY: Text("by day", "按日"), Grain.WEEK: Text("by week", "按周"), Grain.MONTH: Text("by month", "按月"),
    Grain.QUARTER: Text("by quarter", "按季"), Grain.HALF: Text("by half-year", "按半年"), Grain.YEAR: Text("by year", "按年"),
}  # fmt: skip
"""The periods a figure can be split into."""


@dataclass(frozen=True)
class Choices:
    """What is shown and how; None is as by default."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    chart: str = TABLE
    top: int | None = None
    order: Order | None = None

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """As URL parameters; what is empty or as by default is left out, but the metrics are always named."""
        found = {
            "m": ",".join(self.metrics), "by": ",".join(self.by), "grain": self.grain.value if self.grain else "",
            "chart": self.chart, "top": str(self.top or ""), "order": self.order.value if self.order else "",
        }  # fmt: skip
        return tuple((name, text) for name, text in found.items() if text)

    @property
    def kind(self) -> str:
        """The chart that can show it: the one chosen, else a table."""
        return TABLE if why_not(self.chart, self.metrics, self.by, self.grain) else self.chart


@dataclass(frozen=True)
class Read:
    """The choices a link asks for, and what was changed to make them: unknown parts, and what was too many."""

    choices: Choices
    unknown: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()


OWN: Own = {
    "m": lambda text: any(part in metrics() for part in split_values(text)),
    "by": lambda text: any(part in filterable() for part in split_values(text)),
    "grain": lambda text: text in {grain.value for grain in GRAINS},
    "chart": lambda text: text in KINDS,
    "top": lambda text: text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_ROWS,
    "order": lambda text: text in {order.value for order in Order},
}
"""The page's parameters. Lists of which something is known are sorted out by `read_choices`."""


def read_choices(page: Page) -> Read:
    """The view's own parameters → choices. Opened from the menu, or with a figure chosen elsewhere, a view to begin with."""
    asked = {name: text for name, text in page.view.own if name in OWN}
    if not asked:
        return Read(Choices(*start(page)))
    unknown: list[str] = []
    too_many: list[str] = []
    names = tuple(_listed("m", asked, metrics(), MOST_METRICS, unknown, too_many)) or start(page)[0]
    offered = dimensions_offered(page, names)
    by = tuple(_listed("by", asked, offered, MOST_DIMENSIONS, unknown, too_many))
    choices = Choices(
        names, by, Grain(asked["grain"]) if "grain" in asked else None, asked.get("chart", TABLE),
        int(asked["top"]) if "top" in asked else None, Order(asked["order"]) if "order" in asked else None,
    )  # fmt: skip
    return Read(choices, tuple(unknown), tuple(too_many))


def _listed(
    name: str, asked: dict[str, str], known: Iterable[str], most: int, unknown: list[str], too_many: list[str]
) -> list[str]:
    """The known values of a parameter, the first so many of them."""
    given = list(dict.fromkeys(part or "-" for part in split_values(asked.get(name, "")) if part != ""))
    valid = set(known)
    unknown += [f"{name}={part}" for part in given if part not in valid]
    found = [part for part in given if part in valid]
    too_many += found[most:]
    return found[:most]
