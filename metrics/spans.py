"""Which days two periods are compared by, and as of which moment each is seen, so that like is compared with like."""

from dataclasses import dataclass
from datetime import date

from metrics import periods
from metrics.engine import Engine
from metrics.model import Metric
from metrics.periods import Period
from metrics.promises import Promise
from metrics.windows import judged_windows


@dataclass(frozen=True)
class Span:
    """Local days, both included, as known at a moment in UTC epoch seconds; None is as far as the data reach."""

    start: date
    end: date
    as_of: int | None = None

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days + 1


def compared_spans(
    engine: Engine, metric: Metric, shown: Period, compared: Period, as_of: int | None = None, *,
    promise: Promise | None = None,
) -> tuple[Span, Span] | None:  # fmt: skip
    """The span on screen and the one it is compared with; None without data.

    Of a running period the other one has as many days, as they stood when they ended. Of one that is over, the other is
    seen as long after its end: what was answered or closed since is not held against the younger one. A `promise` is
    compared over its own windows, the last one that has begun in either period.
    """
    reach = engine.reach(metric)
    if reach is None:
        return None
    moment = reach if as_of is None else as_of
    over = periods.end_moment(engine.day_of(reach), engine.zone) if as_of is None else as_of
    today = engine.day_of(moment)
    running = shown.start <= today and over < periods.end_moment(shown.end, engine.zone)
    part = periods.same_part(compared, shown, today) if running else compared
    now_window, window = shown, part
    if promise is not None and judged_windows(promise, shown, engine.fiscal_start) != [shown]:
        windows = judged_windows(promise, shown, engine.fiscal_start, today)
        now_window = [item for item in windows if item is windows[0] or item.start <= today][-1]
        window = judged_windows(promise, part, engine.fiscal_start)[-1]
    now = Span(now_window.start, min(now_window.end, shown.end), as_of)
    if now_window.end > shown.end:  # what comes after the period on screen is not known to it
        now = Span(now.start, now.end, min(moment, periods.end_moment(shown.end, engine.zone)))
    later = max(0, (moment if now.as_of is None else now.as_of) - periods.end_moment(now.end, engine.zone))
    end = min(window.end, part.end)
    return now, Span(window.start, end, min(periods.end_moment(end, engine.zone) + later, moment))
