"""A dry run says what the import will do, in the same numbers, and leaves the store as it is."""

import pytest

from data.batch import Batch
from data.errors import ImportRefused
from data.load import import_files
from data.mapping import parse_mapping
from data.trial import dry_run
from tests.builders import bring, stored, ticket, write_rows

BEFORE = [ticket("T1"), ticket("T2", team="A")]
ROWS = [ticket("T2", team="B"), ticket("T1"), ticket("T3"), ticket("T4", created_at="soon"), ticket("T3")]


def test_a_dry_run_counts_what_the_import_then_does(store, tmp_path):
    bring(store, "tickets", BEFORE)
    batch = Batch([write_rows(tmp_path / "new.csv", ROWS)], source="tickets")
    (trial,) = dry_run(store, [batch])
    report = import_files(store, batch)
    assert trial.report.counts == report.counts
    assert (report.counts.accepted, report.counts.updated, report.counts.duplicate, report.counts.rejected) == (
        1,
        1,
        2,
        1,
    )
    assert trial.report.rejected_for == report.rejected_for


def test_a_dry_run_changes_nothing(store, tmp_path):
    bring(store, "tickets", BEFORE)
    before, files = store.current(), sorted(store.root.rglob("*"))
    dry_run(store, [Batch([write_rows(tmp_path / "new.csv", ROWS)], source="tickets")])
    assert store.current() == before
    assert sorted(store.root.rglob("*")) == files
    assert len(stored(store, "tickets")) == 2


def test_the_preview_shows_each_row_as_it_is_and_as_it_will_be(store, tmp_path):
    mapping = {"columns": {"ticket_id": "No", "created_at": "At", "kind": {"constant": "complaint"}}}
    path = write_rows(
        tmp_path / "a.csv", [{"No": "1", "At": "2024-03-04 10:00", "Who": "x"}, {"No": "2", "At": "?", "Who": "y"}]
    )
    (trial,) = dry_run(store, [Batch([path], parse_mapping({"source": "tickets", **mapping}))])
    preview = trial.preview
    assert (preview.headers, preview.columns) == (("No", "At", "Who"), ("ticket_id", "kind", "created_at"))
    assert preview.rows == (("1", "2024-03-04 10:00", "x"), ("2", "?", "y"))
    assert preview.stored[0] == ("1", "complaint", "2024-03-04 02:00:00")
    assert preview.stored[1][2] is None
    assert [text and text.en for text in preview.wrong] == [None, "created_at: cannot be read as a date and time"]
    assert [row["row"] for row in trial.rejects] == ["2"]


def test_a_dry_run_refuses_what_the_import_refuses(store, tmp_path):
    (tmp_path / "page.csv").write_text("<html></html>")
    with pytest.raises(ImportRefused, match="web page"):
        dry_run(store, [Batch([tmp_path / "page.csv"], source="tickets")])
