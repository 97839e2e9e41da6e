"""What a run is to import, and what became of each file and feed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from data.batch import Batch, Report
from data.words import Text


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
