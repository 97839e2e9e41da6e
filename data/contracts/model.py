"""What a source must look like: columns, keys, checks, and what is computed from them at publish."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from data.errors import UnknownName
from data.words import Text


class Type(StrEnum):
    """Column types. Moments are stored in UTC; days have no time zone."""

    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"

    @property
    def sql(self) -> str:
        """The type's name in the warehouse."""
        return _SQL_TYPES[self]


_SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.MOMENT: "TIMESTAMP",
    Type.DAY: "DATE",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DECIMAL(18,4)",
    Type.BOOLEAN: "BOOLEAN",
}


@dataclass(frozen=True)
class Value:
    """One allowed value of a column with a closed list, and its name for people."""

    code: str
    label: Text


@dataclass(frozen=True)
class Column:
    """One column of a source.

    Attributes:
        unit: of a number ("CNY", "seconds", "score 1-5"); None where there is none.
        required: a row without it is rejected.
        personal: identifies a person, directly or by a code.
        values: the closed list of allowed values; empty means any text.
        dimension: figures can be split and filtered by it.
        planned: the moment lies in the future by nature (a promise, a plan), so it says nothing about
            how far the data reach and may be later than today.
        axis: figures can be placed in time by it; its local day and month are computed at publish.
        as_received: the first value known is kept, whatever later exports say, since promises go by the event.
        later: of such a column, the column that takes the later value.
    """

    name: str
    type: Type
    label: Text
    meaning: Text
    unit: str | None = None
    required: bool = False
    personal: bool = False
    values: tuple[Value, ...] = ()
    dimension: bool = False
    planned: bool = False
    axis: bool = False
    as_received: bool = False
    later: str | None = None


@dataclass(frozen=True)
class Check:
    """A rule between columns of one row. `sql` is true for a good row; NULL counts as good."""

    name: str
    sql: str
    says: Text


@dataclass(frozen=True)
class Computed:
    """A moment derived at publish: portable SQL over the contract's moments, as integer epoch seconds.

    Columns are named as in the engine table (`created_s`); `{reopen_window_s}` is the organisation's.
    """

    name: str
    sql: str
    meaning: Text
    axis: bool = False


@dataclass(frozen=True)
class Inherited:
    """Where a row's own column is empty, the row of another source with the same code fills it at publish.

    `columns` pairs this source's column with the other's; `key` names the column that holds the code in both.
    """

    source: str
    key: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mark:
    """What a row is among the other rows of its source (the first of its kind, followed by another), told at publish.

    `sql` may use the engine table's columns and window functions; the organisation's settings stand in braces:
    `{quarter_of:finished}` is the number of the fiscal quarter of a moment, `{composite}` the weighted service score.

    Attributes:
        apart: where the SQL has a window: SQL over the contract's columns that keeps rows apart which say nothing of each
            other; where it is NULL, the mark says nothing of other rows.
        reads: another source the SQL looks into, and the column that holds the code in both.
    """

    name: str
    sql: str
    meaning: Text
    apart: str | None = None
    reads: tuple[str, str] | None = None


@dataclass(frozen=True)
class Exclusion:
    """Why a row is left out of every promise, with the condition that says so."""

    reason: str
    sql: str
    label: Text


@dataclass(frozen=True)
class Clock:
    """A limit that starts at a moment; its due moment and due day are computed at publish.

    Attributes:
        start, stop: moments of the engine table without their suffix (`created`, `first_reply`).
        reopen, restop: the moment from which the first stop no longer counts, and the stop that then does.
        limit_hours: hours from start to due; working hours where the organisation names a calendar for the clock.
        done: what a person calls the stop: answered, resolved.
        limit_sql: hours as SQL over the engine table, where cases of one clock differ; `limit_hours` is then the longest.
        concerns: which rows the clock runs for, as SQL over the engine table: no figure asks when another row is due.
    """

    name: str
    label: Text
    start: str
    stop: str
    limit_hours: int
    done: Text
    reopen: str | None = None
    restop: str | None = None
    limit_sql: str | None = None
    concerns: str = "true"

    @property
    def limit_seconds(self) -> str:
        """The limit as SQL, in seconds."""
        return str(self.limit_hours * 3600) if self.limit_sql is None else f"({self.limit_sql}) * 3600"


@dataclass(frozen=True)
class Contract:
    """A source: one row per `key`, its columns, the rules between them, and what publish adds.

    `register`: the source is a list kept complete (people, audits, incidents), in which no row means that nothing
    happened; it then reaches as far as the store's other sources do.
    """

    name: str
    label: Text
    meaning: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    computed: tuple[Computed, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    clocks: tuple[Clock, ...] = ()
    inherited: Inherited | None = None
    marks: tuple[Mark, ...] = ()
    register: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column:
        """The column called `name`; raises UnknownName with the nearest names."""
        try:
            return self.by_name[name]
        except KeyError:
            what = Text(f"column of {self.name}", f"{self.label.zh}字段")
            raise UnknownName(what, name, self.by_name) from None

    def clock(self, name: str) -> Clock:
        """The clock called `name`; raises UnknownName."""
        for clock in self.clocks:
            if clock.name == name:
                return clock
        raise UnknownName(Text("clock", "时钟"), name, [clock.name for clock in self.clocks])

    @cached_property
    def dimensions(self) -> tuple[Column, ...]:
        """The columns figures can be split by."""
        return tuple(column for column in self.columns if column.dimension)

    @cached_property
    def moments(self) -> tuple[Column, ...]:
        """The columns that hold a moment or a day."""
        return tuple(column for column in self.columns if column.type in (Type.MOMENT, Type.DAY))


def stem(moment: str) -> str:
    """Engine name of a moment without its suffix: `created_at` → `created`, `joined_on` → `joined`."""
    return moment.removesuffix("_at").removesuffix("_on")
