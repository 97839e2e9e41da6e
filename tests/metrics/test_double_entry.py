"""Double entry: every figure computed a second time by the check queries in tests/checks, on the contract rows.

The check queries say of each case what it is; here the cases are counted with pandas, so that not even the adding-up
is shared with the engine. Counts must agree exactly, values to 1e-9.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest

from metrics.catalog import metrics
from metrics.model import Grain, Kind, Query, Row
from metrics.periods import containing, end_moment, local_day, parse
from tests.metrics.worlds import CHECKS, FAMILIES, SHANGHAI, World, moment

GROUPED_BY = {
    "orders": "region", "tickets": "channel", "inspections": "category", "surveys": "channel", "reviews": "channel",
    "agents": "team", "trainings": "team", "audits": "severity", "incidents": "severity", "members": "region",
    "merchants": "category",
}  # fmt: skip
GROUPED_OTHERWISE = {"buyer_order_rate": "member", "buyer_frequency": "member"}
NOT_GIVEN = "(not given)"
LATEST = "as far as the data reach"
MOMENTS = {
    "invented": (LATEST, "2025-12-28 15:00:00", "2025-03-31 23:59:59", "2024-12-31 12:00:00"),
    "demo": (LATEST, "2026-06-30 23:59:59"),
    "real": (LATEST, "2018-01-31 23:59:59", "2016-06-30 12:00:00"),
    "teaching": (LATEST, "2025-11-15 10:00:00"),
    "others": (LATEST,),
}
SOURCES = {
    "real": ("orders", "tickets"),
    "teaching": ("tickets",),
    "others": ("inspections", "surveys", "reviews", "agents", "trainings"),
}
"""What a world holds; the invented one and the demo hold everything."""
CANNOT_BE_TOLD = {
    # incidents as complaints, without products or customers; whole days give no hours
    "real": (
        "complaints_per_1000",
        "member_order_rate",
        "member_frequency",
        "buyer_order_rate",
        "buyer_frequency",
        "repeat_purchase_90d",
    ),
    "others": ("take_down_p50",),
    "teaching": ("complaints_per_1000",),  # without orders
}
RANGES = {"invented": "2025Q1", "demo": "2026Q2", "real": "2017Q4", "teaching": "2025Q4", "others": "2020Q1"}
"""A quarter, asked with a first and a last day: no figure may depend on how its period was asked for."""
RANGES_OF = {("others", "agents"): "2024Q1", ("others", "trainings"): "2024Q1"}
STATES_FROM = {"invented": date(2024, 11, 15), "demo": date(2026, 2, 1), "others": date(2023, 11, 1)}
SIBLINGS = ("_p90", "_p95", "_due_60", "_due_90", "attitude_score", "professionalism_score")
"""They differ from another metric by one number or word, so they are asked at the latest moment only."""
QUESTIONS = [
    (world, when, name)
    for world, moments in MOMENTS.items()
    for when in moments
    for name, found in metrics().items()
    if found.source in SOURCES.get(world, (found.source,))
    and name not in CANNOT_BE_TOLD.get(world, ())
    and (when == LATEST or not name.endswith(SIBLINGS))
]

Figures = dict[tuple[object, ...], tuple[object, ...]]


def test_every_metric_has_a_check_query_and_every_check_query_a_metric() -> None:
    files = {name: FAMILIES.get(name, (name,))[0] for name in metrics()}
    assert {path.stem for path in CHECKS.glob("*.sql")} == set(files.values())
    assert FAMILIES.keys() <= metrics().keys()


@pytest.mark.parametrize("file", sorted({file for file, _ in FAMILIES.values()}))
def test_a_check_query_of_several_metrics_says_the_word_that_tells_them_apart(file: str) -> None:
    text = (CHECKS / f"{file}.sql").read_text("utf-8")
    words = [word for name, word in FAMILIES.values() if name == file]
    assert len({str(word) for word in words}) == len(words) > 1
    assert all(f"${name}" in text for word in words for name in word)


@pytest.mark.parametrize(("world", "when", "name"), QUESTIONS)
def test_the_engine_and_the_check_query_agree_whole_by_month_by_group_and_in_a_quarter(
    world_named: Callable[[str], World], world: str, when: str, name: str
) -> None:
    found, opened = metrics()[name], world_named(world)
    as_of = opened.engine.reach(found) if when == LATEST else moment(when)
    assert as_of is not None
    by = GROUPED_OTHERWISE.get(name, GROUPED_BY[found.source])
    quarter = parse(RANGES_OF.get((world, found.source), RANGES[world]))
    questions = [
        Query((name,), as_of=as_of),
        Query((name,), by=(by,), as_of=as_of),
        Query((name,), quarter.start, quarter.end, as_of=as_of),
    ]
    if found.kind is not Kind.STATE:
        questions.append(Query((name,), grain=Grain.MONTH, as_of=as_of))
    elif when == LATEST:
        questions.append(Query((name,), STATES_FROM[world], grain=Grain.MONTH, as_of=as_of))
    for question in questions:
        _agree(opened, question)


@pytest.mark.parametrize(
    "name", ["complaint_resolved_48h", "resolution_p90", "order_in_promise", "backlog", "kinds_sampled", "nps",
             "member_order_rate", "agent_training"],
)  # fmt: skip
def test_with_a_fiscal_year_from_april_they_agree_by_quarter_and_by_year(april_world: World, name: str) -> None:
    as_of = april_world.engine.reach(metrics()[name])
    start = date(2024, 4, 1) if metrics()[name].kind is Kind.STATE else None
    for grain in (Grain.QUARTER, Grain.YEAR):
        _agree(april_world, Query((name,), start, grain=grain, as_of=as_of))


def _agree(world: World, question: Query) -> None:
    """The engine's answer against the cases counted by hand."""
    (name,) = question.metrics
    rows = world.engine.run(question).rows
    told = {(row.period, *row.group): _told(row) for row in rows}
    if metrics()[name].kind in (Kind.STOCK, Kind.STATE):
        expected = _at_the_ends(world, question, [row.period for row in rows if row.period])
    else:
        expected = _expected(world, question)
    assert told.keys() == expected.keys()
    for key, figures in expected.items():
        assert told[key] == pytest.approx(figures, abs=1e-9), key
    for row in rows:
        if row.low is not None and row.high is not None and row.value is not None:
            assert row.low - 1e-9 <= row.value <= row.high + 1e-9


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
        case Kind.MEAN:
            return row.value, row.sd, row.n
        case Kind.ENTITIES:
            return row.value, row.n, row.undecided
        case Kind.PER:
            return row.value, row.numerator, row.denominator, row.excluded
        case Kind.STATE if row.denominator is not None:
            return row.value, row.numerator, row.denominator
    return row.value, row.n


