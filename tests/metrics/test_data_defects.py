"""What a defect does to a promise, on worlds small enough to count by hand."""

import json

import pytest

from data.quality import Severity
from metrics.__main__ import main as command
from metrics.catalog import metric
from metrics.data_defects import Defect, columns_behind, concerns, defects, warnings
from metrics.promises import promises
from tests.metrics.small import Make

CREATED = "2026-07-06 09:00:00"
ANSWERED, LATE = "2026-07-06 12:00:00", "2026-07-20 12:00:00"
SEEN = "2026-08-31 12:00:00"


def request(**cells: object) -> dict[str, object]:
    return {"kind": "after_sales", "created_at": CREATED, "first_reply_at": ANSWERED, "status": "closed",
            "resolved_at": "2026-07-07 09:00:00", **cells}  # fmt: skip


def decided(hits: int, misses: int) -> list[dict[str, object]]:
    """Requests of July, and one of the end of August that has the data reach beyond all due days."""
    rows = [request() for _ in range(hits)] + [request(first_reply_at=LATE, resolved_at=LATE) for _ in range(misses)]
    return [*rows, request(kind="inquiry", created_at=SEEN, first_reply_at=None, resolved_at=None, status="open")]


def of(make: Make, rows: list[dict[str, object]], check: str, **others: list[dict[str, object]]) -> Defect:
    found = [item for item in defects(make(tickets=rows, **others).engine) if item.finding.check == check]
    assert len(found) == 1
    return found[0]


def effect(item: Defect, promise: str) -> tuple[int, float | None, float | None, float | None]:
    (found,) = (one for one in item.effects if one.promise.id == promise)
    return found.n, found.row.value, found.low, found.high


def test_rejected_records_bound_the_figure_by_all_missed_and_all_kept(make: Make) -> None:
    rows = decided(8, 2)
    rows += [
        request(first_reply_at="2026-07-01 09:00:00"),
        request(kind="complaint", first_reply_at="2026-07-01 09:00:00"),
    ]
    item = of(make, rows, "impossible")
    assert effect(item, "aftersales_answered_48h") == (1, 0.8, 8 / 11, 9 / 11)
    (found,) = (one for one in item.effects if one.promise.id == "aftersales_answered_48h")
    assert found.largest == pytest.approx(0.8 - 8 / 11)
    assert found.window is not None
    assert found.window.name() == "2026Q3"


def test_a_record_of_another_period_does_not_touch_the_latest_one(make: Make) -> None:
    rows = [
        *decided(8, 2),
        request(created_at="2026-03-02 09:00:00", first_reply_at="2026-03-01 09:00:00", resolved_at=None),
    ]
    item = of(make, rows, "impossible")
    assert [one.n for one in item.effects if one.n] == []
    assert item.points == 0


def test_a_record_that_says_neither_when_nor_what_is_set_against_everything(make: Make) -> None:
    rows = [*decided(8, 2), request(kind="praise", created_at="yesterday")]
    item = of(make, rows, "rejected")
    (found,) = (one for one in item.effects if one.promise.id == "aftersales_answered_48h")
    assert (found.window, found.n, found.low) == (None, 1, 8 / 11)


def test_cases_that_have_ended_without_the_moment_their_clock_asks_for(make: Make) -> None:
    rows = [*decided(8, 0), request(first_reply_at=None), request(first_reply_at=None, status="open", resolved_at=None)]
    item = of(make, rows, "rests_on_empty")
    assert effect(item, "aftersales_answered_48h") == (1, 0.8, 0.8, 0.9)
    assert item.points == pytest.approx(0.1)
    assert (
        "1 of 10 cases (10.0\u00a0%) have ended, but count as missed because “First human reply” is empty"
        in item.finding.says.en
    )


def test_a_moment_that_no_row_has_is_told_instead_of_passing_for_broken_promises(make: Make) -> None:
    rows = [request(kind="complaint", status=None, resolved_at=None, first_reply_at=None) for _ in range(4)]
    later = request(kind="inquiry", created_at=SEEN, status=None, resolved_at=None, first_reply_at=None)
    item = of(make, [*rows, later], "rests_on_empty")
    assert effect(item, "complaint_resolved_48h") == (4, 0.0, 0.0, 1.0)
    assert "4 of 4 cases (100.0\u00a0%) count as missed because no row has" in item.finding.says.en
    assert item.finding.severity is Severity.FAILED


