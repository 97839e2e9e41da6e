"""Did an action work? What changed with it, by the rule that was frozen when it was opened.

With a comparison group: difference-in-differences, on the weekly differences between the two groups, since what moves both
is no effect of the action (J. D. Angrist and J.-S. Pischke, 2009, Mostly Harmless Econometrics, chapter 5). Without one:
segmented regression of the group's own weeks (A. K. Wagner, S. B. Soumerai, F. Zhang and D. Ross-Degnan, 2002, Journal of
Clinical Pharmacy and Therapeutics 27, 299–309). Both are one fit: the weeks' level before, a step after, and a slope only
where the weeks before have one beyond chance. Intervals are those of `autocorrelated.coefficient`.

Actions are often begun after a run of bad weeks, and such runs end by themselves: regression to the mean (F. Galton, 1886,
Journal of the Anthropological Institute 15, 246–263; A. G. Barnett, J. C. van der Pols and A. J. Dobson, 2005,
International Journal of Epidemiology 34, 215–220). Where the last weeks before the start were worse than usual, they are
left out and the weeks before them taken instead.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from data.judged_by import Rule
from data.words import Text
from metrics.autocorrelated import Estimate, Numbers, between_weeks, coefficient
from metrics.intervals import SMALL_N
from metrics.weekly import Weekly

Mask = NDArray[np.bool_]
RUN = 4
"""The weeks right before the start that may have been the reason for it."""
LEAST_WEEKS, ENOUGH_WEEKS = 4, 8
"""Weeks on each side below which nothing is computed, and below which a caution is due."""


class Outcome(StrEnum):
    """The verdict on an action."""

    WORKED = "worked"
    DID_NOT = "did_not"
    NO_EVIDENCE = "no_evidence"


OUTCOME_WORDS = {
    Outcome.WORKED: Text("Worked", "有效"),
    Outcome.DID_NOT: Text("Did not work", "无效"),
    Outcome.NO_EVIDENCE: Text("No evidence yet", "尚无定论"),
}


class Caution(StrEnum):
    """What a reader must know beside the estimate."""

    NOT_OVER = "not_over"
    FEW_WEEKS = "few_weeks"
    ALL_ALIKE = "all_alike"
    SMALL_GROUPS = "small_groups"
    UNLUCKY_START = "unlucky_start"
    NOT_PARALLEL = "not_parallel"
    COMPARISON_MOVED = "comparison_moved"
    CARRIED_OVER = "carried_over"


@dataclass(frozen=True)
class Effect:
    """What is known of an action's effect.

    Attributes:
        estimate: the effect in the figure's unit, positive where the figure rose; None where nothing can be computed.
        unguarded: the same against the weeks right before the start, where `estimate` leaves them out.
        trend: whether a slope of the weeks before was allowed for.
        weeks, n: those with a value, before and after, and what they rest on; `compared` the same of the comparison group.
        cautions: what must be said beside it.
    """

    outcome: Outcome
    estimate: Estimate | None
    unguarded: Estimate | None
    trend: bool
    weeks: tuple[int, int]
    n: tuple[int, int]
    compared: tuple[int, int] | None
    cautions: tuple[Caution, ...]


def judged(
    own: Weekly, other: Weekly | None, rule: Rule, numbers: Numbers, *, over: bool = True, in_proportion: bool = False,
    carried: bool = False,
) -> Effect:  # fmt: skip
    """The verdict on arrays of `rule.before + RUN` weeks before the start and those after it; `numbers` number the weeks.

    `in_proportion`: the two groups are of different size, so the comparison group is brought to the level of the other.
    """
    place = rule.before + RUN
    after = np.arange(len(numbers)) >= place
    near, moved_back = _baselines(after, place)
    compared = None if other is None else other.scaled(_ratio(own, other, ~after)) if in_proportion else other
    series = own if compared is None else own.less(compared)
    unlucky = _unlucky(series, ~after, place, higher=rule.higher)
    used = (moved_back if unlucky else near) & np.isfinite(series.values)
    weeks = int((used & ~after).sum()), int((used & after).sum())
    found = _step(series, numbers, used, after, weeks)
    beside = _step(series, numbers, near & np.isfinite(series.values), after, weeks) if unlucky else None
    cautions = {
        Caution.NOT_OVER: not over,
        Caution.FEW_WEEKS: min(weeks) < ENOUGH_WEEKS,
        Caution.ALL_ALIKE: found is None and min(weeks) >= LEAST_WEEKS,
        Caution.SMALL_GROUPS: bool(used.any()) and float(np.median(series.n[used])) < SMALL_N,
        Caution.UNLUCKY_START: unlucky,
        Caution.NOT_PARALLEL: found is not None and other is not None and found[1],
        Caution.COMPARISON_MOVED: compared is not None and _moved(compared, numbers, used, after, weeks),
        Caution.CARRIED_OVER: carried,
    }
    estimate, trend = found or (None, False)
    return Effect(
        _outcome(estimate, rule, over=over), estimate, beside[0] if beside else None, trend, weeks, _size(own, used, after),
        None if other is None else _size(other, used, after),
        tuple(caution for caution, holds in cautions.items() if holds),
    )  # fmt: skip


def _size(series: Weekly, used: Mask, after: Mask) -> tuple[int, int]:
    """What the weeks used rest on, before and after."""
    return int(series.n[used & ~after].sum()), int(series.n[used & after].sum())


def _outcome(estimate: Estimate | None, rule: Rule, *, over: bool) -> Outcome:
    if estimate is None or not over:
        return Outcome.NO_EVIDENCE
    ends = sorted(end if rule.higher else -end for end in (estimate.low, estimate.high))
    gained = estimate.value if rule.higher else -estimate.value
    if ends[0] > 0 and gained >= rule.least:
        return Outcome.WORKED
    return Outcome.DID_NOT if ends[1] < rule.least else Outcome.NO_EVIDENCE


def _baselines(after: Mask, place: int) -> tuple[Mask, Mask]:
    """The weeks compared: with those right before the start, and with the weeks before the run instead."""
    near, moved_back = after.copy(), after.copy()
    near[RUN:place] = True
    moved_back[: place - RUN] = True
    return near, moved_back


def _unlucky(series: Weekly, before: Mask, place: int, *, higher: bool) -> bool:
    """Whether the last weeks before the start were worse than those before them, by a standard error or more.

    A low bar: what a person picks as the moment to act is the worst of many, and a bar of proof would let most pass.
    """
    last = before.copy()
    last[: place - RUN] = False
    known = np.isfinite(series.values)
    run, rest = last & known, before & ~last & known
    if run.sum() < 2 or rest.sum() < LEAST_WEEKS:
        return False
    both = run | rest
    weights = np.zeros(len(known))
    weights[both] = 1 / _variances(series, both, np.ones((int(both.sum()), 1)))
    mean = np.average(series.values[both], weights=weights[both])
    spread = np.sum(weights[both] * (series.values[both] - mean) ** 2) / (both.sum() - 1)
    spread = max(spread, 1.0) if series.known else spread
    fell = np.average(series.values[run], weights=weights[run]) - np.average(series.values[rest], weights=weights[rest])
    error = np.sqrt(spread * (1 / weights[run].sum() + 1 / weights[rest].sum()))
    return bool((-fell if higher else fell) > error)


def _step(
    series: Weekly, numbers: Numbers, used: Mask, after: Mask, weeks: tuple[int, int]
) -> tuple[Estimate, bool] | None:  # fmt: skip
    """The step at the start, and whether a slope was allowed for; None where there is too little to compute one from."""
    if min(weeks) < LEAST_WEEKS or (not series.known and _all_alike(series, used, after)):
        return None
    begun, slope = used & ~after, numbers - numbers.mean()
    varied = weeks[0] >= ENOUGH_WEEKS and np.ptp(series.values[begun]) > 0
    trend = bool(varied) and _beyond_chance(_fitted(series, numbers, begun, [slope]))
    columns = [slope] if trend else []
    return _fitted(series, numbers, used, [*columns, after.astype(float)]), trend


def _moved(series: Weekly, numbers: Numbers, used: Mask, after: Mask, weeks: tuple[int, int]) -> bool:
    found = _step(series, numbers, used, after, weeks)
    return found is not None and _beyond_chance(found[0])


def _fitted(series: Weekly, numbers: Numbers, used: Mask, columns: list[Numbers]) -> Estimate:
    """The coefficient of the last column beside a level."""
    matrix = np.column_stack([np.ones(len(numbers)), *columns])[used]
    variances = _variances(series, used, matrix)
    return coefficient(series.values[used], variances, numbers[used], matrix, known=series.known)


def _variances(series: Weekly, used: Mask, matrix: Numbers) -> Numbers:
    """The variance of each week: from sampling, and of rates and counts also what weeks differ by beyond it."""
    variances = series.variances[used]
    return variances + between_weeks(series.values[used], variances, matrix) if series.known else variances


def _all_alike(series: Weekly, used: Mask, after: Mask) -> bool:
    return all(np.ptp(series.values[used & part]) == 0 for part in (after, ~after))


def _beyond_chance(found: Estimate) -> bool:
    return found.low > 0 or found.high < 0


def _ratio(own: Weekly, other: Weekly, before: Mask) -> float:
    """How much larger the group was than the comparison group, before the action."""
    known = before & np.isfinite(own.values) & np.isfinite(other.values)
    below = other.values[known].sum()
    return float(own.values[known].sum() / below) if below > 0 else np.nan
