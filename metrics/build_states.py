"""One state on many days → one statement: the days stand beside the rows, so that a year of months is asked at once."""

from collections.abc import Sequence
from typing import Any

from metrics.build import Question, Statement, measures_of, parts, table_of
from metrics.dialect import DUCKDB, Dialect
from metrics.periods import day_number

PLACE = "place"


def build_states(questions: Sequence[Question], dialect: Dialect = DUCKDB) -> Statement:
    """The statement for questions that differ only in their first day and their day; its lines name a question by `place`."""
    question = questions[0]
    keys, where, values = parts(question, dialect)
    days = ", ".join(f"({place}, {_days(item, place, values, dialect)})" for place, item in enumerate(questions))
    columns = [(PLACE, f"days.{PLACE}"), *keys, *measures_of(question.metric, dialect)]
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns)
    groups = ", ".join(str(number) for number in range(1, len(keys) + 2))
    rows = f"LATERAL {table_of(question.metric)}" if question.metric.relation else table_of(question.metric)
    sql = (
        f"SELECT {listed}\nFROM (VALUES {days}) AS days({PLACE}, first_day, day), {rows}\nWHERE "
        + "\n  AND ".join(where)
        + f"\nGROUP BY {groups}\nORDER BY {groups}"
    )
    sql = sql.replace("$first_day", "days.first_day").replace("$day", "days.day")
    if "$as_of" not in sql:
        del values["as_of"]
    return Statement(sql, values, tuple(name for name, _ in columns))


def _days(question: Question, place: int, values: dict[str, Any], dialect: Dialect) -> str:
    """The first day and the day of one question, bound."""
    bound = []
    for name, day in (("from", question.start), ("to", question.day)):
        key = f"{name}_{place}"
        values[key] = None if day is None else day_number(day)
        bound.append(f"CAST({dialect.placeholder(key)} AS INTEGER)")
    return ", ".join(bound)
