"""A review as files: `python -m reports 2026Q3 --out review` writes review.pptx, review.xlsx and review.pdf."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from charts.look import Look
from data.errors import FileNotMade, KeptError, UsageError
from data.reviews import Minute, Reviews
from data.state import State
from data.store import Store, default_store
from data.warehouse import DuckDBWarehouse
from data.words import LANGUAGES, system_language
from metrics import periods
from metrics.engine import Engine
from metrics.review import review
from reports.deck import deck
from reports.links import links
from reports.printed import printed
from reports.review_file import review_file
from reports.review_workbook import workbook

WRITTEN = {"review.pptx": deck, "review.xlsx": workbook, "review.pdf": printed}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; returns the exit code: 0 done, 1 no answer, 2 the question itself is wrong."""
    options = _parser().parse_args(arguments)
    try:
        return _write(options)
    except KeptError as error:
        print(error.to(system_language()), file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="A review of service promises as files.")
    parser.add_argument("period", metavar="PERIOD", help="a quarter, such as 2026Q3")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to (default: here)")
    parser.add_argument("--language", choices=LANGUAGES, default=system_language())
    parser.add_argument("--url", default="http://localhost:8501", help="where the dashboard is, for the links")
    parser.add_argument("--store", type=Path, default=default_store(), help="default: KEPT_STORE or ./store")
    return parser


def _write(options: argparse.Namespace) -> int:
    engine = Engine(DuckDBWarehouse(Store(options.store)))
    period = periods.parse(options.period, engine.fiscal_start)
    of = review(engine, period, compared=periods.previous(period, engine.fiscal_start))
    link = links(options.url, of, engine.fiscal_start)
    file = review_file(
        engine, of, Look(options.language), link, minutes=_minutes(options.store, of.period.name(engine.fiscal_start))
    )
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, made in WRITTEN.items():
            (options.out / name).write_bytes(made(file))
            print(options.out / name)
    except OSError as error:
        raise FileNotMade(
            f"The files cannot be written to {options.out}: {error.strerror}.",
            f"无法将文件写入 {options.out}：{error.strerror}。",
        ) from error
    return 0


def _minutes(store: Path, period: str) -> tuple[Minute, ...]:
    """What was written down in the last review made of the period."""
    reviews = Reviews(State(store))
    made = next((item for item in reviews.all() if item.period == period), None)
    return () if made is None else reviews.minutes(made.id)


if __name__ == "__main__":
    sys.exit(main())
