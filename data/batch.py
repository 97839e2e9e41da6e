"""What is brought in at once: files of one source with the mapping that reads them, and what became of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.mapping import Mapping
from data.merge import Counts
from data.quality.model import Profile
from data.words import Text


@dataclass(frozen=True)
class Batch:
    """Files of one source, with the mapping that reads them; without one they use the contract's own names.

    `correct` also replaces what otherwise keeps its first value, to mend what a wrong mapping brought.
    """

    files: Sequence[Path]
    mapping: Mapping | None = None
    source: str | None = None
    correct: bool = False


@dataclass(frozen=True)
class Report:
    """What an import did to one source.

    Attributes:
        version: the version in force afterwards; `published` whether it is a new one.
        rejected_for: how many rows were rejected for what, most frequent first.
        day_only: moments that carry no time of day.
        absent: columns a lenient mapping left empty, because no file has what they are filled from.
        left_out: columns of the files that are not kept.
        profile: what the rows of the import look like, for the page on data quality.
        screened: how many values of which column looked like personal data and were replaced or dropped.
    """

    source: str
    counts: Counts
    folder: Path
    files: tuple[Path, ...]
    rejected_for: tuple[tuple[Text, int], ...]
    version: str | None = None
    published: bool = False
    day_only: tuple[str, ...] = ()
    replaced_demo: bool = False
    absent: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    screened: tuple[tuple[str, int], ...] = ()
    profile: Profile | None = None

    @property
    def rejects(self) -> Path | None:
        """The file that keeps the rejected rows; None when there are none."""
        return self.folder / "rejected.csv" if self.counts.rejected else None

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were rejected for what, in English."""
        return {text.en: count for text, count in self.rejected_for}

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "source": self.source,
            **asdict(self.counts),
            "version": self.version,
            "published": self.published,
            "rejects": str(self.rejects) if self.rejects else None,
            "reasons": self.reasons,
            "reasons_zh": {text.zh: count for text, count in self.rejected_for},
            "day_only": list(self.day_only),
            "replaced_demo": self.replaced_demo,
            "absent": list(self.absent),
            "left_out": list(self.left_out),
            "screened": dict(self.screened),
        }
