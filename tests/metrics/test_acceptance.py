"""Sampling plans: the published table, its arrows, and the probabilities that go with it."""

import pytest
from hypothesis import given, strategies as st
from scipy.stats import binom

from metrics.acceptance import AQLS, LETTERS, SAMPLE_SIZES, TABLE_2_A, Plan, accept_probability, curve, plan


@pytest.mark.parametrize(("aql", "accept"), [(1.5, 7), (2.5, 10), (4.0, 14)])
def test_code_letter_l_draws_200(aql: float, accept: int) -> None:
    assert plan(10_000, aql) == Plan("L", 200, accept, accept + 1)


@pytest.mark.parametrize(
    ("lot", "aql", "expected"),
    [
        (1_000, 2.5, Plan("J", 80, 5, 6)),
        (1_000, 4.0, Plan("J", 80, 7, 8)),
        (500, 1.0, Plan("H", 50, 1, 2)),
        (2_000, 0.65, Plan("K", 125, 2, 3)),
        (40_000, 0.10, Plan("N", 500, 1, 2)),
        (150, 6.5, Plan("F", 20, 3, 4)),
        (280, 10.0, Plan("G", 32, 7, 8)),
    ],
)
def test_a_plan_stands_in_the_table(lot: int, aql: float, expected: Plan) -> None:
    assert plan(lot, aql) == expected


@pytest.mark.parametrize(
    ("lot", "aql", "expected"),
    [
        (500, 0.40, Plan("G", 32, 0, 1)),
        (500, 0.65, Plan("J", 80, 1, 2)),
        (10_000, 0.10, Plan("K", 125, 0, 1)),
        (10_000, 0.15, Plan("M", 315, 1, 2)),
        (10_000, 10.0, Plan("K", 125, 21, 22)),
        (600_000, 10.0, Plan("K", 125, 21, 22)),
        (90, 1.5, Plan("D", 8, 0, 1)),
        (90, 2.5, Plan("F", 20, 1, 2)),
        (8, 2.5, Plan("C", 5, 0, 1)),
        (8, 10.0, Plan("C", 5, 1, 2)),
        (35_000, 0.065, Plan("L", 200, 0, 1)),
        (150_000, 0.065, Plan("P", 800, 1, 2)),
    ],
)
def test_an_arrow_leads_to_another_sample_size(lot: int, aql: float, expected: Plan) -> None:
    assert plan(lot, aql) == expected


@pytest.mark.parametrize(
    ("lot", "letters"),
    [(2, "AAB"), (8, "AAB"), (9, "ABC"), (16, "BCD"), (26, "CDE"), (51, "CEF"), (91, "DFG"), (151, "EGH"), (281, "FHJ"),
     (501, "GJK"), (1_201, "HKL"), (3_201, "JLM"), (10_001, "KMN"), (35_001, "LNP"), (150_001, "MPQ"), (500_001, "NQR")],
)  # fmt: skip
def test_lot_size_and_level_give_the_code_letter_of_table_1(lot: int, letters: str) -> None:
    """Read back through an AQL at which the letter has a plan of its own; the sample may be the whole lot."""
    for level, letter in zip(("I", "II", "III"), letters, strict=True):
        cells = TABLE_2_A[letter].split()
        aql = next(limit for limit, cell in zip(AQLS, cells, strict=True) if cell.isdigit())
        assert plan(lot, aql, level).letter == letter


def test_where_the_sample_would_be_larger_than_the_lot_all_of_it_is_inspected() -> None:
    assert plan(150, 0.10) == Plan("K", 125, 0, 1)
    assert plan(100, 0.10) == Plan("K", 100, 0, 1)


def test_the_table_runs_along_its_diagonals() -> None:
    """One step finer in AQL is one code letter later; the only exception is the corner without a plan above it."""
    rows = [TABLE_2_A[letter].split() for letter in LETTERS]
    assert {len(row) for row in rows} == {len(AQLS)}
    for row in range(1, len(rows)):
        for column in range(len(AQLS) - 1):
            if (row, column + 1) != (1, len(AQLS) - 1):
                assert rows[row][column] == rows[row - 1][column + 1]
    assert (rows[0][-1], rows[1][-2]) == ("↓", "↑")


@pytest.mark.parametrize("aql", AQLS)
def test_a_lot_as_good_as_its_limit_is_almost_always_accepted(aql: float) -> None:
    """Normal inspection is made so: the producer's risk at the AQL lies between about 1 and 13 %."""
    for letter, n in zip(LETTERS, SAMPLE_SIZES, strict=True):
        cell = TABLE_2_A[letter].split()[AQLS.index(aql)]
        if cell.isdigit():
            assert 0.87 < accept_probability(n, int(cell), aql / 100) < 0.995, letter


@given(st.integers(2, 2_000_000), st.sampled_from(AQLS), st.sampled_from(["I", "II", "III"]))
def test_every_lot_has_a_plan(lot: int, aql: float, level: str) -> None:
    found = plan(lot, aql, level)
    assert found.reject == found.accept + 1
    assert found.n == min(SAMPLE_SIZES[LETTERS.index(found.letter)], lot)


@pytest.mark.parametrize(("rate", "accepted"), [(0.05, 0.583), (0.025, 0.987)])
def test_at_most_10_failures_of_200_accepts_too_easily(rate: float, accepted: float) -> None:
    assert accept_probability(200, 10, rate) == pytest.approx(accepted, abs=5e-4)


@given(st.integers(1, 500), st.integers(0, 500), st.floats(0, 1))
def test_a_lot_is_accepted_with_the_binomial_probability(n: int, accept: int, rate: float) -> None:
    assert accept_probability(n, accept, rate) == pytest.approx(float(binom.cdf(accept, n, rate)), abs=1e-9)


def test_the_curve_falls_from_certain_acceptance_to_certain_rejection() -> None:
    points = curve(80, 5, [rate / 100 for rate in range(101)])
    assert (points[0], points[-1]) == (1, 0)
    assert sorted(points, reverse=True) == list(points)


@pytest.mark.parametrize(("lot", "aql", "level"), [(1, 1.0, "II"), (100, 1.1, "II"), (100, 1.0, "IV")])
def test_what_the_tables_do_not_have_is_refused(lot: int, aql: float, level: str) -> None:
    with pytest.raises(ValueError, match="no plan"):
        plan(lot, aql, level)
