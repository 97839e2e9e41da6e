"""Which rows of a source an import affects: those it changed, and those that say something of them or take something over."""

import duckdb

from data.changed_rows import changed_table, holds, replaced_table
from data.contracts.model import Contract
from data.organisation import Organisation
from data.working_spans import calendars, range_before, range_of, working_spans


def affected_table(source: str) -> str:
    """The temporary table of the keys of the affected rows."""
    return f"affected_{source}"


def count_affected(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> int:
    """Create the table of the keys of a source's affected rows, while its engine table is as it was; returns their number."""
    keys, table = ", ".join(contract.key), affected_table(contract.name)
    causes = [*_own(connection, contract), *_others(connection, contract), *_clocks(connection, contract, organisation)]
    connection.execute(f"CREATE TEMP TABLE {table} AS {' UNION '.join(causes)}")
    apart = next((mark.apart for mark in contract.marks if mark.apart is not None), None)
    if apart is not None:
        rows = f"SELECT {apart} AS part FROM rows.{contract.name} SEMI JOIN {table} USING ({keys})"
        if holds(connection, replaced_table(contract.name)):
            rows += f" UNION SELECT {apart} FROM {replaced_table(contract.name)}"
        connection.execute(
            f"INSERT INTO {table} SELECT {keys} FROM rows.{contract.name} ANTI JOIN {table} USING ({keys})"
            f" WHERE {apart} IN (SELECT part FROM ({rows}) WHERE part IS NOT NULL)"
        )
    return int((connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,))[0])


def _own(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[str]:
    """The rows the import changed."""
    table = changed_table(contract.name)
    found = f"SELECT * FROM {table}" if holds(connection, table) else None
    return [found or f"SELECT {', '.join(contract.key)} FROM rows.{contract.name} WHERE false"]


def _others(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[str]:
    """The rows that refer to a row of another source that the import changed."""
    named = [mark.reads for mark in contract.marks if mark.reads is not None]
    if contract.inherited is not None:
        named.append((contract.inherited.source, contract.inherited.key))
    return [
        f"SELECT {', '.join(contract.key)} FROM rows.{contract.name} SEMI JOIN {changed_table(source)} USING ({code})"
        for source, code in named
        if holds(connection, changed_table(source))
    ]


def _clocks(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> list[str]:
    """The rows whose working time lay beyond what was known of the calendar, where more of it is known now."""
    running = list(calendars(contract, organisation))
    if not running:
        return []
    before = range_before(connection, contract)
    if before == range_of(connection, contract, f"rows.{contract.name}"):
        return []
    keys = ", ".join(contract.key)
    causes = []
    for clock, rules in running:
        spans = working_spans(rules, clock, before, organisation).spans
        start, due = f"{clock.start}_s", f"{clock.name}_due_s"
        beyond = f"{start} IS NOT NULL"
        if spans:
            opened, closed = spans[0][0], spans[-1][1]
            beyond = f"{start} < {opened} OR {start} > {closed} OR {due} > {closed}"
        causes.append(f"SELECT {keys} FROM engine.{contract.name} WHERE {beyond}")
    return causes
