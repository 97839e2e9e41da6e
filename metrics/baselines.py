"""A change against the frozen baseline, held against what could fake it: the season and the mix."""

from dataclasses import dataclass, replace
from datetime import date

from data.words import Text
from metrics.catalog import metric as metric_named
from metrics.compound import default_baseline
from metrics.engine import Engine
from metrics.model import Query, Row
from metrics.periods import Period, months_before


@dataclass(frozen=True)
class Held:
    """One way of looking at the change."""

    label: Text
    row: Row


def baseline(engine: Engine, name: str, frozen: tuple[date, date] | None) -> tuple[date, date] | None:
    """The baseline in force: the one the promise names, else the first six full months of the data."""
    base = metric_named(metric_named(name).of or name)
    return frozen or default_baseline(engine.first_day(base.source))


def year_earlier(period: Period) -> tuple[date, date]:
    """The same days a year before."""
    return months_before(period.start, 12), months_before(period.end, 12)


def against_season(engine: Engine, query: Query, window: Period) -> list[Held]:
    """The change against the baseline, and against the same months a year earlier, which have the same sales in them."""
    (name,) = query.metrics
    asked = replace(query, start=window.start, end=window.end)
    seasonal = replace(asked, baseline=year_earlier(window))
    return [
        Held(Text("against the baseline", "较冻结基线"), engine.run(asked).only(name)),
        Held(Text("same months a year before", "较去年同月"), engine.run(seasonal).only(name)),
    ]
