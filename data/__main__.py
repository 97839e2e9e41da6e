"""The command line of the data side: `python -m data look | import | sync | demo | versions | undo | backup | restore | docs`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from data import docs
from data.commands import backup, bring, demo, looking, sync, versions
from data.errors import KeptError, UsageError
from data.store import default_store
from data.words import system_language


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused, 2 the command itself is wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeptError as error:
        sentence = error.to(system_language())
        print(json.dumps({"error": sentence}, ensure_ascii=False) if options.json else sentence, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Bring data in; see docs/data.md.")
    commands = parser.add_subparsers(required=True)
    for command in (looking, bring, sync, demo, versions, backup):
        command.register(commands, _common)
    write_docs = commands.add_parser("docs", help="write docs/data.md and the CSV templates from the contracts")
    _common(write_docs).set_defaults(run=_docs)
    return parser


def _common(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--store", type=Path, default=default_store(), help="folder of the store (default: KEPT_STORE or ./store)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _docs(_options: argparse.Namespace) -> int:
    docs.write(Path(__file__).resolve().parent.parent / "docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
