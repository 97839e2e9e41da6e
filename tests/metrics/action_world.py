"""Complaints of two teams: one acts and gets better, the other does not."""

from datetime import date, timedelta

from tests.metrics.worlds import Case

FIRST, START = date(2026, 1, 5), date(2026, 5, 6)
"""A Monday, and a Wednesday seventeen weeks later."""
WEEKS, CASES = 31, 10


def tickets() -> list[Case]:
    """Team a resolves 5 of 10 in time and 8 since the action, team b 6 all the time; one more every other week.

    An inquiry on the first and the last day makes all weeks whole.
    """
    found: list[Case] = []
    for week in range(WEEKS):
        monday, odd = FIRST + timedelta(weeks=week), week % 2
        found += complaints(monday, "a", (5 if monday < START else 8) + odd) + complaints(monday, "b", 6 + odd)
    last = FIRST + timedelta(weeks=WEEKS, days=-1)
    found += [{"kind": "inquiry", "team": "a", "created_at": f"{day} 10:00:00"} for day in (FIRST, last)]
    return [{"ticket_id": f"{number:04d}", **row} for number, row in enumerate(found)]


def complaints(monday: date, team: str, in_time: int) -> list[Case]:
    """Ten complaints of a Tuesday, so many of them resolved the next day, the others the Saturday after."""
    created, quick, late = (monday + timedelta(days=days) for days in (1, 2, 5))
    return [
        {"kind": "complaint", "team": team, "created_at": f"{created} 10:00:00",
         "resolved_at": f"{quick if number < in_time else late} 10:00:00"}
        for number in range(CASES)
    ]  # fmt: skip
