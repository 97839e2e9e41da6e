"""A question → the statements that read a monthly table: its lines, and what an earlier moment changes of them."""

from typing import Any

from data.monthly import CODE, DIFFERENT, MONTH, Monthly
from data.roll_ups import CUT, DAY
from metrics.build import Question, Statement, condition, parts, with_moments_bound
from metrics.dialect import DUCKDB, Dialect
from metrics.dimensions import dimension

UNSETTLED = "unsettled_rows"
"""What a statement calls the rows it looks at twice."""


def names_of(item: Monthly) -> list[str]:
    """What a line holds beside its groups and its month, in the order in which the statements give it."""
    return [CODE, *item.column_names, *([DIFFERENT] if item.different else [])]


def from_months(question: Question, item: Monthly, cut: int, dialect: Dialect = DUCKDB) -> Statement:
    """The lines of one cut, of all months, by the question's groups."""
    values: dict[str, Any] = {"cut": cut}
    where = [f"{CUT} = {dialect.placeholder('cut')}"]
    where += [condition(part, item.source, values, dialect, sql=part.dimension) for part in question.where]
    keys = [(f"g{place}", name) for place, name in enumerate(question.by)]
    columns = [*keys, (DAY, MONTH), *((name, name) for name in names_of(item))]
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns)
    order = ", ".join(str(place) for place in range(1, len(keys) + 3))
    sql = f"SELECT {listed}\nFROM {item.table}\nWHERE " + "\n  AND ".join(where) + f"\nORDER BY {order}"
    return Statement(sql, values, tuple(name for name, _ in columns))


def corrections(question: Question, item: Monthly, counted_at: int, dialect: Dialect = DUCKDB) -> Statement:
    """What the months of a question hold at its as-of moment more than at the moment the table was counted at.

    Only rows that were not settled at the earlier of the two moments can differ: they are counted as they are told of at
    the one moment, and taken off as at the other. They are looked up once for both, and lines without a difference left out.
    """
    metric = question.metric
    _keys, (_population, *within), values = parts(question, dialect)
    within.insert(0, f"settled_s >= {dialect.placeholder('unsettled')}")
    values |= {"unsettled": min(question.as_of, counted_at), "counted_at": counted_at}
    keys = [(f"g{place}", dimension(item.source, name).sql) for place, name in enumerate(question.by)]
    keys.append((DAY, f"{metric.axis}_month"))
    now = _rows(item, keys, "")
    then = _rows(item, keys, "-").replace("$as_of", dialect.placeholder("counted_at"))
    names = [name for name, _ in keys]
    counted = [(name, dialect.sum_of(name)) for name in names_of(item) if name != CODE]
    listed = ", ".join([*names, CODE, *(f"{sql} AS {name}" for name, sql in counted)])
    groups = ", ".join(str(place) for place in range(1, len(names) + 2))
    differs = " OR ".join(f"{dialect.sum_of(name)} <> 0" for name in item.column_names)
    sql = (
        f"WITH {UNSETTLED} AS (\nSELECT *\nFROM {item.source}\nWHERE " + "\n  AND ".join(within) + "\n)\n"
        f"SELECT {listed}\nFROM (\n{now}\nUNION ALL\n{then}\n) AS told\n"
        f"GROUP BY {groups}\nHAVING {differs}\nORDER BY {groups}"
    )
    return Statement(with_moments_bound(sql, values, question, dialect), values, (*names, *names_of(item)))


def _rows(item: Monthly, keys: list[tuple[str, str]], sign: str) -> str:
    columns = [*keys, (CODE, item.code)]
    columns += [(name, f"{sign}({sql})") for name, sql in zip(item.column_names, item.columns, strict=True)]
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns)
    return f"SELECT {listed}\nFROM {UNSETTLED}\nWHERE ({item.where})"
