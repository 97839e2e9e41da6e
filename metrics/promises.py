"""The promises, read from `promises.toml`: what was promised, for whom, since when, and where it is measured.

An organisation may promise otherwise (`[[promises]]` in its organisation.toml): another target, owner or baseline from a
day on, or no such promise at all. A period is judged by what was in force on its last day.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import UnknownName, UsageError
from data.words import Text
from metrics.catalog import metric
from metrics.model import Filter, Grain, Unit

FILE = Path(__file__).with_name("promises.toml")
GROUPS = {
    "speed": Text("Speed", "时效"),
    "satisfaction": Text("Satisfaction", "满意度"),
    "quality": Text("Quality & safety", "质量与安全"),
    "people": Text("People", "人员"),
}
Overrides = Iterable[Mapping[str, Any]]
"""What an organisation promised otherwise, as its settings hold it."""


@dataclass(frozen=True)
class Promise:
    """One promise, in force from a day on (until another day, if given).

    `target` is in the metric's unit (a fraction for rates); `at_least` says whether it is a floor or a ceiling;
    `beside` names a metric to be read together with it, which closes a gap between the words and the measure.
    `cases` is the filter that picks the promise's own cases in other figures of its source; `baseline` the first and
    last day of what a change is measured against, None where the organisation has frozen none.
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
    section: str = ""
    beside: str | None = None
    baseline: tuple[date, date] | None = None

    def in_force(self, day: date) -> bool:
        """Whether the promise is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def promises() -> tuple[Promise, ...]:
    """All promises as the product knows them, in the order of the file. Mistakes in the file fail at start."""
    found = tuple(_promise(entry) for entry in _content()["promise"])
    for item in found:
        metric(item.metric)
        metric(item.beside or item.metric)
        if item.group not in GROUPS:
            raise ValueError(f"promise {item.id} has the unknown group {item.group}")
    return found


def source() -> Text:
    """The document the promises were made in."""
    return Text(**_content()["source"])


def promises_in_force(day: date, overrides: Overrides = ()) -> tuple[Promise, ...]:
    """The promises in force on `day`, with the target, owner and baseline then in force.

    Raises UnknownName when the organisation names a promise that does not exist.
    """
    own = tuple(overrides)
    for entry in own:
        promise(entry["id"])
    found = (_as_of(item, day, own) for item in promises())
    return tuple(item for item in found if item is not None and item.in_force(day))


def promise(name: str) -> Promise:
    """The promise with that id, as the product knows it; raises UnknownName with the nearest ids."""
    for item in promises():
        if item.id == name:
            return item
    raise UnknownName(Text("promise", "承诺"), name, [item.id for item in promises()])


def _as_of(item: Promise, day: date, overrides: tuple[Mapping[str, Any], ...]) -> Promise | None:
    """A promise with what the organisation promised on `day`, the latest word counting; None where it is not made."""
    own = [
        entry
        for entry in overrides
        if entry["id"] == item.id and entry["from"] <= day and ("until" not in entry or day <= entry["until"])
    ]
    for entry in sorted(own, key=lambda entry: entry["from"]):
        if not entry.get("in_force", True):
            return None
        changes: dict[str, Any] = {"since": entry["from"], "until": entry.get("until")}
        if "target" in entry:
            changes["target"] = _target(item, float(entry["target"]))
        if "owner" in entry:
            changes["owner"] = Text(**entry["owner"])
        if "baseline" in entry:
            changes["baseline"] = (entry["baseline"]["from"], entry["baseline"]["to"])
        item = replace(item, **changes)
    return item


def _target(item: Promise, target: float) -> float:
    """A target of the organisation's own. Raises UsageError where a rate is no fraction."""
    if metric(item.metric).unit is Unit.RATIO and not 0 <= target <= 1:
        raise UsageError(
            f"The target {target:g} of {item.id} in organisation.toml is no share; write 0.95 for 95 %.",
            f"organisation.toml 中 {item.id} 的目标 {target:g} 不是比例；95% 请写作 0.95。",
        )
    return target


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _promise(entry: dict[str, Any]) -> Promise:
    label, short, detail, owner, clause = (
        Text(**entry[name]) for name in ("label", "short", "detail", "owner", "clause")
    )
    if entry["direction"] not in ("at_least", "at_most"):
        raise ValueError(f"promise {entry['id']}: direction is at_least or at_most")
    return Promise(
        entry["id"], entry.get("metric", entry["id"]), entry["group"], float(entry["target"]),
        entry["direction"] == "at_least", Grain(entry["window"]), entry["from"], entry.get("until"), entry["page"],
        _cases(entry["cases"]), label, short, detail, owner, clause,
        entry.get("section", ""), entry.get("beside"),
    )  # fmt: skip


def _cases(entry: dict[str, list[str]]) -> tuple[Filter, ...]:
    return tuple(
        Filter(name, tuple(None if value == "-" else value for value in values)) for name, values in entry.items()
    )
