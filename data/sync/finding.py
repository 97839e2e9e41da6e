"""What is new in a drop folder and in the databases it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from data.batch import Batch
from data.errors import ImportRefused, KeptError
from data.store import Store
from data.sync.deciding import Deciding
from data.sync.folder import content_of, stamp
from data.sync.memory import Memory, Seen
from data.sync.outcome import Piece, Synced
from data.sync.settings import PostgresFeed, Settings
from data.sync.ways import Way, named_way
from data.words import Text


@dataclass(frozen=True)
class Finding:
    """Looks through the folder and the databases; what needs no import, or a person, is noted in `done`."""

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
                if seen and seen.mark == mark and seen.stamp == stamp(path, seen.patterns):
                    self.done.known.append(path.name)
                    patterns |= set(seen.patterns)
                    continue
                way = deciding.way(path)
                patterns |= set(way.patterns)
                pieces += self._file(path, mark, way)
            except KeptError as error:
                undecided.append((path, mark, error.text))
            except OSError as error:
                undecided.append((path, mark, _unreadable(path.name, error).text))
        for path, mark, why in undecided:
            if any(fnmatch(path.name, pattern) for pattern in patterns):
                self.done.looked_up.append(path.name)
                self.memory.files[str(path.resolve())] = Seen(mark, stamp(path, ()))
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
            except OSError as error:
                self.done.left.append((feed.name, _unreadable(feed.name, error).text))
        return pieces

    def _file(self, path: Path, mark: str, way: Way) -> Iterator[Piece]:
        seen = Seen(mark, stamp(path, way.patterns), list(way.patterns))
        key = f"{content_of(path, way.patterns)} {way.mark}"

        def remember() -> None:
            if path.exists() and stamp(path, way.patterns) == seen.stamp:  # else it was changed while it was read
                self.memory.imported.add(key)
                self.memory.files[str(path.resolve())] = seen

        if key in self.memory.imported:
            self.done.known.append(path.name)
            remember()
            return
        mapping = None if way.content is None else way.mapping(())
        yield Piece(path.name, Batch([path], mapping, way.source or None), remember)

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


def _unreadable(name: str, error: OSError) -> ImportRefused:
    return ImportRefused(f"{name} cannot be read: {error.strerror}.", f"{name} 无法读取：{error.strerror}。")
