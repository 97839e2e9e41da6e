"""What a page shows, as one value that is also the URL: period, comparison, filters, chosen promise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.errors import KeptError
from metrics import periods
from metrics.board import latest_period
from metrics.catalog import metrics
from metrics.engine import Engine
from metrics.model import Filter, Grain
from metrics.periods import Period
from metrics.promises import promises

FILTERS = ("channel", "team", "category", "region")
SOURCES = ("tickets", "orders", "surveys", "inspections", "reviews", "trainings", "agents")
"""Where the values of a filter come from, in this order."""
VERSUS = ("previous", "year", "none")
NOT_GIVEN = "-"


@dataclass(frozen=True)
class View:
    """What is shown.

    `filters` holds the chosen values per dimension; an absent dimension is not filtered. `references` says whether
    quoted figures are laid beside our own. `ignored` holds the parts of a link that could not be understood, as written there.
    """

    period: Period
    versus: str = "previous"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    promise: str | None = None
    references: bool = False
    metric: str | None = None
    ignored: tuple[str, ...] = ()

    def chosen(self, dimension: str) -> tuple[str, ...]:
        """The values chosen for a dimension."""
        return dict(self.filters).get(dimension, ())

    def where(self) -> tuple[Filter, ...]:
        """The filters as the metrics take them."""
        return tuple(
            Filter(name, tuple(None if value == NOT_GIVEN else value for value in values))
            for name, values in self.filters
        )

    def compared(self, fiscal_start: int) -> Period | None:
        """The period compared with; None when the comparison is off."""
        match self.versus:
            case "previous":
                return periods.previous(self.period, fiscal_start)
            case "year":
                return periods.year_before(self.period, fiscal_start)
        return None

    def parameters(self, fiscal_start: int) -> dict[str, str]:
        """The view as URL parameters; what is as by default is left out, but the period is always named."""
        found = {"period": self.period.name(fiscal_start)}
        if self.versus != "previous":
            found["versus"] = self.versus
        found |= {name: join_values(values) for name, values in self.filters}
        if self.promise:
            found["promise"] = self.promise
        if self.references:
            found["quoted"] = "1"
        if self.metric:
            found["metric"] = self.metric
        return found

    def with_filter(self, dimension: str, values: tuple[str, ...]) -> "View":
        """The view with other values of one dimension."""
        others = {name: kept for name, kept in self.filters if name != dimension}
        chosen = {**others, dimension: values} if values else others
        return replace(self, filters=tuple((name, chosen[name]) for name in FILTERS if name in chosen))


def read_view(parameters: dict[str, str], engine: Engine) -> View | None:
    """URL parameters → view. What cannot be understood is left out and named in `ignored`; None without data."""
    period = latest_period(engine)
    if period is None:
        return None
    ignored: list[str] = []
    if "period" in parameters:
        try:
            period = periods.parse(parameters["period"], engine.fiscal_start)
        except KeptError:
            ignored.append(f"period={parameters['period']}")
    versus = parameters.get("versus", "previous")
    if versus not in VERSUS:
        ignored.append(f"versus={versus}")
        versus = "previous"
    promise = parameters.get("promise")
    if promise is not None and promise not in {item.id for item in promises()}:
        ignored.append(f"promise={promise}")
        promise = None
    metric = parameters.get("metric")
    if metric is not None and metric not in metrics():
        ignored.append(f"metric={metric}")
        metric = None
    view = View(period, versus, promise=promise, references=parameters.get("quoted") == "1", metric=metric)
    for name in FILTERS:
        if name in parameters:
            known = set(options(engine, name))
            values = list(dict.fromkeys(split_values(parameters[name])))
            view = view.with_filter(name, tuple(value for value in values if value in known))
            ignored += [f"{name}={value}" for value in values if value not in known]
    return replace(view, ignored=tuple(ignored))


def join_values(values: Sequence[str]) -> str:
    """Values as one URL parameter; a comma inside a value is marked by a backslash."""
    return ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in values)


def split_values(text: str) -> list[str]:
    """The values of one URL parameter."""
    return [re.sub(r"\\(.)", r"\1", part, flags=re.S) for part in re.findall(r"(?:^|,)((?:[^\\,]|\\.)*)", text, re.S)]


def options(engine: Engine, dimension: str) -> list[str]:
    """The values a filter offers: those of tickets, then those only other sources have."""
    found: list[str] = []
    for source in SOURCES:
        try:
            values = engine.values(source, dimension)
        except KeptError:
            continue
        found += [NOT_GIVEN if value is None else str(value) for value in values]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda value: value == NOT_GIVEN)


def period_options(engine: Engine) -> list[Period]:
    """The periods the data cover, for choosing: recent windows, then quarters, years and months, newest first."""
    latest = latest_period(engine)
    if latest is None:
        return []
    first, last = data_days(engine)
    recent = [Period(last - timedelta(days=days - 1), last) for days in (28, 90, 365)]

    def back(grain: Grain, most: int) -> list[Period]:
        found = periods.latest(last, grain, most, engine.fiscal_start)
        return [period for period in reversed(found) if period.end >= first]

    return [*back(Grain.QUARTER, 12), *recent, *back(Grain.YEAR, 4), *back(Grain.MONTH, 24)]


def data_days(engine: Engine) -> tuple[date, date]:
    """The first and the last local day of what happened; raises ValueError without any data."""
    latest, first = latest_period(engine, Grain.DAY), engine.first_of_all()
    if latest is None or first is None:
        raise ValueError("there are no data")
    return min(first, latest.start), latest.start
