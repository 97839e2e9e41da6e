"""What a sample proves."""

from itertools import pairwise

import pytest
from scipy.stats import binom

from metrics.model import Row
from metrics.sample_proof import sample_proof


def passed(hits: int, n: int) -> Row:
    return Row("inspection_pass_rate", None, (), hits / n if n else None, hits, n, n)


def test_220_of_232_reach_no_proof_of_95_per_cent() -> None:
    """At most 5 may fail: P(X ≤ 5) of B(232, 5 %) is below 5 %, P(X ≤ 6) above."""
    found = sample_proof(passed(220, 232), 0.95)
    assert found is not None
    assert (found.failures, found.passed, found.allowed, found.accept, found.shown) == (12, 220, 5, 11, False)
    assert binom.cdf(5, 232, 0.05) <= 0.05 < binom.cdf(6, 232, 0.05)


@pytest.mark.parametrize(("hits", "shown"), [(227, True), (226, False)])
def test_the_last_failure_allowed_decides(hits: int, shown: bool) -> None:
    found = sample_proof(passed(hits, 232), 0.95)
    assert found is not None
    assert found.shown is shown


def test_too_small_a_sample_says_how_many_it_takes() -> None:
    found = sample_proof(passed(20, 20), 0.95)
    assert found is not None
    assert (found.allowed, found.least, found.shown) == (None, 59, False)


def test_a_claim_of_all_can_never_be_shown() -> None:
    found = sample_proof(passed(20, 20), 1.0)
    assert found is not None
    assert (found.allowed, found.least, found.accept, found.marks()) == (None, None, 0, [])


def test_the_curve_and_its_points() -> None:
    """200 kinds, at most 10 failures: passes with 58 % at 5 % bad and 98.7 % at 2.5 %."""
    found = sample_proof(passed(195, 200), 0.95)
    assert found is not None
    (good, high), (bad, low) = found.marks()
    assert (good, bad) == pytest.approx((0.025, 0.05))
    assert (high, low) == pytest.approx((0.987, 0.583), abs=0.001)
    curve = found.curve()
    assert curve[0] == (0.0, 1.0)
    assert all(first[1] >= second[1] for first, second in pairwise(curve))


def test_without_a_sample_or_a_claim_there_is_nothing_to_prove() -> None:
    assert sample_proof(passed(0, 0), 0.95) is None
    assert sample_proof(Row("inspection_pass_rate", None, (), None, None, None, 0), 0.95) is None
    assert sample_proof(passed(5, 5), 0) is None
