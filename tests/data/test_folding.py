"""Event logs: one row per change becomes one row per key, in its latest state, with its first moments."""

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest

from tests.builders import bring, bring_files, rejected, stored, write_rows

COLUMNS: dict[str, Any] = {
    "ticket_id": "id",
    "kind": {"constant": "complaint"},
    "created_at": {"constant": "2024-03-04 00:00"},
    "topic": "state",
    "first_reply_at": {"first": "at", "where": "state <> 'new'"},
}
MAPPING = {"file": {"time_zone": "UTC"}, "fold": {"order": "n"}, "columns": COLUMNS}


def event(number: object, state: str, hour: int, ticket: str = "T1") -> dict[str, object]:
    return {"id": ticket, "n": number, "state": state, "at": f"2024-03-04 {hour:02}:00"}


def hour(store) -> int | None:
    """The hour of the first reply of the one ticket stored."""
    (one,) = stored(store, "tickets")
    moment = one["first_reply_at"]
    return None if moment is None else moment.hour


def state(store) -> str:
    (one,) = stored(store, "tickets")
    return str(one["topic"])


LOG = [event(1, "new", 8), event(2, "active", 9), event(10, "solved", 11), event(9, "active", 10)]


def test_the_largest_order_is_the_latest_state_and_the_first_match_is_kept(store):
    report = bring(store, "tickets", LOG, MAPPING)
    assert (report.counts.read, report.counts.accepted, report.counts.updated) == (4, 1, 3)
    assert (state(store), hour(store)) == ("solved", 9)


@pytest.mark.parametrize("order", list(permutations(range(4)))[1::7])
def test_the_order_of_the_lines_does_not_matter(store, order):
    bring(store, "tickets", [LOG[place] for place in order], MAPPING)
    assert (state(store), hour(store)) == ("solved", 9)


def test_events_of_one_key_may_be_in_several_files_of_an_import(store, tmp_path):
    paths = [write_rows(tmp_path / f"{number}.csv", [line]) for number, line in enumerate(reversed(LOG))]
    report = bring_files(store, "tickets", paths, MAPPING)
    assert (report.counts.read, report.counts.accepted, report.counts.updated) == (4, 1, 3)
    assert (state(store), hour(store)) == ("solved", 9)


def test_of_events_with_one_order_the_later_line_counts(store):
    bring(store, "tickets", [event(1, "a", 8), event(1, "b", 9)], MAPPING)
    assert (state(store), hour(store)) == ("b", 8)


def test_keys_do_not_touch_each_other(store):
    bring(store, "tickets", [event(1, "a", 8, "T1"), event(2, "b", 9, "T2"), event(3, "c", 10, "T1")], MAPPING)
    found = [(one["topic"], one["first_reply_at"].hour) for one in stored(store, "tickets")]
    assert found == [("c", 8), ("b", 9)]


def test_without_a_match_the_first_moment_is_empty(store):
    bring(store, "tickets", [event(1, "new", 8), event(2, "new", 9)], MAPPING)
    assert (state(store), hour(store)) == ("new", None)


@pytest.mark.parametrize("events", [[event(1, "a", 8)], [event(1, "a", 8), event(2, "b", 10), event(3, "c", 11)]])
def test_a_first_moment_before_the_start_is_passed_over(store, events):
    columns = COLUMNS | {
        "created_at": {"constant": "2024-03-04 09:00"},
        "first_reply_at": {"first": "at", "not_before": "created_at"},
    }
    bring(store, "tickets", events, MAPPING | {"columns": columns})
    assert hour(store) == (10 if len(events) > 1 else None)


def test_a_first_moment_that_cannot_be_read_rejects_its_event(store):
    columns = COLUMNS | {"first_reply_at": {"first": "at", "not_before": "created_at"}}
    report = bring(
        store, "tickets", [event(1, "a", 9), event(2, "b", 9) | {"at": "soon"}], MAPPING | {"columns": columns}
    )
    assert (report.counts.accepted, report.counts.rejected) == (1, 1)
    assert [line["value"] for line in rejected(report)] == ["soon"]


@pytest.mark.parametrize(
    ("kind", "orders", "file"),
    [
        ("number", ["9", "10"], {}),
        ("number", ["-1.5", "-1"], {}),
        ("text", ["v10", "v9"], {}),
        ("moment", ["2024-03-04 09:30", "2024-03-04 10:00"], {}),
        ("moment", ["2024-03-04 23:30", "2024-03-05"], {}),
        ("moment", ["2024-03-04T12:00:00+08:00", "2024-03-04T11:00:00Z"], {}),
        ("moment", ["09/03/2024", "02/04/2024"], {"formats": ["%d/%m/%Y", "%Y-%m-%d %H:%M"]}),
    ],
    ids=["number", "negative", "text", "moment", "day", "with-offset", "with-a-format"],
)
def test_the_order_is_compared_as_what_it_is(store, kind, orders, file):
    """T1 comes in its order, T2 the other way round."""
    first, second = orders
    lines = [event(first, "earlier", 8), event(second, "later", 9)]
    lines += [event(second, "later", 9, "T2"), event(first, "earlier", 8, "T2")]
    bring(store, "tickets", lines, MAPPING | {"fold": {"order": "n", "kind": kind}, "file": MAPPING["file"] | file})
    assert [one["topic"] for one in stored(store, "tickets")] == ["later", "later"]


@pytest.mark.parametrize("order", ["", "?", "soon"])
def test_an_event_without_a_readable_order_is_never_the_latest(store, order):
    bring(store, "tickets", [event(1, "known", 8), event(order, "unknown", 9)], MAPPING)
    assert state(store) == "known"


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ([event(1, "a", 9)], [event(2, "b", 10)], ("b", 9)),
        ([event(1, "new", 8)], [event(2, "b", 10)], ("b", 10)),
        ([event(2, "b", 10)], [event(3, "c", 11), event(1, "a", 9)], ("c", 9)),
        ([event(1, "a", 9)], [event(2, "new", 10)], ("new", 9)),
    ],
    ids=["keeps", "fills", "gets-earlier", "is-not-lost"],
)
def test_events_of_a_later_import_go_on_and_the_first_moment_never_gets_later(store, first, then, expected):
    bring(store, "tickets", first, MAPPING)
    bring(store, "tickets", then, MAPPING)
    assert (state(store), hour(store)) == expected


def test_importing_the_log_again_changes_nothing(store):
    bring(store, "tickets", LOG, MAPPING)
    version = store.current_id()
    report = bring(store, "tickets", LOG, MAPPING)
    assert (report.counts.read, report.counts.duplicate, report.published) == (4, 4, False)
    assert store.current_id() == version


def test_a_rejected_event_is_counted_and_the_others_are_folded(store):
    lines = [*LOG, event(11, "odd", 12) | {"at": "soon"}]
    report = bring(store, "tickets", lines, MAPPING)
    assert (report.counts.accepted, report.counts.updated, report.counts.rejected) == (1, 3, 1)
    assert state(store) == "solved"


def test_a_ticket_whose_folded_row_breaks_a_rule_is_rejected_with_all_its_events(store):
    columns = COLUMNS | {"created_at": "at", "resolved_at": {"constant": "2024-03-04 09:30"}}
    lines = [event(1, "new", 9), event(2, "solved", 10), event(1, "new", 8, "T2")]
    report = bring(store, "tickets", lines, MAPPING | {"columns": columns})
    assert (report.counts.accepted, report.counts.rejected) == (1, 2)
    assert report.reasons == {"resolved before it was received": 2}
    assert stored(store, "tickets")[0]["created_at"] == datetime(2024, 3, 4, 8)
