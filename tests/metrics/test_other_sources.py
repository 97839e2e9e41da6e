"""The engine against `tests/oracle/other_sources.py`: the same real files, another program, another library.

Two data sets of inspections and two of surveys lie in one store, as an organisation's own would.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.model import Filter, Grain, Query, Row
from tests.metrics.worlds import World
from tests.oracle import other_sources as oracle

EVER = (date(1970, 1, 1), date(2037, 12, 31))
DRAWS = {
    "random": "inspection_pass_rate",
    "complaint_driven": "complaint_driven_pass_rate",
    "retest": "retest_pass_rate",
}


def told(row: Row) -> oracle.Share:
    assert row.numerator is not None
    assert row.denominator is not None
    return oracle.Share(row.numerator, row.denominator)


@pytest.fixture(scope="module")
def inspections(real: Path) -> pd.DataFrame:
    return pd.concat([oracle.chicago_inspections(real), oracle.supplier_inspections(real)])


@pytest.mark.parametrize(("draw", "metric"), DRAWS.items())
def test_pass_rates_agree_whole_and_by_month(
    others_world: World, inspections: pd.DataFrame, draw: str, metric: str
) -> None:
    engine = others_world.engine
    assert told(engine.run(Query((metric,))).only(metric)) == oracle.pass_rate(inspections, *EVER, draw)
    months = engine.run(Query((metric,), grain=Grain.MONTH)).rows
    assert months
    for row in months:
        assert row.period is not None
        last = (pd.Timestamp(row.period) + pd.offsets.MonthEnd()).date()
        assert told(row) == oracle.pass_rate(inspections, row.period, last, draw), row.period


def test_kinds_sampled_agree_by_quarter(others_world: World, inspections: pd.DataFrame) -> None:
    rows = others_world.engine.run(Query(("kinds_sampled",), grain=Grain.QUARTER)).rows
    found = {str(pd.Period(row.period, "Q")): row.n for row in rows}
    assert found == oracle.distinct_skus(inspections) == {"2020Q1": 132}


def test_real_random_draws_are_broken_only_because_the_interval_says_so(others_world: World) -> None:
    """97 of 132 places passed: 73.5 %, interval 65.4–80.3 %, far below 95 %."""
    row = others_world.engine.run(Query(("inspection_pass_rate",))).only("inspection_pass_rate")
    assert (row.numerator, row.denominator) == (97, 132)
    assert (round(row.low or 0, 3), round(row.high or 0, 3)) == (0.654, 0.803)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 3, 8), date(2024, 4, 22)])
def test_training_coverage_agrees_on_three_days(others_world: World, real: Path, day: date) -> None:
    expected = oracle.coverage(oracle.employee_agents(real), oracle.employee_trainings(real), day)
    row = others_world.engine.run(Query(("agent_training",), end=day)).only("agent_training")
    assert (row.numerator, row.denominator) == (expected.covered, expected.headcount)
    owing = others_world.engine.run(Query(("agent_training_due",), end=day)).only("agent_training_due")
    assert owing.denominator == sum(count for due, count in expected.due.items() if due)


@pytest.mark.parametrize(("metric", "rating"), [("speed_score", "DelSpeed"), ("satisfaction_score", "Satisfaction")])
def test_mean_and_spread_of_ratings_agree_with_the_file(
    others_world: World, real: Path, metric: str, rating: str
) -> None:
    """HBAT rates from 0 to 10, the product from 0 to 100."""
    row = others_world.engine.run(Query((metric,), where=(Filter("wave", ("HBAT",)),))).only(metric)
    expected = oracle.spread(oracle.hbat(real)[rating])
    assert row.n == expected.n == 100
    assert row.value == pytest.approx(10 * (expected.mean or 0), abs=1e-5)
    assert row.sd == pytest.approx(10 * (expected.sd or 0), abs=1e-5)
    assert row.low is not None
    assert row.high is not None
    assert row.low < (row.value or 0) < row.high


def test_an_answer_without_all_four_scores_has_no_service_score(others_world: World) -> None:
    row = others_world.engine.run(Query(("service_score",))).only("service_score")
    assert (row.value, row.n) == (None, 0)


def test_satisfaction_and_response_of_real_answers_agree_by_month(others_world: World, real: Path) -> None:
    """Olist asked after an order, so its answers are no quarterly wave; csat_mean and response_rate take all."""
    surveys = oracle.olist_surveys(real)
    only = (Filter("kind", ("order",)),)
    rows = others_world.engine.run(Query(("response_rate", "dissatisfied", "csat_mean"), grain=Grain.MONTH, where=only))
    assert {str(row.period): told(row) for row in rows.of("response_rate")} == oracle.by_month(
        surveys, oracle.response_rate
    )
    whole = others_world.engine.run(Query(("csat_mean",), where=only)).only("csat_mean")
    expected = oracle.spread(surveys["csat"])
    assert whole.n == expected.n
    assert whole.value == pytest.approx(expected.mean, abs=1e-5)
    assert whole.sd == pytest.approx(expected.sd, abs=1e-5)
    low = surveys[surveys["csat"] <= 2]
    assert sum(row.numerator or 0 for row in rows.of("dissatisfied")) == len(low)


def test_of_reviews_of_one_order_one_counts_by_month(others_world: World, real: Path) -> None:
    rows = others_world.engine.run(Query(("reviews_collected",), grain=Grain.MONTH)).rows
    assert {str(row.period): row.n for row in rows if row.n} == oracle.reviews_by_month(oracle.olist_reviews(real))
