"""The thresholds of `thresholds.toml`: when a defect is worth a word, a look, or makes figures doubtful."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.quality.model import Severity

FILE = Path(__file__).with_name("thresholds.toml")


def severity(check: str, found: float) -> Severity | None:
    """The level a defect reaches; None below all of them. A level of nought is reached by anything at all."""
    limits = _content()[check]
    reached = [level for level in Severity if level in limits and found >= limits[level] and found > 0]
    return reached[-1] if reached else None


def spans(source: str) -> tuple[tuple[str, str], ...]:
    """From which moment to which a case of a source runs."""
    return tuple((item["from"], item["to"]) for item in _content()["spans"] if item["source"] == source)


def references(source: str, columns: tuple[str, ...]) -> dict[str, str]:
    """The columns of a source that name rows of another one, and which."""
    return {name: other for name, other in _content()["refers"].items() if name in columns and other != source}


def first_day() -> date:
    """The day before which no moment is believed."""
    day: date = _content()["limits"]["since"]
    return day


def longest_days() -> int:
    """The longest a case is believed to take."""
    return int(_content()["limits"]["longest_days"])


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
