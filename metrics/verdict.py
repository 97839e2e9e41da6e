"""Is the promise kept? Four words for a finished period, three more while it runs (definitions, part 2)."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from data.words import Text
from metrics.model import Row
from metrics.promises import Promise


class Verdict(StrEnum):
    """The verdict words."""

    KEPT = "kept"
    BROKEN = "broken"
    CANNOT_TELL = "cannot_tell"
    NO_DATA = "no_data"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LOST = "lost"


WORDS = {
    Verdict.KEPT: Text("Kept", "已兑现"),
    Verdict.BROKEN: Text("Broken", "未兑现"),
    Verdict.CANNOT_TELL: Text("Cannot tell", "无法判定"),
    Verdict.NO_DATA: Text("No data", "无数据"),
    Verdict.ON_TRACK: Text("On track", "正常推进"),
    Verdict.AT_RISK: Text("At risk", "有风险"),
    Verdict.LOST: Text("Lost", "已无望"),
}


@dataclass(frozen=True)
class Budget:
    """Of a running period: how many misses the target allows, and how many are used.

    Attributes:
        expected: cases expected to be decided by the period's end, at the pace so far.
        allowed: misses the target allows among them, rounded down.
        used: misses so far.
        forecast, low, high: the rate expected at the period's end, with its 95 % interval.
    """

    expected: int
    allowed: int
    used: int
    forecast: float
    low: float
    high: float

    @property
    def left(self) -> int:
        """Misses still allowed; negative once the budget is overdrawn."""
        return self.allowed - self.used


def judge_finished(row: Row, promise: Promise, *, sample: bool = False) -> Verdict:
    """Of a period that is over. A promise measured on a sample needs its interval clear of the target."""
    if row.value is None:
        return Verdict.NO_DATA
    if sample and row.low is not None and row.high is not None and row.low <= promise.target <= row.high:
        return Verdict.CANNOT_TELL
    good = row.value >= promise.target if promise.at_least else row.value <= promise.target
    return Verdict.KEPT if good else Verdict.BROKEN


def judge_running(row: Row, promise: Promise, share_elapsed: float) -> tuple[Verdict, Budget | None]:
    """Of a period still running, from its rate so far and the share of it that is over (0–1).

    Lost: even if no further case were missed, the target is out of reach. At risk: the forecast interval does not
    stay on the good side of the target. On track: it does.
    """
    budget = budget_of(row, promise, share_elapsed)
    if budget is None or row.numerator is None:
        return Verdict.NO_DATA, None
    if budget.left < 0:
        return Verdict.LOST, budget
    if promise.target >= 1.0:  # with no miss allowed the interval can never be clear of the target
        return Verdict.ON_TRACK, budget
    return (Verdict.ON_TRACK if budget.low >= promise.target else Verdict.AT_RISK), budget


def budget_of(row: Row, promise: Promise, share_elapsed: float) -> Budget | None:
    """The budget of misses and the forecast of a rate; None without decided cases.

    The cases to come are taken to be missed as often as those so far. The interval adds the uncertainty of that rate
    (n decided) and of the cases to come (m): variance of the final rate = p(1−p)·(m/N)²·(1/n + 1/m), with p pulled
    towards one half by Wilson's z² so that a perfect record is not taken for certainty.
    """
    if not row.denominator or row.numerator is None:
        return None
    decided, missed = row.denominator, row.denominator - row.numerator
    expected = max(round(decided / min(max(share_elapsed, 0.01), 1.0)), decided)
    to_come = expected - decided
    z = NormalDist().inv_cdf(0.975)
    rate = row.numerator / decided
    pulled = (row.numerator + z * z / 2) / (decided + z * z)
    spread = 0.0
    if to_come:
        spread = z * to_come / expected * (pulled * (1 - pulled) * (1 / decided + 1 / to_come)) ** 0.5
    allowed = int(expected * (1 - promise.target) + 1e-9)
    return Budget(expected, allowed, missed, rate, max(0.0, rate - spread), min(1.0, rate + spread))
