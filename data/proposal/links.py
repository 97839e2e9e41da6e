"""Which files belong together: a column of one holds the codes of another's."""

from collections.abc import Sequence
from itertools import permutations

import duckdb

from data.proposal.model import ColumnShape, Found, Kind, Link
from data.proposal.words import plain, says_elsewhere
from data.readers.layout import quoted

ENOUGH = 0.3
"""Share of a file's codes that must be known to the other file."""
KEYS = ("order_id", "customer_id", "sku", "merchant_id", "ticket_id", "agent_id", "member_id")


def links_between(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Found], tables: dict[str, str]
) -> tuple[Link, ...]:
    """All links from the rows of one file to those of another, by columns of one name or one meaning."""
    links = []
    for one, other in permutations([file for file in files if file.path in tables], 2):
        if [plain(header) for header in one.headers] == [plain(header) for header in other.headers]:
            continue
        for column in one.columns:
            for match in other.columns:
                if _same(column, match):
                    share = _share(connection, tables[one.path], column.header, tables[other.path], match.header)
                    if share >= ENOUGH:
                        links.append(Link(one.path, column.header, other.path, match.header, share, match.unique))
    return tuple(links)


def _same(one: ColumnShape, other: ColumnShape) -> bool:
    if not {one.kind, other.kind} <= {Kind.CODE, Kind.NUMBER, Kind.TEXT}:
        return False
    if plain(one.header) == plain(other.header):
        return _is_key(one) or (min(one.distinct, other.distinct) > 1 and (one.unique or other.unique))
    return bool(_keys(one.header) & _keys(other.header))


def _is_key(column: ColumnShape) -> bool:
    return bool(_keys(column.header))


def _keys(header: str) -> frozenset[str]:
    return frozenset(name for said in says_elsewhere(header) if (name := said.partition(".")[2]) in KEYS)


def _share(connection: duckdb.DuckDBPyConnection, table: str, column: str, other: str, match: str) -> float:
    row = connection.execute(
        f"SELECT avg(CASE WHEN b.v IS NULL THEN 0.0 ELSE 1.0 END) FROM (SELECT DISTINCT trim(CAST({quoted(column)} AS"
        f" VARCHAR)) AS v FROM {table} WHERE {quoted(column)} IS NOT NULL) a LEFT JOIN (SELECT DISTINCT"
        f" trim(CAST({quoted(match)} AS VARCHAR)) AS v FROM {other}) b ON a.v = b.v"
    ).fetchone()
    return float(row[0]) if row and row[0] is not None else 0.0
