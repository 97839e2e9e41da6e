"""Quality measured at publish: each defect found with its own numbers, and nothing found where nothing is wrong."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from data.quality import Severity, findings, read_quality
from data.quality.model import Quality, SourceQuality
from data.quality.thresholds import severity
from tests.builders import bring, row, ticket


def measured(store) -> Quality:
    return read_quality(store.folder(store.current_id()))


def found(store) -> dict[tuple[str, str, tuple[str, ...]], object]:
    return {
        (item.source, item.check, item.columns): item for item in findings(measured(store), ZoneInfo("Asia/Shanghai"))
    }


def many(n: int, **cells) -> list[dict]:
    """Good tickets, one a day from 1 March 2024."""
    return [
        ticket(f"T{i:03d}", created_at=f"2024-{3 + i // 28:02d}-{1 + i % 28:02d} 10:00:00", **cells) for i in range(n)
    ]


def test_nothing_but_unused_columns_is_found_in_good_data(store):
    bring(store, "tickets", many(30, status="open"))
    assert {check for _source, check, _columns in found(store)} <= {"empty", "old"}


def test_days_are_told_where_the_organisation_is(store):
    """22:00 UTC is the next morning in Shanghai."""
    bring(store, "tickets", [ticket("T1", created_at="2024-03-04 10:00:00")])
    told = measured(store)
    late = replace(told.sources["tickets"].last, at="2026-05-05T22:00:00+00:00")
    told = replace(told, sources={"tickets": replace(told.sources["tickets"], last=late)})
    for zone, day in (("UTC", "2026-05-05"), ("Asia/Shanghai", "2026-05-06")):
        (old,) = (item for item in findings(told, ZoneInfo(zone)) if item.check == "old")
        assert day in old.says.en
        assert day in old.says.zh


def test_rejected_and_impossible_records_are_told_apart_and_counted(store):
    rows = many(18)
    rows += [ticket("R1", kind="praise"), ticket("R2", first_reply_at="2024-03-01 10:00:00")]
    bring(store, "tickets", rows)
    unreadable, untrue = found(store)["tickets", "rejected", ()], found(store)["tickets", "impossible", ()]
    assert (unreadable.records, unreadable.severity) == (1, Severity.FAILED)
    assert "1 of 20 records of the last import (5.0\u00a0%) could not be read" in unreadable.says.en
    assert "1 × “Kind” is not one of the allowed values" in unreadable.says.en
    assert (untrue.records, untrue.severity) == (1, Severity.FAILED)
    assert "answered before it was received" in untrue.says.en
    assert "首次回复早于受理 1 条" in untrue.says.zh
    left = measured(store).sources["tickets"].left
    assert {(item.column, item.reason, item.month, item.sort, item.n) for item in left} == {
        ("kind", "not_in_list", 2024 * 12 + 2, None, 1), ("", "reply_before_receipt", 2024 * 12 + 2, "complaint", 1),
    }  # fmt: skip


def test_a_rejected_record_is_missing_until_it_comes_in_and_is_counted_once_however_often_it_fails(store):
    bad = ticket("R1", first_reply_at="2024-03-01 10:00:00")
    bring(store, "tickets", [ticket("T1"), bad])
    bring(store, "tickets", [ticket("T2"), bad])
    assert measured(store).sources["tickets"].missing == 1
    bring(store, "tickets", [ticket("R1", first_reply_at="2024-03-05 10:00:00")])
    assert measured(store).sources["tickets"].missing == 0
    bring(store, "tickets", [ticket("T3"), bad])  # the case is there, only its change was refused
    assert measured(store).sources["tickets"].missing == 0


def test_the_register_of_rejected_records_holds_no_cell_of_theirs(store):
    bring(store, "tickets", [ticket("T1"), ticket("13812345678", kind="13912345678", first_reply_at="x")])
    for file in store.folder(store.current_id()).iterdir():
        assert b"13812345678" not in file.read_bytes()
        assert b"13912345678" not in file.read_bytes()


def test_orphans_are_counted_only_where_the_other_source_has_rows(store):
    bring(store, "tickets", [ticket("T1", merchant_id="M1"), ticket("T2", merchant_id="M2"), ticket("T3")])
    assert not measured(store).sources["tickets"].orphans
    bring(store, "merchants", [{"merchant_id": "M1"}])
    (orphans,) = measured(store).sources["tickets"].orphans
    assert (orphans.column, orphans.source, orphans.n, orphans.given) == ("merchant_id", "merchants", 1, 2)
    finding = found(store)["tickets", "orphans", ("merchant_id",)]
    assert (finding.severity, finding.other) == (Severity.FAILED, "merchants")
    bring(store, "merchants", [{"merchant_id": "M2"}])
    assert measured(store).sources["tickets"].orphans[0].n == 0


def test_values_that_pass_the_checks_and_cannot_be_are_found(store):
    rows = many(6, first_reply_at=None)
    rows[0] |= {"first_reply_at": rows[0]["created_at"]}
    rows[1] |= {"first_reply_at": "2026-08-01 10:00:00"}
    rows[2] |= {"created_at": "1999-12-31 10:00:00"}
    bring(store, "tickets", rows)
    seen = found(store)
    pair = ("created_at", "first_reply_at")
    assert seen["tickets", "early", ("created_at",)].records == 1
    assert (seen["tickets", "instant", pair].records, seen["tickets", "long", pair].records) == (1, 1)
    assert "1 of 2 cases (50.0\u00a0%) took longer than 730 days" in seen["tickets", "long", pair].says.en


def test_dates_without_a_time_are_a_defect_unless_they_are_planned(store):
    bring(
        store, "orders", [row("orders", created_at="2024-03-04 10:00", paid_at="2024-03-05", promised_at="2024-03-09")]
    )
    assert ("orders", "day_only", ("paid_at",)) in found(store)


def test_a_source_that_ends_before_the_others_is_stale_but_a_register_is_not(store):
    bring(store, "tickets", [ticket("T1", created_at="2024-03-04 10:00")])
    bring(store, "agents", [{"agent_id": "A1", "joined_on": "2020-01-01"}])
    bring(store, "orders", [row("orders", created_at="2024-04-23 10:00")])
    seen = found(store)
    assert seen["tickets", "stale", ()].severity is Severity.FAILED
    assert "50 days before the orders" in seen["tickets", "stale", ()].says.en
    assert ("agents", "stale", ()) not in seen
    bring(store, "tickets", [ticket("T0", created_at="2024-01-05 10:00")])  # now it is known to pause for two months
    assert ("tickets", "stale", ()) not in found(store)
    assert ("orders", "stale", ()) not in seen


def later(n: int, **cells) -> list[dict]:
    return [ticket(f"L{i:03d}", created_at=f"2024-05-{1 + i % 28:02d} 11:00:00", **cells) for i in range(n)]


def test_an_import_is_compared_with_the_one_before_it(store):
    bring(store, "tickets", many(28, channel="phone", team="a"))
    bring(store, "tickets", later(84, channel="video", team=None))
    seen = found(store)
    assert seen["tickets", "volume", ()].severity is Severity.WARNING
    assert "3.0 records per day of the last import (84 over 28 days), 1.0" in seen["tickets", "volume", ()].says.en
    assert seen["tickets", "nulls", ("team",)].severity is Severity.FAILED
    assert (
        "empty in 100.0\u00a0% of the last import, in 0.0\u00a0% of the one before"
        in seen["tickets", "nulls", ("team",)].says.en
    )
    assert "video (84)" in seen["tickets", "new_values", ("channel",)].says.en
    assert seen["tickets", "vanished", ("channel",)].severity is Severity.WARNING
    assert "phone" in seen["tickets", "vanished", ("channel",)].says.zh


def test_late_rows_and_corrections_are_no_shift_and_are_not_what_the_next_import_is_compared_with(store):
    bring(store, "tickets", many(28, channel="phone"))
    bring(store, "tickets", [ticket("X1", created_at="2024-03-02 09:00", channel="mail")])
    assert not {check for _source, check, _columns in found(store)} & {"volume", "nulls", "new_values", "vanished"}
    bring(store, "tickets", later(28, channel="phone"))
    assert measured(store).sources["tickets"].previous.rows == 28
    assert not {check for _source, check, _columns in found(store)} & {"volume", "new_values", "vanished"}


def test_an_import_of_one_source_keeps_what_is_known_of_the_others(store):
    bring(store, "tickets", [ticket("T1"), ticket("T2", kind="praise")])
    before = measured(store).sources["tickets"]
    bring(store, "orders", [row("orders")])
    after = measured(store).sources["tickets"]
    assert (after.filled, after.left, after.last) == (before.filled, before.left, before.last)


def test_an_undone_import_takes_its_defects_with_it(store):
    bring(store, "tickets", [ticket("T1")])
    bad = bring(store, "tickets", [ticket("T2"), ticket("T3", kind="praise")]).version
    assert measured(store).sources["tickets"].missing == 1
    store.undo(bad)
    assert measured(store).sources["tickets"].missing == 0


def test_a_version_without_a_measurement_says_so(tmp_path):
    assert read_quality(tmp_path) == Quality({}, measured=False)
    (tmp_path / "quality.json").write_text('{"sources": {"tickets": {}}}')
    assert not read_quality(tmp_path).measured


def test_what_is_written_is_read_back(store, tmp_path):
    bring(store, "tickets", [*many(25, channel="phone"), ticket("R1", kind="praise")])
    quality = measured(store)
    quality.write(tmp_path)
    assert read_quality(tmp_path) == quality
    assert quality.sources["members"] == SourceQuality(filled=quality.sources["members"].filled)


@pytest.mark.parametrize(
    ("check", "value", "level"),
    [("rejected", 0.0, None), ("rejected", 1e-9, Severity.INFO), ("rejected", 0.01, Severity.WARNING),
     ("rejected", 0.0499, Severity.WARNING), ("rejected", 0.05, Severity.FAILED), ("empty", 30, Severity.INFO)],
)  # fmt: skip
def test_a_level_is_reached_at_its_number(check, value, level):
    assert severity(check, value) is level
