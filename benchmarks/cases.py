"""What a page of cases costs, as a multiple of the figure it belongs to: both asked of the same store in one run.

A ratio near one says that a list needs no more than the scan its figure needs. Medians of seven; nothing is cached.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.report import Target, ms, named, table, targets, times
from benchmarks.stores import store_of
from benchmarks.timing import seconds
from data.warehouse import DuckDBWarehouse
from metrics.build_cases import Order
from metrics.cases import PAGE_ROWS, cases
from metrics.engine import Engine
from metrics.model import Query

RUNS = 7
FIGURES = ("complaint_resolved_48h", "aftersales_answered_48h", "order_in_promise", "first_response_p50")
QUARTER = date(2026, 7, 1), date(2026, 9, 30)
LIMIT_MS = 300
HEADS = (
    "figure",
    "cases",
    "figure itself",
    "first page",
    "by its key",
    "page 1,000",
    "first page, time",
    "page 1,000, time",
)


def run(sizes: Sequence[int], work: Path) -> list[str]:
    """For each size a table: each figure over a quarter, then its list by four orders and pages."""
    texts: list[str] = []
    for size in sizes:
        warehouse = DuckDBWarehouse(store_of(size, work))
        lines, first_pages, far_pages = [], [], []
        for name in FIGURES:
            line, first, far = _figure(warehouse, Query((name,), *QUARTER))
            lines.append(line)
            first_pages.append(first)
            far_pages.append(far)
        warehouse.close()
        found = [
            Target(f"{which} page of cases in the engine, {named(size)}", max(pages) * 1000, LIMIT_MS, "ms")
            for which, pages in (("first", first_pages), ("1,000th", far_pages))
        ]
        texts += [f"### {named(size)} tickets", table(HEADS, lines), targets(found)]
    return texts


def _figure(warehouse: DuckDBWarehouse, query: Query) -> tuple[tuple[str, ...], float, float]:
    found = cases(Engine(warehouse), query)
    by_key = Order(found.columns[0].name, descending=True)
    base = seconds(lambda: Engine(warehouse).run(query), RUNS)
    lists = [
        seconds(partial(lambda **how: cases(Engine(warehouse), query, **how), **how), RUNS)
        for how in ({}, {"order": by_key}, {"offset": 999 * PAGE_ROWS})
    ]
    ratios = [times(item / base) for item in lists]
    return (query.metrics[0], f"{found.found:,}", ms(base), *ratios, ms(lists[0]), ms(lists[2])), lists[0], lists[2]
