"""What is counted over the rows of a version: one scan of each source that changed, and one for each thing it names."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import duckdb

from data.contracts import contracts
from data.contracts.model import Contract, Type
from data.organisation import Organisation
from data.quality.model import Left, Orphans, Profile, Quality, SourceQuality, Span
from data.quality.orphans import count_orphans, count_orphans_since
from data.quality.shift import extends
from data.quality.thresholds import first_day, longest_days, references, spans
from data.store import SourceState
from data.zones import to_local_seconds


class Reported(Protocol):
    """What is needed of the report of one source's import."""

    @property
    def source(self) -> str:
        """The source."""

    @property
    def profile(self) -> Profile | None:
        """The import in numbers."""


def measure(
    connection: duckdb.DuckDBPyConnection, organisation: Organisation, states: Mapping[str, SourceState], known: Quality,
    reports: Sequence[Reported],
) -> Quality:  # fmt: skip
    """The quality of the rows in `rows`; sources without an import of their own keep what was `known` of them."""
    changed = {report.source for report in reports}
    found = {}
    for contract in contracts().values():
        before, state = known.sources.get(contract.name), states[contract.name]
        mine = [report.profile for report in reports if report.source == contract.name and report.profile is not None]
        if before is None or contract.name in changed:
            before = _scan(connection, contract, state, organisation, before or SourceQuality(), mine)
        found[contract.name] = _with_orphans(connection, contract, before, changed, known)
    return Quality(found)


def _scan(
    connection: duckdb.DuckDBPyConnection, contract: Contract, state: SourceState, organisation: Organisation,
    before: SourceQuality, mine: list[Profile],
) -> SourceQuality:  # fmt: skip
    """All that one scan of a source tells."""
    names = [column.name for column in contract.columns]
    moments = [column.name for column in contract.columns if column.type is Type.MOMENT]
    pairs = spans(contract.name)
    asked = [f"count({name})" for name in names]
    asked += [f"count(*) FILTER (WHERE {name} < DATE '{first_day()}')" for name in moments]
    for start, end in pairs:
        asked.append(f"count({end} - {start})")
        asked.append(f"count(*) FILTER (WHERE {end} > {start} + INTERVAL {longest_days()} DAY)")
        asked.append(f"count(*) FILTER (WHERE {end} = {start})")
    row = connection.execute(f"SELECT {', '.join(asked)} FROM rows.{contract.name}").fetchone() or ()
    numbers = iter(row)
    filled = {name: next(numbers) for name in names}
    early = {name: n for name in moments if (n := next(numbers))}
    timed = tuple(Span(start, end, next(numbers), next(numbers), next(numbers)) for start, end in pairs)
    duplicate = before.duplicate + sum(item.duplicate for item in mine)
    last, previous = before.last, before.previous
    for item in mine:
        last, previous = item, last if last is None or previous is None or extends(last, previous) else previous
    return SourceQuality(
        state.rows, state.first, state.data_to, state.read, duplicate, state.rejected, filled, early,
        state.day_only, timed, (), _left(connection, contract, organisation), last, previous,
        _pause(connection, contract),
    )  # fmt: skip


def _pause(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    """The longest time in days between two days that have records."""
    axis = next((column.name for column in contract.columns if column.axis), None)
    if axis is None:
        return 0
    days = f"SELECT DISTINCT CAST({axis} AS DATE) AS day FROM rows.{contract.name} WHERE {axis} IS NOT NULL"
    row = connection.execute(f"SELECT max(gap) FROM (SELECT day - lag(day) OVER (ORDER BY day) AS gap FROM ({days}))")
    return int((row.fetchone() or (0,))[0] or 0)


def _left(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> tuple[Left, ...]:
    """The rejected records still missing, by reason, month and sort."""
    axis = next((column for column in contract.columns if column.axis), None)
    moment = "epoch(moment)::BIGINT"
    local = moment if axis and axis.type is Type.DAY else to_local_seconds(moment, organisation.time_zone)
    day = f"make_timestamp(({local})::BIGINT * 1000000)"
    rows: list[tuple[Any, ...]] = []
    if connection.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'left_out'").fetchone():
        rows = connection.execute(
            f"SELECT __column, __reason, CAST(year({day}) * 12 + month({day}) - 1 AS INTEGER), sort, count(*)"
            f" FROM rows.left_out WHERE source = '{contract.name}' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return tuple(Left(str(column or ""), str(reason), month, sort, n) for column, reason, month, sort, n in rows)


def _with_orphans(
    connection: duckdb.DuckDBPyConnection, contract: Contract, found: SourceQuality, changed: set[str], known: Quality
) -> SourceQuality:
    """With the rows that name what another source does not know; where that source is empty, nothing can be said."""
    before = known.sources.get(contract.name)
    orphans = []
    for name, other in references(contract.name, tuple(contract.by_name)).items():
        kept = [item for item in (before.orphans if before else ()) if item.column == name]
        if before is not None and not {contract.name, other} & changed:
            orphans += kept
            continue
        given = found.filled.get(name, 0)
        any_row = connection.execute(f"SELECT 1 FROM rows.{other} LIMIT 1").fetchone()
        if given and any_row:
            since = count_orphans_since(connection, contract, name, other, kept[0].n) if kept else None
            n = since if since is not None else count_orphans(connection, contract, name, other)
            orphans.append(Orphans(name, other, n, given))
    return SourceQuality(**{**vars(found), "orphans": tuple(orphans)})
