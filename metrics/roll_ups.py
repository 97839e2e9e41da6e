"""Which roll-ups are worth having: the dimensions people filter and split large sources by, on every axis that adds up.

Written to `data/roll_ups.json`, from which publishing counts them; a test keeps the two in step.
"""

from collections.abc import Container, Iterator
from itertools import combinations

from data.contracts import contract
from data.contracts.model import Type, stem
from data.roll_ups import Cut, RollUp
from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.measures import columns_on, populations_on

FILTERED = ("channel", "team", "category", "region")
"""Dimensions every page can be filtered by; they are counted together, in any combination, with the few of `ALSO`."""
ALSO = {"orders": ("express", "member")}
TOGETHER = {
    "tickets": ("kind", "complaint_class", "topic", "priority", "solved_by"),
    "surveys": ("customer_group", "solved_by", "wave", "csat"),
    "reviews": ("score",),
}
"""Other dimensions of a source with few values, counted together."""
MANY = {
    "tickets": ("merchant_id", "agent_id", "sku"),
    "orders": ("merchant_id", "sku"),
    "surveys": ("merchant_id", "agent_id"),
    "reviews": ("merchant_id", "sku"),
}
"""The sources that grow large, with their dimensions of very many values, counted by month."""
WITHIN = {("orders", "merchant_id"): ("express",)}
"""What such a dimension is split within when a cause is looked for: it is counted together with it."""
FILTERED_MANY = "merchant_id"
"""The one dimension of very many values that pages split by also when they are filtered."""
CLOCKED = ("weekday", "hour")
"""When things come in, counted on the first moment of a source."""


def roll_ups() -> tuple[RollUp, ...]:
    """All of them: every axis that has columns, of every source that grows large."""
    return tuple(_on(source, axis) for source in MANY for axis in axes_of(source))


def axes_of(source: str) -> tuple[str, ...]:
    """The axes of a source on which something adds up."""
    found = dict.fromkeys(item.axis for item in metrics().values() if item.source == source)
    return tuple(axis for axis in found if columns_on(source, axis))


def _on(source: str, axis: str) -> RollUp:
    known = dimensions(source)
    groups = [(*FILTERED, *ALSO.get(source, ())), *([TOGETHER[source]] if source in TOGETHER else [])]
    fine = [Cut(tuple(name for name in group if name in known)) for group in groups]
    fine += [Cut((name, *WITHIN.get((source, name), ())), monthly=True) for name in MANY[source] if name in known]
    clock = next((item.name for item in contract(source).clocks if f"{item.name}_due" == axis), None)
    times = () if clock is None else (f"time_{clock}",)
    fine += _behind_a_filter(source, times, known)
    if axis == _first_moment(source):
        fine.append(Cut(CLOCKED))
    if times:
        fine.append(Cut(times))
    names = dict.fromkeys(name for cut in fine for name in cut.dimensions)
    columns = tuple((column.sql, column.least) for column in columns_on(source, axis))
    return RollUp(
        source, axis, columns, populations_on(source, axis), {name: known[name].sql for name in names},
        tuple(fine), tuple(dict.fromkeys(_coarser([cut for cut in fine if not cut.monthly]))),
    )  # fmt: skip


def _behind_a_filter(source: str, times: tuple[str, ...], known: Container[str]) -> Iterator[Cut]:
    """What one filter leaves of the splits that are not counted together with it, by month."""
    splits = [TOGETHER.get(source, ()), (FILTERED_MANY, *WITHIN.get((source, FILTERED_MANY), ())), times]
    for name in FILTERED:
        if name in known:
            yield from (Cut((name, *split), monthly=True) for split in splits if split)


def _first_moment(source: str) -> str | None:
    """The axis whose hours and weekdays are told."""
    axes = (item.name for item in contract(source).columns if item.axis and item.type is Type.MOMENT)
    return next((stem(name) for name in axes), None)


def _coarser(fine: list[Cut]) -> Iterator[Cut]:
    """Nothing but the day, every dimension alone, and every two that stand together."""
    yield Cut(())
    for length in (1, 2):
        for cut in fine:
            if len(cut.dimensions) > length:
                yield from (Cut(names) for names in combinations(cut.dimensions, length))
