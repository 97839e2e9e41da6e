"""What differs from one organisation to the next: time zone, fiscal year, reopen window, business calendars.

Read from `organisation.toml` in the store folder; every setting has a default. A version of the warehouse keeps
the settings it was built with, so a published figure does not change until the next publication.
"""

import itertools
import json
import re
import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.contracts import contracts
from data.errors import StoreError
from data.settings_schema import ORGANISATION, check

FILE = "organisation.toml"
DIMENSIONS = ("speed", "attitude", "professionalism", "satisfaction")
"""The four scores of a service evaluation."""
Labels = dict[str, dict[str, dict[str, str]]]
Span = tuple[int, int]
HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Shifts:
    """Working hours of a working day in minutes since midnight, in force from a date on; several make a split shift."""

    since: date
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class CalendarRules:
    """A business calendar. `holidays` is "china" (public holidays and make-up working days) or "weekends"."""

    name: str
    shifts: tuple[Shifts, ...]
    holidays: str = "china"
    extra_workdays: frozenset[date] = frozenset()
    extra_holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Promotion:
    """Days of a sale that returns each year, as (month, day), both included."""

    name: dict[str, str]
    first: tuple[int, int]
    last: tuple[int, int]


DEFAULT_PROMOTIONS = (
    Promotion({"en": "618 sale", "zh": "618 大促"}, (6, 1), (6, 20)),
    Promotion({"en": "11.11 sale", "zh": "双十一"}, (11, 1), (11, 12)),
)


