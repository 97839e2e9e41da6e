"""After which moments what a column says of a row stays the same: the last of those in `settled_s`, and some besides."""

import re
from collections.abc import Iterable
from functools import cache

from data.settling import moments_that_matter

Limit = tuple[str, int]
"""A moment of the engine table without its offset, and the seconds after it that count."""


def limits_besides(source: str, columns: Iterable[str]) -> frozenset[Limit] | None:
    """Limits and moments of other rows in the SQL of columns, which come after `settled_s`; None where a column asks for days."""
    found: set[Limit] = set()
    for sql in columns:
        limits = _limits_in(source, sql)
        if limits is None:
            return None
        found |= limits
    return frozenset(found)


@cache
def _limits_in(source: str, sql: str) -> frozenset[Limit] | None:
    if "$day" in sql:
        return None
    named = {(name, int(seconds or 0)) for name, seconds in re.findall(r"\b(\w+_s)\b(?: \+ (\d+))?", sql)}
    return frozenset(limit for limit in named if limit[1] or limit[0] not in moments_that_matter(source))
