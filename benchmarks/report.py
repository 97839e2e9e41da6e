"""docs/performance.md: one section per part between its marks, written from what was measured; prose around them stays."""

import math
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
NUMBER = re.compile(r"[−–\d.,]+( [×%a-zA-Z/]+)*|-")
GB = 1_000_000_000


@dataclass(frozen=True)
class Target:
    """One of the targets: what was measured must not pass the limit (or, with `at_least`, must reach it)."""

    name: str
    measured: float
    limit: float
    unit: str = "×"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is met; what could not be measured is not."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def told(self) -> tuple[str, str, str, str]:
        """A line of the table of targets."""
        sign = "≥" if self.at_least else "≤"
        if math.isnan(self.measured):
            return self.name, "-", f"{sign} {self.limit:g} {self.unit}", "not measured"
        verdict = "met" if self.met else "**not met**"
        verdict += f": {self.measured / self.limit:.2f} of the limit" if self.limit else ""
        measured, limit = f"{self.measured:.2f} {self.unit}", f"{sign} {self.limit:g} {self.unit}"
        return self.name, measured.strip(), limit.strip(), verdict


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; columns of numbers are aligned to the right."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(heads)
    signs = ["---:" if cells and all(NUMBER.fullmatch(cell) for cell in cells) else "---" for cells in columns]
    lines = [heads, signs, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def targets(found: Sequence[Target]) -> str:
    """The table of the targets of a part."""
    return table(("target", "measured", "limit", ""), [item.told() for item in found])


def ms(seconds: float) -> str:
    """Seconds in milliseconds."""
    return "-" if math.isnan(seconds) else f"{seconds * 1000:,.0f} ms"


def times(ratio: float) -> str:
    """A ratio."""
    return "-" if math.isnan(ratio) else f"{ratio:.2f} ×"


def named(size: int) -> str:
    """A number of tickets, short: 10m, 30k."""
    for sign, unit in (("m", 1_000_000), ("k", 1_000)):
        if size >= unit and size % unit == 0:
            return f"{size // unit}{sign}"
    return str(size)


def written(part: str, texts: Sequence[str], how: str, page: Path = PAGE) -> str:
    """Put a part's tables into the page, with the machine and versions they hold for; gives the section."""
    section = "\n\n".join([f"{how}. {machine()}", *texts])
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    whole = page.read_text("utf-8") if page.exists() else ""
    if begin not in whole:
        whole = f"{whole.rstrip()}\n\n## {part.capitalize()}\n\n{begin}\n{end}\n".lstrip()
    made = f"{begin}\n{section}\n{end}"
    page.write_text(re.sub(f"{begin}.*?{end}", lambda _found: made, whole, flags=re.S), "utf-8")
    return section


def machine() -> str:
    """Machine class, versions and date; no names of hosts or paths."""
    libraries = ", ".join(f"{name.capitalize()} {version(name)}" for name in ("streamlit", "plotly"))
    return (
        f"{os.cpu_count()} cores ({_processor()}), {_memory() / GB:.0f} GB of memory; Python {platform.python_version()},"
        f" DuckDB {version('duckdb')}, {libraries}; {date.today()}."
    )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.machine()
    model = re.search(r"model name\s*:\s*(.+)", told)
    return model[1].strip() if model else platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
