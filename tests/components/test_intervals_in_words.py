"""From low to high, in both languages."""

import pytest

from charts import format
from metrics.model import Unit
from tests.charts.makers import plain


@pytest.mark.parametrize(
    ("low", "high", "unit", "english", "chinese"),
    [
        (0.983, 0.987, Unit.RATIO, "98.3–98.7 %", "98.3–98.7%"),
        (0.0, 1.0, Unit.RATIO, "0.0–100.0 %", "0.0–100.0%"),
        (0.9996, 0.9999, Unit.RATIO, "99.9–99.9 %", "99.9–99.9%"),
        (-0.164, -0.144, Unit.CHANGE, "−16.4 to −14.4 %", "−16.4 至 −14.4%"),
        (-0.02, 0.4, Unit.CHANGE, "−2.0 to +40.0 %", "−2.0 至 +40.0%"),
        (0.0, 0.1, Unit.CHANGE, "0.0 to +10.0 %", "0.0 至 +10.0%"),
        (-12.4, 30.6, Unit.NPS, "−12 to +31", "−12 至 +31"),
        (203.4, 1226.1, Unit.COUNT, "203–1,226", "203–1,226"),
        (4.12, 4.31, Unit.SCORE, "4.1–4.3", "4.1–4.3"),
        (0.114, 0.126, Unit.FREQUENCY, "0.114–0.126", "0.114–0.126"),
        (1.04, 12.3, Unit.PER_1000, "1.0–12.3", "1.0–12.3"),
    ],
)
def test_an_interval_names_its_unit_once_and_its_signs_twice(
    low: float, high: float, unit: Unit, english: str, chinese: str
) -> None:
    assert plain(format.interval(low, high, unit, "en")) == english
    assert plain(format.interval(low, high, unit, "zh")) == chinese


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.DAYS])
def test_an_interval_of_times_says_which_unit_each_end_has(unit: Unit) -> None:
    low, high = format.interval(0.5, 90.0, unit, "en").split("–")
    assert (low, high) == (format.value(0.5, unit, "en"), format.value(90.0, unit, "en"))
