"""Double entry: every figure computed a second time by the check queries in tests/checks, on the contract rows.

The check queries say of each case what it is; here the cases are counted with pandas, so that not even the adding-up
is shared with the engine. Counts must agree exactly, values to 1e-9.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from metrics.catalog import metrics
from metrics.model import Grain, Kind, Query, Row
from metrics.periods import containing, end_moment
from tests.metrics.worlds import CHECKS, SHANGHAI, World, moment

DIMENSION = {"orders": "region", "tickets": "channel"}
NOT_GIVEN = "(not given)"
LATEST = "as far as the data reach"
MOMENTS = {
    "invented": (LATEST, "2025-12-28 15:00:00", "2025-03-31 23:59:59", "2024-12-31 12:00:00"),
    "demo": (LATEST, "2026-06-30 23:59:59"),
    "real": (LATEST, "2018-01-31 23:59:59", "2016-06-30 12:00:00"),
    "teaching": (LATEST, "2025-11-15 10:00:00"),
}
QUESTIONS = [
    (world, when, name)
    for world, moments in MOMENTS.items()
    for when in moments
    for name, found in metrics().items()
    if world != "teaching" or found.source == "tickets"
]

Figures = dict[tuple[object, ...], tuple[object, ...]]


def test_every_metric_has_a_check_query_and_every_check_query_a_metric() -> None:
    assert {path.stem for path in CHECKS.glob("*.sql")} == set(metrics())


@pytest.mark.parametrize(("world", "when", "name"), QUESTIONS)
def test_the_engine_and_the_check_query_agree_whole_by_month_and_by_group(
    world_named: Callable[[str], World], world: str, when: str, name: str
) -> None:
    found, opened = metrics()[name], world_named(world)
    as_of = opened.engine.data_to(found.source) if when == LATEST else moment(when)
    assert as_of is not None
    by = DIMENSION[found.source]
    cases = opened.check(name, as_of)
    _agree(opened, cases, Query((name,), as_of=as_of))
    _agree(opened, cases, Query((name,), grain=Grain.MONTH, as_of=as_of), "M")
    _agree(opened, cases, Query((name,), by=(by,), as_of=as_of))


@pytest.mark.parametrize("name", ["complaint_resolved_48h", "resolution_p90", "order_in_promise", "backlog"])
def test_with_a_fiscal_year_from_april_they_agree_by_quarter_and_by_year(april_world: World, name: str) -> None:
    as_of = april_world.engine.data_to(metrics()[name].source)
    assert as_of is not None
    for grain, freq in ((Grain.QUARTER, "Q-MAR"), (Grain.YEAR, "Y-MAR")):
        _agree(april_world, april_world.check(name, as_of), Query((name,), grain=grain, as_of=as_of), freq)


def _agree(world: World, cases: pd.DataFrame, question: Query, freq: str | None = None) -> None:
    """The engine's answer against the cases counted by hand; `freq` is pandas' own word for the grain."""
    (name,) = question.metrics
    rows = world.engine.run(question).rows
    told = {(row.period, *row.group): _told(row) for row in rows}
    if metrics()[name].kind is Kind.STOCK and question.grain is not None:
        expected = _levels(world, question, [row.period for row in rows if row.period])
    else:
        expected = _expected(cases, question, freq)
    assert told.keys() == expected.keys()
    for key, figures in expected.items():
        assert told[key][1:] == figures[1:], key
        assert told[key][0] == pytest.approx(figures[0], abs=1e-9), key


def _told(row: Row) -> tuple[object, ...]:
    """What the engine says: the value, then everything that is counted."""
    match metrics()[row.metric].kind:
        case Kind.RATE:
            return (row.value, row.numerator, row.denominator, row.n, row.undecided, row.excluded, row.stopped,
                    None if row.oldest_open_hours is None else round(row.oldest_open_hours * 3600))  # fmt: skip
        case Kind.QUANTILE:
            return row.value, row.n, row.undecided, row.excluded
        case Kind.COUNT:
            return row.value, row.n, row.excluded
    return row.value, row.n


def _expected(cases: pd.DataFrame, question: Query, freq: str | None) -> Figures:
    """The same from the check query's cases. Asked as a whole, there is one answer even without cases."""
    kind, as_of = metrics()[question.metrics[0]].kind, question.as_of
    assert as_of is not None
    if freq is not None:
        starts = pd.to_datetime(cases["day"]).dt.to_period(freq).dt.start_time
        return {(start.date(),): _figures(some, kind, as_of) for start, some in cases.groupby(starts)}
    if question.by:
        by_group = cases.groupby(cases["grp"].fillna(NOT_GIVEN))
        return {(None, None if name == NOT_GIVEN else name): _figures(some, kind, as_of) for name, some in by_group}
    return {(None,): _figures(cases, kind, as_of)}


def _figures(cases: pd.DataFrame, kind: Kind, as_of: int) -> tuple[object, ...]:
    count = cases["outcome"].value_counts().to_dict()
    excluded = count.get("excluded", 0)
    kept = cases[cases["outcome"] != "excluded"]
    match kind:
        case Kind.RATE:
            hits, misses = count.get("hit", 0), count.get("miss", 0)
            decided = hits + misses
            still_open = kept.loc[kept["ended"].isna(), "begun"]
            oldest = None if still_open.empty else as_of - int(still_open.min().timestamp())
            return (hits / decided if decided else None, hits, decided, decided, count.get("undecided", 0), excluded,
                    int(kept["ended"].notna().sum()), oldest)  # fmt: skip
        case Kind.QUANTILE:
            hours = kept.loc[kept["outcome"] == "ended", "hours"].astype(float)
            value = None if hours.empty else float(hours.quantile(float(cases["quantile"].iloc[0])))
            return value, len(hours), count.get("open", 0), excluded
        case Kind.COUNT:
            return float(count.get("counted", 0)), count.get("counted", 0), excluded
    return float(count.get("counted", 0)), count.get("counted", 0)


def _levels(world: World, question: Query, starts: list[date]) -> Figures:
    """A stock at the end of each period, by asking the check query at that moment."""
    assert question.grain is not None
    assert question.as_of is not None
    levels: Figures = {}
    for start in starts:
        end = end_moment(containing(start, question.grain, world.engine.fiscal_start).end, SHANGHAI)
        cases = world.check(question.metrics[0], min(end, question.as_of))
        levels[(start,)] = _figures(cases, Kind.STOCK, question.as_of)
    return levels


def test_the_check_queries_read_contract_rows_only() -> None:
    """They must not lean on what publish computes, or both entries would share a mistake."""
    for path in CHECKS.glob("*.sql"):
        text = path.read_text("utf-8")
        assert "rows." in text, path.name
        assert not any(word in text for word in ("engine.", "_s ", "_due", "final_closed", "first_closed")), path.name
