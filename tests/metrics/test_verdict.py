"""Verdict words and the budget of misses, by hand."""

import dataclasses

import pytest
from hypothesis import given, strategies as st

from metrics.answers import rate
from metrics.catalog import metric
from metrics.model import Row
from metrics.promises import Promise, promise
from metrics.verdict import (
    WORDS,
    Judgement,
    Verdict,
    budget_of,
    forecast_count,
    forecast_rate,
    judge_finished,
    judge_running,
)

P95 = promise("complaint_resolved_48h")
"""Target 95 %."""
P100 = promise("aftersales_answered_48h")
"""Target 100 %: no miss is allowed."""


def row(hits: int, decided: int) -> Row:
    return rate(Row("complaint_resolved_48h", None, (), None, None, None, 0), hits, decided)


def running(hits: int, decided: int, elapsed: float, promised: Promise = P95) -> Judgement:
    return judge_running(row(hits, decided), promised, metric(promised.metric), elapsed)


def counted(name: str, number: int) -> Row:
    return Row(name, None, (), float(number), number, None, number)


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
    forecast = forecast_rate(row(hits, decided), expected)
    assert forecast is not None
    assert forecast.value == hits / decided


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
    assert running(hits, decided, elapsed, promised).verdict is verdict


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0, 1))
def test_the_forecast_lies_in_its_interval_and_the_budget_adds_up(case: tuple[int, int], elapsed: float) -> None:
    hits, decided = case
    judged = running(hits, decided, elapsed)
    budget, forecast = judged.budget, judged.forecast
    assert budget is not None
    assert forecast is not None
    assert 0 <= forecast.low <= forecast.value <= forecast.high <= 1
    assert budget.expected >= decided
    assert budget.left + budget.used == budget.allowed


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0, 1))
def test_lost_means_that_the_budget_of_the_cases_expected_is_overdrawn(case: tuple[int, int], elapsed: float) -> None:
    hits, decided = case
    judged = running(hits, decided, elapsed)
    budget = judged.budget
    assert budget is not None
    best_possible = (budget.expected - budget.used) / budget.expected
    assert (judged.verdict is Verdict.LOST) == (best_possible < P95.target - 1e-9)


def test_the_closer_the_end_the_narrower_the_forecast() -> None:
    widths = []
    for elapsed in (0.25, 0.5, 0.75, 1.0):
        forecast = running(475, 500, elapsed).forecast
        assert forecast is not None
        widths.append(forecast.high - forecast.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_a_perfect_start_is_not_taken_for_certainty() -> None:
    assert running(5, 5, 0.05).verdict is Verdict.AT_RISK


def test_every_verdict_has_a_word_in_both_languages() -> None:
    assert set(WORDS) == set(Verdict)
    assert all(word.en and word.zh and word.en != word.zh for word in WORDS.values())


@pytest.mark.parametrize(
    ("name", "number", "elapsed", "verdict", "allowed"),
    [
        ("reviews_collected", 1_000, 0.4, Verdict.ON_TRACK, None),  # reached
        ("reviews_collected", 900, 0.5, Verdict.ON_TRACK, None),  # 1,800 at this pace
        ("reviews_collected", 500, 0.5, Verdict.AT_RISK, None),  # 1,000 at this pace, and it may as well be fewer
        ("reviews_collected", 0, 0.5, Verdict.AT_RISK, None),
        ("security_audits", 1, 0.4, Verdict.AT_RISK, None),
        ("security_audits", 2, 0.4, Verdict.ON_TRACK, None),
        ("no_leaks", 0, 0.5, Verdict.ON_TRACK, 0),
        ("no_leaks", 1, 0.5, Verdict.LOST, 0),
    ],
)
def test_a_running_count_is_held_against_the_pace_so_far(
    name: str, number: int, elapsed: float, verdict: Verdict, allowed: int | None
) -> None:
    judged = judge_running(counted(name, number), promise(name), metric(name), elapsed)
    assert judged.verdict is verdict
    assert (judged.budget.allowed if judged.budget else None) == allowed
    if name == "security_audits":
        assert judged.forecast is None  # two a year have no pace
    else:
        assert judged.forecast is not None
        assert judged.forecast.value == pytest.approx(number / elapsed)


def test_the_forecast_of_a_count_is_what_has_come_and_the_pace_of_the_rest() -> None:
    """10 in a quarter of the time: 40, and of the three quarters to come 3 × 4.8 to 3 × 18.4 (Garwood)."""
    found = forecast_count(10, 0.25)
    assert found.value == 40
    assert (round(found.low, 1), round(found.high, 1)) == (24.4, 65.2)
    assert forecast_count(10, 1.0).low == forecast_count(10, 1.0).high == 10


def test_of_a_sample_a_few_misses_too_many_are_no_lost_promise_yet() -> None:
    """8 of 12 answers against 80 %: 4 misses where 24 expected answers allow 4; at 7 of 12 one too many, but of a sample."""
    satisfaction, counted_in_full = promise("aftersales_satisfaction"), promise("complaint_resolved_48h")
    few = rate(Row("aftersales_satisfaction", None, (), None, None, None, 0), 7, 12)
    judged = judge_running(few, satisfaction, metric("aftersales_satisfaction"), 0.5)
    assert judged.budget is not None
    assert (judged.budget.left, judged.verdict) == (-1, Verdict.AT_RISK)
    full = judge_running(few, dataclasses.replace(counted_in_full, target=0.8), metric("complaint_resolved_48h"), 0.5)
    assert full.verdict is Verdict.LOST


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (-0.25, -0.30, -0.21, Verdict.ON_TRACK),
        (-0.25, -0.35, -0.15, Verdict.AT_RISK),
        (-0.10, None, None, Verdict.AT_RISK),
    ],
)
def test_a_change_against_the_baseline_is_on_track_when_its_interval_is(
    value: float, low: float | None, high: float | None, verdict: Verdict
) -> None:
    row_ = Row("order_speedup", None, (), value, None, None, 100, low=low, high=high)
    judged = judge_running(row_, promise("order_speedup"), metric("order_speedup"), 0.5)
    assert (judged.verdict, judged.budget) == (verdict, None)


def test_a_state_is_judged_by_its_value_since_no_case_is_still_to_come() -> None:
    judged = [
        judge_running(Row("agent_training", None, (), value, None, None, 34, low=0.85, high=1.0), promise("agent_training"),
                      metric("agent_training"), 0.5).verdict
        for value in (1.0, 0.97)
    ]  # fmt: skip
    assert judged == [Verdict.ON_TRACK, Verdict.AT_RISK]


def test_a_rate_that_varies_more_than_chance_has_a_wider_forecast() -> None:
    row = Row("order_normal_24h", None, (), 0.99, 990, 1000, 1000)
    plain, wide = forecast_rate(row, 2000), forecast_rate(row, 2000, 2.0)
    assert plain is not None
    assert wide is not None
    assert plain.value == wide.value == 0.99
    assert wide.value - wide.low == pytest.approx(2 * (plain.value - plain.low))
