"""Which moments of a source matter to what was counted of it: after the last of them, nothing about a row changes."""

import re
from collections.abc import Iterable
from functools import cache

from data import monthly, roll_ups
from data.contracts import contract
from data.contracts.model import Type, stem


@cache
def counted_sql(source: str) -> tuple[str, ...]:
    """All SQL of the roll-ups and monthly tables of a source."""
    found: list[str] = []
    for item in roll_ups.specified():
        if item.source == source:
            found += [*(sql for sql, _ in item.columns), *item.populations, *item.dimensions.values()]
    for table in monthly.specified():
        if table.source == source:
            found += [table.where, table.code, *table.columns, *(sql for _, sql in table.dimensions)]
    return tuple(found)


@cache
def moments_that_matter(source: str) -> frozenset[str]:
    """The moments (`created_s`, computed and due ones too) that what was counted of a source names, and those behind them.

    Of a source that is not rolled up, all.
    """
    found = contract(source)
    computed = {item.name: item.sql for item in found.computed}
    own = {f"{stem(column.name)}_s" for column in found.columns if column.type is Type.MOMENT}
    known = own | computed.keys() | {f"{clock.name}_due_s" for clock in found.clocks}
    named = _moments_in(counted_sql(source)) & known
    if not named:
        return frozenset(known)
    while behind := (_moments_in(computed[name] for name in named & computed.keys()) & known) - named:
        named |= behind
    return frozenset(named)


@cache
def limits_after(source: str) -> frozenset[tuple[str, int]]:
    """The moments of a source after which a roll-up or a monthly table names a limit, each with its seconds."""
    found = re.findall(r"(\w+_s) \+ (\d+)", " ".join(counted_sql(source)))
    return frozenset((name, int(seconds)) for name, seconds in found)


def _moments_in(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"\b\w+_s\b", text)}
