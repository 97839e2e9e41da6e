"""Orders in the sales of the year and on all other days."""

from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date

from data.words import Text
from metrics.answers import rate
from metrics.engine import Engine
from metrics.model import Filter, Query, Row


@dataclass(frozen=True)
class Sale:
    """One sale of one year, days included."""

    name: Text
    start: date
    end: date


def sales(engine: Engine, start: date, end: date) -> list[Sale]:
    """The sales that touch the days from `start` to `end`, oldest first, as the organisation named them."""
    found = []
    for item in engine.manifest.organisation.get("promotions", ()):
        for year in range(start.year - 1, end.year + 1):
            first, last = (_day(year, *item[edge]) for edge in ("first", "last"))
            if last < first:  # a sale over New Year
                last = _day(year + 1, *item["last"])
            if first <= end and last >= start:
                found.append(Sale(Text(**item["name"]), first, last))
    return sorted(found, key=lambda sale: sale.start)


def _day(year: int, month: int, day: int) -> date:
    """That day of a year; 29 February is the 28th where there is none."""
    return date(year, month, day - 1 if (month, day) == (2, 29) and not isleap(year) else day)


def by_sale(
    engine: Engine, name: str, start: date, end: date, where: tuple[Filter, ...] = ()
) -> list[tuple[Sale | None, Row]]:  # fmt: skip
    """A rate in each sale, and (as None) on all other days between `start` and `end`."""
    found: list[tuple[Sale | None, Row]] = []
    whole = engine.run(Query((name,), start, end, where=where)).only(name)
    hits, decided = whole.numerator or 0, whole.denominator or 0
    for sale in sales(engine, start, end):
        row = engine.run(Query((name,), max(sale.start, start), min(sale.end, end), where=where)).only(name)
        found.append((sale, row))
        hits, decided = hits - (row.numerator or 0), decided - (row.denominator or 0)
    return [*found, (None, rate(replace(whole, undecided=0), hits, decided))]
