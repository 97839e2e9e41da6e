"""Which groups, or which shift between groups, may be named as what moved a figure: never a guess.

A group is named when it changed otherwise than all other cases beyond chance (a false-discovery rate of 5 % over all
groups and dimensions tried), and its effect is at least a quarter of the change and has its direction. The mix is named
under the same conditions, when the composition has changed and the groups differ, both beyond chance, with the group
that adds most to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.change_tests import p_of_groups, p_of_mix, p_of_shift
from metrics.comparison import LEVEL
from metrics.decompose import Decomposition, Effect, is_count, is_quotient, parts
from metrics.many_groups import false_discovery
from metrics.model import Metric, Row

LEAST_SHARE = 0.25
"""Of the change, below which an effect is not worth naming."""
MOST_CAUSES = 2


class Because(StrEnum):
    """Whether a group itself changed, or its share of all cases did."""

    RATE = "rate"
    MIX = "mix"


@dataclass(frozen=True)
class Cause:
    """One thing that moved the figure.

    Attributes:
        group: of a mix, the group that adds most to it.
        effect: in the metric's unit; of a mix, that of all groups together.
        share: of the whole change, 0.25 or more; above 1 where other things went the other way.
        before, now: the group's rows; None in a period in which it has none.
        weights: the group's share of all cases, before and now.
    """

    because: Because
    group: str | int | bool | None
    effect: float
    share: float
    before: Row | None
    now: Row | None
    weights: tuple[float, float]


def causes(metric: Metric, splits: Mapping[str, Decomposition]) -> dict[str, tuple[Cause, ...]]:
    """By dimension its causes, the largest first, at most two; p are corrected over all dimensions together."""
    tested = [
        (by, cause, p) for by, split in splits.items() for cause, p in [*_changed(metric, split), _mixed(metric, split)]
    ]
    adjusted = false_discovery([p for _, _, p in tested])
    kept: dict[str, list[Cause]] = {}
    for (by, cause, _), p in zip(tested, adjusted, strict=True):
        if cause is not None and p <= LEVEL:
            kept.setdefault(by, []).append(cause)
    return {by: tuple(sorted(found, key=lambda cause: -cause.share)[:MOST_CAUSES]) for by, found in kept.items()}


def _changed(metric: Metric, split: Decomposition) -> list[tuple[Cause | None, float]]:
    """For each group large enough its p, and the cause it would be; None where its effect is small or runs against."""
    nothing = Row(metric.name, None, (), 0.0, 0, None, 0) if is_count(metric) else None
    effects = {effect.group: effect for effect in split.effects}
    pairs = {
        group: (before, now)
        for group, effect in effects.items()
        if (before := effect.before or nothing) is not None and (now := effect.now or nothing) is not None
    }
    found: list[tuple[Cause | None, float]] = []
    change = split.change
    for group, (apart, p) in p_of_groups(metric, (split.before, split.now), pairs).items():
        effect = effects[group]
        along = apart * change > 0 and effect.rate / change >= LEAST_SHARE  # of thousands of groups, a few
        found.append((_cause(metric, split, effect, Because.RATE, effect.rate) if along else None, p))
    return found


def _mixed(metric: Metric, split: Decomposition) -> tuple[Cause | None, float]:
    """The shift between groups, and its p; not tested (p = 1) where it is small or runs against the change."""
    if not is_quotient(metric):
        return None, 1.0
    if not split.change or split.mix / split.change < LEAST_SHARE:
        return None, 1.0
    whole = (split.before, split.now)
    along = sorted((item for item in split.effects if item.mix * split.change > 0), key=lambda item: -abs(item.mix))
    # the largest first: of thousands of groups only a few are tested
    shifted = (item for item in along if p_of_shift(metric, whole, (item.before, item.now)) <= LEVEL)
    most = next(shifted, None)
    cause = None if most is None else _cause(metric, split, most, Because.MIX, split.mix)
    if cause is None:
        return None, 1.0
    return cause, p_of_mix(metric, [(effect.before, effect.now) for effect in split.effects])


def _cause(metric: Metric, split: Decomposition, effect: Effect, because: Because, size: float) -> Cause | None:
    share = size / split.change
    if share < LEAST_SHARE:
        return None
    place = 0 if is_count(metric) else 1
    before, now = (
        parts(metric, part)[place] / (parts(metric, whole)[place] or 1.0)
        for part, whole in ((effect.before, split.before), (effect.now, split.now))
    )
    return Cause(because, effect.group[0], size, share, effect.before, effect.now, (before, now))
