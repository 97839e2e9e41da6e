"""Monthly tables: what does not add up by the day and is asked of a large source by whole months.

How often each duration occurs (a mergeable histogram), and how many different things there were in a month.
`monthly.json` names them; it is written by `python -m metrics docs` from the registry. One table each: `cut` numbers the
dimensions a line is counted by, `month` is year × 12 + month − 1, the dimensions follow, then `code` (the bin or the
second that a line counts; empty for rows without one), the columns, and `different`. Of different things the code is the
set of values of the cut's last dimension in which they occur, empty where that is one: lines of a month and the other
dimensions that have the same code count the same things. It answers as of the moment to which the source reaches.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.roll_ups import column_name

SPECIFICATION = Path(__file__).with_name("monthly.json")
INDEX = "monthly"
"""The table of an engine file that says which monthly tables it holds."""
MONTH, CODE, DIFFERENT = "month", "code", "different"


@dataclass(frozen=True)
class Monthly:
    """What is counted of a source by the month.

    Attributes:
        where: the condition a row has to meet.
        code: SQL of what lines are told apart by beside month and dimensions; "NULL" where there is nothing.
        growth: where a code stands for a range of values, how many times as wide each is as the one before it; None where
            it is the value itself.
        columns: SQL of integers, summed over the rows of a line.
        different: SQL of what different values are counted of; None where none are. Such counts add up over months; over
            the values of a cut's last dimension each code is counted once.
        dimensions: name → SQL over the engine table. `$as_of` in any SQL is the moment to which the source reaches.
        cuts: the sets of dimensions that lines are counted by.
    """

    name: str
    source: str
    axis: str
    where: str
    code: str
    growth: float | None
    columns: tuple[str, ...]
    different: str | None
    dimensions: tuple[tuple[str, str], ...]
    cuts: tuple[tuple[str, ...], ...]

    @property
    def column_names(self) -> list[str]:
        """What the columns are called in its table."""
        return [column_name(place) for place in range(len(self.columns))]

    @property
    def table(self) -> str:
        """Its table."""
        return f"monthly_{self.source}_{self.name}"


@dataclass(frozen=True)
class PublishedMonthly:
    """A monthly table as a version holds it; `as_of` is UTC epoch seconds, the moment it tells of.

    Of its lines so many were `appended` beside others of the same group, month and code: the sum is meant.
    """

    item: Monthly
    as_of: int
    appended: int = 0

    def as_json(self) -> str:
        """As the engine file keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "PublishedMonthly":
        """As read from an engine file."""
        found = json.loads(text)
        return cls(_read(found["item"]), found["as_of"], found["appended"])


@cache
def specified() -> tuple[Monthly, ...]:
    """The monthly tables that are made where their source is large."""
    return read(SPECIFICATION.read_text("utf-8"))


def read(text: str) -> tuple[Monthly, ...]:
    """Monthly tables from their JSON."""
    return tuple(_read(item) for item in json.loads(text))


def written(items: tuple[Monthly, ...]) -> str:
    """Monthly tables as JSON."""
    return json.dumps([asdict(item) for item in items], ensure_ascii=False, indent=1) + "\n"


def _read(found: Mapping[str, Any]) -> Monthly:
    lists = {
        "columns": tuple(found["columns"]),
        "dimensions": tuple((name, sql) for name, sql in found["dimensions"]),
        "cuts": tuple(tuple(cut) for cut in found["cuts"]),
    }
    return Monthly(**{**found, **lists})
