"""After the moment a row carries as settled, it adds the same to every column; the oldest open case is never among them."""

import re
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from data import monthly, roll_ups
from data.contracts import contract
from data.engine_columns import NEVER
from metrics.catalog import metrics
from metrics.model import Metric
from metrics.settling import limits_besides
from tests.metrics.small import AT_NINE, Make, order, ticket
from tests.metrics.worlds import World, moment

SOURCES = sorted({item.source for item in roll_ups.specified()})
DAY = 86_400


def fetched(world: World, sql: str) -> list[tuple[Any, ...]]:
    return list(world.engine._warehouse.fetch(sql, {}))


def columns_of(source: str) -> list[tuple[str, bool]]:
    """What is counted of a source and corrected at earlier moments, and whether the least of it is taken."""
    found = {column for item in roll_ups.specified() if item.source == source for column in item.columns}
    for table in monthly.specified():
        if table.source == source and not table.different:
            found |= {(f"CASE WHEN {table.where} THEN {sql} END", False) for sql in (table.code, *table.columns)}
    return sorted(found)


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=8)
@given(later=st.integers(1, 40 * DAY) | st.integers(1, 900 * DAY))
def test_a_settled_row_adds_the_same_at_every_later_moment(invented_world: World, source: str, later: int) -> None:
    changed = []
    for sql, least in columns_of(source):
        limits = limits_besides(source, [sql])
        assert limits is not None
        settled = f"GREATEST({', '.join(['settled_s', *(f'{name} + {seconds}' for name, seconds in sorted(limits))])})"
        first, second = (sql.replace("$as_of", f"({settled} + {after})") for after in (1, 1 + later))
        changed.append(f"({second}) IS NOT NULL" if least else f"({first}) IS DISTINCT FROM ({second})")
    listed = ", ".join(f"count(*) FILTER ({item})" for item in changed)
    (found,) = fetched(invented_world, f"SELECT {listed} FROM {source} WHERE settled_s < {NEVER}")
    assert found == (0,) * len(changed)


def clocked() -> list[Metric]:
    """The metrics that ask when a row is due, or for the oldest case of a clock that runs."""
    return [item for item in metrics().values() if re.search(r"\w+_due_s\b", said(item)) or item.axis.endswith("_due")]


def said(metric: Metric) -> str:
    return " ".join((metric.where, *metric.measures.values()))


@pytest.mark.parametrize("metric", clocked(), ids=lambda item: item.name)
def test_no_figure_asks_a_row_when_it_is_due_that_the_clock_does_not_concern(
    invented_world: World, metric: Metric
) -> None:
    asked = [
        clock for clock in contract(metric.source).clocks if f"{clock.name}_due" in f"{metric.axis} {said(metric)}"
    ]
    assert asked
    where = metric.where.replace("$as_of", str(NEVER))
    for clock in asked:
        select = f"SELECT count(*) FILTER (NOT COALESCE({clock.concerns}, false)), count(*) FROM {metric.source}"
        ((outside, inside),) = fetched(invented_world, f"{select} WHERE {where}")
        assert outside == 0
        assert inside


def test_the_oldest_open_case_is_told_by_its_own_clock() -> None:
    assert {item.name for item in metrics().values() if "oldest_open" in item.measures} <= {
        item.name for item in clocked()
    }


def test_what_no_running_clock_concerns_is_settled(make: Make) -> None:
    """Without an end: a question, a complaint, a cancelled complaint, an order and a cancelled order."""
    made = make(
        tickets=[
            ticket("inquiry"), ticket("inquiry", first_reply_at="2026-07-04 09:00:00"), ticket("complaint"),
            ticket("complaint", status="cancelled"), ticket("after_sales", first_reply_at="2026-07-01 10:00:00"),
        ],
        orders=[order(), order(status="cancelled"), order("2026-07-01 19:00:00")],
    )  # fmt: skip
    settled = {
        source: [value for (value,) in fetched(made, f"SELECT settled_s FROM {source} ORDER BY {key}")]
        for source, key in (("tickets", "ticket_id"), ("orders", "order_id"))
    }
    nine = moment(AT_NINE)
    assert settled == {
        "tickets": [nine, nine + 3 * DAY, NEVER, nine + 2 * DAY, nine + 2 * DAY],
        "orders": [NEVER, nine + DAY, nine + DAY],
    }


def test_rows_that_settle_late_stand_behind_all_others_and_both_in_order_of_time(make: Make) -> None:
    made = make(
        orders=[order("2026-07-01 19:00:00") | {"order_id": "b"}, order() | {"order_id": "open"}, order("2026-07-01 12:00:00") | {"order_id": "a"}]
    )  # fmt: skip
    rows = fetched(made, "SELECT order_id, settled_s, created_s FROM orders ORDER BY rowid")
    assert [name for name, _, _ in rows][-1] == "open"
    assert [moment for _, moment, _ in rows[:-1]] == sorted(moment for _, moment, _ in rows[:-1])
