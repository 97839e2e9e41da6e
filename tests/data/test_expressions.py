"""Expressions of mapping files: what is on the list works, all else is refused, and a bad value costs its own row."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from data.errors import KeptError
from data.expressions import checked
from tests.builders import bring, rejected, stored

COLUMNS = ["a", "B c", "编号", 'odd"name']
CELLS = """SELECT '5' AS a, 'x-y' AS "B c", '7' AS "编号", 'q' AS "odd""name" """


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a", "5"),
        ("A", "5"),
        ('"b C"', "x-y"),
        ("编号", "7"),
        ('"odd""name"', "q"),
        ("'it''s'", "it's"),
        ("cast(a as integer) * 60", 300),
        ("a::integer + 1", 6),
        ("cast(a as integer) % 2 - 1", 0),
        ("-cast(a as integer)", -5),
        ("case when a = '5' then 'five' else 'other' end", "five"),
        ("case a when '4' then 'four' end", None),
        ("coalesce(null, a)", "5"),
        ("nullif(a, '5')", None),
        ("a || '-' || \"B c\"", "5-x-y"),
        ('concat(a, "B c")', "5x-y"),
        ('upper(substr("B c", 1, 1))', "X"),
        ('left("B c", 1) || right("B c", 1)', "xy"),
        ("trim('  z ')", "z"),
        ("replace(\"B c\", '-', '+')", "x+y"),
        ("split_part(\"B c\", '-', 2)", "y"),
        ("length(a) + strpos(\"B c\", '-')", 3),
        ("starts_with(\"B c\", 'x') and contains(\"B c\", 'y')", True),
        ("a in ('5', '6') and a between '1' and '9'", True),
        ("a is not null and not a = '6' or a <> '5'", True),
        ("a like '5%'", True),
        ("round(cast(a as decimal(10, 2)) / 2, 1)", 2.5),
        ("greatest(a, '4') || least(a, '4')", "54"),
        ("abs(-1) + floor(1.5) + ceil(1.5)", Decimal(4)),
        ("cast('2024-03-04' as timestamp) + interval 1 day", datetime(2024, 3, 5)),
        ("try_cast('x' as integer)", None),
        ("cast(a as varchar) -- a remark", "5"),
    ],
)
def test_what_is_on_the_list_is_computed(expression, result):
    statement = f"SELECT {checked(expression, COLUMNS)} FROM ({CELLS}) main_row"
    assert duckdb.execute(statement).fetchone() == (result,)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "a +",
        "a, a",
        "*",
        "a; a",
        "a; DROP TABLE raw_0",
        "(SELECT 1)",
        "a IN (SELECT a FROM raw_0)",
        "EXISTS (SELECT 1)",
        "a) FROM raw_0; COPY (SELECT 1) TO 'x' --",
        "read_text('/etc/passwd')",
        "read_csv('/etc/passwd')",
        "getenv('HOME')",
        "current_setting('temp_directory')",
        "current_database()",
        "current_user",
        "now()",
        "random()",
        "repeat(a, 1000000000)",
        "lpad(a, 1000000000, 'x')",
        "format('{:>1000000000}', a)",
        "printf('%1000000000d', 1)",
        "range(1000000000)",
        "regexp_replace(a, '(.*)*', 'x')",
        "list_value(a)",
        "[a]",
        "a[1]",
        "{'k': a}",
        "unnest([1, 2])",
        "list_transform([1], x -> x)",
        "[x for x in [1]]",
        "count(*)",
        "max(a)",
        "row_number() OVER ()",
        "query('SELECT 1')",
        "nextval('s')",
        "error('x')",
        "a COLLATE nocase",
        "columns('a')",
        "$v0",
        "?",
        "unknown",
        "raw_0.a",
        "x.y.z",
        "PRAGMA version",
        "ATTACH 'x.duckdb'",
        "INSTALL httpfs",
        "COPY raw_0 TO 'x'",
        "SET threads = 1",
    ],
)
def test_what_is_not_on_the_list_is_refused_in_one_sentence(expression, sentence):
    with pytest.raises(KeptError) as refused:
        checked(expression, COLUMNS)
    sentence(refused.value, "")


def test_an_expression_cannot_grow_a_value_without_bound(sentence):
    """Each replacement turns every sign into a hundred: six of them would fill any memory."""
    grown = "a"
    for _ in range(6):
        grown = f"replace({grown}, '1', '{'1' * 100}')"
    with pytest.raises(KeptError) as refused:
        checked(grown, COLUMNS)
    sentence(refused.value, "replace")


def minutes(store, *values, expression="cast(wait as integer) * 60"):
    columns = {
        "ticket_id": "id",
        "kind": {"constant": "complaint"},
        "created_at": {"constant": "2024-03-04"},
        "paused_seconds": {"expression": expression},
    }
    rows = [{"id": f"T{number}", "wait": value, "per": value} for number, value in enumerate(values)]
    return bring(store, "tickets", rows, {"columns": columns})


@pytest.mark.parametrize(
    ("bad", "expression"),
    [
        ("abc", "cast(wait as integer) * 60"),
        ("99999999999", "cast(wait as integer) * 60"),
        ("99999999", "cast(wait as integer) * 60"),
        ("0", "60 / cast(wait as integer)"),
        ("0", "60 % cast(wait as integer)"),
    ],
    ids=["no-number", "too-large-to-cast", "too-large-to-multiply", "divided-by-nought", "rest-of-nought"],
)
def test_a_value_an_expression_cannot_take_rejects_its_own_row_only(store, bad, expression):
    report = minutes(store, "2", bad, "4", expression=expression)
    assert (report.counts.accepted, report.counts.rejected) == (2, 1)
    assert [(line["row"], line["column"]) for line in rejected(report)] == [("2", "paused_seconds")]


def test_an_empty_cell_makes_an_expression_empty_and_rejects_nothing(store):
    report = minutes(store, "2", "")
    assert (report.counts.accepted, report.counts.rejected) == (2, 0)
    assert [one["paused_seconds"] for one in stored(store, "tickets")] == [120, None]


def test_try_cast_makes_a_bad_value_empty_because_the_mapping_asks_for_it(store):
    report = minutes(store, "2", "abc", expression="try_cast(wait as integer) * 60")
    assert (report.counts.accepted, report.counts.rejected) == (2, 0)


def test_a_bad_cast_of_a_required_column_rejects_its_own_row_only(store):
    columns = {"order_id": "id", "created_at": {"expression": "cast(at as timestamp)"}}
    rows = [{"id": "O1", "at": "2024-03-04 10:00"}, {"id": "O2", "at": "soon"}]
    report = bring(store, "orders", rows, {"columns": columns})
    assert (report.counts.accepted, report.counts.rejected) == (1, 1)
