"""The statements themselves: some as text, all of them bound by the engine, each a single SELECT."""

import re
import shutil
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from data.store import ENGINE
from metrics.build import Question, build, values_statement
from metrics.catalog import metrics
from metrics.dimensions import dimension, dimensions
from metrics.model import Filter, Grain
from tests.metrics.worlds import World

BOUND_GRAINS = (None, *(grain for grain in Grain if not grain.rolling_days), Grain.ROLLING_7)
"""All rolling grains are fetched by the day, so one of them stands for all."""


def statement(metric: str, **question: object) -> str:
    return build(Question(metrics()[metric], as_of=0, **question)).sql  # type: ignore[arg-type]


DAY = date(2025, 12, 31)
"""The last day of a question, which the engine always fills in."""


def frame(metric: str, **question: object) -> str:
    """A statement without its measures."""
    measures = build(Question(metrics()[metric], as_of=0)).sql.removeprefix("SELECT ").split("\nFROM ")[0]
    text = statement(metric, **question)
    assert measures in text
    return text.replace(measures, "…")


WHOLE = {
    "a rate counts hits, decided, undecided, stopped and excluded apart": (
        statement("order_normal_24h"),
        """\
SELECT CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND ((handed_over_s) <= normal_24h_due_s AND (handed_over_s) <= $as_of) THEN 1 ELSE 0 END), 0) AS BIGINT) AS numerator, \
CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND (((handed_over_s) <= normal_24h_due_s AND (handed_over_s) <= $as_of) OR (NOT COALESCE((handed_over_s) <= normal_24h_due_s AND (handed_over_s) <= $as_of, false) AND normal_24h_due_s < $as_of)) THEN 1 ELSE 0 END), 0) AS BIGINT) AS denominator, \
CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND (NOT COALESCE((handed_over_s) <= normal_24h_due_s AND (handed_over_s) <= $as_of, false) AND normal_24h_due_s >= $as_of) THEN 1 ELSE 0 END), 0) AS BIGINT) AS undecided, \
CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND ((handed_over_s) <= $as_of) THEN 1 ELSE 0 END), 0) AS BIGINT) AS stopped, \
MIN(CASE WHEN excluded IS NULL AND (NOT COALESCE((handed_over_s) <= $as_of, false)) THEN processing_start_s END) AS oldest_open, \
CAST(COALESCE(SUM(CASE WHEN NOT (excluded IS NULL) THEN 1 ELSE 0 END), 0) AS BIGINT) AS excluded
FROM orders
WHERE ((NOT COALESCE(express, false)) AND processing_start_s <= $as_of)
  AND normal_24h_due_day IS NOT NULL""",
    ),
    "a quantile is taken over what has ended, per month and region": (
        statement("order_processing_p90", grain=Grain.MONTH, by=("region",)),
        """\
SELECT processing_start_month AS bucket, region AS g0, \
quantile_cont(CASE WHEN excluded IS NULL THEN CASE WHEN (CASE WHEN handed_over_s < processing_start_s THEN processing_start_s ELSE handed_over_s END) <= $as_of THEN (CASE WHEN handed_over_s < processing_start_s THEN processing_start_s ELSE handed_over_s END) - processing_start_s END END, [0.5, 0.9, 0.95]) AS quantiles, \
CAST(COUNT(CASE WHEN excluded IS NULL THEN CASE WHEN (CASE WHEN handed_over_s < processing_start_s THEN processing_start_s ELSE handed_over_s END) <= $as_of THEN (CASE WHEN handed_over_s < processing_start_s THEN processing_start_s ELSE handed_over_s END) - processing_start_s END END) AS BIGINT) AS n, \
CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND (NOT COALESCE((CASE WHEN handed_over_s < processing_start_s THEN processing_start_s ELSE handed_over_s END) <= $as_of, false)) THEN 1 ELSE 0 END), 0) AS BIGINT) AS undecided, \
CAST(COALESCE(SUM(CASE WHEN NOT (excluded IS NULL) THEN 1 ELSE 0 END), 0) AS BIGINT) AS excluded
FROM orders
WHERE ((true) AND processing_start_s <= $as_of)
  AND processing_start_day IS NOT NULL
GROUP BY processing_start_month, region
ORDER BY 1, 2""",
    ),
    "a count per day": (
        statement("ticket_arrivals", grain=Grain.DAY),
        """\
SELECT created_day AS bucket, \
CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND (true) THEN 1 ELSE 0 END), 0) AS BIGINT) AS numerator, \
CAST(COALESCE(SUM(CASE WHEN NOT (excluded IS NULL) THEN 1 ELSE 0 END), 0) AS BIGINT) AS excluded
FROM tickets
WHERE (created_s <= $as_of)
  AND created_day IS NOT NULL
GROUP BY created_day
ORDER BY 1""",
    ),
    "the backlog by age, of tickets without a priority": (
        statement("backlog", by=("age",), where=(Filter("priority", (None,)),)),
        """\
SELECT CASE WHEN $as_of - created_s < 86400 THEN '1_under_24h' WHEN $as_of - created_s < 172800 THEN '2_24_48h' WHEN $as_of - created_s < 259200 THEN '3_48_72h' ELSE '4_over_72h' END AS g0, \
CAST(COALESCE(SUM(CASE WHEN excluded IS NULL AND (final_closed_s IS NULL OR final_closed_s > $as_of) THEN 1 ELSE 0 END), 0) AS BIGINT) AS numerator
FROM tickets
WHERE (created_s <= $as_of)
  AND created_day IS NOT NULL
  AND (priority IS NULL)
GROUP BY CASE WHEN $as_of - created_s < 86400 THEN '1_under_24h' WHEN $as_of - created_s < 172800 THEN '2_24_48h' WHEN $as_of - created_s < 259200 THEN '3_48_72h' ELSE '4_over_72h' END
ORDER BY 1""",
    ),
    "the values of a dimension": (
        values_statement("tickets", dimension("tickets", "channel")).sql,
        """\
SELECT UNNEST(enum_range(CAST(NULL AS tickets_channel))) AS g0
UNION ALL
SELECT NULL WHERE EXISTS (SELECT 1 FROM tickets WHERE channel IS NULL)
ORDER BY 1""",
    ),
    "the values of a dimension that is no text": (
        values_statement("orders", dimension("orders", "express")).sql,
        "SELECT DISTINCT express AS g0\nFROM orders\nORDER BY 1",
    ),
    "the values of a dimension within a row scope": (
        values_statement("tickets", dimension("tickets", "channel"), (Filter("team", ("east",)),)).sql,
        "SELECT DISTINCT channel AS g0\nFROM tickets\nWHERE (team IN ($f0))\nORDER BY 1",
    ),
}
FRAMES = {
    "a range of days": (
        frame("order_express_12h", start=date(2026, 7, 1), end=date(2026, 9, 30)),
        """\
SELECT …
FROM orders
WHERE ((COALESCE(express, false)) AND processing_start_s <= $as_of)
  AND express_12h_due_day IS NOT NULL
  AND express_12h_due_day >= $from_day
  AND express_12h_due_day <= $to_day""",
    ),
    "quarters of a fiscal year from April": (
        frame("complaint_resolved_48h", grain=Grain.QUARTER, fiscal_start=4),
        """\
SELECT ((resolved_48h_due_month - 3) // 3) AS bucket, …
FROM tickets
WHERE ((kind = 'complaint') AND created_s <= $as_of)
  AND resolved_48h_due_day IS NOT NULL
GROUP BY ((resolved_48h_due_month - 3) // 3)
ORDER BY 1""",
    ),
    "years of a fiscal year from July": (
        frame("ticket_closures", grain=Grain.YEAR, fiscal_start=7),
        """\
SELECT ((final_closed_month - 6) // 12) AS bucket, …
FROM tickets
WHERE (final_closed_s <= $as_of)
  AND final_closed_day IS NOT NULL
GROUP BY ((final_closed_month - 6) // 12)
ORDER BY 1""",
    ),
    "two dimensions, and a filter of two values": (
        frame("aftersales_answered_48h", by=("channel", "team"), where=(Filter("team", ("a", "b")),)),
        """\
SELECT channel AS g0, team AS g1, …
FROM tickets
WHERE ((kind = 'after_sales') AND created_s <= $as_of)
  AND answered_48h_due_day IS NOT NULL
  AND (team IN ($f1, $f2))
GROUP BY channel, team
ORDER BY 1, 2""",
    ),
    "weeks, and a filter of a value or none": (
        frame("feedback_answered_72h", grain=Grain.WEEK, where=(Filter("team", ("a", None)),)),
        """\
SELECT ((answered_72h_due_day + 3) // 7) AS bucket, …
FROM tickets
WHERE ((kind = 'feedback') AND created_s <= $as_of)
  AND answered_72h_due_day IS NOT NULL
  AND (team IN ($f1) OR team IS NULL)
GROUP BY ((answered_72h_due_day + 3) // 7)
ORDER BY 1""",
    ),
    "a filter without values keeps nothing": (
        frame("resolution_p50", where=(Filter("team", ()),)),
        """\
SELECT …
FROM tickets
WHERE ((true) AND created_s <= $as_of)
  AND created_day IS NOT NULL
  AND false""",
    ),
}


