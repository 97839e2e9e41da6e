"""What becomes of each source's tables in the engine file when a version is built on another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

import duckdb

from data import roll_ups
from data.affected import count_affected
from data.changed_rows import changed_table
from data.contracts import contracts
from data.contracts.model import Contract
from data.organisation import Organisation
from data.store import Manifest, SourceState

MOST = 0.1
"""The share of a source's rows that may stand out of the order of time before its table is built anew."""


class How(Enum):
    """Kept as they are, changed by the difference, or built anew from all rows."""

    KEPT = "kept"
    DIFFERENCE = "difference"
    ANEW = "anew"


@dataclass(frozen=True)
class Change:
    """What becomes of one source's tables. `then` and `now` are UTC epoch seconds: the moments the source reached and reaches.

    By difference, its affected rows are in `before` as they were and in `after` as they are, temporary tables with the
    columns of the engine table. `passed` holds the other rows for which a moment lies between `then` and `now`, or a limit
    after one: they are the same, but what was to come has come. Every other row tells the same at both moments.
    """

    source: str
    how: How
    then: int | None
    now: int | None
    rows: int
    affected: int = 0

    @property
    def before(self) -> str:
        """The affected rows as they were; new ones are not among them."""
        return f"before_{self.source}"

    @property
    def after(self) -> str:
        """The affected rows as they are."""
        return f"after_{self.source}"

    @property
    def passed(self) -> str:
        """Rows that are the same, but not what they tell at the moment."""
        return f"passed_{self.source}"


def plan(
    connection: duckdb.DuckDBPyConnection, organisation: Organisation, base: Manifest | None,
    states: Mapping[str, SourceState], touched: set[str],
) -> dict[str, Change]:  # fmt: skip
    """What becomes of each source, where `rows` of the `touched` sources were changed and `engine` holds the tables of `base`.

    Without a base everything is built anew.
    """
    planned = {}
    for contract in contracts().values():
        state = states[contract.name]
        known = base.sources.get(contract.name) if base else None
        how, affected = How.ANEW, 0
        if known is not None and not looked_at(contract) & touched:
            how = How.KEPT
        elif known is not None and _may_differ(connection, contract, known, looked_at(contract) & touched):
            affected = count_affected(connection, contract, organisation)
            if affected + known.unsorted <= MOST * state.rows:
                how = How.DIFFERENCE
        then = as_of(known) if known is not None else None
        planned[contract.name] = Change(contract.name, how, then, as_of(state), state.rows, affected)
    return planned


def looked_at(contract: Contract) -> set[str]:
    """The sources an engine table is made of: its own, the one it inherits from, those its marks look into."""
    found = {contract.name, *(mark.reads[0] for mark in contract.marks if mark.reads is not None)}
    return found | {contract.inherited.source} if contract.inherited is not None else found


def as_of(state: SourceState) -> int | None:
    """The moment a source reaches, as UTC epoch seconds."""
    return None if state.data_to is None else int(datetime.fromisoformat(state.data_to).replace(tzinfo=UTC).timestamp())


def _may_differ(
    connection: duckdb.DuckDBPyConnection, contract: Contract, known: SourceState, touched: set[str]
) -> bool:
    """Whether the rows an import affects can be told from those it does not, and are worth it."""
    tables = {str(name) for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    apart = {mark.apart for mark in contract.marks if mark.apart is not None}
    return (
        roll_ups.is_large(known.rows)
        and all(changed_table(source) in tables for source in touched)
        and len(apart) <= (0 if contract.inherited else 1)
    )
