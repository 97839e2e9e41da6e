"""Verdict words and the budget of misses, by hand."""

import dataclasses

import pytest
from hypothesis import given, strategies as st

from metrics.answers import rate
from metrics.model import Row
from metrics.promises import Promise, promise
from metrics.verdict import WORDS, Verdict, budget_of, judge_finished, judge_running

P95 = promise("complaint_resolved_48h")
"""Target 95 %."""
P100 = promise("aftersales_answered_48h")
"""Target 100 %: no miss is allowed."""


def row(hits: int, decided: int) -> Row:
    return rate(Row("complaint_resolved_48h", None, (), None, None, None, 0), hits, decided)


def test_the_promises_used_here_have_the_targets_the_tests_rely_on() -> None:
    assert (P95.target, P100.target) == (0.95, 1.0)


@pytest.mark.parametrize(
    ("hits", "decided", "promised", "verdict"),
    [
        (96, 100, P95, Verdict.KEPT),
        (95, 100, P95, Verdict.KEPT),
        (949, 1000, P95, Verdict.BROKEN),
        (0, 3, P95, Verdict.BROKEN),
        (0, 0, P95, Verdict.NO_DATA),
        (100, 100, P100, Verdict.KEPT),
        (9_999, 10_000, P100, Verdict.BROKEN),
    ],
)
def test_a_finished_period_counted_in_full_is_kept_or_broken_by_its_rate(
    hits: int, decided: int, promised: Promise, verdict: Verdict
) -> None:
    assert judge_finished(row(hits, decided), promised) is verdict


@pytest.mark.parametrize(
    ("hits", "decided", "verdict"),
    [
        (196, 200, Verdict.CANNOT_TELL),  # 98.0 %, interval 95.0–99.2 %: the target is inside by a hair
        (199, 200, Verdict.KEPT),
        (97, 100, Verdict.CANNOT_TELL),
        (80, 100, Verdict.BROKEN),
        (0, 0, Verdict.NO_DATA),
    ],
)
def test_on_a_sample_nobody_can_tell_while_the_target_lies_in_the_interval(
    hits: int, decided: int, verdict: Verdict
) -> None:
    assert judge_finished(row(hits, decided), P95, sample=True) is verdict


def test_a_ceiling_is_kept_from_below() -> None:
    ceiling = dataclasses.replace(P95, at_least=False, target=0.05)
    assert judge_finished(row(5, 100), ceiling) is Verdict.KEPT
    assert judge_finished(row(6, 100), ceiling) is Verdict.BROKEN


@given(st.integers(0, 1_000), st.integers(1, 1_000))
def test_at_exactly_the_target_a_promise_is_kept(hits: int, decided: int) -> None:
    """The rate k / n meets a target of k / n, whatever the floating point makes of either."""
    hits = min(hits, decided)
    assert judge_finished(row(hits, decided), dataclasses.replace(P95, target=hits / decided)) is Verdict.KEPT


@pytest.mark.parametrize(
    ("hits", "decided", "elapsed", "expected", "allowed", "used", "left"),
    [
        (97, 100, 0.5, 200, 10, 3, 7),
        (90, 100, 0.5, 200, 10, 10, 0),
        (80, 100, 0.5, 200, 10, 20, -10),
        (95, 100, 1.0, 100, 5, 5, 0),
        (19, 19, 1.0, 19, 0, 0, 0),
        (1, 1, 0.0, 100, 5, 0, 5),
    ],
)
def test_the_budget_is_what_the_target_allows_of_the_cases_expected(
    hits: int, decided: int, elapsed: float, expected: int, allowed: int, used: int, left: int
) -> None:
    budget = budget_of(row(hits, decided), P95, elapsed)
    assert budget is not None
    assert (budget.expected, budget.allowed, budget.used, budget.left) == (expected, allowed, used, left)
    assert budget.forecast == hits / decided


@pytest.mark.parametrize(
    ("target", "decided", "allowed"),
    [(0.95, 100, 5), (0.98, 50, 1), (0.9, 10, 1), (0.98, 49, 0), (0.9, 1_000, 100), (1.0, 9_999, 0)],
)
def test_allowed_misses_are_whole_and_not_one_short_by_floating_point(
    target: float, decided: int, allowed: int
) -> None:
    budget = budget_of(row(decided, decided), dataclasses.replace(P95, target=target), 1.0)
    assert budget is not None
    assert budget.allowed == allowed


@pytest.mark.parametrize(
    ("hits", "decided", "elapsed", "promised", "verdict"),
    [
        (990, 1_000, 0.5, P95, Verdict.ON_TRACK),
        (955, 1_000, 0.5, P95, Verdict.AT_RISK),
        (946, 1_000, 0.9, P95, Verdict.AT_RISK),
        (940, 1_000, 0.9, P95, Verdict.LOST),
        (899, 1_000, 0.5, P95, Verdict.LOST),
        (0, 0, 0.5, P95, Verdict.NO_DATA),
        (50, 50, 0.5, P100, Verdict.ON_TRACK),
        (49, 50, 0.5, P100, Verdict.LOST),
    ],
)
def test_a_running_period_is_on_track_at_risk_or_lost(
    hits: int, decided: int, elapsed: float, promised: Promise, verdict: Verdict
) -> None:
    assert judge_running(row(hits, decided), promised, elapsed)[0] is verdict


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0, 1))
def test_the_forecast_lies_in_its_interval_and_the_budget_adds_up(case: tuple[int, int], elapsed: float) -> None:
    hits, decided = case
    budget = budget_of(row(hits, decided), P95, elapsed)
    assert budget is not None
    assert 0 <= budget.low <= budget.forecast <= budget.high <= 1
    assert budget.expected >= decided
    assert budget.left + budget.used == budget.allowed


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0, 1))
def test_lost_means_that_the_budget_of_the_cases_expected_is_overdrawn(case: tuple[int, int], elapsed: float) -> None:
    hits, decided = case
    verdict, budget = judge_running(row(hits, decided), P95, elapsed)
    assert budget is not None
    best_possible = (budget.expected - budget.used) / budget.expected
    assert (verdict is Verdict.LOST) == (best_possible < P95.target - 1e-9)


def test_the_closer_the_end_the_narrower_the_forecast() -> None:
    widths = []
    for elapsed in (0.25, 0.5, 0.75, 1.0):
        budget = budget_of(row(475, 500), P95, elapsed)
        assert budget is not None
        widths.append(budget.high - budget.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_a_perfect_start_is_not_taken_for_certainty() -> None:
    assert judge_running(row(5, 5), P95, 0.05)[0] is Verdict.AT_RISK


def test_every_verdict_has_a_word_in_both_languages() -> None:
    assert set(WORDS) == set(Verdict)
    assert all(word.en and word.zh and word.en != word.zh for word in WORDS.values())
