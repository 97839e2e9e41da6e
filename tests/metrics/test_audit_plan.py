"""Audits against their plan, on audits made for it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from metrics.audit_plan import audit_plan, events
from metrics.periods import Period
from tests.metrics.worlds import World, import_rows

AUDITS = [
    {"audit_id": "A1", "finding": 0, "scope": "full", "planned_on": "2026-03-01", "reported_on": "2026-03-10"},
    {"audit_id": "A2", "finding": 0, "scope": "full", "planned_on": "2026-06-01", "reported_on": ""},
    {"audit_id": "A3", "finding": 0, "scope": "full", "planned_on": "2026-10-01", "reported_on": ""},
    {"audit_id": "A4", "finding": 0, "scope": "partial", "planned_on": "2026-04-01", "reported_on": "2026-04-10"},
    {"audit_id": "A5", "finding": 0, "scope": "full", "planned_on": "2027-01-15", "reported_on": ""},
]
TICKETS = [{"ticket_id": "T1", "kind": "complaint", "created_at": "2026-09-30 10:00:00"}]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root: Path = tmp_path_factory.mktemp("audits")
    found = import_rows(root, audits=AUDITS, tickets=TICKETS)
    yield found
    found.close()


def test_planned_reported_late_and_next(world: World) -> None:
    plan = audit_plan(world.engine, date(2026, 9, 30))
    assert (plan.planned, plan.by_now, plan.reported, plan.late, plan.next) == (3, 2, 1, 1, date(2026, 10, 1))


def test_what_was_reported_later_is_not_known_yet(world: World) -> None:
    plan = audit_plan(world.engine, date(2026, 3, 5))
    assert (plan.by_now, plan.reported, plan.late, plan.next) == (1, 0, 1, date(2026, 6, 1))


def test_events_are_days_on_which_something_was_counted(world: World) -> None:
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert [day for day, _row in events(world.engine, "partial_audits", year)] == [date(2026, 4, 10)]
