"""A review of one quarter: every promise, in the order in which a meeting should speak of them, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.words import Text
from metrics import periods
from metrics.board import Standing, board, is_running, latest_period, signal_months
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Query, Scope
from metrics.moved import Finding, Moved
from metrics.moved_on_board import moved_on
from metrics.periods import Period
from metrics.signals import Rule
from metrics.verdict import Verdict

REPORTED = ("value", "numerator", "denominator", "n", "undecided", "excluded", "low", "high")


class Reason(StrEnum):
    """Why a promise is spoken of, the weightiest first."""

    BROKEN = "broken"
    AT_RISK = "at_risk"
    MOVED = "moved"
    SIGNAL = "signal"


REASON_WORDS = {
    Reason.BROKEN: Text("Broken or out of reach", "未兑现或已无望"),
    Reason.AT_RISK: Text("At risk, or cannot be told", "有风险或无法判定"),
    Reason.MOVED: Text("Moved more than chance", "变化超出偶然波动"),
    Reason.SIGNAL: Text("A signal in its months", "月度走势出现信号"),
}
BY_VERDICT = {
    Verdict.BROKEN: Reason.BROKEN, Verdict.LOST: Reason.BROKEN,
    Verdict.AT_RISK: Reason.AT_RISK, Verdict.CANNOT_TELL: Reason.AT_RISK,
}  # fmt: skip
MOST_QUARTERS = 24
BEYOND_CHANCE = (Finding.CAUSES, Finding.NONE_STANDS_OUT)


@dataclass(frozen=True)
class Section:
    """One promise in a review.

    Attributes:
        moved: what moved it against the period compared with; None without a comparison or a value.
        signals: the rules that months of the period complete, without repetition.
        reasons: why it is on the agenda, the weightiest first; empty for a promise that need not be spoken of.
    """

    standing: Standing
    moved: Moved | None
    signals: tuple[Rule, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Review:
    """A quarter as one version of the data knows it; `sections` hold every promise, those on the agenda first."""

    period: Period
    compared: Period | None
    version: str
    running: bool
    sections: tuple[Section, ...]

    @property
    def agenda(self) -> tuple[Section, ...]:
        """What the meeting should speak of."""
        return tuple(item for item in self.sections if item.reasons)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """All promises, in the order of the sections."""
        return tuple(item.standing for item in self.sections)


def review(engine: Engine, period: Period, *, compared: Period | None = None, scope: Scope = ALL_ROWS) -> Review:
    """The review of a period. Raises QueryFailed."""
    standings = board(engine, period, compared=compared, scope=scope)
    sections = [_section(engine, item, period, compared, scope) for item in standings]
    return Review(
        period, compared, engine.manifest.version, is_running(engine, period), tuple(sorted(sections, key=_rank))
    )


def quarters(engine: Engine) -> tuple[Period, ...]:
    """The quarters a review can be made of, the latest first: from the first ticket or order to the last day of data."""
    last = latest_period(engine)
    begun = [day for source in ("tickets", "orders") if (day := engine.first_day(source)) is not None]
    found = [] if last is None else [last]
    while found and begun and found[-1].start > min(begun) and len(found) < MOST_QUARTERS:
        found.append(periods.previous(found[-1], engine.fiscal_start))
    return tuple(found)


def reported(found: Review) -> tuple[Mapping[str, Any], ...]:
    """What a review says of each promise, as it is kept with it: verdict, target and figures, by the promise's id."""
    return tuple(
        {
            "promise": item.promise.id,
            "metric": item.promise.metric,
            "verdict": item.verdict.value,
            "target": item.promise.target,
            "start": item.period.start.isoformat(),
            "end": item.period.end.isoformat(),
            **{name: getattr(item.row, name) for name in REPORTED},
        }
        for item in found.standings
    )


def _section(engine: Engine, item: Standing, period: Period, compared: Period | None, scope: Scope) -> Section:
    moved = None if compared is None else moved_on(engine, item, period, compared, scope=scope)
    signals = _signals(engine, item, period, scope)
    told = [BY_VERDICT[item.verdict]] if item.verdict in BY_VERDICT else []
    told += [Reason.MOVED] if moved is not None and moved.finding in BEYOND_CHANCE else []
    told += [Reason.SIGNAL] if signals else []
    return Section(item, moved, signals, tuple(told))


def _signals(engine: Engine, item: Standing, period: Period, scope: Scope) -> tuple[Rule, ...]:
    """The rules completed by the months of the period, of those the board judges its assurance by."""
    if item.row.value is None:
        return ()
    metric, promise = metric_named(item.promise.metric), item.promise
    reach = engine.reach(metric)
    if reach is None:
        return ()
    found = signal_months(engine, Query((promise.metric,), baseline=promise.baseline), period, reach, scope)
    if found.chart is None:
        return ()
    inside = [
        rules
        for month, rules in zip(found.periods, found.chart.signals, strict=True)
        if period.start <= month.start <= period.end
    ]
    return tuple(dict.fromkeys(rule for rules in inside for rule in rules))


def _rank(item: Section) -> tuple[float, ...]:
    """By the weightiest reason, then by how much it moved for its target; promises without a value last."""
    order = list(Reason).index(item.reasons[0]) if item.reasons else len(Reason)
    change, target = item.standing.change or 0.0, abs(item.standing.promise.target) or 1.0
    return (order, float(item.standing.row.value is None), -abs(change) / target)
