"""How the single values behind a figure spread: cases by bands of hours, answers by score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil

import numpy as np

from data.contracts import contract
from data.words import Text
from metrics.clocks import BANDS, band_tick, band_values
from metrics.dimensions import dimension
from metrics.engine import Engine, Value
from metrics.model import ALL_ROWS, Kind, Metric, Query, Row, Scope, Unit
from metrics.series import Integers

HOUR = 3600
FEW = 11
"""So many different whole scores have a column each; more are put into bands."""
WIDTHS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
NEAR = 1e-9
"""What a quotient of decimal fractions may be off by."""
OPINIONS = {
    -100: Text("Detractors", "贬损者"),
    0: Text("Passives", "中立者"),
    100: Text("Promoters", "推荐者"),
}
"""What the values of a net promoter score stand for."""
Group = tuple[Value, ...]


@dataclass(frozen=True)
class Spread:
    """Counts per band, for each group.

    Attributes:
        bands: what each band is called, lowest first.
        ticks: the same, as short as an axis needs it.
        counts: by group, the values in each band.
        low, width: where the first band begins and how wide each is; None where bands are not equally wide.
    """

    bands: tuple[Text, ...]
    ticks: tuple[Text, ...]
    counts: Mapping[Group, tuple[int, ...]] = field(hash=False)
    low: float | None = None
    width: float | None = None

    def place_of(self, value: float | None) -> float | None:
        """Where a value stands on an axis on which the middle of each band is at 0, 1, 2 and so on."""
        if value is None or self.low is None or self.width is None:
            return None
        return (value - self.low) / self.width - 0.5

    def shares(self, name: str, group: Group) -> list[Row]:
        """The share of each band in the values of a group, as rows."""
        counts = self.counts[group]
        total = sum(counts)
        return [Row(name, None, group, n / total if total else None, n, total, total) for n in counts]

    def rows(self, name: str, group: Group) -> list[Row]:
        """The counts of a group, as rows."""
        return [Row(name, None, group, float(n), n, None, n) for n in self.counts.get(group, ())]


def spreadable(metric: Metric) -> bool:
    """Whether single values lie behind a figure: durations, scores, or the time to a promise's limit."""
    return metric.kind in (Kind.QUANTILE, Kind.MEAN) or (metric.kind is Kind.RATE and metric.clock is not None)


def spread(engine: Engine, query: Query, metric: Metric, scope: Scope = ALL_ROWS) -> Spread:
    """The spread of one metric's single values, by the query's groups. Raises UsageError for a metric without any."""
    if metric.kind is Kind.RATE:
        return _by_time_taken(engine, query, metric, scope)
    singles = engine.singles(query, scope)
    if metric.kind is Kind.QUANTILE:
        return _by_hours(singles)
    if metric.unit is Unit.NPS:
        counts = {
            group: tuple(dict(values.tolist()).get(code, 0) for code in OPINIONS) for group, values in singles.items()
        }
        return Spread(tuple(OPINIONS.values()), tuple(OPINIONS.values()), counts)
    return _by_score(singles, metric.scale)


def time_dimension(metric: Metric) -> str:
    """The dimension that tells the times a promise's cases took."""
    return f"time_{contract(metric.source).clock(metric.clock or '').name}"


def _by_time_taken(engine: Engine, query: Query, metric: Metric, scope: Scope) -> Spread:
    """Of a promise with a clock: its cases by the time taken, those not ended last."""
    values = dimension(metric.source, time_dimension(metric)).values
    found: dict[Group, dict[Value, int]] = {}
    for row in engine.run(replace(query, by=(*query.by, time_dimension(metric))), scope).rows:
        if row.n or row.undecided:
            found.setdefault(row.group[:-1], {})[row.group[-1]] = row.n + row.undecided
    counts = {group: tuple(bands.get(value.code, 0) for value in values) for group, bands in found.items()}
    return Spread(tuple(value.label for value in values), tuple(band_tick(value.code) for value in values), counts)


def _by_hours(singles: Mapping[Group, Integers]) -> Spread:
    """Durations in the bands all clocks have."""
    ended = band_values()[:-1]
    counts: dict[Group, tuple[int, ...]] = {}
    for group, values in singles.items():
        places = np.searchsorted(np.array(BANDS) * HOUR, values[:, 0])  # an edge belongs to the band that ends with it
        bands = np.bincount(places, weights=values[:, 1], minlength=len(ended))
        counts[group] = tuple(int(n) for n in bands)
    return Spread(tuple(value.label for value in ended), tuple(band_tick(value.code) for value in ended), counts)


def _by_score(singles: Mapping[Group, Integers], scale: float) -> Spread:
    """Few whole scores have a column each; others stand in at most eleven bands of one width."""
    scores = {
        group: [(round(float(value) * scale, 6), n) for value, n in values.tolist()]
        for group, values in singles.items()
    }
    known = [score for values in scores.values() for score, _n in values]
    if not known:
        return Spread((), (), {})
    low, high = min(known), max(known)
    if all(score.is_integer() for score in known) and high - low < FEW:
        counts = {group: _counted(values, low, 1, int(high - low) + 1) for group, values in scores.items()}
        texts = tuple(Text(name, name) for name in (f"{low + place:g}" for place in range(int(high - low) + 1)))
        return Spread(texts, texts, counts, low - 0.5, 1)
    width = next((width for width in WIDTHS if high // width - low // width < FEW), WIDTHS[-1])
    first = round(low // width * width, 6)
    number = max(1, ceil((high - first) / width - NEAR))
    counts = {group: _counted(values, first, width, number) for group, values in scores.items()}
    edges = [f"{first + place * width:g}" for place in range(number + 1)]
    names = tuple(Text(f"{start}–{end}", f"{start}–{end}") for start, end in pairwise(edges))
    return Spread(names, names, counts, first, width)


def _counted(values: Sequence[tuple[float, int]], first: float, width: float, number: int) -> tuple[int, ...]:
    """How many values lie in each band; the last band holds its upper end too."""
    bands = [0] * number
    for value, n in values:
        bands[min(int((value - first) / width + NEAR), number - 1)] += n
    return tuple(bands)
