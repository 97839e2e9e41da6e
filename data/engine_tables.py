"""The engine tables: everything awkward computed once, at publish.

For each source one table that pages query (its columns: `engine_columns.py`). Metrics over it are sums of integers. A table
that an import changed little is changed by the difference (`engine_difference.py`), others are built anew or kept.
"""

from collections.abc import Mapping, Sequence

import duckdb

from data.change import Change, How
from data.contracts import contracts
from data.contracts.model import Contract, Type
from data.engine_columns import DAY_SECONDS, enum_name
from data.engine_difference import change_table
from data.engine_rows import forget_marks, order_of, select_rows, show_rows
from data.organisation import Organisation
from data.store import SourceState
from data.working_spans import create_spans, range_of
from data.zones import to_local_seconds


def build(
    connection: duckdb.DuckDBPyConnection, organisation: Organisation, changes: Mapping[str, Change], known: Sequence[str]
) -> list[str]:  # fmt: skip
    """Bring the engine tables in the attached database `engine` up to `rows`; returns notes for the manifest.

    `known` are the notes of the version built on, of which those about untouched sources stay true.
    """
    notes: list[str] = []
    for contract in contracts().values():
        change = changes[contract.name]
        if change.how is How.KEPT:
            notes += [note for note in known if note.startswith(f"{contract.name}.")]
            continue
        notes += create_spans(
            connection, contract, organisation, range_of(connection, contract, f"rows.{contract.name}")
        )
        if change.how is How.DIFFERENCE:
            change_table(connection, contract, organisation, change)
        else:
            _build_anew(connection, contract, organisation)
    return notes


def _build_anew(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> None:
    """The engine table of a source, in its order."""
    connection.execute(f"DROP TABLE IF EXISTS engine.{contract.name}")
    show_rows(connection, contract, f"rows.{contract.name}")
    _create_enums(connection, contract)
    select, order = select_rows(connection, contract, organisation), order_of(contract)
    ordered = f"ORDER BY {order}" if order is not None else ""
    connection.execute(f"CREATE TABLE engine.{contract.name} AS {select} {ordered}")
    forget_marks(connection, contract)


def _create_enums(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    for column in contract.dimensions:
        if column.type is Type.TEXT:
            name = enum_name(contract, column.name)
            values = f"SELECT DISTINCT {column.name} FROM whole_{contract.name} WHERE {column.name} IS NOT NULL"
            connection.execute(f"DROP TYPE IF EXISTS engine.{name}")
            connection.execute(f"CREATE TYPE engine.{name} AS ENUM ({values} ORDER BY 1)")


def state(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> SourceState:
    """How far a source's rows reach, and which of its moments carry no time of day."""
    table = f"rows.{contract.name}"
    past = [column for column in contract.moments if not column.planned]
    firsts = [column for column in past if column.axis]
    latest = "greatest(" + ", ".join(f"max({column.name})::TIMESTAMP" for column in past) + ")" if past else "NULL"
    first = "least(" + ", ".join(f"min({column.name})::TIMESTAMP" for column in firsts) + ")" if firsts else "NULL"
    moments = [column.name for column in contract.columns if column.type is Type.MOMENT]
    zone = organisation.time_zone
    whole_days = "".join(f", bool_and({to_local_seconds(f'epoch({name})::BIGINT', zone)} % {DAY_SECONDS} = 0)"
                         for name in moments)  # fmt: skip
    row = connection.execute(f"SELECT count(*), {first}, {latest}{whole_days} FROM {table}").fetchone()
    rows, begins, ends, *flags = row or (0, None, None)
    return SourceState(
        rows,
        begins.isoformat() if begins else None,
        ends.isoformat() if ends else None,
        day_only=tuple(name for name, flag in zip(moments, flags, strict=False) if flag),
    )