def test_data_that_have_just_reached_a_new_quarter_still_tell_what_is_empty(make: Make) -> None:
    seen = request(kind="inquiry", created_at="2026-10-01 00:00:30", status="open", resolved_at=None)
    item = of(make, [*decided(8, 0), request(first_reply_at=None), seen], "rests_on_empty")
    assert effect(item, "aftersales_answered_48h")[0] == 1


def test_doubtful_rows_among_the_decided_are_taken_away_or_added(make: Make) -> None:
    rows = [*decided(6, 2), request(first_reply_at=CREATED), request(first_reply_at=CREATED)]
    item = of(make, rows, "instant")
    n, value, low, high = effect(item, "aftersales_answered_48h")
    assert (n, value, low, high) == (2, 0.8, 0.6, 0.8)


def test_a_survey_of_an_unknown_ticket_concerns_the_promise_that_asks_what_the_ticket_was(make: Make) -> None:
    answers = [
        {"kind": "ticket", "ticket_id": ticket, "sent_at": CREATED, "answered_at": ANSWERED, "csat": csat}
        for ticket, csat in (("0000", 5), ("0001", 1), ("unknown", 5), ("lost", 2))
    ]
    item = of(make, decided(8, 2), "orphans", surveys=answers)
    assert effect(item, "aftersales_satisfaction") == (2, 0.5, 0.25, 0.75)
    assert "customer_satisfaction" not in {one.promise.id for one in item.effects}


def test_promises_whose_data_fail_say_so_and_others_do_not(make: Make) -> None:
    world = make(tickets=[*decided(8, 2), request(first_reply_at="2026-07-01 09:00:00")], reviews=[
        {"order_id": "O1", "collected_at": SEEN, "score": 5}])  # fmt: skip
    told = warnings(world.engine)
    assert set(told) == {"aftersales_answered_48h", "complaint_resolved_48h", "feedback_answered_72h"}
    assert {item.check for item in told["aftersales_answered_48h"]} == {"impossible"}
    assert all(item.severity is Severity.FAILED for found in told.values() for item in found)


def test_what_changes_most_comes_first(make: Make) -> None:
    world = make(tickets=[*decided(8, 2), request(first_reply_at=None), request(kind="praise"), request(kind="praise")])
    points = [item.points for item in defects(world.engine)]
    assert points == sorted(points, reverse=True)
    assert points[0] > 0


def test_a_defect_in_a_column_concerns_the_figures_that_take_the_column(make: Make) -> None:
    rests = {item.id: columns_behind(metric(item.metric), metric(item.metric).source) for item in promises()}
    assert {"kind", "created_at", "first_reply_at", "status"} <= rests["aftersales_answered_48h"]
    assert {"channel", "agent_id", "told_at"} & rests["aftersales_answered_48h"] == set()
    assert {"resolved_at", "first_resolved_at", "reopened_at"} <= rests["complaint_resolved_48h"]
    assert {"csat", "answered_at", "ticket_kind", "ticket_id"} <= rests["aftersales_satisfaction"]
    assert {"paid_at", "handed_over_at", "ship_from_at", "express"} <= rests["order_in_promise"]
    item = of(make, [*decided(8, 2)], "empty")
    assert not any(concerns(item.finding, metric(promise.metric)) for promise in promises())


def test_good_demo_data_fail_no_check(demo_world: object) -> None:
    assert warnings(demo_world.engine) == {}  # type: ignore[attr-defined]


def test_the_command_line_tells_which_checks_the_data_of_a_promise_fail(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make(tickets=[*decided(8, 2), request(first_reply_at="2026-07-01 09:00:00")])
    capsys.readouterr()
    asked = ["promises", "--period", "2026Q3", "--store", str(world.store.root)]
    assert command([*asked, "--json"]) == 0
    told = {row["promise"]: row["data_warnings"] for row in json.loads(capsys.readouterr().out)["rows"]}
    (warning,) = told["aftersales_answered_48h"]
    assert (warning["source"], warning["check"], warning["columns"]) == ("tickets", "impossible", [])
    assert ("1 of 12 records" in warning["en"], "12 条记录中有 1 条" in warning["zh"]) == (True, True)
    assert told["order_in_promise"] == []
    assert command(asked) == 0
    assert "⚠" in capsys.readouterr().out
