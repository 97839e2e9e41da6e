"""What engine files are made by: a version can be built on the tables of another one only where it is the same."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from data import roll_ups

HERE = Path(__file__).parent
MAKERS = (
    "contracts/*.py",
    "different_things.py",
    "engine_*.py",
    "settling.py",
    "roll*.py",
    "roll*.json",
    "monthly*",
    "working_spans.py",
    "calendar.py",
    "zones.py",
)
LIBRARIES = ("duckdb", "chinesecalendar")


def layout() -> str:
    """A digest of the code and the specifications that make engine files, and of the libraries they are made with."""
    files = [path for pattern in MAKERS for path in sorted(HERE.glob(pattern))]
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for path in (*files, roll_ups.SPECIFICATION):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
