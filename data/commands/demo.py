"""`python -m data demo`: two years of made-up data for all sources."""

import argparse
import json
import tempfile
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from data.batch import Batch
from data.commands.common import Common
from data.commands.progress_bar import progress_bar
from data.errors import UsageError
from data.load import import_batches
from data.organisation import Labels, checked_labels
from data.store import Store
from data.words import Text, system_language

DEFAULT_TICKETS, DEFAULT_SEED = 100_000, 618


def register(commands: Any, common: Common) -> None:
    """Add the command to those of `python -m data`."""
    made = commands.add_parser("demo", help="make two years of demo data for all sources")
    made.add_argument("--tickets", type=int, default=DEFAULT_TICKETS)
    made.add_argument("--seed", type=int, default=DEFAULT_SEED)
    made.add_argument(
        "--until", type=date.fromisoformat, help="last day of the data (default: the day before yesterday)"
    )
    common(made).set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run it. Raises UsageError where real data would be replaced."""
    from data import demo  # noqa: PLC0415 - numpy and pyarrow are only needed here

    store = Store(options.store)
    current = store.current()
    if current is not None and not current.demo:
        raise UsageError(
            f"{store.root} holds real data, which demo data would replace. Name another folder: --store DIR.",
            f"{store.root} 中是真实数据，会被演示数据取代。请用 --store 指定其他目录。",
        )
    if options.tickets < 1:
        raise UsageError("--tickets must be at least 1.", "--tickets 至少为 1。")
    until = options.until or date.today() - timedelta(days=2)
    with progress_bar(options) as progress, tempfile.TemporaryDirectory(dir=_scratch(store)) as scratch:
        files = demo.write(
            Path(scratch), tickets=options.tickets, seed=options.seed, until=until,
            advance=lambda share: progress(Text("Making demo data", "生成演示数据"), 0.4 * share),
        )  # fmt: skip
        batches = [Batch(paths, source=source) for source, paths in files.items()]
        reports = import_batches(
            store,
            batches,
            demo=True,
            labels=_demo_labels(),
            progress=lambda what, share: progress(what, 0.4 + 0.6 * share),
        )
    if options.json:
        rows = {report.source: report.counts.accepted for report in reports}
        print(json.dumps({"version": reports[0].version, "until": until.isoformat(), "rows": rows}))
    else:
        total = sum(report.counts.accepted for report in reports)
        en = f"Demo data up to {until}: {total:,} rows of {len(reports)} sources in {store.root}."
        print(
            Text(en, f"演示数据截至 {until}：{len(reports)} 个数据源共 {total:,} 行，位于 {store.root}。").to(
                system_language()
            )
        )
    return 0


def _demo_labels() -> Labels:
    path = Path(__file__).resolve().parents[1] / "demo" / "labels.toml"
    return checked_labels(tomllib.loads(path.read_text("utf-8")))


def _scratch(store: Store) -> Path:
    """Demo files are large; they are written beside the store, not in a small /tmp."""
    store.make_root()
    return store.root
