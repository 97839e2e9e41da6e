"""What earlier runs brought in: `sync.json` in the store folder.

The reports in `imports/` would not do: they do not say by which mapping a file was read, and an import that was undone
must not come back by itself. Nor would the versions: they are forgotten one day. Losing this file loses no data: all
comes again, and counts as duplicates.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from data.errors import StoreError
from data.store import Store, write_durably
from data.sync.folder import Stamp

FILE = "sync.json"


@dataclass(frozen=True)
class Place:
    """How far a table was read.

    Attributes:
        table, cursor, way: what was read, by which cursor and how; another one begins anew.
        last: the largest cursor seen, as the database writes it; None before the first row.
        again: digest of the rows that the next run reads if nothing has happened.
    """

    table: str
    cursor: str
    way: str
    last: str | None = None
    again: str = ""


@dataclass(frozen=True)
class Seen:
    """A file that needs no opening as long as all of this stands.

    Attributes:
        mark: what decided how it is read.
        stamp: name, size and times of the file, and of those looked up beside it.
        patterns: names of the files that are looked up beside it.
    """

    mark: str
    stamp: Stamp
    patterns: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """What is remembered.

    Attributes:
        files: path → the file as it was seen.
        imported: content and way of reading of all that was imported, whatever the file was called.
        places: name of a feed → how far its table was read.
    """

    files: dict[str, Seen] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store) -> "Memory":
        """The memory of a store. Raises StoreError when its file is damaged."""
        path = store.root / FILE
        try:
            content = json.loads(path.read_text("utf-8"))
            places = {name: Place(**place) for name, place in content["places"].items()}
            files = {name: Seen(**seen) for name, seen in content["files"].items()}
            return cls(files, set(content["imported"]), places)
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(
                f"{path} is damaged. Remove it: everything is then read once more, and what is in already counts as duplicate.",
                f"{path} 已损坏。请删除该文件：系统将重新读取全部内容，已导入的行按重复计。",
            ) from error

    def write(self, store: Store) -> None:
        """Keep the memory, durably."""
        content = {
            "files": {name: asdict(seen) for name, seen in self.files.items()},
            "imported": sorted(self.imported),
            "places": {name: asdict(place) for name, place in self.places.items()},
        }
        write_durably(store.root / FILE, json.dumps(content, ensure_ascii=False, indent=1))

    def forget_gone(self, folder: Path) -> None:
        """Drop the paths of a folder that are no longer there; what was imported from them stays known."""
        gone = [name for name in self.files if Path(name).parent == folder and not Path(name).exists()]
        for name in gone:
            del self.files[name]
