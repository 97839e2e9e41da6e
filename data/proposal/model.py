"""What was found in files, and what is proposed for them: plain values that can be kept, compared and shown."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from data.errors import ImportRefused
from data.words import Text


class Kind(StrEnum):
    """What the values of a column are."""

    EMPTY = "empty"
    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    FLAG = "flag"
    CODE = "code"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    ADDRESS = "address"
    ID_NUMBER = "id_number"
    ACCOUNT = "account"

    @property
    def personal(self) -> bool:
        """Whether such values name or reach a person."""
        return self in {Kind.PHONE, Kind.EMAIL, Kind.NAME, Kind.ADDRESS, Kind.ID_NUMBER, Kind.ACCOUNT}

    @property
    def dated(self) -> bool:
        """Whether such values can be placed in time."""
        return self in {Kind.MOMENT, Kind.DAY}


class Order(StrEnum):
    """Which part of a date comes first. `either`: every value can be read both ways; `mixed`: some only one way each."""

    YEAR = "year"
    DAY = "day"
    MONTH = "month"
    EITHER = "either"
    MIXED = "mixed"


@dataclass(frozen=True)
class Dates:
    """How the moments of a column are written.

    Attributes:
        order: decided from every value of the column.
        day_first, month_first: formats for either order; both hold the same where the order is the year's.
        only_day_first, only_month_first: how many values can be read in that order only.
        values: how many values were looked at.
        has_time: whether any value has a time of day other than midnight.
        has_zone: whether the values carry their own offset.
    """

    order: Order
    day_first: tuple[str, ...]
    month_first: tuple[str, ...]
    only_day_first: int
    only_month_first: int
    values: int
    has_time: bool
    has_zone: bool = False

    @property
    def formats(self) -> tuple[str, ...] | None:
        """The formats to state; empty where the usual ones are understood; None while the order is not decided."""
        match self.order:
            case Order.YEAR | Order.DAY:
                return self.day_first
            case Order.MONTH:
                return self.month_first
        return None


@dataclass(frozen=True)
class ColumnShape:
    """One column of a file.

    Attributes:
        empty: share of cells without a value, 0–1.
        distinct: number of different values; `unique`: no value occurs twice.
        examples: a few values, masked where they name a person.
        values: the different values with their counts, most frequent first, where they are few and no person's.
        is_code: the values are numbers or codes, so they name nobody.
        low, high: of numbers.
        longest: characters of the longest value.
    """

    header: str
    kind: Kind
    empty: float
    distinct: int
    unique: bool
    examples: tuple[str, ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    is_code: bool = False
    whole: bool = False
    low: float | None = None
    high: float | None = None
    longest: int = 0
    dates: Dates | None = None


@dataclass(frozen=True)
class Found:
    """One file as found. `rows` counts the rows looked at, `complete` says whether these are all."""

    path: str
    format: str
    bytes: int
    encoding: str | None
    delimiter: str | None
    quote: str | None
    header: bool
    skip_lines: int
    skip_last: int
    unwrap: bool
    decimal: str
    sheets: tuple[str, ...]
    sheet: str | None
    rows: int
    complete: bool
    misfits: int
    nulls: tuple[str, ...]
    columns: tuple[ColumnShape, ...]
    says: tuple[Text, ...] = ()
    refused: Text | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """The file's column names."""
        return tuple(column.header for column in self.columns)

    def column(self, header: str) -> ColumnShape | None:
        """The column of that name, compared as a mapping compares."""
        wanted = header.strip().lower()
        return next((column for column in self.columns if column.header.strip().lower() == wanted), None)


@dataclass(frozen=True)
class Link:
    """`share` of the values of a column of one file occur in the column of another, where each occurs once or not."""

    file: str
    column: str
    other: str
    other_column: str
    share: float
    unique: bool


@dataclass(frozen=True)
class Look:
    """Everything found in a set of files."""

    files: tuple[Found, ...]
    links: tuple[Link, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Match:
    """A column of the contract and what fills it; `confidence` 0–1, 1 being a known header with fitting values."""

    column: str
    from_: str
    confidence: float
    why: Text


@dataclass(frozen=True)
class Option:
    """One answer, and what it sets in the mapping: pairs of a path and a value (None takes the entry away)."""

    key: str
    label: Text
    sets: tuple[tuple[tuple[str, ...], Any], ...] = ()


@dataclass(frozen=True)
class Question:
    """What only a person can say.

    Attributes:
        id: stable name of the question.
        column: column of the contract it is about.
        asks, why: the question, and why it is asked.
        options: the answers; an answer is an option's key.
        suggested: key of the likeliest option, if one is likelier. It is never applied unasked.
        day: whether a day may be typed instead (YYYY-MM-DD), set at `day_sets`.
    """

    id: str
    column: str
    asks: Text
    why: Text
    options: tuple[Option, ...]
    suggested: str | None = None
    day: bool = False
    day_sets: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A column of a file that is not imported, and why."""

    column: str
    reason: Text
    file: str = ""


@dataclass(frozen=True)
class Proposal:
    """A mapping for one or several files of one shape.

    Attributes:
        files: the files it imports; `lookups`: files it only looks things up in.
        content: a mapping's content; complete once the questions are answered.
        confidence: of the source as a whole, 0–1.
        statements: what is taken for granted and should be known (time zone, days without hours).
        refusal: why these files cannot be imported as this source.
        preset: the preset whose signature fits.
    """

    source: str
    files: tuple[str, ...]
    content: dict[str, Any]
    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]
    confidence: float
    statements: tuple[Text, ...] = ()
    lookups: tuple[str, ...] = ()
    refusal: ImportRefused | None = field(default=None, compare=False)
    preset: str | None = None
