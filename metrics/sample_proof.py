"""What a sample of goods proves about all goods, and how often luck alone would let it pass."""

from dataclasses import dataclass
from math import floor

from metrics.acceptance import accept_probability, curve
from metrics.model import Row
from metrics.proof import fewest_without_failure, most_failures

WORST, STEPS = 0.12, 48
"""How far the curve goes: up to a true share of bad goods of 12 %."""


@dataclass(frozen=True)
class SampleProof:
    """A sample held against the rate it was to show.

    Attributes:
        allowed: the most failures with which the claim is shown with 95 % confidence; None if even none would not do.
        least: how many would have to be looked at, none failing, to show it; None for a claim of 100 %.
        accept: failures with which the sample's own rate just reaches the claim: the plan in use.
    """

    n: int
    failures: int
    claimed: float
    allowed: int | None
    least: int | None
    accept: int

    @property
    def shown(self) -> bool:
        """Whether the sample shows the claim."""
        return self.allowed is not None and self.failures <= self.allowed

    @property
    def passed(self) -> int:
        """How many did not fail."""
        return self.n - self.failures

    def curve(self) -> list[tuple[float, float]]:
        """(true share of bad goods, probability that such a sample reaches the claim)."""
        rates = [WORST * step / STEPS for step in range(STEPS + 1)]
        return list(zip(rates, curve(self.n, self.accept, rates), strict=True))

    def marks(self) -> list[tuple[float, float]]:
        """The points that matter: goods twice as good as claimed, and goods that just do not break the claim."""
        shares = [share for share in ((1 - self.claimed) / 2, 1 - self.claimed) if 0 < share <= WORST]
        return [(share, accept_probability(self.n, self.accept, share)) for share in shares]


def sample_proof(row: Row, claimed: float) -> SampleProof | None:
    """The proof of a pass rate; None without a sample or without a claim above 0."""
    if not row.denominator or row.numerator is None or not 0 < claimed <= 1:
        return None
    n = row.denominator
    accept = floor(n * (1 - claimed) + 1e-9)
    return SampleProof(
        n, n - row.numerator, claimed, most_failures(n, claimed), fewest_without_failure(claimed), accept
    )
