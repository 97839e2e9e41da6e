"""How exact a figure from bins is, in words: a change in points, other figures as a share; never rounded down."""

import pytest

from charts.look import Look
from data.words import Language
from metrics.duration_bins import COARSE, FINE, change_error
from metrics.model import Row
from reports.precision import binned, within
from tests.charts.makers import plain

CHANGED = Row("order_speedup", None, (), -0.2, None, None, 70, error=change_error(FINE.error, FINE.error))
MEDIAN = Row("first_response_p50", None, (), 3.5, None, None, 70, error=COARSE.error)
FINER = Row("order_processing_p50", None, (), 11.2, None, None, 70, error=FINE.error)


@pytest.mark.parametrize(
    ("row", "en", "zh"),
    [
        (MEDIAN, "within 1 %", "误差 ≤1%"),
        (FINER, "within 0.1 %", "误差 ≤0.1%"),
        (CHANGED, "within 0.2 points", "误差 ≤0.2 个百分点"),
        (Row("first_response_p50", None, (), 3.5, None, None, 70), "", ""),
        (Row("order_speedup", None, (), None, None, None, 0), "", ""),
    ],
)
def test_the_error_stands_beside_a_figure(row: Row, en: str, zh: str) -> None:
    """0.8 × 0.2002 % = 0.16 points of a change of −20 %."""
    assert plain(within(row, Look("en"))) == en
    assert plain(within(row, Look("zh"))) == zh


@pytest.mark.parametrize("language", ["en", "zh"])
def test_below_a_chart_the_largest_error_of_changes_and_of_other_figures_is_told(language: Language) -> None:
    said = binned([FINER, MEDIAN, CHANGED, FINER], Look(language))
    assert len(said) == 2
    assert "1" in said[0]
    assert ("0.2 points" if language == "en" else "0.2 个百分点") in said[1]
    assert binned([Row("first_response_p50", None, (), 3.5, None, None, 70)], Look(language)) == []
