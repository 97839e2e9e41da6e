"""Is the promise kept? Four words for a finished period, three more while it runs (definitions, part 2)."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from data.words import Text
from metrics.intervals import poisson, proportion
from metrics.model import Kind, Metric, Row
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
FEW = 10
"""So few things, such as two audits a year, are planned and have no pace to be forecast by."""
WORST_FIRST = (
    Verdict.LOST, Verdict.BROKEN, Verdict.AT_RISK, Verdict.CANNOT_TELL, Verdict.NO_DATA, Verdict.ON_TRACK, Verdict.KEPT,
)  # fmt: skip


@dataclass(frozen=True)
class Budget:
    """Of a running period: how many misses the target allows, and how many are used.

    Attributes:
        expected: cases expected to be decided by the period's end, at the pace so far.
        allowed: misses the target allows among them, rounded down.
        used: misses so far.
    """

    expected: int
    allowed: int
    used: int

    @property
    def left(self) -> int:
        """Misses still allowed; negative once the budget is overdrawn."""
        return self.allowed - self.used


@dataclass(frozen=True)
class Forecast:
    """The value expected at the period's end, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judgement:
    """A verdict and, while the period runs, the budget of misses and the forecast it rests on."""

    verdict: Verdict
    budget: Budget | None = None
    forecast: Forecast | None = None


def judge_finished(row: Row, promise: Promise, *, sample: bool = False) -> Verdict:
    """Of a period that is over. A promise measured on a sample needs its interval clear of the target."""
    if row.value is None:
        return Verdict.NO_DATA
    if sample and row.low is not None and row.high is not None and row.low <= promise.target <= row.high:
        return Verdict.CANNOT_TELL
    return Verdict.KEPT if _good(row.value, promise) else Verdict.BROKEN


def judge_running(
    row: Row, promise: Promise, metric: Metric, share_elapsed: float, dispersion: float = 1.0
) -> Judgement:  # fmt: skip
    """Of a period still running, from its value so far and the share of it that is over (0–1).

    Lost: even if nothing more went wrong, the target is out of reach. At risk: the forecast interval does not stay on
    the good side of the target. On track: it does. `dispersion` is how much more the rate varies from month to month than
    chance alone (Laney's σ_z, at least 1).
    """
    if row.value is None:
        return Judgement(Verdict.NO_DATA)
    match metric.kind:
        case Kind.RATE:
            return _running_rate(row, promise, share_elapsed, dispersion, sample=metric.sample)
        case Kind.COUNT | Kind.ENTITIES:
            return _running_count(row, promise, share_elapsed)
    low, high = (row.value if bound is None else bound for bound in (row.low, row.high))
    edge = row.value if metric.kind is Kind.STATE else low if promise.at_least else high
    return Judgement(
        Verdict.ON_TRACK if _good(edge, promise) else Verdict.AT_RISK, None, Forecast(row.value, low, high)
    )


def budget_of(row: Row, promise: Promise, share_elapsed: float) -> Budget | None:
    """The budget of misses of a rate that must be at least its target; None without decided cases."""
    if not row.denominator or row.numerator is None:
        return None
    expected = max(round(row.denominator / _elapsed(share_elapsed)), row.denominator)
    return Budget(expected, int(expected * (1 - promise.target) + 1e-9), row.denominator - row.numerator)


def forecast_rate(row: Row, expected: int, dispersion: float = 1.0) -> Forecast | None:
    """The rate at the period's end when `expected` cases are decided; None without decided cases.

    The cases to come are taken to be missed as often as those so far. The interval adds the uncertainty of that rate
    (n decided) and of the cases to come (m): variance of the final rate = p(1−p)·(m/N)²·(1/n + 1/m), with p pulled
    towards one half by Wilson's z² so that a perfect record is not taken for certainty. Where the rate varies more than
    chance from month to month, the interval is wider by as much.
    """
    if not row.denominator or row.numerator is None:
        return None
    decided, to_come = row.denominator, expected - row.denominator
    z = NormalDist().inv_cdf(0.975)
    rate = row.numerator / decided
    pulled = (row.numerator + z * z / 2) / (decided + z * z)
    spread = 0.0
    if to_come:
        spread = dispersion * z * to_come / expected * (pulled * (1 - pulled) * (1 / decided + 1 / to_come)) ** 0.5
    return Forecast(rate, max(0.0, rate - spread), min(1.0, rate + spread))


def forecast_count(so_far: int, share_elapsed: float) -> Forecast:
    """The count at the period's end at the pace so far; the interval is that of a Poisson rate (Garwood's)."""
    elapsed = _elapsed(share_elapsed)
    to_come = (1 - elapsed) / elapsed
    low, high = poisson(so_far)
    return Forecast(so_far * (1 + to_come), so_far + low * to_come, so_far + high * to_come)


def _running_rate(
    row: Row, promise: Promise, share_elapsed: float, dispersion: float, *, sample: bool
) -> Judgement:  # fmt: skip
    budget = budget_of(row, promise, share_elapsed)
    if budget is None:
        return Judgement(Verdict.NO_DATA)
    forecast = forecast_rate(row, budget.expected, dispersion)
    assert forecast is not None  # noqa: S101 - there are decided cases, or there would be no budget
    if not promise.at_least:
        return Judgement(Verdict.ON_TRACK if forecast.high <= promise.target else Verdict.AT_RISK, None, forecast)
    # of a sample, a few misses too many do not yet speak against the whole
    if budget.left < 0 and not (sample and (row.high or 1.0) >= promise.target):
        return Judgement(Verdict.LOST, budget, forecast)
    clear = promise.target >= 1.0 or forecast.low >= promise.target  # no interval can be clear of 100 %
    if sample:  # at the end its own interval must be clear as well
        closing = proportion(round(forecast.value * budget.expected), budget.expected)
        clear = clear and closing is not None and closing[0] >= promise.target
    return Judgement(Verdict.ON_TRACK if clear else Verdict.AT_RISK, budget, forecast)


def _running_count(row: Row, promise: Promise, share_elapsed: float) -> Judgement:
    so_far = row.numerator or 0
    if promise.at_least and promise.target < FEW:
        return Judgement(Verdict.ON_TRACK if so_far >= promise.target else Verdict.AT_RISK)
    forecast = forecast_count(so_far, share_elapsed)
    if promise.at_least:
        reached = so_far >= promise.target or forecast.low >= promise.target
        return Judgement(Verdict.ON_TRACK if reached else Verdict.AT_RISK, None, forecast)
    budget = Budget(round(forecast.value), int(promise.target), so_far)
    if budget.left < 0:
        return Judgement(Verdict.LOST, budget, forecast)
    clear = promise.target == 0 or forecast.high <= promise.target  # none allowed, and none so far
    return Judgement(Verdict.ON_TRACK if clear else Verdict.AT_RISK, budget, forecast)


def _good(value: float, promise: Promise) -> bool:
    return value >= promise.target if promise.at_least else value <= promise.target


def _elapsed(share: float) -> float:
    return min(max(share, 0.01), 1.0)
