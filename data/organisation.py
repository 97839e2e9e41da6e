"""What differs from one organisation to the next: time zone, fiscal year, reopen window, business calendars.

Read from `organisation.toml` in the store folder; every setting has a default. A version of the warehouse keeps
the settings it was built with, so a published figure does not change until the next publication.
"""

import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.errors import StoreError

FILE = "organisation.toml"
Labels = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class Shifts:
    """Working hours of a working day, in force from a date on; several spans make a split shift."""

    since: date
    spans: tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class CalendarRules:
    """A business calendar. `holidays` is "china" (public holidays and make-up working days) or "weekends"."""

    name: str
    shifts: tuple[Shifts, ...]
    holidays: str = "china"
    extra_workdays: frozenset[date] = frozenset()
    extra_holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Organisation:
    """The settings of one organisation.

    `clock_calendars` maps "source.clock" to the name of a calendar; `labels` gives codes of the data their names for
    people: dimension → code → {"en": …, "zh": …}.
    """

    time_zone: str = "Asia/Shanghai"
    fiscal_year_start_month: int = 1
    reopen_window_days: int = 7
    clock_calendars: dict[str, str] = field(default_factory=dict)
    calendars: dict[str, CalendarRules] = field(default_factory=dict)
    labels: Labels = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone all local days and hours are told in."""
        return ZoneInfo(self.time_zone)

    def summary(self) -> dict[str, Any]:
        """The settings figures depend on, as kept in a version's manifest."""
        kept = asdict(self)
        del kept["calendars"]
        return kept


def read_organisation(store: Path) -> Organisation:
    """The settings in `store`, or the defaults where there is no file. Raises StoreError when they make no sense."""
    path = store / FILE
    if not path.exists():
        return Organisation()
    try:
        return parse_organisation(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise StoreError(
            f"{path} cannot be used: {error}. Correct it or remove it.",
            f"{path} 无法使用：{error}。请更正或删除该文件。",
        ) from error


def parse_organisation(settings: dict[str, Any]) -> Organisation:
    """Settings as read from TOML → Organisation. Raises ValueError, KeyError or TypeError on bad values."""
    known = {"time_zone", "fiscal_year_start_month", "reopen_window_days", "clocks", "calendars", "labels"}
    if unknown := settings.keys() - known:
        raise ValueError(f"unknown setting {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
    calendars = {name: _calendar(name, rules) for name, rules in settings.get("calendars", {}).items()}
    clocks = {clock: str(name) for clock, name in settings.get("clocks", {}).items()}
    if missing := set(clocks.values()) - calendars.keys():
        raise ValueError(f"no calendar is called {', '.join(sorted(missing))}")
    month = int(settings.get("fiscal_year_start_month", 1))
    window = int(settings.get("reopen_window_days", 7))
    if not 1 <= month <= 12 or window < 0:
        raise ValueError("fiscal_year_start_month is 1 to 12 and reopen_window_days is 0 or more")
    zone = str(settings.get("time_zone", "Asia/Shanghai"))
    organisation = Organisation(zone, month, window, clocks, calendars, checked_labels(settings.get("labels", {})))
    _ = organisation.zone
    return organisation


def checked_labels(labels: dict[str, Any]) -> Labels:
    """Labels as read from TOML; raises ValueError where a language is missing."""
    for dimension, codes in labels.items():
        for code, names in codes.items():
            if set(names) != {"en", "zh"}:
                raise ValueError(f"label {dimension}.{code} needs exactly en and zh")
    return labels


def _calendar(name: str, rules: dict[str, Any]) -> CalendarRules:
    shifts = tuple(
        Shifts(shift["since"], tuple(_span(span) for span in shift["hours"]))
        for shift in sorted(rules["shifts"], key=lambda shift: shift["since"])
    )
    holidays = rules.get("holidays", "china")
    if holidays not in ("china", "weekends"):
        raise ValueError(f"holidays of calendar {name} is “{holidays}”; it can be “china” or “weekends”")
    return CalendarRules(
        name,
        shifts,
        holidays,
        frozenset(rules.get("extra_workdays", ())),
        frozenset(rules.get("extra_holidays", ())),
    )


def _span(text: str) -> tuple[time, time]:
    opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
    if opens >= closes:
        raise ValueError(f"working hours “{text}” end before they begin; split a night shift at midnight")
    return opens, closes
