"""Telling groups apart honestly: who does better or worse than the others, and where nobody can say.

The z of each group against the rest is divided by √φ, with φ how much more the groups differ than by chance (at least
1): multiplicative over-dispersion after D. J. Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202. Their p are
held to a false-discovery rate of 5 %. Groups below n = 10 are part of the rest and are not compared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from scipy.special import ndtr

from data.words import Text
from metrics.group_tests import p_means_equal, p_rates_equal, z_of_means, z_of_rate
from metrics.intervals import SMALL_N
from metrics.many_groups import false_discovery, winsorised_dispersion

LEVEL = 0.05
"""Of the test that all are equal, and the false-discovery rate of the single groups."""


class Compared(StrEnum):
    """How a group stands to the others."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    TOO_SMALL = "too_small"


COMPARED_WORDS = {
    Compared.BETTER: Text("Better than the others", "优于其他组"),
    Compared.WORSE: Text("Worse than the others", "差于其他组"),
    Compared.SAME: Text("Cannot be told apart from the others", "与其他组没有可辨的差别"),
    Compared.TOO_SMALL: Text("Too few cases to compare", "数量太少，不作比较"),
}


@dataclass(frozen=True)
class Comparison:
    """What can be said of the groups; `words` and `p_values` are in their order.

    Attributes:
        overall: rate or mean of all cases together, small groups included; None without cases.
        words: how each group stands to the others.
        p_values: two-sided, adjusted for over-dispersion and for the number of groups; None for groups too small.
        dispersion: φ; 1 with fewer than ten groups, which are too few to estimate it.
        equality: the test that all groups of n ≥ 10 are equal; of many small groups it is simulated, so it is done
            only for those who ask for `p_equal`.
    """

    overall: float | None
    words: tuple[Compared, ...]
    p_values: tuple[float | None, ...]
    dispersion: float
    equality: Callable[[], float | None] = field(repr=False, compare=False)

    @cached_property
    def p_equal(self) -> float | None:
        """The p of the test that all groups of n ≥ 10 are equal; None with fewer than two of them."""
        return self.equality()

    @property
    def homogeneous(self) -> bool:
        """The groups cannot be told apart: the test of equality does not reject, and none stands out by itself."""
        apart = any(word in (Compared.BETTER, Compared.WORSE) for word in self.words)
        return not apart and (self.p_equal is None or self.p_equal >= LEVEL)


def compare_with_rest(counts: Sequence[tuple[int, int]], *, higher_is_better: bool = True) -> Comparison:
    """Compare rates: (hits, n) per group, n may be 0."""
    total_hits, total = sum(hits for hits, _ in counts), sum(n for _, n in counts)
    judged = [place for place, (_, n) in enumerate(counts) if n >= SMALL_N]
    z = {place: z_of_rate(*counts[place], total_hits, total) for place in judged}
    overall = total_hits / total if total else None
    return _comparison(
        len(counts), z, overall, lambda: p_rates_equal([counts[place] for place in judged]), higher_is_better
    )


def compare_means(
    groups: Sequence[tuple[int, float | None, float | None]], *, higher_is_better: bool = True
) -> Comparison:  # fmt: skip
    """Compare means: (n, mean, standard deviation of the single values) per group; n = 0 has no mean, n = 1 no sd.

    A group whose values are all alike says nothing of its spread; that of all values together stands in, so that ten
    equal scores are not taken for certainty.
    """
    known = {place: (n, mean, sd or 0.0) for place, (n, mean, sd) in enumerate(groups) if n and mean is not None}
    total = sum(n for n, _, _ in known.values())
    if not total:
        return _comparison(len(groups), {}, None, lambda: None, higher_is_better)
    overall = sum(n * mean for n, mean, _ in known.values()) / total
    squares = sum((n - 1) * sd**2 + n * (mean - overall) ** 2 for n, mean, sd in known.values())
    spread = (squares / max(total - 1, 1)) ** 0.5
    judged = [place for place, (n, _, _) in known.items() if n >= SMALL_N]
    if not spread:
        return _comparison(len(groups), dict.fromkeys(judged, 0.0), overall, lambda: 1.0, higher_is_better)
    filled = {place: (n, mean, sd or spread) for place, (n, mean, sd) in known.items()}
    z = dict(zip(filled, z_of_means(list(filled.values())), strict=True))
    return _comparison(
        len(groups), {place: z[place] for place in judged}, overall,
        lambda: p_means_equal([filled[place] for place in judged]), higher_is_better,
    )  # fmt: skip


def _comparison(
    groups: int, z: Mapping[int, float], overall: float | None, equality: Callable[[], float | None],
    higher_is_better: bool,
) -> Comparison:  # fmt: skip
    """From the z of the groups large enough, by place."""
    dispersion = max(1.0, winsorised_dispersion(list(z.values())) or 1.0)
    p = false_discovery([2 * float(ndtr(-abs(value) / dispersion**0.5)) for value in z.values()])
    words = [Compared.TOO_SMALL] * groups
    p_values: list[float | None] = [None] * groups
    for (place, value), adjusted in zip(z.items(), p, strict=True):
        p_values[place] = float(adjusted)
        better = (value > 0) == higher_is_better
        words[place] = Compared.SAME if adjusted > LEVEL else Compared.BETTER if better else Compared.WORSE
    return Comparison(overall, tuple(words), tuple(p_values), dispersion, equality)
