"""One import in numbers, taken before its scratch tables go; and the register of rejected records still missing."""

from datetime import UTC, datetime

import duckdb

from data.contracts.model import Column, Contract, Type
from data.mapping import Mapping
from data.merge import Counts
from data.quality.model import Profile

FEW_VALUES = 60
"""Columns with more values than this are names, not categories."""
INTENDED = ("empty_row", "left_out_by_keep_rows")
"""Reasons that are no defect."""
NAMES = ("sku", "lot_id", "name", "wave")


def profile(connection: duckdb.DuckDBPyConnection, mapping: Mapping, counts: Counts) -> Profile:
    """The import whose tables `wrong`, `delta` and `rejected` are in the scratch database, after it was merged."""
    contract = mapping.contract
    _register(connection, contract)
    filled = [column for column in contract.columns if column.name in mapping.columns]
    axis = next((column for column in contract.columns if column.axis), None)
    span = f"min({axis.name})::DATE, max({axis.name})::DATE" if axis else "NULL, NULL"
    counted = "".join(f", count({column.name})" for column in filled)
    found = connection.execute(
        f"SELECT count(*), {span}{counted} FROM delta WHERE __reason IS NULL"
    ).fetchone() or (0, None, None)  # fmt: skip
    rows, first, last, *given = found
    reasons = connection.execute(
        "SELECT __column, __reason, count(*) FROM rejected GROUP BY ALL ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    return Profile(
        datetime.now(UTC).replace(microsecond=0).isoformat(), rows, counts.read, counts.duplicate, counts.rejected,
        first.isoformat() if first else None, last.isoformat() if last else None,
        (last - first).days + 1 if first else 0,
        {column.name: rows - n for column, n in zip(filled, given, strict=False)},
        {column.name: values for column in filled if (values := _values(connection, column))},
        tuple((str(column or ""), str(reason), int(n)) for column, reason, n in reasons),
    )  # fmt: skip


def sort_column(contract: Contract) -> str | None:
    """The column that tells the sorts of a source's records apart: kind of a ticket, express or not."""
    kinds = (column.name for column in contract.dimensions if column.required and column.values)
    flags = (column.name for column in contract.dimensions if column.type is Type.BOOLEAN and column.as_received)
    return next(kinds, None) or next(flags, None)


def _values(connection: duckdb.DuckDBPyConnection, column: Column) -> dict[str, int]:
    """How often each value of a category occurs; nothing of columns that are no category."""
    if column.type is not Type.TEXT or not column.dimension or column.personal or column.name in NAMES:
        return {}
    if column.name.endswith("_id"):
        return {}
    found = connection.execute(
        f"SELECT {column.name}, count(*) FROM delta WHERE __reason IS NULL AND {column.name} IS NOT NULL"
        f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {FEW_VALUES + 1}"
    ).fetchall()
    return {str(value): int(n) for value, n in found} if len(found) <= FEW_VALUES else {}


def _register(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Add this import's rejected records to `rows.left_out`, and take out all whose case has come in since.

    A record is known there by a digest of its key, because what stands in a wrong column may be anybody's telephone number.
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS rows.left_out (source VARCHAR, record VARCHAR, __column VARCHAR, __reason VARCHAR,"
        " moment TIMESTAMP, sort VARCHAR)"
    )
    waiting = connection.execute("SELECT count(*) FROM rows.left_out WHERE source = $1", [contract.name]).fetchone()
    if waiting and waiting[0]:
        connection.execute(
            f"DELETE FROM rows.left_out WHERE source = '{contract.name}'"
            f" AND record IN (SELECT {_digest(contract)} FROM delta WHERE __reason IS NULL)"
        )
    if connection.execute("SELECT 1 FROM rejected LIMIT 1").fetchone() is None:
        return
    axis = next((column.name for column in contract.columns if column.axis), None)
    everything = ", ".join(column.name for column in contract.columns)
    intended = ", ".join(f"'{reason}'" for reason in INTENDED)
    record = f"COALESCE({_digest(contract)}, md5(concat_ws(chr(31), {everything}, wrong.__row)))"
    same = " AND ".join(f"known.{name} = wrong.{name}" for name in contract.key)
    connection.execute(
        f"INSERT INTO rows.left_out SELECT '{contract.name}', {record} AS record, rejected.__column, rejected.__reason,"
        f" {f'CAST({axis} AS TIMESTAMP)' if axis else 'NULL'}, {_sort(contract)}"
        f" FROM rejected JOIN wrong USING (__file, __row) WHERE rejected.__reason NOT IN ({intended})"
        f" AND NOT EXISTS (SELECT 1 FROM rows.{contract.name} known WHERE {same})"
        f" AND record NOT IN (SELECT record FROM rows.left_out WHERE source = '{contract.name}')"
        " QUALIFY row_number() OVER (PARTITION BY record ORDER BY rejected.__file, rejected.__row) = 1"
    )


def _digest(contract: Contract) -> str:
    """A digest of a record's key; NULL where a part of the key is not known."""
    return f"md5({' || chr(31) || '.join(f'CAST({name} AS VARCHAR)' for name in contract.key)})"


def _sort(contract: Contract) -> str:
    """The sort of a record, where it is one of those there are."""
    name = sort_column(contract)
    if name is None:
        return "NULL"
    codes = ", ".join(f"'{value.code}'" for value in contract.column(name).values)
    text = f"CAST({name} AS VARCHAR)"
    return f"CASE WHEN {text} IN ({codes}) THEN {text} END" if codes else text
