"""Backups of what people typed: whole, taken and put back while others write, and never in the place of another file."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from data import restoring, state as state_module
from data.__main__ import main
from data.backup import back_up
from data.errors import StoreError
from data.notes import Notes
from data.restoring import restore
from data.reviews import Reviews
from data.state import FILE, MIGRATIONS, State
from data.store import Store
from data.views import Views
from tests.conftest import REPOSITORY
from tests.data.test_state import ALWAYS, DAY, texts, writer


@pytest.fixture
def state(store: Store) -> State:
    return State(store.root)


@pytest.fixture
def full(state: State) -> State:
    """A note, a removed one, a view and a review with a decision."""
    notes, reviews = Notes(state), Reviews(state)
    notes.add(DAY, None, "other", "kept")
    notes.remove(notes.add(DAY, None, "other", "removed").id)
    Views(state).add("Weekly", "complaints", {"period": "2026Q3"})
    reviews.note(reviews.make("2026Q3", None, "v1", [{"promise": "x"}]).id, "x", "decision", "两个新班次")
    return state


def content(path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}


def whole(path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_is_one_file_with_all_that_was_typed(full, tmp_path):
    back_up(full, tmp_path / "backup.sqlite")
    assert content(tmp_path / "backup.sqlite") == content(full.path)
    assert len(content(full.path)["notes"]) == 2
    assert (tmp_path / "backup.sqlite").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.sqlite", "store"]


def test_a_backup_never_replaces_a_file(full, tmp_path, sentence):
    target = tmp_path / "backup.sqlite"
    target.write_text("mine")
    with pytest.raises(StoreError) as refused:
        back_up(full, target)
    sentence(refused.value, "is there already")
    assert target.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.sqlite", "store"]


def test_nothing_to_back_up_and_nowhere_to_put_it_are_told(state, tmp_path, sentence):
    with pytest.raises(StoreError) as refused:
        back_up(state, tmp_path / "backup.sqlite")
    sentence(refused.value, "nothing to back up")
    Notes(state).add(DAY, None, "other", "kept")
    with pytest.raises(StoreError) as refused:
        back_up(state, tmp_path / "none" / "backup.sqlite")
    sentence(refused.value, "cannot be written")


def test_backups_taken_while_another_process_writes_are_whole_and_hold_what_was_acknowledged(state, tmp_path):
    with writer(state, "w", 10_000) as process:
        for turn in range(5):
            acknowledged = int(process.stdout.readline())
            time.sleep(0.03)
            back_up(state, tmp_path / f"{turn}.sqlite")
            found = content(tmp_path / f"{turn}.sqlite")["notes"]
            assert [row[4] for row in found] == [f"w-{number}" for number in range(len(found))]
            assert len(found) > acknowledged
            assert whole(tmp_path / f"{turn}.sqlite")
        process.kill()


def test_what_is_restored_is_what_was_backed_up_and_what_stood_there_is_kept(full, tmp_path):
    back_up(full, tmp_path / "backup.sqlite")
    before = content(full.path)
    later = Notes(full).add(DAY, None, "other", "later")
    stood = content(full.path)
    kept = restore(full, tmp_path / "backup.sqlite")
    restored = content(full.path)
    assert {name: rows for name, rows in restored.items() if name != "sqlite_sequence"} == {
        name: rows for name, rows in before.items() if name != "sqlite_sequence"}  # fmt: skip
    assert kept.parent == full.root
    assert content(kept) == stood
    assert Notes(full).add(DAY, None, "other", "after").id > later.id  # a link to the later one never shows another
    restore(full, kept)
    assert texts(full) == ["kept", "later"]


def test_a_store_without_anything_typed_takes_a_backup_and_keeps_nothing(full, tmp_path):
    back_up(full, tmp_path / "backup.sqlite")
    other = State(tmp_path / "other")
    assert restore(other, tmp_path / "backup.sqlite") is None
    assert content(other.path) == content(full.path)
    assert [path.name for path in other.root.iterdir()] == [FILE]


def test_no_acknowledged_write_is_lost_to_a_restore(state, tmp_path):
    """Each is in what was kept or was written after; the writer goes on as if nothing had happened."""
    Notes(state).add(DAY, None, "other", "old")
    back_up(state, tmp_path / "backup.sqlite")
    with writer(state, "w", 150) as process:
        kept = []
        while process.poll() is None and len(kept) < 4:
            time.sleep(0.05)
            kept.append(restore(state, tmp_path / "backup.sqlite"))
        told = {f"w-{int(line)}" for line in process.stdout}
    assert process.returncode == 0
    found = {row[4] for path in [*kept, state.path] if path for row in content(path)["notes"]}
    assert len(told) == 150
    assert found == told | {"old"}


def test_a_backup_of_an_earlier_release_is_brought_up_to_date(state, tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(state_module, "MIGRATIONS", MIGRATIONS[:1])
        Notes(State(tmp_path / "old")).add(DAY, None, "other", "old words")
    restore(state, tmp_path / "old" / FILE)
    Views(state).add("Weekly", "complaints", {})
    assert texts(state) == ["old words"]


def newer(path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def of_another_make(path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute("PRAGMA user_version = 1")


def with_a_trigger(path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON notes BEGIN DELETE FROM views; END")


def torn(path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoilt(path) -> None:
    bytes_ = bytearray(path.read_bytes())
    bytes_[4096:8192] = b"\xff" * 4096
    path.write_bytes(bytes_)


def text(path) -> None:
    path.write_text("notes")


def gone(path) -> None:
    path.unlink()


SPOILT = [(newer, "newer release"), (of_another_make, "not a backup"), (with_a_trigger, "not a backup"),
          (torn, "damaged"), (spoilt, "damaged"), (text, "damaged"), (gone, "no file")]  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), SPOILT, ids=[spoil.__name__ for spoil, _ in SPOILT])
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(full, tmp_path, sentence, spoil, says):
    back_up(full, tmp_path / "backup.sqlite")
    Notes(full).add(DAY, None, "other", "later")
    spoil(tmp_path / "backup.sqlite")
    with pytest.raises(StoreError) as refused:
        restore(full, tmp_path / "backup.sqlite")
    sentence(refused.value, says)
    assert texts(full) == ["kept", "later"]
    assert [path.name for path in full.root.iterdir()] == [FILE]


def test_a_damaged_database_gives_way_to_a_backup_and_is_kept(full, tmp_path):
    back_up(full, tmp_path / "backup.sqlite")
    before = content(full.path)
    full.path.write_bytes(b"not a database at all, only some bytes" * 100)
    kept = restore(full, tmp_path / "backup.sqlite")
    assert content(full.path) == before
    assert kept.read_bytes().startswith(b"not a database")
    Notes(full).add(DAY, None, "other", "after")
    assert texts(full) == ["kept", "after"]


def test_a_restore_that_fails_half_way_leaves_what_was_there(full, tmp_path, monkeypatch):
    back_up(full, tmp_path / "backup.sqlite")
    Notes(full).add(DAY, None, "other", "later")
    monkeypatch.setattr(restoring, "back_up", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space"):
        restore(full, tmp_path / "backup.sqlite")
    assert texts(full) == ["kept", "later"]


def test_the_commands_say_what_they_did(full, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    target, store = str(tmp_path / "backup.sqlite"), ["--store", str(full.root)]
    assert main(["backup", target, *store]) == 0
    assert capsys.readouterr().out == f"Backed up to {target}.\n"
    assert main(["backup", target, *store]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["restore", target, *store, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert content(said["before"])["notes"]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["restore", target, *store]) == 0
    assert "已恢复" in capsys.readouterr().out


def test_the_commands_run_as_a_program(full, tmp_path):
    command = [sys.executable, "-m", "data", "backup", tmp_path / "backup.sqlite", "--store", full.root, "--json"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert content(tmp_path / "backup.sqlite") == content(full.path)


def test_a_restore_waits_for_a_writer_and_says_so_when_it_takes_too_long(full, tmp_path, monkeypatch, sentence):
    back_up(full, tmp_path / "backup.sqlite")
    monkeypatch.setattr(state_module, "BUSY_SECONDS", 0.1)
    with full.writing(), pytest.raises(StoreError) as refused:
        restore(full, tmp_path / "backup.sqlite")
    sentence(refused.value, "locked")
    assert len(Notes(full).between(*ALWAYS)) == 1
