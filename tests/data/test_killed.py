"""kill -9 at any moment of an import: the version before it stays in force, and the next import works."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from data.store import ENGINE, ROWS, Store, hash_file
from data.warehouse import DuckDBWarehouse
from tests.builders import bring, stored, ticket
from tests.conftest import REPOSITORY

ROUNDS, TICKETS, FIRST = 12, 5_000, "2024-03-04 10:00"
LOOP = """
import itertools, sys
from pathlib import Path
from data.batch import Batch
from data.load import import_files
from data.store import Store
store, files = Store(Path(sys.argv[1])), [Path(name) for name in sys.argv[2:]]
print("ready", flush=True)
for path in itertools.cycle(files):
    import_files(store, Batch([path], source="tickets"))
    print("done", flush=True)
"""


def write_tickets(path: Path, count: int) -> Path:
    """The same tickets with another count in every row, so that half an import would show."""
    lines = [f"T{number},complaint,{FIRST},{count}\n" for number in range(TICKETS)]
    path.write_text("ticket_id,kind,created_at,reopen_count\n" + "".join(lines))
    return path


def test_a_killed_import_leaves_the_version_before_it_in_force(store, tmp_path):
    moments = random.Random(9)
    began = time.monotonic()
    bring(store, "tickets", [ticket(f"T{number}", created_at=FIRST, reopen_count=0) for number in range(TICKETS)])
    length = time.monotonic() - began
    seen = {store.current_id()}
    for turn in range(ROUNDS):
        files = [write_tickets(tmp_path / f"{count}.csv", count) for count in (2 * turn + 1, 2 * turn + 2)]
        command = [sys.executable, "-c", LOOP, str(store.root), *map(str, files)]
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as importing:
            for _ in range(1 + turn % 2):
                assert importing.stdout.readline()
            time.sleep(moments.uniform(0, length))
            importing.send_signal(signal.SIGKILL)
        seen.add(store.current_id())
        assert_whole(store)
    assert len(seen) > ROUNDS // 3, "the imports were killed too early to prove anything"
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
