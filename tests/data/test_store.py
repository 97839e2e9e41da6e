"""The store: a new version appears as a whole, what was published never changes, and damage is not read."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data import store as store_module
from data.batch import Batch
from data.errors import ImportRefused, StoreError
from data.load import import_batches, import_files
from data.quality.model import FILE as QUALITY
from data.store import ENGINE, MANIFEST, ROWS, Store, hash_file
from data.warehouse import DuckDBWarehouse
from tests.builders import bring, row, stored, ticket, write_rows
from tests.conftest import REPOSITORY

COUNT = "SELECT count(*) FROM tickets"


def tickets_in(store: Store, version: str | None = None) -> int:
    warehouse = DuckDBWarehouse(store, version)
    try:
        return int(warehouse.fetch(COUNT, {})[0][0])
    finally:
        warehouse.close()


def test_an_import_publishes_a_version_that_names_its_parent_and_its_files(store):
    first = bring(store, "tickets", [ticket("T1")])
    second = bring(store, "tickets", [ticket("T2")])
    manifest = store.current()
    assert (manifest.version, manifest.parent) == (second.version, first.version)
    assert store.versions() == [first.version, second.version]
    assert (store.root / "current").read_text().strip() == second.version
    folder = store.folder(manifest.version)
    assert manifest.hashes == {name: hash_file(folder / name) for name in (ROWS, ENGINE)}
    assert {path.name for path in folder.iterdir()} == {ROWS, ENGINE, MANIFEST, QUALITY}
    assert [entry["accepted"] for entry in manifest.imports] == [1, 1]


def test_the_report_that_is_kept_says_what_was_published(store):
    report = bring(store, "tickets", [ticket("T1"), ticket("T2", kind="praise")])
    (path,) = store.root.glob("imports/*/report.json")
    kept = json.loads(path.read_text("utf-8"))
    assert {name: kept[name] for name in ("read", "accepted", "rejected")} == {"read": 2, "accepted": 1, "rejected": 1}
    assert [file["name"] for file in kept["files"]] == ["rows.csv"]
    assert (kept["version"], kept["published"]) == (report.version, True)


def test_a_manifest_tells_how_far_each_source_reaches(store):
    rows = [ticket("T1", resolved_at="2024-03-09 12:00"), ticket("T2", kind="praise")]
    bring(store, "tickets", rows)
    bring(store, "orders", [row("orders", promised_at="2030-01-01")])
    tickets, orders = (store.current().sources[name] for name in ("tickets", "orders"))
    assert (tickets.rows, tickets.read, tickets.rejected) == (1, 2, 1)
    assert (tickets.first, tickets.data_to) == ("2024-03-04T02:00:00", "2024-03-09T04:00:00")
    assert orders.data_to == "2024-03-04T02:00:00"
    assert store.current().sources["members"].data_to is None


def test_moments_without_a_time_of_day_are_named(store):
    report = bring(store, "tickets", [ticket("T1", created_at="2024-03-04", resolved_at="2024-03-05 10:00")])
    assert report.day_only == ("created_at",)


def test_an_import_of_one_source_leaves_the_others_alone(store):
    bring(store, "tickets", [ticket("T1")])
    bring(store, "orders", [row("orders")])
    assert (len(stored(store, "tickets")), len(stored(store, "orders"))) == (1, 1)


def test_a_reader_goes_on_while_a_new_reader_sees_the_new_version(store):
    bring(store, "tickets", [ticket("T1")])
    before = DuckDBWarehouse(store)
    bring(store, "tickets", [ticket("T2")])
    after = DuckDBWarehouse(store)
    assert (before.fetch(COUNT, {}), after.fetch(COUNT, {})) == ([(1,)], [(2,)])
    before.close()
    after.close()


def test_two_readers_of_one_version_stand_side_by_side(store):
    bring(store, "tickets", [ticket("T1")])
    one, other = DuckDBWarehouse(store), DuckDBWarehouse(store)
    assert one.fetch(COUNT, {}) == other.fetch(COUNT, {})
    one.close()
    assert other.fetch(COUNT, {}) == [(1,)]
    other.close()


def test_two_processes_read_one_version(store):
    bring(store, "tickets", [ticket("T1")])
    reader = DuckDBWarehouse(store)
    script = (
        "import sys; from pathlib import Path; from data.store import Store; from data.warehouse import DuckDBWarehouse;"
        f"print(DuckDBWarehouse(Store(Path(sys.argv[1]))).fetch('{COUNT}', {{}}))"
    )
    command = [sys.executable, "-c", script, str(store.root)]
    assert subprocess.check_output(command, cwd=REPOSITORY, text=True).strip() == "[(1,)]"
    assert reader.fetch(COUNT, {}) == [(1,)]
    reader.close()


def test_a_second_import_is_refused_while_one_is_running(store, sentence):
    bring(store, "tickets", [ticket("T1")])
    with store.writing(), pytest.raises(StoreError) as refused:
        bring(store, "tickets", [ticket("T2")])
    sentence(refused.value, "Another import is writing")
    assert bring(store, "tickets", [ticket("T2")]).published


def test_a_refused_import_leaves_the_version_before_it_and_no_litter(store):
    bring(store, "tickets", [ticket("T1")])
    version = store.current_id()
    with pytest.raises(ImportRefused):
        bring(store, "tickets", [{"ticket_id": "T2"}])
    assert (store.current_id(), len(stored(store, "tickets"))) == (version, 1)
    assert not (store.root / "staging").exists()


def test_one_file_that_cannot_be_read_refuses_the_whole_import(store, tmp_path):
    good = write_rows(tmp_path / "good.csv", [ticket("T1")])
    bad = tmp_path / "bad.csv"
    bad.write_text("<html>")
    with pytest.raises(ImportRefused, match="web page"):
        import_files(store, Batch([good, bad], source="tickets"))
    assert store.current_id() is None


def test_what_an_interrupted_import_left_is_removed_by_the_next(store):
    left = store.root / "staging" / "old" / ROWS
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a file")
    bring(store, "tickets", [ticket("T1")])
    assert not (store.root / "staging").exists()


def test_only_the_newest_versions_are_kept(store, monkeypatch):
    monkeypatch.setattr(store_module, "VERSIONS_KEPT", 2)
    versions = [bring(store, "tickets", [ticket(f"T{number}")]).version for number in range(4)]
    assert store.versions() == versions[2:]
    assert tickets_in(store, versions[2]) == 3


def test_the_version_in_force_is_kept_even_when_the_clock_of_the_computer_went_back(store, monkeypatch):
    monkeypatch.setattr(store_module, "VERSIONS_KEPT", 1)
    first = bring(store, "tickets", [ticket("T1")]).version
    later = "2999" + first[4:]
    shutil.move(store.folder(first), store.folder(later))
    manifest = json.loads((store.folder(later) / MANIFEST).read_text("utf-8")) | {"version": later}
    (store.folder(later) / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (store.root / "current").write_text(later)
    bring(store, "tickets", [ticket("T2")])
    assert tickets_in(store) == 2


def test_a_crash_before_the_pointer_is_switched_leaves_the_version_before_it(store, monkeypatch):
    bring(store, "tickets", [ticket("T1")])
    version = store.current_id()
    write = store_module.write_durably

    def crash(path: Path, text: str) -> None:
        if path.name == "current":
            raise KeyboardInterrupt
        write(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(store_module, "write_durably", crash)
        with pytest.raises(KeyboardInterrupt):
            bring(store, "tickets", [ticket("T2")])
    assert (store.current_id(), tickets_in(store)) == (version, 1)
    bring(store, "tickets", [ticket("T3")])
    assert [one["ticket_id"] for one in stored(store, "tickets")] == ["T1", "T3"]


def add_byte(folder: Path) -> None:
    with (folder / ENGINE).open("ab") as file:
        file.write(b"\0")


def flip_byte(folder: Path) -> None:
    content = bytearray((folder / ENGINE).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / ENGINE).write_bytes(content)


DAMAGES = {
    "a byte more": add_byte,
    "a byte changed": flip_byte,
    "a planted journal": lambda folder: (folder / f"{ENGINE}.wal").write_bytes(b""),
    "no engine": lambda folder: (folder / ENGINE).unlink(),
    "no manifest": lambda folder: (folder / MANIFEST).unlink(),
    "half a manifest": lambda folder: (folder / MANIFEST).write_text('{"version": '),
    "another manifest": lambda folder: (folder / MANIFEST).write_text('{"sources": []}'),
    "no version": shutil.rmtree,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Store:
    store = Store(tmp_path_factory.mktemp("whole") / "store")
    bring(store, "tickets", [ticket("T1")])
    return store


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_is_not_opened(whole, tmp_path, sentence, damage):
    shutil.copytree(whole.root, tmp_path / "copy")
    store = Store(tmp_path / "copy")
    DAMAGES[damage](store.folder(store.current_id()))
    with pytest.raises(StoreError) as refused:
        DuckDBWarehouse(store)
    sentence(refused.value, store.current_id())


def test_rows_that_were_changed_after_publication_are_not_built_upon(whole, tmp_path, sentence):
    shutil.copytree(whole.root, tmp_path / "copy")
    store = Store(tmp_path / "copy")
    rows = store.folder(store.current_id()) / ROWS
    rows.write_bytes(rows.read_bytes() + b"\0" * 4096)
    with pytest.raises(StoreError) as refused:
        bring(store, "tickets", [ticket("T2")])
    sentence(refused.value, "changed")


def test_an_empty_store_says_how_to_get_data(store, sentence):
    with pytest.raises(StoreError) as refused:
        DuckDBWarehouse(store)
    sentence(refused.value, "python -m data demo")


def demo(store: Store, path: Path) -> None:
    import_batches(store, [Batch([path], source="tickets")], demo=True)


def test_demo_and_real_data_never_mix(store, tmp_path):
    demo(store, write_rows(tmp_path / "demo.csv", [ticket("DEMO")]))
    assert store.current().demo
    report = bring(store, "orders", [row("orders")])
    assert report.replaced_demo
    assert not store.current().demo
    assert (stored(store, "tickets"), len(stored(store, "orders"))) == ([], 1)
    assert store.current().sources["tickets"].read == 0


def test_new_demo_data_replace_the_old(store, tmp_path):
    for name in ("first", "second"):
        demo(store, write_rows(tmp_path / f"{name}.csv", [ticket(name)]))
    assert [one["ticket_id"] for one in stored(store, "tickets")] == ["second"]


def test_several_sources_are_published_as_one_version(store, tmp_path):
    batches = [
        Batch([write_rows(tmp_path / f"{source}.csv", [row(source)])], source=source)
        for source in ("orders", "tickets")
    ]
    reports = import_batches(store, batches, demo=False)
    assert (len(store.versions()), {report.version for report in reports}) == (1, {store.current_id()})


def test_progress_goes_forward_to_the_end(store, tmp_path):
    path = write_rows(tmp_path / "rows.csv", [ticket("T1")])
    shares: list[float] = []
    import_files(store, Batch([path], source="tickets"), lambda _what, share: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_store_may_lie_in_a_folder_with_quotes_and_spaces(tmp_path):
    store = Store(tmp_path / "it's a “store” 数据")
    bring(store, "tickets", [ticket("T1")], name="it's rows.csv")
    bring(store, "tickets", [ticket("T2")], name="it's rows.parquet")
    assert tickets_in(store) == 2


def test_published_files_are_not_left_open(store):
    bring(store, "tickets", [ticket("T1")])
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("only Linux lists open files")
    targets = {str(handle.readlink()) for handle in folder.iterdir() if handle.is_symlink()}
    assert not [target for target in targets if str(store.root) in target]


def test_new_settings_come_into_force_with_the_next_import_even_of_a_known_file(store):
    first = bring(store, "tickets", [ticket("T1", created_at="2024-03-31 23:30")])
    assert not bring(store, "tickets", [ticket("T1", created_at="2024-03-31 23:30")]).published
    (store.root / "organisation.toml").write_text("reopen_window_days = 3\n")
    again = bring(store, "tickets", [ticket("T1", created_at="2024-03-31 23:30")])
    assert (again.published, again.counts.duplicate) == (True, 1)
    assert again.version != first.version
    assert store.current().organisation["reopen_window_days"] == 3
    assert not bring(store, "tickets", [ticket("T1", created_at="2024-03-31 23:30")]).published