@cache
def _cases(world: World, name: str, as_of: int) -> pd.DataFrame:
    cases = world.check(name, as_of)
    cases["day"] = pd.to_datetime(cases["day"])
    return cases


def _expected(world: World, question: Query) -> Figures:
    """The same from the check query's cases. Asked as a whole, there is one answer even without cases."""
    (name,) = question.metrics
    as_of = question.as_of
    assert as_of is not None
    cases = _cases(world, name, as_of)
    before = _baseline(cases, world, name) if metrics()[name].kind is Kind.RELATIVE else None
    if question.start is not None:
        cases = cases[cases["day"] >= pd.Timestamp(question.start)]
    if question.end is not None:
        cases = cases[cases["day"] <= pd.Timestamp(question.end)]
    if question.grain is not None:
        starts = cases["day"].map(
            lambda day: containing(day.date(), question.grain or Grain.DAY, world.engine.fiscal_start).start
        )
        return {(start,): _figures(some, name, as_of, before) for start, some in cases.groupby(starts)}
    if question.by:
        return {
            (None, None if group == NOT_GIVEN else group): _figures(some, name, as_of, _of(before, group))
            for group, some in cases.groupby(_groups(cases))
        }
    return {(None,): _figures(cases, name, as_of, before)}


def _groups(cases: pd.DataFrame) -> pd.Series:
    return cases["grp"].astype(object).where(cases["grp"].notna(), NOT_GIVEN)


def _of(before: pd.DataFrame | None, group: object) -> pd.DataFrame | None:
    return None if before is None else before[_groups(before) == group]


def _baseline(cases: pd.DataFrame, world: World, name: str) -> pd.DataFrame:
    """The cases of the first six full calendar months of the source."""
    (first,) = world.rows.execute(f"SELECT min(created_at) FROM rows.{metrics()[name].source}").fetchone() or (None,)
    start = (pd.Timestamp(first) + pd.Timedelta(hours=8)).normalize()
    if start.day > 1:
        start += pd.offsets.MonthBegin(1)
    return cases[(cases["day"] >= start) & (cases["day"] < start + pd.DateOffset(months=6))]


