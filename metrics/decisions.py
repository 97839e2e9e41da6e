"""What the figures mean and why, from `decisions.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.words import Text

FILE = Path(__file__).with_name("decisions.toml")


@dataclass(frozen=True)
class Decision:
    """One choice and its reason."""

    anchor: str
    title: Text
    text: Text


@cache
def decisions() -> dict[str, Decision]:
    """All decisions by anchor, in the order of the file."""
    entries = tomllib.loads(FILE.read_text("utf-8"))
    return {
        anchor: Decision(anchor, Text(**entry["title"]), Text(**entry["text"])) for anchor, entry in entries.items()
    }
