"""Test scores in bands."""

import pytest

from metrics.model import Row
from metrics.score_bands import place_of, score_bands


def taken(*scores: float) -> list[Row]:
    return [Row("training_score", None, (), score, None, None, 1) for score in scores]


def test_high_scores_have_fine_bands_and_100_is_in_the_last() -> None:
    bands = score_bands(taken(100, 95, 94.99, 80, 81))
    assert [(band.low, band.high, band.count) for band in bands] == [
        (80, 85, 2),
        (85, 90, 0),
        (90, 95, 1),
        (95, 100, 2),
    ]


def test_a_low_score_makes_bands_of_ten() -> None:
    bands = score_bands(taken(49.9, 70, 100))
    assert [band.count for band in bands] == [1, 0, 0, 1, 0, 1]
    assert (bands[0].low, bands[0].high) == (40, 50)


def test_rows_of_several_tests_count_as_many_and_empty_ones_not() -> None:
    rows = [Row("training_score", None, (), 82.0, None, None, 3), Row("training_score", None, (), None, None, None, 0)]
    assert [band.count for band in score_bands(rows)] == [3, 0, 0, 0]
    assert score_bands([]) == []
    assert [band.count for band in score_bands(taken(100))] == [1]


def test_the_mean_stands_where_its_band_is() -> None:
    bands = score_bands(taken(80, 99))
    assert place_of(82.5, bands) == pytest.approx(0)
    assert place_of(87.5, bands) == pytest.approx(1)
    assert place_of(80, bands) == pytest.approx(-0.5)
