"""`python -m data sync FOLDER`: made for cron, so that it says little on a good day and complains on standard error."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from data.batch import Report
from data.commands.common import Common
from data.store import Store
from data.sync.outcome import Synced
from data.sync.run import sync
from data.words import Text, system_language


def register(commands: Any, common: Common) -> None:
    """Add the command to those of `python -m data`."""
    parser = commands.add_parser(
        "sync", help="import what is new in a drop folder and in the databases its sync.toml names"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    common(parser).set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run it; 1 when something was left for a person to look at."""
    done = sync(Store(options.store), options.folder)
    if options.json:
        print(json.dumps(done.as_json(), ensure_ascii=False))
    else:
        for said in _told(done, options.folder):
            print(said.to(system_language()))
        for name, why in done.left:
            print(_complaint(name, why).to(system_language()), file=sys.stderr)
    return 1 if done.left else 0


def _told(done: Synced, folder: Path) -> list[Text]:
    """A line for each import, or one line when there was nothing to do."""
    said = [_sentence(name, report) for name, report in done.imported]
    known, waiting = len(done.known), len(done.waiting)
    others = Text(
        f"in already: {known:,}, still being written: {waiting:,}", f"此前已导入 {known:,} 个，仍在写入 {waiting:,} 个"
    )
    if not said:
        return (
            []
            if done.left
            else [Text(f"Nothing new in {folder} ({others.en}).", f"{folder} 中没有新内容（{others.zh}）。")]
        )
    report = done.imported[0][1]
    if report.published:
        return [
            *said,
            Text(
                f"Published as version {report.version} ({others.en}).",
                f"已发布为版本 {report.version}（{others.zh}）。",
            ),
        ]
    return [*said, Text(f"The data stay as they were ({others.en}).", f"数据保持不变（{others.zh}）。")]


def _sentence(name: str, report: Report) -> Text:
    counts = report.counts
    rejects = Text(f"; see {report.rejects}", f"，见 {report.rejects}") if report.rejects else Text("", "")
    return Text(
        f"{name} → {report.source}: read {counts.read:,} = accepted {counts.accepted:,} + updated {counts.updated:,}"
        f" + duplicate {counts.duplicate:,} + rejected {counts.rejected:,}{rejects.en}.",
        f"{name} → {report.source}：读取 {counts.read:,} 行 = 接受 {counts.accepted:,} + 更新 {counts.updated:,}"
        f" + 重复 {counts.duplicate:,} + 拒绝 {counts.rejected:,}{rejects.zh}。",
    )


def _complaint(name: str, why: Text) -> Text:
    """The sentence, with the name of the file where it does not say it."""
    return why if name in why.en else Text(f"{name}: {why.en}", f"{name}：{why.zh}")
