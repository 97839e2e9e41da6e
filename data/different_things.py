"""Counts how many different things there were, so that they can be counted of any values of a dimension together.

A buyer of two regions is one buyer of both. So a line tells, beside the values of its cut, in which set of values of the
cut's last dimension its things occur: lines of one month with the same set count the same things, once per value of it.
"""

import duckdb

from data.monthly import CODE, DIFFERENT, MONTH, Monthly
from data.roll_ups import CUT

THINGS, REPEATED = "things", "repeated"
"""What occurs in several rows, and these rows; what occurs in one needs no looking for others."""


def once_and_repeated(connection: duckdb.DuckDBPyConnection, item: Monthly, rows: str) -> tuple[str, list[str]]:
    """Of selected rows those whose thing occurs in no other row, and the SELECTs of the lines of all others.

    Makes temporary tables that have to stay until these have run: see `forget`.
    """
    connection.execute(
        f"CREATE TEMP TABLE {THINGS} AS SELECT {DIFFERENT} FROM ({rows}) WHERE {DIFFERENT} IS NOT NULL"
        f" GROUP BY {DIFFERENT} HAVING count(*) > 1"
    )
    connection.execute(f"CREATE TEMP TABLE {REPEATED} AS SELECT * FROM ({rows}) WHERE {DIFFERENT} IN (FROM {THINGS})")
    return f"SELECT * FROM ({rows}) ANTI JOIN {THINGS} USING ({DIFFERENT})", [
        _lines(item, number, cut) for number, cut in enumerate(item.cuts)
    ]


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables."""
    connection.execute(f"DROP TABLE {THINGS}")
    connection.execute(f"DROP TABLE {REPEATED}")


def _lines(item: Monthly, number: int, cut: tuple[str, ...]) -> str:
    """The lines of a cut: its month and set, the dimensions of the table, the sums, and how many things there are."""
    keys = [MONTH, "set_code", *cut]
    columns = [f"{number} AS {CUT}", MONTH, f"set_code AS {CODE}"]
    columns += [name if name in cut else f"NULL AS {name}" for name, _ in item.dimensions]
    columns += [f"SUM({name}) AS {name}" for name in item.column_names]
    columns += [f"count(*) AS {DIFFERENT}"]
    return f"SELECT {', '.join(columns)} FROM ({_with_sets(item, cut)}) GROUP BY {', '.join(keys)}"


def _with_sets(item: Monthly, cut: tuple[str, ...]) -> str:
    """Each thing by the dimensions of a cut, with the number of its set where that has several values.

    Sets are numbered within a month and the other dimensions, so that a month counted anew numbers them as before.
    """
    sums = ", ".join(f"SUM({name}) AS {name}" for name in item.column_names)
    keys = ", ".join((MONTH, *cut, DIFFERENT))
    things = f"SELECT {keys}, {sums} FROM {REPEATED} GROUP BY {keys}"
    if not cut:
        return f"SELECT *, CAST(NULL AS INTEGER) AS set_code FROM ({things})"
    *others, last = cut
    thing, within = ", ".join((MONTH, *others, DIFFERENT)), ", ".join((MONTH, *others))
    values = f"CASE WHEN count(*) OVER thing > 1 THEN list_sort(list({last}) OVER thing) END AS in_values"
    numbered = f"CASE WHEN in_values IS NOT NULL THEN dense_rank() OVER (PARTITION BY {within} ORDER BY in_values) END"
    return (
        f"SELECT *, CAST({numbered} AS INTEGER) AS set_code"
        f" FROM (SELECT *, {values} FROM ({things}) WINDOW thing AS (PARTITION BY {thing}))"
    )
