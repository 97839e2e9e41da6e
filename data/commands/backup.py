"""`python -m data backup FILE` and `restore FILE`: what people typed, copied and put back."""

import argparse
import json
from pathlib import Path
from typing import Any

from data.backup import back_up
from data.commands.common import Common
from data.restoring import restore
from data.state import State
from data.words import Text, system_language


def register(commands: Any, common: Common) -> None:
    """Add the commands to those of `python -m data`."""
    backup = commands.add_parser("backup", help="copy what people typed into a new file, also while others write")
    backup.add_argument("file", type=Path, metavar="FILE")
    common(backup).set_defaults(run=backed_up)
    restoring = commands.add_parser("restore", help="put a backup in the place of what people typed since")
    restoring.add_argument("file", type=Path, metavar="FILE")
    common(restoring).set_defaults(run=restored)


def backed_up(options: argparse.Namespace) -> int:
    """Write the copy. Raises StoreError."""
    back_up(State(options.store), options.file)
    if options.json:
        print(json.dumps({"backup": str(options.file)}, ensure_ascii=False))
    else:
        print(Text(f"Backed up to {options.file}.", f"已备份到 {options.file}。").to(system_language()))
    return 0


def restored(options: argparse.Namespace) -> int:
    """Put the backup back. Raises StoreError."""
    kept = restore(State(options.store), options.file)
    if options.json:
        print(json.dumps({"restored": str(options.file), "before": kept and str(kept)}, ensure_ascii=False))
        return 0
    said = Text(f"{options.file} is back.", f"已恢复 {options.file}。")
    if kept is not None:
        said = Text(f"{said.en} What stood there before is in {kept}.", f"{said.zh}此前的内容保存在 {kept}。")
    print(said.to(system_language()))
    return 0
