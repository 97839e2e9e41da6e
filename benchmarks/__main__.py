"""`python -m benchmarks`: make data, measure, and write docs/performance.md.

    python -m benchmarks [--sizes 1m,10m] [--parts pages,engine,…] [--work FOLDER]

A hundred million tickets are only made when asked for (`--sizes 1m,10m,100m`). The work folder keeps what was made between
runs; without it a temporary one is used.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import cases, csv_import, engine, pages, profiles, publish, sessions
from benchmarks.report import PAGE, named, written
from benchmarks.stores import ours

Part = Callable[[Sequence[int], Path], list[str]]
PARTS: dict[str, Part] = {
    "publish": publish.run, "pages": pages.run, "profile": profiles.run, "cases": cases.run, "engine": engine.run,
    "sessions": sessions.run, "csv": csv_import.run,
}  # fmt: skip
"""In the order in which they run: the store of the first serves the others."""
UNITS = {"k": 1_000, "m": 1_000_000}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts asked for, each written as soon as it is known."""
    options = _options(arguments)
    if options.work is None:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            _measure(options, Path(folder))
    else:
        options.work.mkdir(parents=True, exist_ok=True)
        _measure(options, options.work.resolve())


def _measure(options: argparse.Namespace, work: Path) -> None:
    """One part here; several each in a process of its own, so that none pays for the memory of another."""
    if len(options.parts) > 1:
        for name in options.parts:
            ours("benchmarks", *_told_on(options, name, work))
        return
    (name,) = options.parts
    texts = PARTS[name](options.sizes, work)
    how = f"`python -m benchmarks --parts {name} --sizes {_sizes_told(options)}`"
    print(written(name, texts, how, options.page))


def _told_on(options: argparse.Namespace, part: str, work: Path) -> list[str]:
    sizes, page = _sizes_told(options), str(options.page.resolve())
    return ["--parts", part, "--sizes", sizes, "--work", str(work), "--page", page]


def _sizes_told(options: argparse.Namespace) -> str:
    return ",".join(map(named, options.sizes))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and write docs/performance.md.")
    parser.add_argument("--sizes", type=_sizes, default=_sizes("1m,10m"), help="tickets: 1m,10m,100m (default: 1m,10m)")
    parser.add_argument("--parts", type=_parts, default=list(PARTS), help=f"default: all of {','.join(PARTS)}")
    parser.add_argument("--work", type=Path, help="folder for data, kept between runs")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page that is written")
    return parser.parse_args(arguments)


def _sizes(text: str) -> list[int]:
    return sorted(int(part.rstrip("km")) * UNITS.get(part[-1], 1) for part in text.lower().split(","))


def _parts(text: str) -> list[str]:
    unknown = [part for part in text.split(",") if part not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return text.split(",")


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as error:
        sys.exit(str(error))
