"""What a page shows, as one value that is also the URL: period, comparison, filters, chosen promise and figure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from data.contracts import contracts
from data.errors import KeptError
from metrics import periods
from metrics.alignment import KEY as SALE, aligned
from metrics.board import latest_period
from metrics.catalog import metrics
from metrics.dimensions import dimensions, sources_with
from metrics.engine import Engine
from metrics.model import Filter, Grain, spelt
from metrics.periods import Period
from metrics.promises import promises

FILTERS = ("channel", "team", "category", "region")
"""The filters every page offers; any other dimension can be filtered by from a mark or a link."""
SOURCES = ("tickets", "orders", "surveys", "inspections", "reviews", "trainings", "agents")
"""Where the values of a filter come from first, in this order."""
VERSUS = ("previous", "year", "none")
"""What a period is compared with by its own calendar; a period's name or the key of a sale can stand there too."""
NOT_GIVEN = "-"
"""What “not given” is in a link; a value that is itself this sign is written with a backslash."""
Values = tuple[str | None, ...]
Own = Mapping[str, Callable[[str], bool]]
"""A page's own parameters, each with what tells whether a text is one of its values."""


@dataclass(frozen=True)
class View:
    """What is shown.

    Attributes:
        versus: one of VERSUS, the name of any period, or the key of an earlier sale (`sale:2025-11-01`).
        filters: the chosen values per dimension, None for “not given”; an absent dimension is not filtered.
        references: whether quoted figures are laid beside our own.
        back: the period a mark was clicked in to come to this one, to go back to.
        own: what only this page knows, as parameter and text.
        ignored: the parts of a link that could not be understood, as written there.
    """

    period: Period
    versus: str = "previous"
    filters: tuple[tuple[str, Values], ...] = ()
    promise: str | None = None
    references: bool = False
    metric: str | None = None
    back: Period | None = None
    own: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()

    def chosen(self, dimension: str) -> Values:
        """The values chosen for a dimension."""
        return dict(self.filters).get(dimension, ())

    def where(self) -> tuple[Filter, ...]:
        """The filters as the metrics take them."""
        return tuple(Filter(name, values) for name, values in self.filters)

    def asked(self, name: str, otherwise: str = "") -> str:
        """The text of one of the page's own parameters."""
        return dict(self.own).get(name, otherwise)

    def compared(self, engine: Engine) -> Period | None:
        """The period compared with; None when the comparison is off. Raises UsageError where it makes no sense."""
        match self.versus:
            case "none":
                return None
            case "previous":
                return periods.previous(self.period, engine.fiscal_start)
            case "year":
                return periods.year_before(self.period, engine.fiscal_start)
        if self.versus.startswith(SALE):
            return aligned(engine, self.period, self.versus)
        return periods.parse(self.versus, engine.fiscal_start)

    def parameters(self, fiscal_start: int, *, own: bool = False) -> dict[str, str]:
        """The view as URL parameters; what is as by default is left out, but the period is always named.

        With `own` the page's own parameters too: without them it is a link to any page.
        """
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
        if self.back:
            found["back"] = self.back.name(fiscal_start)
        return found | (dict(self.own) if own else {})

    def with_filter(self, dimension: str, values: Values) -> "View":
        """The view with other values of one dimension; without values, no longer filtered by it."""
        others = {name: kept for name, kept in self.filters if name != dimension}
        chosen = {**others, dimension: values} if values else others
        order = dict.fromkeys((*FILTERS, *(name for name, _ in self.filters), dimension))
        return replace(self, filters=tuple((name, chosen[name]) for name in order if name in chosen))


def read_view(parameters: Mapping[str, str], engine: Engine, own: Own | None = None) -> View | None:
    """URL parameters → view. What cannot be understood is left out and named in `ignored`; None without data."""
    period = latest_period(engine)
    if period is None:
        return None
    ignored: list[str] = []
    period = _period(parameters, "period", engine, ignored) or period
    back = _period(parameters, "back", engine, ignored)
    versus = parameters.get("versus", "previous")
    try:
        View(period, versus).compared(engine)
    except KeptError:
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
    view = View(period, versus, promise=promise, references=parameters.get("quoted") == "1", metric=metric, back=back)
    for name in sorted(parameters.keys() & filterable(), key=[*parameters].index):
        known = set(options(engine, name))
        values = list(dict.fromkeys(split_values(parameters[name])))
        view = view.with_filter(name, tuple(value for value in values if value in known))
        ignored += [f"{name}={join_values([value])}" for value in values if value not in known]
    found = {name: parameters[name] for name in own or {} if name in parameters}
    ignored += [f"{name}={text}" for name, text in found.items() if not (own or {})[name](text)]
    kept = tuple((name, text) for name, text in found.items() if (own or {})[name](text))
    return replace(view, own=kept, ignored=tuple(ignored))


def _period(parameters: Mapping[str, str], name: str, engine: Engine, ignored: list[str]) -> Period | None:
    """The period of a parameter; one that is none is added to those ignored."""
    if name not in parameters:
        return None
    try:
        return periods.parse(parameters[name], engine.fiscal_start)
    except KeptError:
        ignored.append(f"{name}={parameters[name]}")
        return None


@cache
def filterable() -> frozenset[str]:
    """The names of all dimensions."""
    return frozenset(name for source in contracts() for name in dimensions(source))


def join_values(values: Sequence[str | None]) -> str:
    """Values as one URL parameter; a comma inside a value, and a value that is only “-”, is marked by a backslash."""
    return ",".join(NOT_GIVEN if value is None else _marked(value) for value in values)


def _marked(value: str) -> str:
    marked = value.replace("\\", "\\\\").replace(",", "\\,")
    return f"\\{marked}" if marked == NOT_GIVEN else marked


def split_values(text: str) -> list[str | None]:
    """The values of one URL parameter; None is “not given”."""
    parts = re.findall(r"(?:^|,)((?:[^\\,]|\\.)*)", text, re.S)
    return [None if part == NOT_GIVEN else re.sub(r"\\(.)", r"\1", part, flags=re.S) for part in parts]


def options(engine: Engine, dimension: str) -> list[str | None]:
    """The values a filter offers: those of tickets, then those only other sources have; “not given” is the last."""
    found: list[str | None] = []
    for source in dict.fromkeys((*SOURCES, *sources_with(dimension))):
        if dimension in dimensions(source):
            found += [None if value is None else spelt(value) for value in engine.values(source, dimension)]
    return sorted(dict.fromkeys(found), key=lambda value: value is None)


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
