"""A mapping kept under a name recognises the next file like its own, and asks nothing again."""

from datetime import date

import pytest

from data.errors import KeptError
from data.mapping import read_mapping
from data.proposal import Known, answered, look, propose
from data.saved_mappings import save_mapping, saved_mappings, saved_presets
from tests.builders import write_rows

ROWS = [{"Nr": f"T{n}", "Betreff": "Anfrage", "Eingang am": f"0{n}/03/2024 10:00", "Gruppe": "A"} for n in (1, 2, 3)]
CONTENT = {
    "source": "tickets",
    "file": {"formats": ["%d/%m/%Y %H:%M"]},
    "columns": {"ticket_id": "Nr", "created_at": "Eingang am", "kind": {"constant": "complaint"}, "team": "Gruppe"},
}


def proposed(store, tmp_path, rows):
    path = write_rows(tmp_path / "brought" / "export.csv", rows)
    (tmp_path / "work").mkdir(exist_ok=True)
    return propose(look([path], tmp_path / "work"), Known("Asia/Shanghai", date(2026, 11, 22), saved_presets(store)))


def test_a_kept_mapping_is_proposed_for_a_file_with_its_columns_and_asks_nothing(store, tmp_path):
    before = proposed(store, tmp_path, ROWS)
    assert any(item.questions for item in before) or not before
    save_mapping(store, "Our desk", CONTENT)
    (proposal,) = proposed(store, tmp_path, ROWS)
    assert (proposal.preset, proposal.source, proposal.questions) == ("Our desk", "tickets", ())
    content = answered(proposal, {})
    assert content["columns"]["kind"] == {"constant": "complaint"}
    assert read_mapping(saved_mappings(store)[0]).signature == ("Eingang am", "Gruppe", "Nr")


def test_a_file_without_one_of_its_columns_is_not_taken_for_it(store, tmp_path):
    save_mapping(store, "Our desk", CONTENT)
    rows = [{name: cell for name, cell in row.items() if name != "Gruppe"} for row in ROWS]
    assert [item.preset for item in proposed(store, tmp_path, rows)] == [None] * len(proposed(store, tmp_path, rows))


@pytest.mark.parametrize("name", ["", "../x", "a/b", "x" * 70, ".", "a\nb", "con:1"])
def test_a_name_that_is_none_is_refused_and_nothing_is_written(store, name):
    with pytest.raises(KeptError):
        save_mapping(store, name, CONTENT)
    assert saved_mappings(store) == ()


def test_a_mapping_that_is_none_is_not_kept_and_a_damaged_one_is_passed_over(store):
    with pytest.raises((KeptError, ValueError)):
        save_mapping(store, "bad", {"source": "tickets", "columns": {"team": "x"}})
    save_mapping(store, "good", CONTENT)
    (store.root / "mappings" / "broken.toml").write_text("source = ", "utf-8")
    assert [preset.name for preset in saved_presets(store)] == ["good"]