def _figures(cases: pd.DataFrame, name: str, as_of: int, before: pd.DataFrame | None = None) -> tuple[object, ...]:
    kind = metrics()[name].kind
    count = cases["outcome"].value_counts().to_dict()
    excluded = count.get("excluded", 0)
    match kind:
        case Kind.RATE:
            return _rate(cases, count, as_of)
        case Kind.QUANTILE:
            return _quantile(cases), count.get("ended", 0), count.get("open", 0), excluded
        case Kind.COUNT:
            return float(count.get("counted", 0)), count.get("counted", 0), excluded
        case Kind.MEAN:
            values = cases["value"].dropna().astype(float)
            return (
                values.mean() if len(values) else None,
                values.std(ddof=1) if len(values) > 1 else None,
                len(values),
            )
        case Kind.ENTITIES:
            counted = cases.assign(counts=cases["outcome"] == "counted").groupby("entity")["counts"].sum()
            enough = int((counted >= cases["enough"].min()).sum()) if len(cases) else 0
            return float(enough), enough, len(counted) - enough
        case Kind.PER:
            above, below = _amounts(cases)
            return _per(cases), above, below, excluded
        case Kind.RELATIVE:
            assert before is not None
            figure = _quantile if "hours" in cases else _per
            now, then = figure(cases), figure(before)
            n = count.get("ended", 0) if "hours" in cases else _amounts(cases)[0]
            return (now / then - 1 if now is not None and then else None), n
    return float(count.get("counted", 0)), count.get("counted", 0)


def _rate(cases: pd.DataFrame, count: dict[str, int], as_of: int) -> tuple[object, ...]:
    hits, misses = count.get("hit", 0), count.get("miss", 0)
    decided = hits + misses
    stopped = oldest = None
    if "ended" in cases:
        kept = cases[cases["outcome"] != "excluded"]
        still_open = kept.loc[kept["ended"].isna(), "begun"]
        oldest = None if still_open.empty else as_of - int(still_open.min().timestamp())
        stopped = int(kept["ended"].notna().sum())
    return (hits / decided if decided else None, hits, decided, decided, count.get("undecided", 0),
            count.get("excluded", 0), stopped, oldest)  # fmt: skip


def _quantile(cases: pd.DataFrame) -> float | None:
    hours = cases.loc[cases["outcome"] == "ended", "hours"].astype(float)
    return None if hours.empty else float(hours.quantile(float(cases["quantile"].iloc[0])))


def _amounts(cases: pd.DataFrame) -> tuple[int, int]:
    return tuple(int(cases.loc[cases["outcome"] == part, "amount"].sum()) for part in ("case", "exposure"))  # type: ignore[return-value]


def _per(cases: pd.DataFrame) -> float | None:
    above, below = _amounts(cases)
    return float(cases["scale"].iloc[0]) * above / below if below else None


def _at_the_ends(world: World, question: Query, starts: list[date]) -> Figures:
    """What holds at the end of each period, or of the question, by asking the check query for that moment and day."""
    (name,) = question.metrics
    as_of, found = question.as_of, metrics()[name]
    assert as_of is not None
    first = question.start or world.engine.first_day(found.source)
    last = local_day(as_of, SHANGHAI)
    if question.end is not None and question.end < last:
        last, as_of = question.end, end_moment(question.end, SHANGHAI)
    if question.grain is None:
        cases = world.check(name, as_of, last, first)
        if question.by:
            return {
                (None, None if group == NOT_GIVEN else group): _level(some, name)
                for group, some in cases.groupby(_groups(cases))
            }
        return {(None,): _level(cases, name)}
    levels: Figures = {}
    for start in _every_period(first, last, question.grain, world) if found.kind is Kind.STATE else starts:
        end = min(containing(start, question.grain, world.engine.fiscal_start).end, last)
        begin = start if first is None else max(start, first)
        cases = world.check(name, min(end_moment(end, SHANGHAI), as_of), end, begin)
        levels[(start,)] = _level(cases, name)
    return levels


def _every_period(first: date | None, last: date, grain: Grain, world: World) -> list[date]:
    """The first days of all periods from one day to another."""
    starts: list[date] = []
    while first is not None and first <= last:
        period = containing(first, grain, world.engine.fiscal_start)
        starts.append(period.start)
        first = period.end + timedelta(days=1)
    return starts


def _level(cases: pd.DataFrame, name: str) -> tuple[object, ...]:
    """A stock or a state: a rate, days since, or a number."""
    count = cases["outcome"].value_counts().to_dict()
    if "denominator" in metrics()[name].measures:
        hits, all_ = count.get("hit", 0), count.get("hit", 0) + count.get("miss", 0)
        return (hits / all_ if all_ else None), hits, all_
    if "since" in cases:
        if cases.empty:
            return None, 0
        return float(cases["since"].max() if cases["which"].iloc[0] == "longest" else cases["since"].min()), 1
    number = int(cases["amount"].sum()) if "amount" in cases else count.get("counted", 0)
    return float(number), number


def test_the_check_queries_read_contract_rows_only() -> None:
    """They must not lean on what publish computes, or both entries would share a mistake."""
    for path in CHECKS.glob("*.sql"):
        text = path.read_text("utf-8")
        assert "rows." in text, path.name
        assert not any(word in text for word in ("engine.", "_s ", "_due", "final_closed", "first_closed")), path.name
        assert not any(
            word in text for word in ("place_in", "copy_number", "composite", "next_order", "next_contact")
        ), path.name
