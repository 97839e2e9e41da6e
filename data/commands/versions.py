"""`python -m data versions` and `undo`: what was published, and going back."""

import argparse
import json
from typing import Any

from data.commands.common import Common
from data.errors import StoreError
from data.store import Store
from data.versions import Version, versions
from data.words import Text, system_language


def register(commands: Any, common: Common) -> None:
    """Add the commands to those of `python -m data`."""
    listing = commands.add_parser("versions", help="list the published versions, newest first")
    common(listing).set_defaults(run=listed)
    undo = commands.add_parser("undo", help="take back the last import: the version before it comes back")
    undo.add_argument("--to", metavar="VERSION", help="put this version in force instead")
    common(undo).set_defaults(run=undone)


def listed(options: argparse.Namespace) -> int:
    """List the versions, newest first."""
    found = versions(Store(options.store))
    if options.json:
        print(json.dumps({"versions": [_plain(item) for item in found]}, ensure_ascii=False))
    for item in [] if options.json else found:
        print("\n".join(_lines(item)))
    return 0


def _plain(item: Version) -> dict[str, Any]:
    brought = [
        {"source": part.source, "files": list(part.files), **part.counts,
         "rejects": str(part.rejects) if part.rejects else None}
        for part in item.brought
    ]  # fmt: skip
    return {
        "version": item.id, "current": item.in_force, "undone": item.undone, "created_at": item.at, "by": item.by,
        "demo": item.demo, "parent": item.parent, "bytes": item.size, "rows": dict(item.rows), "imports": brought,
    }  # fmt: skip


def _lines(item: Version) -> list[str]:
    """A version in a line, and one more for each source it brought."""
    language = system_language()
    marks = [Text("in force", "当前").to(language)] if item.in_force else []
    marks += [Text("undone", "已撤销").to(language)] if item.undone else []
    marks += [Text("demo", "演示").to(language)] if item.demo else []
    head = " ".join(["*" if item.in_force else " ", item.id, item.at, item.by or "", *marks])
    lines = [head.rstrip()]
    for part in item.brought:
        counts = " ".join(f"{name}={count:,}" for name, count in part.counts.items())
        lines.append(f"    {part.source}: {counts} {' '.join(part.files)}".rstrip())
    return lines


def undone(options: argparse.Namespace) -> int:
    """Put the version before, or the one named, in force. Raises StoreError."""
    store = Store(options.store)
    before = store.current_id()
    if before is None:
        raise StoreError(
            f"There is no version in {store.root} to undo.", f"{store.root} 中没有可撤销的版本。"
        )  # fmt: skip
    if options.to:
        store.put_in_force(options.to)
    now = options.to or store.undo(before)
    if options.json:
        print(json.dumps({"version": now, "before": before}))
    else:
        print(Text(f"Version {now} is in force again.", f"版本 {now} 已重新启用。").to(system_language()))
    return 0
