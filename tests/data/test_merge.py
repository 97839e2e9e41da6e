"""The counting rule: every row read is accepted, updated, duplicate or rejected, once, and the last good row stands."""

from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies as st

from data.batch import Report
from data.store import Store
from tests.builders import bring, bring_files, rejected, row, stored, ticket, write_rows

BAD_CELL, BREAKS_A_RULE = "!", "-"


def record(key: str, sign: str) -> dict[str, object]:
    """A ticket whose topic is `sign`; `!` cannot be read and `-` breaks a rule between columns."""
    paused = {BAD_CELL: "many", BREAKS_A_RULE: "-1"}.get(sign, "1")
    return ticket(key, topic=sign, paused_seconds=paused)


def records(signs: str) -> list[dict[str, object]]:
    return [record("T1", sign) for sign in signs]


@pytest.mark.parametrize(
    ("before", "signs", "accepted", "updated", "duplicate", "refused"),
    [
        ("", "xx", 1, 0, 1, 0),
        ("", "xyx", 1, 2, 0, 0),
        ("", "x!", 1, 0, 0, 1),
        ("", "x-", 1, 0, 0, 1),
        ("", "-x", 1, 0, 0, 1),
        ("x", "xx", 0, 0, 2, 0),
        ("x", "xy", 0, 1, 1, 0),
        ("x", "yx", 0, 0, 2, 0),
        ("x", "yyz", 0, 2, 1, 0),
        ("x", "!", 0, 0, 0, 1),
    ],
)
def test_records_are_counted_as_if_they_came_one_after_the_other(
    store, before, signs, accepted, updated, duplicate, refused
):
    if before:
        bring(store, "tickets", records(before))
    counts = bring(store, "tickets", records(signs)).counts
    assert astuple(counts) == (len(signs), accepted, updated, duplicate, refused)


def test_a_good_record_is_not_lost_because_a_later_one_of_its_key_breaks_a_rule(store):
    bring(store, "tickets", records("x-"))
    assert [one["topic"] for one in stored(store, "tickets")] == ["x"]


def test_a_key_of_two_columns_is_one_key(store):
    rows = [{"session_id": session, "agent_id": agent, "started_at": "2024-03-04", "topic": topic}
            for session, agent, topic in (("S1", "A1", "x"), ("S1", "A2", "x"), ("S2", "A1", "x"), ("S1", "A1", "y"))]  # fmt: skip
    assert astuple(bring(store, "trainings", rows).counts) == (4, 3, 1, 0, 0)
    report = bring(store, "trainings", [rows[1] | {"topic": "z"}, rows[2]])
    assert astuple(report.counts) == (2, 0, 1, 1, 0)
    found = {(one["session_id"], one["agent_id"]): one["topic"] for one in stored(store, "trainings")}
    assert found == {("S1", "A1"): "y", ("S1", "A2"): "z", ("S2", "A1"): "x"}


def test_a_mapping_that_fills_no_column_but_the_key_finds_duplicates(store):
    report = bring(store, "members", [row("members"), row("members")])
    assert astuple(report.counts) == (2, 1, 0, 1, 0)


def test_importing_a_file_twice_publishes_nothing_and_says_so(store):
    first = bring(store, "tickets", [record("T1", "x"), record("T2", "y")])
    again = bring(store, "tickets", [record("T1", "x"), record("T2", "y")])
    assert (first.published, again.published, again.version) == (True, False, first.version)
    assert (again.counts.duplicate, len(store.versions())) == (2, 1)


def ended(report: Report) -> bool:
    """Whether every record read ended once, and every rejected one is in the file with its reason."""
    counts = report.counts
    lines = rejected(report)
    return (
        counts.read == counts.accepted + counts.updated + counts.duplicate + counts.rejected
        and len(lines) == counts.rejected == sum(report.reasons.values())
        and all(line["reason"] and line["原因"] for line in lines)
    )


rows_of_a_file = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from("xyz!-")), min_size=1, max_size=6)
imports = st.lists(st.lists(rows_of_a_file, min_size=1, max_size=3), min_size=1, max_size=3)


@settings(max_examples=10)
@given(batches=imports)
def test_any_rows_in_any_files_end_once_and_leave_the_last_good_row_of_each_key(batches):
    expected: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        for batch in batches:
            before = dict(expected)
            expected |= {key: sign for lines in batch for key, sign in lines if sign not in (BAD_CELL, BREAKS_A_RULE)}
            paths = [write_rows(Path(folder) / f"{number}.csv", [record(*line) for line in lines])
                     for number, lines in enumerate(batch)]  # fmt: skip
            report = bring_files(store, "tickets", paths)
            assert ended(report)
            assert report.counts.read == sum(map(len, batch))
            assert report.counts.accepted == len(expected.keys() - before.keys())
            assert report.published == (before != expected)
            assert {one["ticket_id"]: one["topic"] for one in stored(store, "tickets")} == expected
        version = store.current_id()
        again = bring_files(store, "tickets", paths)
        assert ended(again)
        assert (again.published, store.current_id()) == (False, version)


def test_the_same_events_in_other_files_give_the_same_rows(tmp_path):
    lines = [record(key, sign) for key, sign in zip("ABCABCAB", "xyzzyxxz", strict=True)]
    results = []
    for split in (1, 3, 8):
        store = Store(tmp_path / str(split) / "store")
        for start in range(0, len(lines), split) if split > 1 else [0]:
            bring(store, "tickets", lines[start : start + split] if split > 1 else lines)
        results.append(stored(store, "tickets"))
    assert results[0] == results[1] == results[2]
