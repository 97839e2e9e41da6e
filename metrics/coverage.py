"""From when to when a version's data tell something, source by source and metric by metric."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

from data.contracts import contract
from data.store import Manifest
from metrics.catalog import metric as metric_named
from metrics.model import Metric
from metrics.periods import local_day


class Coverage(Protocol):
    """What follows from a version's manifest alone."""

    @property
    def manifest(self) -> Manifest:
        """What the version is made of."""

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.manifest.organisation["time_zone"])

    @property
    def fiscal_start(self) -> int:
        """The month in which quarters and years begin."""
        return int(self.manifest.organisation["fiscal_year_start_month"])

    def data_to(self, source: str) -> int | None:
        """How far a source reaches, in UTC epoch seconds; None when it has no rows.

        A register reaches as far as the store does, since a list kept complete says that nothing happened.
        """
        state = self.manifest.sources.get(source)
        if state is None or not state.rows:
            return None
        names = [source]
        if contract(source).register:
            names += [name for name in self.manifest.sources if not contract(name).register]
        known = [text for name in names if (text := self.manifest.sources[name].data_to) is not None]
        return max((_seconds(text) for text in known), default=None)

    def reach(self, metric: Metric) -> int | None:
        """How far a metric's figures reach: as far as its source, or the source it names; None without rows."""
        if self.data_to(metric.source) is None:
            return None
        reached = self.data_to(metric.reach or metric.source)
        below = self.reach(metric_named(metric.exposure)) if metric.exposure else reached
        # cases without the orders of the same days would look like many
        return None if reached is None or below is None else min(reached, below)

    def day_of(self, moment: int) -> date:
        """The organisation's local day of UTC epoch seconds."""
        return local_day(moment, self.zone)

    def first_day(self, source: str) -> date | None:
        """The local day of a source's first row."""
        state = self.manifest.sources.get(source)
        if state is None or state.first is None:
            return None
        return local_day(_seconds(state.first), self.zone)

    def begins(self, metric: Metric) -> date | None:
        """The day from which a metric's source tells anything: before it, no row does not mean nought."""
        own = self.first_day(metric.source)
        if not contract(metric.source).register:
            return own
        return min((day for day in (own, self.first_of_all()) if day is not None), default=None)

    def first_of_all(self) -> date | None:
        """The day of the first thing that happened; people and merchants who came before do not count, if there is more."""
        days = {name: day for name in self.manifest.sources if (day := self.first_day(name))}
        happened = [day for name, day in days.items() if not contract(name).register]
        return min(happened or days.values(), default=None)

    def known_since(self, metric: Metric) -> tuple[date | None, date | None]:
        """Of a state: the first day of its rows, and the first day of the records it rests on, if it rests on any."""
        rests_on = metric.reach if metric.relation is not None else None
        return self.first_day(metric.source) or self.first_of_all(), self.first_day(rests_on) if rests_on else None


@cache
def _seconds(text: str) -> int:
    """A moment of the manifest (UTC, ISO 8601) in epoch seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
