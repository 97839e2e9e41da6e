"""Going back: what was in force comes back whole, who did it is written down, and nothing in use is ever removed."""

import json

import pytest

from data import store as store_module
from data.errors import StoreError, UnknownName
from data.history import FILE, What, history
from data.load import Batch, import_batches
from data.store import ENGINE, ROWS, Store
from data.versions import in_force_at, versions
from tests.builders import bring, row, stored, ticket, write_rows


@pytest.fixture(autouse=True)
def somebody(monkeypatch):
    monkeypatch.setenv("KEPT_USER", "Wang Min")


def ids(store: Store) -> list[str]:
    return [one["ticket_id"] for one in stored(store, "tickets")]


def test_an_undone_import_is_gone_and_the_next_builds_on_what_is_in_force(store):
    first = bring(store, "tickets", [ticket("T1")]).version
    second = bring(store, "tickets", [ticket("T2")]).version
    assert store.undo(second) == first
    assert ids(store) == ["T1"]
    third = bring(store, "tickets", [ticket("T3")])
    assert (ids(store), store.current().parent) == (["T1", "T3"], first)
    assert third.counts.accepted == 1
    assert bring(store, "tickets", [ticket("T2")]).counts.accepted == 1
    assert [entry["accepted"] for entry in store.current().imports] == [1, 1, 1]


def test_who_changed_what_when_is_written_down_line_by_line(store):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    store.undo(second, "Li Lei")
    store.put_in_force(second)
    store.put_in_force(second)
    told = [(change.by, change.before, change.after, change.what) for change in history(store.root)]
    assert told == [
        ("Wang Min", None, first, What.PUBLISHED), ("Wang Min", first, second, What.PUBLISHED),
        ("Li Lei", second, first, What.UNDONE), ("Wang Min", first, second, What.CHOSEN),
    ]  # fmt: skip
    assert [change.at for change in history(store.root)] == sorted(change.at for change in history(store.root))


def test_a_line_torn_by_a_crash_costs_no_other_line(store):
    first = bring(store, "tickets", [ticket("T1")]).version
    with (store.root / FILE).open("ab") as file:
        file.write(b'{"at": "2026-01-')
    second = bring(store, "tickets", [ticket("T2")]).version
    assert [change.after for change in history(store.root)] == [first, second]


def test_only_what_is_in_force_can_be_undone_so_that_nobody_undoes_an_import_they_have_not_seen(store, sentence):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    with pytest.raises(StoreError) as refused:
        store.undo(first)
    sentence(refused.value, "cannot be undone")
    assert store.current_id() == second


@pytest.mark.parametrize("name", ["20200101T000000", "../imports", "", "."])
def test_a_version_that_is_not_there_is_not_put_in_force(store, name):
    version = bring(store, "tickets", [ticket("T1")]).version
    with pytest.raises(UnknownName):
        store.put_in_force(name)
    assert store.current_id() == version


@pytest.mark.parametrize("file", [ROWS, ENGINE])
def test_a_version_that_was_changed_is_not_put_in_force(store, sentence, file):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    path = store.folder(first) / file
    path.write_bytes(path.read_bytes() + b"\0")
    for change in (lambda: store.put_in_force(first), lambda: store.undo(second)):
        with pytest.raises(StoreError) as refused:
            change()
        sentence(refused.value, first)
    assert store.current_id() == second


def test_no_version_changes_while_an_import_is_running(store):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    with store.writing(), pytest.raises(StoreError, match="Another import"):
        store.put_in_force(first)
    assert store.current_id() == second


@pytest.mark.parametrize("kept", [1, 3])
def test_the_version_in_force_and_what_it_was_built_on_are_never_removed(store, monkeypatch, kept):
    first = bring(store, "tickets", [ticket("T1")]).version
    for number in (2, 3):
        bring(store, "tickets", [ticket(f"T{number}")])
    store.put_in_force(first)
    monkeypatch.setattr(store_module, "VERSIONS_KEPT", kept)
    last = bring(store, "tickets", [ticket("T9")]).version
    assert {first, last} <= set(store.versions())
    assert len(store.versions()) == max(kept, 2)
    assert store.undo(last) == first


def test_the_first_real_import_undone_brings_the_demo_data_back(store, tmp_path):
    import_batches(store, [Batch([write_rows(tmp_path / "demo.csv", [ticket("DEMO")])], source="tickets")], demo=True)
    demo = store.current_id()
    real = bring(store, "orders", [row("orders")]).version
    assert store.undo(real) == demo
    assert store.current().demo
    assert [(one.id, one.by, one.undone) for one in versions(store)] == [
        (real, "Wang Min", True),
        (demo, "demo", False),
    ]


def test_a_version_tells_what_its_own_import_brought_and_where_the_rejected_rows_are(store):
    bring(store, "tickets", [ticket("T1")], name="march.csv")
    bring(store, "tickets", [ticket("T1", status="closed"), ticket("T2", kind="praise")], name="april.csv")
    second, first = versions(store)
    assert [part.files for part in (*second.brought, *first.brought)] == [("april.csv",), ("march.csv",)]
    (part,) = second.brought
    assert dict(part.counts) == {"read": 2, "accepted": 0, "updated": 1, "duplicate": 0, "rejected": 1}
    assert "praise" in part.rejects.read_text("utf-8-sig")
    assert (first.brought[0].rejects, first.in_force, second.in_force) == (None, False, True)
    assert second.size > 1000


def test_a_manifest_cannot_lead_out_of_the_folder_of_imports(store):
    version = bring(store, "tickets", [ticket("T1")]).version
    (store.root / "rejected.csv").write_text("secret")
    path = store.folder(version) / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    content["imports"][0]["import"] = ".."
    path.write_text(json.dumps(content), "utf-8")
    assert versions(store)[0].brought[0].rejects is None


def test_which_version_was_in_force_at_a_moment_is_known(store):
    first, second = (bring(store, "tickets", [ticket(name)]).version for name in ("T1", "T2"))
    lines = [json.loads(line) for line in (store.root / FILE).read_text("utf-8").splitlines()]
    for line, at in zip(lines, ("2026-07-01T00:00:00+00:00", "2026-08-01T00:00:00+00:00"), strict=True):
        line["at"] = at
    (store.root / FILE).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert in_force_at(store, "2026-06-30T00:00:00+00:00") is None
    assert in_force_at(store, "2026-07-15T00:00:00+00:00") == first
    assert in_force_at(store, "2026-08-15T00:00:00+00:00") == second
