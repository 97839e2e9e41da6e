"""One run over a drop folder: what is new there and in the databases it names becomes one version of the data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from data.errors import KeptError, StoreError
from data.load import import_batches
from data.store import Store
from data.sync.finding import Finding
from data.sync.folder import files_in
from data.sync.memory import Memory
from data.sync.outcome import Piece, Synced
from data.sync.settings import read_settings
from data.trial import dry_run
from data.words import Text

FOLDER = "sync"


def sync(store: Store, folder: Path) -> Synced:
    """Import what is new. Raises ImportRefused for bad settings, StoreError when the store is busy or damaged."""
    settings = read_settings(folder)
    ready, waiting = files_in(folder)
    with _alone(store) as work:
        memory, done = Memory.read(store), Synced(waiting=[path.name for path in waiting])
        finding = Finding(store, settings, work, memory, done)
        _bring(store, [*finding.from_files(ready), *finding.from_tables()], done)
        memory.forget_gone(folder.resolve())
        memory.write(store)
        return done


def _bring(store: Store, pieces: list[Piece], done: Synced) -> None:
    """Import the pieces as one version. Where one is refused, the others are imported without it."""
    if not pieces:
        return
    try:
        reports = import_batches(store, [piece.batch for piece in pieces], demo=False)
    except StoreError:
        raise
    except KeptError as error:
        refused = [(pieces[0], error.text)] if len(pieces) == 1 else _refused(store, pieces)
        if not refused:
            raise
        done.left += [(piece.name, why) for piece, why in refused]
        _bring(store, [piece for piece in pieces if piece not in [one for one, _ in refused]], done)
        return
    for piece, report in zip(pieces, reports, strict=True):
        done.imported.append((piece.name, report))
        piece.remember()


def _refused(store: Store, pieces: list[Piece]) -> list[tuple[Piece, Text]]:
    """The pieces that are refused by themselves."""
    found = []
    for piece in pieces:
        try:
            dry_run(store, [piece.batch])
        except StoreError:
            raise
        except KeptError as error:
            found.append((piece, error.text))
    return found


@contextmanager
def _alone(store: Store) -> Iterator[Path]:
    """For one run at a time: a folder to work in, removed at the end; a killed run's is removed by the next one."""
    store.make_root()
    work = store.root / FOLDER
    try:
        with FileLock(store.root / "sync.lock", timeout=0):
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(mode=0o700)
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except Timeout:
        raise StoreError(
            f"Another sync is at work on {store.root}. Wait until it has finished.",
            f"另一个同步任务正在使用 {store.root}。请等它完成。",
        ) from None
