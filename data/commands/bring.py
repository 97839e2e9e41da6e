"""`python -m data import`: files of one source, or a plan of several, tried or imported."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.batch import Batch, Report
from data.commands.common import Common
from data.commands.progress_bar import progress_bar
from data.commands.told import told
from data.errors import KeptError, UsageError
from data.events import Events
from data.load import import_batches
from data.mapping import read_mapping
from data.plan import read_plan
from data.store import Store
from data.trial import Trial, dry_run
from data.workbench import Progress


def register(commands: Any, common: Common) -> None:
    """Add the command to those of `python -m data`."""
    bring = commands.add_parser("import", help="import CSV, TSV, XLSX or Parquet files of one source")
    bring.add_argument("files", nargs="*", type=Path, metavar="FILE")
    how = bring.add_mutually_exclusive_group(required=True)
    how.add_argument("--mapping", type=Path, help="mapping file (TOML); presets are in data/mappings")
    how.add_argument("--source", help="the files use this source's own column names")
    how.add_argument(
        "--plan", type=Path, help="file (TOML) that names several files and mappings, imported as one version"
    )
    bring.add_argument("--dry-run", action="store_true", help="say what would become of every row, and change nothing")
    bring.add_argument("--events", action="store_true", help=argparse.SUPPRESS)  # for programs: see data/events.py
    bring.add_argument(
        "--correct", action="store_true",
        help="also replace what keeps its first value (kind and priority of a ticket, express), to mend a wrong mapping",
    )  # fmt: skip
    common(bring).set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run it; 0 done, 1 refused."""
    if options.events:
        return _told_to_a_program(options)
    with progress_bar(options) as progress:
        done = _brought(options, progress)
    if options.json:
        found = [one.as_json() for one in done]
        print(json.dumps(found if options.plan else found[0], ensure_ascii=False))
    else:
        print("\n".join(told(one) for one in done))
    return 0


def _told_to_a_program(options: argparse.Namespace) -> int:
    """The import, told to the program that started it."""
    events = Events()
    try:
        events.result([one.as_json() for one in _brought(options, events.progress)])
    except KeptError as error:
        events.error(error)
        return 1
    return 0


def _brought(options: argparse.Namespace, progress: Progress) -> Sequence[Report | Trial]:
    """Import the files, or say what importing them would do."""
    store, batches = Store(options.store), _batches(options)
    if options.dry_run:
        return dry_run(store, batches, progress)
    return import_batches(store, batches, demo=False, progress=progress)


def _batches(options: argparse.Namespace) -> list[Batch]:
    if bool(options.plan) == bool(options.files):
        raise UsageError(
            "Name the files to import, or a plan that names them (--plan).",
            "请指定要导入的文件，或用 --plan 指定导入计划。",
        )
    if options.plan:
        return read_plan(options.plan)
    mapping = read_mapping(options.mapping) if options.mapping else None
    return [Batch(options.files, mapping, options.source, options.correct)]
