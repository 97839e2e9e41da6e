"""Constructed pasts of a weekly rate: cases vary by chance, weeks vary more than that and hang together, an action comes."""

from dataclasses import dataclass

import numpy as np

from data.judged_by import Rule
from metrics.autocorrelated import Numbers
from metrics.effect import RUN, Effect, judged
from metrics.weekly import Weekly, rates

WEEKS, CASES, LEVEL = 90, 300, 0.80
BETWEEN, RHO = 0.20, 0.3
"""Standard deviation of the weeks' log odds (3.2 points at 80 %, where chance alone brings 2.3), and their autocorrelation."""
SHARED = 0.64
"""The part of that variance that two groups have in common."""
RULE = Rule("complaint_resolved_48h", (), higher=True, least=0.03)


@dataclass(frozen=True)
class Past:
    """Weeks of one group: hits and cases."""

    hits: Numbers
    n: Numbers

    def part(self, weeks: slice) -> Weekly:
        """Some of the weeks as the verdict takes them."""
        return rates(self.hits[weeks], self.n[weeks])


def past(
    rng: np.random.Generator, *, effect: float = 0.0, start: int = 0, slope: float = 0.0, cases: int = CASES,
    level: float = LEVEL, shared: Numbers | None = None,
) -> Past:  # fmt: skip
    """A group whose rate rises by `effect` with the week `start` and by `slope` every week.

    `shared` is what moves another group as well (see `hanging_together`); it stands for its part of the variance.
    """
    own = hanging_together(rng)
    noise = own if shared is None else np.sqrt(1 - SHARED) * own + np.sqrt(SHARED) * shared
    steady = 1 / (1 + np.exp(-np.log(level / (1 - level)) - BETWEEN * noise))
    weeks = np.arange(WEEKS)
    n = rng.poisson(cases, WEEKS)
    rate = np.clip(steady + effect * (weeks >= start) + slope * (weeks - WEEKS / 2), 0, 1)
    return Past(rng.binomial(n, rate).astype(float), n.astype(float))


def hanging_together(rng: np.random.Generator) -> Numbers:
    """Standard normal weeks with the correlation RHO between neighbours."""
    noise = rng.normal(size=WEEKS)
    for week in range(1, WEEKS):
        noise[week] = RHO * noise[week - 1] + np.sqrt(1 - RHO**2) * noise[week]
    return noise


def verdict(own: Past, start: int, other: Past | None = None, rule: Rule = RULE) -> Effect:
    """The verdict on an action begun with the week `start`."""
    weeks = slice(start - rule.before - RUN, start + rule.after)
    numbers = np.arange(rule.before + RUN + rule.after, dtype=float)
    return judged(own.part(weeks), None if other is None else other.part(weeks), rule, numbers)


def after_the_worst_month(own: Past, other: Past | None = None, rule: Rule = RULE) -> int:
    """The week in which people begin an action who have just seen the worst four weeks of more than a year."""
    seen = own.hits / own.n - (0 if other is None else other.hits / other.n)
    weeks = range(rule.before + RUN, WEEKS - rule.after + 1)
    return min(weeks, key=lambda week: float(seen[week - RUN : week].mean()))
