"""What a page of cases costs, as a multiple of the figure it belongs to: both asked of the same store in one run.

    python benchmarks/case_list.py STORE

A ratio near one says that a list needs no more than the scan its figure needs. Medians of seven; nothing is cached.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.build_cases import Order
from metrics.cases import PAGE_ROWS, cases
from metrics.engine import Engine
from metrics.model import Query

RUNS = 7
FIGURES = ("complaint_resolved_48h", "aftersales_answered_48h", "order_in_promise", "first_response_p50")


def seconds(run: Callable[[], object]) -> float:
    """The median of a few runs."""
    taken = []
    for _run in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken)


def main(root: str) -> None:
    """Print a table: each figure over a quarter, then its list by four orders and pages."""
    warehouse = DuckDBWarehouse(Store(Path(root)))
    print("| figure | cases | figure itself | first page | by its key | page 1,000 |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in FIGURES:
        query = Query((name,), date(2026, 7, 1), date(2026, 9, 30))
        found = cases(Engine(warehouse), query)
        key = found.columns[0].name
        base = seconds(lambda: Engine(warehouse).run(query))  # noqa: B023 - run at once
        lists = (
            seconds(lambda: cases(Engine(warehouse), query)),  # noqa: B023
            seconds(lambda: cases(Engine(warehouse), query, order=Order(key, descending=True))),  # noqa: B023
            seconds(lambda: cases(Engine(warehouse), query, offset=999 * PAGE_ROWS)),  # noqa: B023
        )
        ratios = " | ".join(f"{item / base:.1f} ×" for item in lists)
        print(f"| {name} | {found.found:,} | 1 | {ratios} |")


if __name__ == "__main__":
    main(sys.argv[1])