@pytest.mark.parametrize("says", [*WHOLE, *FRAMES])
def test_a_statement_reads(says: str) -> None:
    built, expected = (WHOLE | FRAMES)[says]
    assert built == expected


@pytest.fixture(scope="module")
def binder(tmp_path_factory: pytest.TempPathFactory, invented_world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the engine tables, to be asked for plans only."""
    copy = tmp_path_factory.mktemp("binder") / ENGINE
    shutil.copyfile(invented_world.store.folder(invented_world.engine.manifest.version) / ENGINE, copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        connection.execute("SET threads = 1; PRAGMA disable_optimizer")
        yield connection


@pytest.mark.parametrize("name", metrics())
def test_every_dimension_and_grain_of_a_metric_binds(binder: duckdb.DuckDBPyConnection, name: str) -> None:
    found = metrics()[name]
    all_of_them = tuple(dimensions(found.source))
    asked = [((item,), None) for item in all_of_them]
    asked += [(by, grain) for by in ((), all_of_them) for grain in BOUND_GRAINS]
    for by, grain in asked:
        built = build(Question(found, 0, date(2025, 1, 1), DAY, grain, by, fiscal_start=4, day=DAY))
        binder.execute(f"EXPLAIN {built.sql}", built.values)


@pytest.mark.parametrize("name", metrics())
def test_a_statement_is_one_select_and_uses_every_bound_value(name: str) -> None:
    found = metrics()[name]
    built = build(Question(found, 0, date(2025, 1, 1), None, Grain.MONTH, tuple(dimensions(found.source)), day=DAY))
    (only,) = duckdb.extract_statements(built.sql)
    assert only.type == duckdb.StatementType.SELECT
    assert set(re.findall(r"\$(\w+)", built.sql)) == set(built.values)


@pytest.mark.parametrize("source", ["orders", "tickets"])
def test_every_dimension_can_be_filtered_by_every_value_it_takes(invented_world: World, source: str) -> None:
    from metrics.model import Query

    metric = {"orders": "order_in_promise", "tickets": "ticket_arrivals"}[source]
    whole = invented_world.engine.run(Query((metric,))).only(metric)
    for name in dimensions(source):
        rows = []
        for value in invented_world.engine.values(source, name):
            spelt = value if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            rows.append(invented_world.engine.run(Query((metric,), where=(Filter(name, (spelt,)),))).only(metric))
        assert (sum(row.n for row in rows), sum(row.excluded for row in rows)) == (whole.n, whole.excluded), name


def test_statements_name_no_value_of_a_filter_and_no_moment() -> None:
    text = statement("order_in_promise", start=date(2026, 7, 1), where=(Filter("merchant_id", ("m-17",)),))
    assert not re.search(r"m-17|20635|2026", text)
