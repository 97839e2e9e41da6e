"""The state database: apart from the data, safe among several processes, and nothing acknowledged is ever lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from data import state as state_module, store as store_module
from data.__main__ import main as data_command
from data.errors import StoreError
from data.notes import Notes
from data.state import FILE, MIGRATIONS, State
from data.store import Store
from data.views import Views
from tests.builders import bring, ticket
from tests.conftest import REPOSITORY

DAY, ALWAYS = date(2026, 11, 11), (date.min, date.max)
NOBODY = 65534
WRITE = """
import sys
from datetime import date
from pathlib import Path
from data.notes import Notes
from data.state import State
notes = Notes(State(Path(sys.argv[1])))
for number in range(int(sys.argv[3])):
    notes.add(date(2026, 11, 11), None, "other", f"{sys.argv[2]}-{number}")
    print(number, flush=True)
"""


def texts(state: State) -> list[str]:
    return [note.text for note in Notes(state).between(*ALWAYS)]


def writer(state: State, name: str, count: int) -> "subprocess.Popen[str]":
    """Another process that adds notes and says each time it was told that one is kept."""
    command = [sys.executable, "-c", WRITE, str(state.root), name, str(count)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def state(store: Store) -> State:
    return State(store.root)


def test_nothing_is_made_before_somebody_types_something(state):
    assert (Notes(state).between(*ALWAYS), Notes(state).get(1), Views(state).all()) == ((), None, ())
    assert not state.root.exists()
    Notes(state).add(DAY, None, "other", "first words")
    assert [path.name for path in state.root.iterdir()] == [FILE]


def test_a_transaction_that_fails_leaves_nothing(state):
    Notes(state).add(DAY, None, "other", "kept")

    def delete_and_fail() -> None:
        with state.writing() as connection:
            connection.execute("DELETE FROM notes")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        delete_and_fail()
    assert texts(state) == ["kept"]


def test_a_write_is_in_the_journal_of_a_database_with_foreign_keys_before_it_is_acknowledged(state):
    with state.writing() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous", "user_version")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "user_version": len(MIGRATIONS)}


def test_every_step_of_the_schema_says_that_it_was_made():
    assert [step[-1] for step in MIGRATIONS] == [
        f"PRAGMA user_version = {number}" for number in range(1, len(MIGRATIONS) + 1)
    ]


# other processes


def test_processes_that_write_at_the_same_time_lose_nothing_even_when_the_file_is_new(state):
    state.root.mkdir()
    writers = [writer(state, name, 40) for name in "abc"]
    seen = 0
    while any(process.poll() is None for process in writers):
        now = len(texts(state))
        assert now >= seen
        seen = now
    for process in writers:
        process.communicate()
    assert [process.returncode for process in writers] == [0, 0, 0]
    assert sorted(texts(state)) == sorted(f"{name}-{number}" for name in "abc" for number in range(40))


def test_a_killed_process_loses_nothing_that_was_acknowledged(state):
    moments, promised = random.Random(3), set()
    for turn in range(8):
        with writer(state, f"turn{turn}", 10_000) as process:
            told = [int(process.stdout.readline()) for _note in range(moments.randint(7, 20))]
            time.sleep(moments.uniform(0, 0.02))  # to be killed anywhere in a write
            process.send_signal(signal.SIGKILL)
            told += [int(line) for line in process.stdout if line.endswith("\n")]
        promised |= {f"turn{turn}-{number}" for number in told}
    found = texts(state)
    assert len(promised) > 50
    assert promised <= set(found)
    assert len(found) <= len(promised) + 8  # one a turn may have been kept and not yet told
    with closing(sqlite3.connect(state.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    Notes(state).add(DAY, None, "other", "one more")
    assert len(texts(state)) == len(found) + 1


def test_a_process_waits_for_another_one_and_says_so_when_it_takes_too_long(state, monkeypatch, sentence):
    Notes(state).add(DAY, None, "other", "kept")
    monkeypatch.setattr(state_module, "BUSY_SECONDS", 0.1)
    with state.writing():
        assert texts(state) == ["kept"]
        with pytest.raises(StoreError) as refused:
            Notes(state).add(DAY, None, "other", "in vain")
    sentence(refused.value, "locked")
    assert texts(state) == ["kept"]


# the data


def test_what_people_typed_survives_imports_demo_data_and_the_removal_of_old_versions(state, store, monkeypatch):
    monkeypatch.setattr(store_module, "VERSIONS_KEPT", 2)
    note = Notes(state).add(DAY, None, "promotion", "11.11 sale")
    view = Views(state).add("Weekly", "complaints", {"period": "2026Q3"})
    before = state.path.read_bytes()
    assert data_command(["demo", "--tickets", "50", "--until", "2026-09-30", "--store", str(store.root), "--json"]) == 0
    versions = [bring(store, "tickets", [ticket(f"T{number}")]).version for number in range(3)]
    assert store.versions() == versions[1:]
    assert state.path.read_bytes() == before
    assert (Notes(state).between(*ALWAYS), Views(state).all()) == ((note,), (view,))


def test_imports_and_demo_data_make_no_state(store):
    assert data_command(["demo", "--tickets", "50", "--until", "2026-09-30", "--store", str(store.root), "--json"]) == 0
    bring(store, "tickets", [ticket("T1")])
    assert not list(store.root.glob(f"{FILE}*"))


# files of other kinds


def test_a_file_of_an_earlier_release_is_brought_up_to_date_with_all_it_holds(state, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(state_module, "MIGRATIONS", MIGRATIONS[:1])
        Notes(state).add(DAY, None, "other", "old words")
    assert Views(state).all() == ()  # also by only reading
    Views(state).add("Weekly", "complaints", {})
    assert (texts(state), len(Views(state).all())) == (["old words"], 1)


def test_a_file_of_a_later_release_is_not_touched(state, sentence):
    Notes(state).add(DAY, None, "other", "kept")
    with closing(sqlite3.connect(state.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for use in (lambda: texts(state), lambda: Notes(state).add(DAY, None, "other", "in vain")):
        with pytest.raises(StoreError) as refused:
            use()
        sentence(refused.value, "newer release")


def no_database(path: Path) -> None:
    path.write_bytes(b"not a database at all, only some bytes" * 100)


@pytest.mark.parametrize("spoil", [no_database, Path.mkdir], ids=["other bytes", "a folder"])
def test_a_file_that_is_no_database_is_told_and_left_alone(state, sentence, spoil):
    state.root.mkdir()
    spoil(state.path)
    for use in (lambda: texts(state), lambda: Notes(state).add(DAY, None, "other", "in vain")):
        with pytest.raises(StoreError) as refused:
            use()
        sentence(refused.value, FILE)


def test_a_store_that_cannot_be_made_is_told(tmp_path, sentence):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as refused:
        Notes(State(tmp_path / "file" / "store")).add(DAY, None, "other", "in vain")
    sentence(refused.value, "cannot be used as a store")


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who owns nothing, where the tests run as root, whom no rights bind."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_who_may_only_read_the_folder_reads_the_notes_and_is_told_that_nothing_can_be_written(sentence):
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        state = State(folder)
        Notes(state).add(DAY, None, "other", "kept")
        folder.chmod(0o555)
        state.path.chmod(0o444)
        with without_rights():
            assert texts(state) == ["kept"]
            with pytest.raises(StoreError) as refused:
                Notes(state).add(DAY, None, "other", "in vain")
        sentence(refused.value, "cannot be written to")
        assert texts(state) == ["kept"]
        folder.chmod(0o755)
