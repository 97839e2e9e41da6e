"""Roll-ups: what most questions ask of a large source, counted once at publish.

`roll_ups.json` names them; it is written by `python -m metrics docs` from the registry, since which columns add up is a
matter of the metrics, and counting them one of the data. A roll-up is one table per source and axis: `cut` numbers the
set of dimensions a line is counted by, `day` is its day (the first of the month in a monthly cut), the dimensions follow,
empty where the cut does not have them, then the columns. It answers as of the moment to which the source reaches.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path

SPECIFICATION = Path(__file__).with_name("roll_ups.json")
INDEX = "roll_ups"
"""The table of an engine file that says which roll-ups it holds."""
CUT, DAY, MONTH = "cut", "day", "month_day"
LARGE = 200_000
"""Rows from which a source is rolled up: below it, counting the rows takes no longer than reading a roll-up."""


@dataclass(frozen=True)
class Cut:
    """A set of dimensions that lines are counted by, per day or, where they have very many values, per month."""

    dimensions: tuple[str, ...]
    monthly: bool = False


@dataclass(frozen=True)
class RollUp:
    """What is counted of a source on one axis.

    Attributes:
        columns: SQL over the engine table and whether the least of it is taken instead of the sum.
        populations: conditions; a row that meets none of them adds nothing to any column.
        dimensions: name → SQL over the engine table. `$as_of` in any SQL is the moment to which the source reaches.
        fine: the cuts that are counted from the rows; every other cut is counted from the first of them that has its
            dimensions and days.
    """

    source: str
    axis: str
    columns: tuple[tuple[str, bool], ...]
    populations: tuple[str, ...]
    dimensions: dict[str, str]
    fine: tuple[Cut, ...]
    coarse: tuple[Cut, ...]

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """All cuts, by number."""
        return (*self.coarse, *self.fine)


@dataclass(frozen=True)
class Published:
    """A roll-up as a version holds it: the columns by their SQL, the cuts with how many lines each has.

    `as_of` is UTC epoch seconds: the moment the columns tell of. Of the lines so many were `appended` after they had been
    counted whole: a group may have several, of which the sum is meant (the least, in a column of the least).
    """

    source: str
    axis: str
    as_of: int
    columns: tuple[str, ...]
    cuts: tuple[Cut, ...]
    lines: tuple[int, ...]
    appended: int = 0

    @cached_property
    def _places(self) -> dict[str, int]:
        return {sql: place for place, sql in enumerate(self.columns)}

    def has(self, sql: str) -> bool:
        """Whether a column is in it."""
        return sql in self._places

    def place(self, sql: str) -> int:
        """Where a column stands; raises KeyError."""
        return self._places[sql]

    def as_json(self) -> str:
        """As the engine file keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Published":
        """As read from an engine file."""
        found = json.loads(text)
        cuts = tuple(Cut(tuple(cut["dimensions"]), cut["monthly"]) for cut in found.pop("cuts"))
        columns, lines = tuple(found["columns"]), tuple(found["lines"])
        return cls(found["source"], found["axis"], found["as_of"], columns, cuts, lines, found["appended"])


def is_large(rows: int) -> bool:
    """Whether a source of so many rows is rolled up, and worth being changed by the difference."""
    return rows >= LARGE


def table_name(source: str, axis: str) -> str:
    """The table of a roll-up."""
    return f"rolled_{source}_{axis}"


def column_name(place: int) -> str:
    """The name of a column by its place."""
    return f"c{place}"


@cache
def specified() -> tuple[RollUp, ...]:
    """The roll-ups that are made where their source is large."""
    return read(SPECIFICATION.read_text("utf-8"))


def read(text: str) -> tuple[RollUp, ...]:
    """Roll-ups from their JSON."""

    def cuts(found: list[dict[str, object]]) -> tuple[Cut, ...]:
        return tuple(Cut(tuple(item["dimensions"]), bool(item["monthly"])) for item in found)  # type: ignore[arg-type]

    return tuple(
        RollUp(
            item["source"], item["axis"], tuple((sql, least) for sql, least in item["columns"]),
            tuple(item["populations"]), item["dimensions"], cuts(item["fine"]), cuts(item["coarse"]),
        )
        for item in json.loads(text)
    )  # fmt: skip


def written(roll_ups: tuple[RollUp, ...]) -> str:
    """Roll-ups as JSON."""
    return json.dumps([asdict(item) for item in roll_ups], ensure_ascii=False, indent=1) + "\n"
