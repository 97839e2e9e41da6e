"""kill -9 at any moment of an import: the version before it stays in force, and the next import works."""

import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Iterator
from itertools import count, cycle
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import ModuleType

import pytest

from data.batch import Batch
from data.load import import_files
from data.store import ENGINE, ROWS, Store, hash_file
from data.warehouse import DuckDBWarehouse
from tests.builders import bring, stored, ticket

ROUNDS, TICKETS, FIRST = 100, 300, "2024-03-04 10:00"


def write_tickets(path: Path, number: int) -> Path:
    """The same tickets with another count in every row, so that half an import would show."""
    lines = [f"T{ticket},complaint,{FIRST},{number}\n" for ticket in range(TICKETS)]
    path.write_text("ticket_id,kind,created_at,reopen_count\n" + "".join(lines))
    return path


def import_for_ever(root: Path, files: list[Path], told: Connection) -> None:
    """One import after the other, told when it begins."""
    for path in cycle(files):
        told.send("begins")
        import_files(Store(root), Batch([path], source="tickets"))


@pytest.fixture
def server(monkeypatch) -> Iterator[ForkServerContext]:
    """Starts processes that have the import in memory already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    # a page run by a test before this one poses as the main program, and every process would run it again
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    yield context
    multiprocessing.forkserver._forkserver._stop()  # type: ignore[attr-defined]


def test_a_killed_import_leaves_the_version_before_it_in_force(store, tmp_path, server):
    moments, numbers = random.Random(9), count(1)
    bring(store, "tickets", [ticket(f"T{number}", created_at=FIRST, reopen_count=0) for number in range(TICKETS)])
    seen, patience = {store.current_id()}, 0.5
    for _ in range(ROUNDS):
        files = [write_tickets(tmp_path / f"{which}.csv", next(numbers)) for which in "ab"]
        hears, tells = server.Pipe(duplex=False)
        importing = server.Process(target=import_for_ever, args=(store.root, files, tells))
        importing.start()
        assert hears.poll(60)
        time.sleep(moments.uniform(0, patience))
        importing.kill()
        importing.join()
        assert importing.exitcode == -signal.SIGKILL
        # how long an import takes depends on the machine: kept so that about every other one publishes in time
        patience *= 0.8 if store.current_id() not in seen else 1.25
        seen.add(store.current_id())
        assert_whole(store)
    assert len(seen) > ROUNDS // 10, "the imports were killed too early to prove anything"
    assert len(seen) < ROUNDS, "the imports were killed too late to prove anything"
    report = bring(store, "tickets", [ticket("one more")])
    assert (report.counts.accepted, report.published) == (1, True)
    assert len(stored(store, "tickets")) == TICKETS + 1
    assert not (store.root / "staging").exists()


def assert_whole(store: Store) -> None:
    """The version in force is one that was published whole."""
    manifest = store.current()
    folder = store.folder(manifest.version)
    assert manifest.hashes == {name: hash_file(folder / name) for name in (ROWS, ENGINE)}
    warehouse = DuckDBWarehouse(store)
    counted = warehouse.fetch("SELECT count(*), count(DISTINCT reopen_count) FROM tickets", {})
    warehouse.close()
    assert counted == [(TICKETS, 1)]
