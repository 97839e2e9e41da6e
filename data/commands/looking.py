"""`python -m data look`: what files are and how they would be read, without importing anything."""

import argparse
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from data.commands.common import Common
from data.mapping_text import mapping_text
from data.organisation import read_organisation
from data.proposal import Known, Look, Proposal, look, propose
from data.saved_mappings import saved_presets
from data.store import Store
from data.words import Text, system_language


def register(commands: Any, common: Common) -> None:
    """Add the command to those of `python -m data`."""
    parser = commands.add_parser("look", help="say what files are, and propose mappings for them; nothing is imported")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the proposed mappings into this folder")
    common(parser).set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run it; 1 when a file cannot be read or no source of ours fits."""
    store = Store(options.store)
    with tempfile.TemporaryDirectory() as work:
        found = look(options.files, Path(work))
    known = Known(read_organisation(store.root).time_zone, date.today(), saved_presets(store))
    proposals = propose(found, known)
    if options.json:
        print(json.dumps([_plain(item) for item in proposals], ensure_ascii=False, default=str))
    else:
        print("\n".join(text.to(system_language()) for text in _said(found, proposals)))
    if options.out:
        _write(proposals, options.out)
    return int(any(file.refused is not None for file in found.files) or not proposals)


def _said(found: Look, proposals: tuple[Proposal, ...]) -> list[Text]:
    said = []
    for file in found.files:
        texts = file.says if file.refused is None else (file.refused,)
        name = Path(file.path).name
        said += [Text(f"{name}: {text.en}", f"{name}：{text.zh}") for text in texts]
    for item in proposals:
        names = ", ".join(Path(path).name for path in item.files)
        said.append(
            Text(
                f"→ {item.source} ← {names} ({item.confidence:.0%})",
                f"→ {item.source} ← {names}（{item.confidence:.0%}）",
            )
        )
        said += [
            Text(f"    {match.column} ← {match.from_}", f"    {match.column} ← {match.from_}") for match in item.matches
        ]
        said += [Text(f"    ? {question.asks.en}", f"    ? {question.asks.zh}") for question in item.questions]
        said += [item.refusal.text] if item.refusal is not None else []
    return said


def _plain(item: Proposal) -> dict[str, Any]:
    return {
        "source": item.source, "files": item.files, "lookups": item.lookups, "confidence": item.confidence,
        "preset": item.preset, "content": item.content,
        "questions": [{"id": asked.id, "asks": asked.asks.en, "options": [one.key for one in asked.options]} for asked in item.questions],
        "refused": None if item.refusal is None else item.refusal.text.en,
    }  # fmt: skip


def _write(proposals: tuple[Proposal, ...], folder: Path) -> None:
    """One mapping per proposal; what is still to be asked stands as a comment on top."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, item in enumerate(proposals, start=1):
        asked = "".join(f"# ? {question.asks.to(system_language())}\n" for question in item.questions)
        (folder / f"{number}_{item.source}.toml").write_text(asked + mapping_text(item.content), "utf-8")
