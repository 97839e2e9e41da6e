"""`python -m data look`: what files are and how they would be read."""

import json

from data.__main__ import main
from data.mapping import read_mapping
from tests.builders import write_rows

ROWS = [
    {"Ticket ID": f"T{n}", "Created time": f"2024-03-{n:02} 10:00", "Phone": "13800138000", "Type": "Complaint"}
    for n in range(1, 15)
]


def test_it_says_what_a_file_is_and_writes_a_mapping_that_imports_it(store, tmp_path, capsys):
    path = write_rows(tmp_path / "tickets.csv", ROWS)
    assert main(["look", str(path), "--out", str(tmp_path / "maps"), "--store", str(store.root), "--json"]) == 0
    (proposal,) = json.loads(capsys.readouterr().out)
    assert (proposal["source"], proposal["questions"], proposal["refused"]) == ("tickets", [], None)
    (mapping,) = (tmp_path / "maps").iterdir()
    assert set(read_mapping(mapping).columns) >= {"ticket_id", "kind", "created_at"}
    assert main(["import", str(path), "--mapping", str(mapping), "--store", str(store.root), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["accepted"], report["left_out"]) == (len(ROWS), ["Phone"])


def test_what_cannot_be_read_is_told_and_ends_with_one(store, tmp_path, capsys):
    (tmp_path / "page.csv").write_text("<html>", "utf-8")
    assert main(["look", str(tmp_path / "page.csv"), "--store", str(store.root)]) == 1
    assert "web page" in capsys.readouterr().out
    assert store.current() is None