@dataclass(frozen=True)
class Organisation:
    """The settings of one organisation.

    `clock_calendars` maps "source.clock" to the name of a calendar; `labels` gives codes of the data their names for
    people: dimension → code → {"en": …, "zh": …}. `service_weights` weigh the four scores of a service evaluation, all
    alike unless set, and may differ by category. `promises` are what it promised otherwise, as written; what they mean is
    known to `metrics.promises`.
    """

    time_zone: str = "Asia/Shanghai"
    fiscal_year_start_month: int = 1
    reopen_window_days: int = 7
    clock_calendars: dict[str, str] = field(default_factory=dict)
    calendars: dict[str, CalendarRules] = field(default_factory=dict)
    labels: Labels = field(default_factory=dict)
    service_weights: dict[str, float] = field(default_factory=lambda: dict.fromkeys(DIMENSIONS, 1.0))
    service_weights_by_category: dict[str, dict[str, float]] = field(default_factory=dict)
    promotions: tuple[Promotion, ...] = DEFAULT_PROMOTIONS
    promises: tuple[dict[str, Any], ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone all local days and hours are told in."""
        return ZoneInfo(self.time_zone)

    def summary(self) -> dict[str, Any]:
        """The settings figures depend on, as plain values for a version's manifest."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_plain))
        return plain


def _plain(value: object) -> object:
    """Days and sets of days as JSON has them, always in the same order."""
    return sorted(value) if isinstance(value, frozenset) else str(value)


def read_organisation(store: Path) -> Organisation:
    """The settings in `store`, or the defaults where there is no file. Raises StoreError when they make no sense."""
    path = store / FILE
    if not path.exists():
        return Organisation()
    try:
        return parse_organisation(tomllib.loads(path.read_text("utf-8")))
    except (ValueError, OSError) as error:
        raise StoreError(
            f"{path} cannot be used: {error}. Correct it or remove it.",
            f"{path} 无法使用：{error}。请更正或删除该文件。",
        ) from error


def parse_organisation(settings: dict[str, Any]) -> Organisation:
    """Settings as read from TOML → Organisation. Raises ValueError with the place of the mistake."""
    check(settings, ORGANISATION)
    calendars = {name: _calendar(name, rules) for name, rules in settings.get("calendars", {}).items()}
    clocks: dict[str, str] = settings.get("clocks", {})
    known = {f"{source.name}.{clock.name}" for source in contracts().values() for clock in source.clocks}
    for clock, calendar in clocks.items():
        if clock not in known:
            raise ValueError(f"clocks names {clock}; known are {', '.join(sorted(known))}")
        if calendar not in calendars:
            raise ValueError(f"clocks.{clock} names the calendar {calendar}, which is not defined")
    zone = settings.get("time_zone", "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"time_zone is “{zone}”; write one like Asia/Shanghai or UTC") from None
    weights: dict[str, Any] = dict(settings.get("service_weights", {}))
    by_category = {name: _weights(name, chosen) for name, chosen in weights.pop("by_category", {}).items()}
    return Organisation(
        zone, settings.get("fiscal_year_start_month", 1), settings.get("reopen_window_days", 7), clocks, calendars,
        settings.get("labels", {}), _weights("service_weights", weights), by_category, _promotions(settings),
        _promises(settings),
    )  # fmt: skip


def _promises(settings: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """What is promised otherwise; raises ValueError where days run backwards."""
    for entry in settings.get("promises", ()):
        spans = [("until", entry["from"], entry.get("until"))]
        if "baseline" in entry:
            spans.append(("baseline", entry["baseline"]["from"], entry["baseline"]["to"]))
        for name, first, last in spans:
            if last is not None and last < first:
                raise ValueError(f"promises, {entry['id']}: {name} ends ({last}) before it begins ({first})")
    return tuple(settings.get("promises", ()))


def _weights(name: str, chosen: dict[str, float]) -> dict[str, float]:
    """The weights of the four scores; those not named weigh nothing, unless none is named. Raises ValueError."""
    if not chosen:
        return dict.fromkeys(DIMENSIONS, 1.0)
    if sum(chosen.values()) <= 0:
        raise ValueError(f"{name}: at least one weight must be above 0")
    return {score: float(chosen.get(score, 0.0)) for score in DIMENSIONS}


def _promotions(settings: dict[str, Any]) -> tuple[Promotion, ...]:
    """The sales of the year; 618 and 11.11 unless others are named. Raises ValueError."""
    if "promotions" not in settings:
        return DEFAULT_PROMOTIONS
    return tuple(
        Promotion(item["name"], _month_day(item["first"]), _month_day(item["last"])) for item in settings["promotions"]
    )


def _month_day(text: str) -> tuple[int, int]:
    """“06-18” as month and day; raises ValueError."""
    month, day = (int(part) for part in text.split("-"))
    date(2024, month, day)  # a leap year, so that 29 February is a day
    return month, day


def checked_labels(labels: dict[str, Any]) -> Labels:
    """Labels as read from TOML; raises ValueError where a language is missing."""
    check({"labels": labels}, ORGANISATION)
    return labels


def _calendar(name: str, rules: dict[str, Any]) -> CalendarRules:
    shifts = tuple(
        Shifts(shift["since"], _spans(name, shift["hours"]))
        for shift in sorted(rules["shifts"], key=lambda shift: shift["since"])
    )
    return CalendarRules(
        name,
        shifts,
        rules.get("holidays", "china"),
        frozenset(rules.get("extra_workdays", ())),
        frozenset(rules.get("extra_holidays", ())),
    )


def _spans(name: str, hours: list[str]) -> tuple[Span, ...]:
    """Working hours in order of the day; raises ValueError where they overlap or end before they begin."""
    spans = sorted(_span(text) for text in hours)
    for (_, closes), (opens, _) in itertools.pairwise(spans):
        if opens < closes:
            raise ValueError(f"calendars.{name}: working hours overlap at {opens}")
    return tuple(spans)


def _span(text: str) -> Span:
    """“09:00-12:00” as minutes since midnight; 24:00 is the end of the day."""
    match = HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” are not working hours; write them like 09:00-12:00")
    opens, closes = (int(match[n]) * 60 + int(match[n + 1]) for n in (1, 3))
    if not opens < closes <= 24 * 60 or int(match[2]) > 59 or int(match[4]) > 59:
        raise ValueError(f"working hours “{text}” end before they begin; split a night shift at 24:00")
    return opens, closes
