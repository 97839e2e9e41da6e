"""The promises, read from `promises.toml`: what was promised, for whom, since when, and where it is measured."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import UnknownName
from data.words import Text
from metrics.catalog import metric
from metrics.model import Filter, Grain

FILE = Path(__file__).with_name("promises.toml")
GROUPS = {
    "speed": Text("Speed", "时效"),
    "satisfaction": Text("Satisfaction", "满意度"),
    "quality": Text("Quality & safety", "质量与安全"),
    "people": Text("People", "人员"),
}


@dataclass(frozen=True)
class Promise:
    """One promise, in force from a day on (until another day, if given).

    `target` is in the metric's unit (a fraction for rates); `at_least` says whether it is a floor or a ceiling;
    `cases` is the filter that picks the promise's own cases in other figures of its source.
    """

    id: str
    metric: str
    group: str
    target: float
    at_least: bool
    window: Grain
    since: date
    until: date | None
    page: str
    cases: tuple[Filter, ...]
    label: Text
    short: Text
    detail: Text
    owner: Text
    clause: Text

    def in_force(self, day: date) -> bool:
        """Whether the promise is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def promises() -> tuple[Promise, ...]:
    """All promises, in the order of the file. Mistakes in the file fail at start."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    found = tuple(_promise(entry) for entry in content["promise"])
    for item in found:
        metric(item.metric)
        if item.group not in GROUPS:
            raise ValueError(f"promise {item.id} has the unknown group {item.group}")
    return found


def promises_in_force(day: date) -> tuple[Promise, ...]:
    """The promises in force on `day`."""
    return tuple(item for item in promises() if item.in_force(day))


def promise(name: str) -> Promise:
    """The promise with that id; raises UnknownName with the nearest ids."""
    for item in promises():
        if item.id == name:
            return item
    raise UnknownName(Text("promise", "承诺"), name, [item.id for item in promises()])


def _promise(entry: dict[str, Any]) -> Promise:
    texts = {name: Text(**entry[name]) for name in ("label", "short", "detail", "owner", "clause")}
    if entry["direction"] not in ("at_least", "at_most"):
        raise ValueError(f"promise {entry['id']}: direction is at_least or at_most")
    return Promise(
        entry["id"], entry["metric"], entry["group"], float(entry["target"]), entry["direction"] == "at_least",
        Grain(entry["window"]), entry["from"], entry.get("until"), entry["page"], _cases(entry["cases"]), **texts,
    )  # fmt: skip


def _cases(entry: dict[str, list[str]]) -> tuple[Filter, ...]:
    return tuple(
        Filter(name, tuple(None if value == "-" else value for value in values)) for name, values in entry.items()
    )
