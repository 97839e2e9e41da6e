"""One run over a drop folder: what is new there and in the databases it names becomes one version of the data."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from data.batch import Batch, Report
from data.errors import ImportRefused, KeptError, StoreError
from data.load import import_batches
from data.store import Store
from data.sync.deciding import Deciding
from data.sync.folder import Stamp, content_of, files_in, stamp
from data.sync.memory import Memory
from data.sync.settings import PostgresFeed, Settings, read_settings
from data.sync.ways import Way, named_way
from data.trial import dry_run
from data.words import Text

FOLDER = "sync"


@dataclass
class Synced:
    """What became of each file and feed of a run.

    Attributes:
        imported: what was imported, with its report.
        left: what was not, and why; files stay where they are.
        known: what is in already.
        looked_up: files that are only read beside others.
        waiting: files that are still being written.
    """

    imported: list[tuple[str, Report]] = field(default_factory=list)
    left: list[tuple[str, Text]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "imported": [{"name": name, **report.as_json()} for name, report in self.imported],
            "left": [{"name": name, "error": why.en, "error_zh": why.zh} for name, why in self.left],
            "known": self.known, "looked_up": self.looked_up, "waiting": self.waiting,
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Piece:
    """One file or feed to be imported, and what to remember once that is done."""

    name: str
    batch: Batch
    remember: Callable[[], None]


def sync(store: Store, folder: Path) -> Synced:
    """Import what is new. Raises ImportRefused for bad settings, StoreError when the store is busy or damaged."""
    settings = read_settings(folder)
    ready, waiting = files_in(folder)
    with _alone(store) as work:
        memory = Memory.read(store)
        run = _Run(store, settings, work, memory, Synced(waiting=[path.name for path in waiting]))
        run.bring([*run.from_files(ready), *run.from_tables()])
        memory.forget_gone(folder.resolve())
        memory.write(store)
        return run.done


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


@dataclass(frozen=True)
class _Run:
    """Finds the pieces of a run and imports them."""

    store: Store
    settings: Settings
    work: Path
    memory: Memory
    done: Synced

    def from_files(self, paths: list[Path]) -> list[Piece]:
        """What has to be imported of the folder's files."""
        deciding, patterns = Deciding(self.settings, self.store, self.work), set[str]()
        pieces: list[Piece] = []
        undecided: list[tuple[Path, str, Text]] = []
        for path in paths:
            mark, seen = deciding.mark(path), self.memory.files.get(str(path.resolve()))
            try:
                if seen and seen["mark"] == mark and seen["stamp"] == stamp(path, seen["patterns"]):
                    self.done.known.append(path.name)
                    patterns |= set(seen["patterns"])
                    continue
                way = deciding.way(path)
                patterns |= set(way.patterns)
                pieces += self._file(path, mark, way)
            except KeptError as error:
                undecided.append((path, mark, error.text))
            except OSError as error:
                undecided.append((path, mark, _unreadable(path, error).text))
        for path, mark, why in undecided:
            if any(fnmatch(path.name, pattern) for pattern in patterns):
                self.done.looked_up.append(path.name)
                self._note(path, mark, (), stamp(path, ()))
            else:
                self.done.left.append((path.name, why))
        return pieces

    def from_tables(self) -> list[Piece]:
        """What has to be imported of the databases' tables."""
        pieces: list[Piece] = []
        for feed in self.settings.tables:
            try:
                pieces += self._table(feed)
            except KeptError as error:
                self.done.left.append((feed.name, error.text))
        return pieces

    def bring(self, pieces: list[Piece]) -> None:
        """Import the pieces as one version. Where one is refused, the others are imported without it."""
        if not pieces:
            return
        try:
            reports = import_batches(self.store, [piece.batch for piece in pieces], demo=False)
        except StoreError:
            raise
        except KeptError as error:
            refused = [(pieces[0], error.text)] if len(pieces) == 1 else self._refused(pieces)
            if not refused:
                raise
            self.done.left += [(piece.name, why) for piece, why in refused]
            self.bring([piece for piece in pieces if piece not in [one for one, _ in refused]])
            return
        for piece, report in zip(pieces, reports, strict=True):
            self.done.imported.append((piece.name, report))
            piece.remember()

    def _file(self, path: Path, mark: str, way: Way) -> Iterator[Piece]:
        seen = stamp(path, way.patterns)
        key = f"{content_of(path, way.patterns)} {way.mark}"

        def remember() -> None:
            self.memory.imported.add(key)
            self._note(path, mark, way.patterns, seen)

        if key in self.memory.imported:
            self.done.known.append(path.name)
            remember()
            return
        mapping = None if way.content is None else way.mapping(())
        yield Piece(path.name, Batch([path], mapping, way.source or None), remember)

    def _note(self, path: Path, mark: str, patterns: tuple[str, ...], seen: Stamp) -> None:
        """Remember a file, unless it was changed meanwhile."""
        if path.exists() and stamp(path, patterns) == seen:
            self.memory.files[str(path.resolve())] = {"mark": mark, "patterns": list(patterns), "stamp": seen}

    def _table(self, feed: PostgresFeed) -> Iterator[Piece]:
        from data.sync.postgres import fetch  # noqa: PLC0415 - the driver is only needed here

        way = named_way(self.settings.folder, self.store, feed.mapping, feed.source)
        fetched = fetch(feed, way, self.memory.places.get(feed.name), self.work / f"{feed.name}.csv")

        def remember() -> None:
            self.memory.places[feed.name] = fetched.place

        if not fetched.news:
            self.done.known.append(feed.name)
            remember()
            return
        yield Piece(feed.name, Batch([fetched.path], fetched.mapping), remember)

    def _refused(self, pieces: list[Piece]) -> list[tuple[Piece, Text]]:
        """The pieces that are refused by themselves."""
        found = []
        for piece in pieces:
            try:
                dry_run(self.store, [piece.batch])
            except StoreError:
                raise
            except KeptError as error:
                found.append((piece, error.text))
        return found


def _unreadable(path: Path, error: OSError) -> ImportRefused:
    return ImportRefused(f"{path.name} cannot be read: {error.strerror}.", f"{path.name} 无法读取：{error.strerror}。")
