"""The change of a figure between two periods, split by group into what became different and what became more or less.

A quotient (a rate, a mean, cases per exposure) is the mean of its groups' own quotients, weighted by their shares of the
denominator. Its change is therefore Σ w̄·Δr + Σ Δw·(r̄ − R̄), with w a group's weight, r its own quotient, R that of all,
Δ the later period less the earlier one and a bar the mean of the two: the symmetric form of E. M. Kitagawa (1955),
"Components of a difference between two rates", JASA 50, 1168–1194. Σ Δw = 0, so R̄ adds nothing to the whole; it makes a
group's mix effect say whether it is better or worse than the others. The parts add up to the change exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

from metrics.model import Kind, Metric, Row

Group = tuple[str | int | bool | None, ...]
QUOTIENTS = (Kind.RATE, Kind.MEAN, Kind.PER)
COUNTS = (Kind.COUNT, Kind.STOCK)
Parts = tuple[float, float]
"""Numerator and denominator."""
Period = tuple[Row, Mapping[Group, Row]]
"""The row of all and those of its groups."""


@dataclass(frozen=True)
class Effect:
    """What one group adds to the change, in the metric's unit (fractions for rates).

    Attributes:
        before, now: the group's rows; None in a period in which it has none.
        rate: because the group's own quotient changed; of a count, the group's own difference.
        mix: because the group's share of all cases changed, better or worse than the rest as it is; 0 for counts.
    """

    group: Group
    before: Row | None
    now: Row | None
    rate: float
    mix: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.rate + self.mix


@dataclass(frozen=True)
class Decomposition:
    """The change of a metric and the effects of its groups, largest first; they add up to it."""

    metric: str
    before: Row
    now: Row
    effects: tuple[Effect, ...]

    @property
    def change(self) -> float:
        """The later value less the earlier one."""
        return (self.now.value or 0.0) - (self.before.value or 0.0)

    @property
    def rate(self) -> float:
        """What the groups' own changes add up to."""
        return fsum(effect.rate for effect in self.effects)

    @property
    def mix(self) -> float:
        """What the shift between groups adds up to."""
        return fsum(effect.mix for effect in self.effects)


def decompose(
    metric: Metric, before: Row, now: Row, groups_before: Sequence[Row], groups_now: Sequence[Row]
) -> Decomposition | None:  # fmt: skip
    """Split the change from `before` to `now` by group; a group in one period only is all mix.

    None where the change cannot be told (no value on one side), and for what its groups do not add up to: quantiles,
    entities that may belong to several groups, changes against a baseline (a quotient of two quotients), days since an
    event; also where the rows given do not make up the whole.
    """
    if before.value is None or now.value is None:
        return None
    then, later = ({row.group: row for row in rows} for rows in (groups_before, groups_now))
    groups = list(dict.fromkeys([*then, *later]))
    if is_quotient(metric):
        effects = _of_quotient(metric, (before, then), (now, later), groups)
    elif is_count(metric):
        effects = _of_count((before, then), (now, later), groups)
    else:
        return None
    if effects is None:
        return None
    return Decomposition(metric.name, before, now, tuple(sorted(effects, key=lambda effect: -abs(effect.total))))


def is_quotient(metric: Metric) -> bool:
    """Whether a metric's value is a numerator over a denominator that groups add up to."""
    return metric.kind in QUOTIENTS or (metric.kind is Kind.STATE and "denominator" in metric.measures)


def is_count(metric: Metric) -> bool:
    """Whether a metric's value is a count that groups add up to."""
    counted = metric.kind is Kind.STATE and bool({"numerator", "amount"} & metric.measures.keys())
    return metric.kind in COUNTS or (counted and "denominator" not in metric.measures)


def parts(metric: Metric, row: Row | None) -> Parts:
    """Numerator and denominator whose quotient is the row's value; nothing of a row that is not there."""
    if row is None:
        return 0.0, 0.0
    if metric.kind is Kind.MEAN:
        return (row.value or 0.0) * row.n, float(row.n)
    return (row.numerator or 0) * metric.scale, float(row.denominator or 0)


def _of_quotient(metric: Metric, before: Period, now: Period, groups: Sequence[Group]) -> list[Effect] | None:
    """The symmetric form; None where numerators or denominators do not add up."""
    (whole_then, then), (whole_now, later) = before, now
    own = [(parts(metric, then.get(group)), parts(metric, later.get(group))) for group in groups]
    totals = parts(metric, whole_then), parts(metric, whole_now)
    for period in (0, 1):
        for place in (0, 1):
            found = fsum(pair[period][place] for pair in own)
            if not isclose(found, totals[period][place], rel_tol=1e-9, abs_tol=1e-9):
                return None
    below = totals[0][1], totals[1][1]
    overall = ((whole_then.value or 0.0) + (whole_now.value or 0.0)) / 2
    return [
        Effect(group, then.get(group), later.get(group), *_effects(pair, below, overall))
        for group, pair in zip(groups, own, strict=True)
    ]


def _effects(
    group: tuple[Parts, Parts], totals: tuple[float, float], overall: float
) -> tuple[float, float]:  # fmt: skip
    """Rate and mix effect of one group, from its numerators and denominators before and now.

    Cases without any exposure have no rate of their own: what they add to the whole counts as changed rate.
    """
    (above_then, below_then), (above_now, below_now) = group
    weight_then, weight_now = below_then / totals[0], below_now / totals[1]
    if (above_then and not below_then) or (above_now and not below_now):
        return above_now / totals[1] - above_then / totals[0] - (weight_now - weight_then) * overall, 0.0
    known = [above / below for above, below in group if below] or [overall]
    rate_then, rate_now = known[0], known[-1]  # of a group in one period only, the same twice
    return (
        (weight_then + weight_now) / 2 * (rate_now - rate_then),
        (weight_now - weight_then) * ((rate_then + rate_now) / 2 - overall),
    )


def _of_count(before: Period, now: Period, groups: Sequence[Group]) -> list[Effect] | None:
    """Each group's own difference; None where the groups do not add up."""
    for whole, rows in (before, now):
        if sum(row.numerator or 0 for row in rows.values()) != (whole.numerator or 0):
            return None
    then, later = before[1], now[1]
    return [
        Effect(group, then.get(group), later.get(group), float(_count(later.get(group)) - _count(then.get(group))), 0.0)
        for group in groups
    ]


def _count(row: Row | None) -> int:
    return 0 if row is None else row.numerator or 0
