"""What a sample must look like to show a claim: the published limits, and the definition they come from."""

import pytest
from hypothesis import given, strategies as st
from scipy.stats import binom

from metrics.intervals import wilson_lower_one_sided
from metrics.proof import fewest_without_failure, hits_needed, most_failures

CLAIMS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@pytest.mark.parametrize(("n", "failures"), [(200, 4), (400, 12), (1_000, 38)])
def test_to_show_95_percent_only_so_many_of_the_sample_may_fail(n: int, failures: int) -> None:
    assert most_failures(n, 0.95) == failures


@pytest.mark.parametrize(("n", "hits"), [(50, 45), (100, 87), (200, 170), (400, 334)])
def test_to_claim_80_percent_so_many_must_succeed(n: int, hits: int) -> None:
    assert hits_needed(n, 0.80) == hits


@pytest.mark.parametrize(
    ("claimed", "confidence", "n"), [(0.95, 0.95, 59), (0.90, 0.95, 29), (0.99, 0.95, 299), (0.90, 0.90, 22), (0.1, 0.9, 1)]
)  # fmt: skip
def test_the_success_run_has_its_published_lengths(claimed: float, confidence: float, n: int) -> None:
    assert fewest_without_failure(claimed, confidence) == n


@given(st.integers(1, 2_000), CLAIMS, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_one_failure_more_and_chance_could_have_done_it(n: int, claimed: float, confidence: float) -> None:
    failures = most_failures(n, claimed, confidence)
    assert binom.cdf((-1 if failures is None else failures) + 1, n, 1 - claimed) > 1 - confidence
    if failures is not None:
        assert binom.cdf(failures, n, 1 - claimed) <= 1 - confidence


@given(st.integers(1, 2_000), CLAIMS)
def test_one_hit_fewer_and_the_bound_misses_the_claim(n: int, claimed: float) -> None:
    hits = hits_needed(n, claimed)
    assert wilson_lower_one_sided((n + 1 if hits is None else hits) - 1, n) < claimed
    if hits is not None:
        assert wilson_lower_one_sided(hits, n) >= claimed


@given(CLAIMS, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_success_run_is_the_first_sample_that_allows_no_failure(claimed: float, confidence: float) -> None:
    n = fewest_without_failure(claimed, confidence)
    assert n is not None
    assert most_failures(n, claimed, confidence) == 0
    assert most_failures(n - 1, claimed, confidence) is None


def test_no_sample_shows_100_percent() -> None:
    assert most_failures(1_000, 1.0) is None
    assert hits_needed(1_000, 1.0) is None
    assert fewest_without_failure(1.0) is None


@pytest.mark.parametrize("claimed", [0.0, -0.1, 1.01, 95])
def test_a_claim_that_is_no_rate_is_refused(claimed: float) -> None:
    for question in (lambda: most_failures(10, claimed), lambda: hits_needed(10, claimed)):
        with pytest.raises(ValueError, match="claimed rate"):
            question()
    with pytest.raises(ValueError, match="claimed rate"):
        fewest_without_failure(claimed)
