"""The periods a twin offers: the quarters and months of the two years of demo data, newest first."""

from calendar import month_abbr, monthrange
from datetime import date

QUARTERS = [(2026, 3), (2026, 2), (2026, 1), (2025, 4), (2025, 3), (2025, 2), (2025, 1), (2024, 4)]
MONTHS = [
    *((2026, n) for n in range(9, 0, -1)),
    *((2025, n) for n in range(12, 0, -1)),
    (2024, 12),
    (2024, 11),
    (2024, 10),
]


def quarters_and_months() -> dict[str, tuple[date, date]]:
    """Label → first and last day."""
    quarters = {f"{year} Q{quarter}": _days(year, 3 * quarter - 2, 3) for year, quarter in QUARTERS}
    return quarters | {f"{month_abbr[month]} {year}": _days(year, month, 1) for year, month in MONTHS}


def before(first: date, last: date) -> tuple[date, date]:
    """The months before: as many as between the two days."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return _days(*_moved(first, -months), months)


def thirteen_months(last: date) -> tuple[date, date]:
    """The thirteen months that end with a day's."""
    return _days(*_moved(last, -12), 13)


def _moved(day: date, months: int) -> tuple[int, int]:
    number = day.year * 12 + day.month - 1 + months
    return number // 12, number % 12 + 1


def _days(year: int, month: int, months: int) -> tuple[date, date]:
    end_year, end_month = _moved(date(year, month, 1), months - 1)
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
