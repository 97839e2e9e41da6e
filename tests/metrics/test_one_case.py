"""One case: its record, what it is to each promise, how long its parts took, and what else belongs to it."""

import pytest

from data.errors import UnknownName
from metrics.cases import Role
from metrics.model import Filter, Scope
from metrics.one_case import belonging, other_complaints, record, standings, times
from tests.metrics.small import Make
from tests.metrics.worlds import World, moment

COMPLAINT = {
    "ticket_id": "T1", "kind": "complaint", "status": "closed", "order_id": "O1", "merchant_id": "M1", "sku": "S1",
    "created_at": "2026-07-01 09:00", "first_reply_at": "2026-07-01 10:00", "judged_at": "2026-07-01 12:00",
    "first_resolved_at": "2026-07-02 09:00", "resolved_at": "2026-07-04 09:30", "reopened_at": "2026-07-03 09:00",
    "told_at": "2026-07-04 10:00", "paused_seconds": "3600",
}  # fmt: skip
OTHERS = [
    {"ticket_id": f"T{number}", "kind": "complaint", "merchant_id": "M1", "sku": sku, "created_at": f"2026-07-0{number} 09:00"}
    for number, sku in ((2, "S1"), (3, "S2"))
]  # fmt: skip


@pytest.fixture
def world(make: Make) -> World:
    return make(
        tickets=[COMPLAINT, *OTHERS, {"ticket_id": "T9", "kind": "inquiry", "merchant_id": "M1", "created_at": "2026-07-05 09:00"}],
        surveys=[{"survey_id": "Q1", "kind": "ticket", "ticket_id": "T1", "sent_at": "2026-07-05 09:00", "answered_at": "2026-07-06 09:00", "csat": "2"}],
        orders=[{"order_id": "O1", "created_at": "2026-06-30 09:00", "paid_at": "2026-06-30 09:00"}],
    )  # fmt: skip


def test_a_case_is_found_by_its_key_with_all_its_columns(world: World) -> None:
    found = record(world.engine, "tickets", ("T1",))
    assert found is not None
    assert (found.key, found.reason, found.values["sku"]) == (("T1",), None, "S1")
    assert found.values["reopened_at"] == moment("2026-07-03 09:00")


def test_a_case_says_what_it_is_to_its_promise_and_to_no_other(world: World) -> None:
    found = record(world.engine, "tickets", ("T1",))
    assert found is not None
    ((metric, case),) = standings(world.engine, found)
    assert (metric.name, case.role) == ("complaint_resolved_48h", Role.MISS)
    assert (case.due, case.stopped) == (moment("2026-07-03 09:00"), moment("2026-07-04 09:30"))


def test_its_times_are_told_gross_and_net_of_waiting_for_the_customer(world: World) -> None:
    found = record(world.engine, "tickets", ("T1",))
    assert found is not None
    taken = {label.en: seconds for label, seconds in times(world.engine, found)}
    assert taken["First response time"] == 3600
    assert taken["Resolution time"] == 3 * 86_400 + 1800
    assert taken["Net resolution time"] == 3 * 86_400 + 1800 - 3600
    assert taken["Complaint step received → judged"] == 3 * 3600


def test_an_inquiry_has_no_steps_of_a_complaint(world: World) -> None:
    found = record(world.engine, "tickets", ("T9",))
    assert found is not None
    assert not any("Complaint step" in label.en for label, _seconds in times(world.engine, found))


def test_its_answers_and_the_other_complaints_stand_beside_it(world: World) -> None:
    found = record(world.engine, "tickets", ("T1",))
    assert found is not None
    answers = belonging(world.engine, found)
    assert {source: [row.key for row in rows] for source, rows in answers.items()} == {"surveys": [("Q1",)]}
    assert answers["surveys"][0].values["csat"] == 2
    others = {name: [row.key[0] for row in rows] for name, rows in other_complaints(world.engine, found).items()}
    assert others == {"merchant_id": ["T3", "T2"], "sku": ["T2"]}


def test_an_order_leads_to_its_complaints(world: World) -> None:
    found = record(world.engine, "orders", ("O1",))
    assert found is not None
    assert [row.key for row in belonging(world.engine, found)["tickets"]] == [("T1",)]


@pytest.mark.parametrize("key", [("nobody",), ("T1", "more"), ("' OR true --",), ()])
def test_what_is_no_case_is_none(world: World, key: tuple[str, ...]) -> None:
    assert record(world.engine, "tickets", key) is None


def test_a_source_that_is_none_is_refused_with_those_there_are(world: World) -> None:
    with pytest.raises(UnknownName, match="tickets"):
        record(world.engine, "ticket", ("T1",))


def test_a_case_outside_a_persons_scope_is_not_shown(world: World) -> None:
    scope = Scope((Filter("merchant_id", ("M2",)),))
    assert record(world.engine, "tickets", ("T1",), scope) is None
