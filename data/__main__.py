"""The command line of the data side: `python -m data import | sync | demo | versions | undo | docs`."""

import argparse
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tqdm import tqdm

from data import docs
from data.batch import Batch, Report
from data.commands import sync
from data.errors import KeptError, StoreError, UsageError
from data.events import Events
from data.load import import_batches
from data.mapping import read_mapping
from data.organisation import Labels, checked_labels
from data.plan import read_plan
from data.store import Store, default_store
from data.trial import Trial, dry_run
from data.versions import Version, versions
from data.words import Text, system_language
from data.workbench import Progress

DEFAULT_TICKETS, DEFAULT_SEED = 100_000, 618


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
    _common(bring).set_defaults(run=_import)

    sync.register(commands, _common)

    demo = commands.add_parser("demo", help="make two years of demo data for all sources")
    demo.add_argument("--tickets", type=int, default=DEFAULT_TICKETS)
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED)
    demo.add_argument(
        "--until", type=date.fromisoformat, help="last day of the data (default: the day before yesterday)"
    )
    _common(demo).set_defaults(run=_demo)

    listed = commands.add_parser("versions", help="list the published versions, newest first")
    _common(listed).set_defaults(run=_versions)

    undo = commands.add_parser("undo", help="take back the last import: the version before it comes back")
    undo.add_argument("--to", metavar="VERSION", help="put this version in force instead")
    _common(undo).set_defaults(run=_undo)

    write_docs = commands.add_parser("docs", help="write docs/data.md and the CSV templates from the contracts")
    _common(write_docs).set_defaults(run=_docs)
    return parser


def _common(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--store", type=Path, default=default_store(), help="folder of the store (default: KEPT_STORE or ./store)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _import(options: argparse.Namespace) -> int:
    if options.events:
        return _told(options)
    with _bar(options) as progress:
        done = _brought(options, progress)
    if options.json:
        found = [one.as_json() for one in done]
        print(json.dumps(found if options.plan else found[0], ensure_ascii=False))
    else:
        print("\n".join(_sentence(one) for one in done))
    return 0


def _told(options: argparse.Namespace) -> int:
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


def _demo(options: argparse.Namespace) -> int:
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
    with _bar(options) as progress, tempfile.TemporaryDirectory(dir=_scratch(store)) as scratch:
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
    path = Path(__file__).with_name("demo") / "labels.toml"
    return checked_labels(tomllib.loads(path.read_text("utf-8")))


def _versions(options: argparse.Namespace) -> int:
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


def _undo(options: argparse.Namespace) -> int:
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


def _docs(_options: argparse.Namespace) -> int:
    docs.write(Path(__file__).resolve().parent.parent / "docs")
    return 0


def _sentence(done: Report | Trial) -> str:
    trial = isinstance(done, Trial)
    report = done.report if isinstance(done, Trial) else done
    counts = report.counts
    parts = Text(
        f"{report.source}: read {counts.read:,} = accepted {counts.accepted:,} + updated {counts.updated:,}"
        f" + duplicate {counts.duplicate:,} + rejected {counts.rejected:,}.",
        f"{report.source}：读取 {counts.read:,} 行 = 接受 {counts.accepted:,} + 更新 {counts.updated:,}"
        f" + 重复 {counts.duplicate:,} + 拒绝 {counts.rejected:,}。",
    )
    lines = [parts.to(system_language())]
    lines += [f"  {count:,} × {reason.to(system_language())}" for reason, count in report.rejected_for]
    if report.absent:
        lines.append(Text(f"Not in the file, left empty: {', '.join(report.absent)}.",
                          f"文件中没有、因此留空的字段：{'、'.join(report.absent)}。").to(system_language()))  # fmt: skip
    if report.left_out:
        lines.append(Text(f"Columns of the file that are not kept: {', '.join(report.left_out)}.",
                          f"未保留的文件列：{'、'.join(report.left_out)}。").to(system_language()))  # fmt: skip
    for name, count in report.screened:
        lines.append(Text(f"{count:,} values of {name} looked like personal data; a pseudonym or nothing took their place.",
                          f"{name} 中有 {count:,} 个值疑似个人信息，已替换为代号或清空。").to(system_language()))  # fmt: skip
    if trial:
        lines.append(Text("A dry run: nothing was changed.", "试运行：数据未作任何改动。").to(system_language()))
        return "\n".join([*lines])
    if report.rejects:
        lines.append(Text(f"Rejected rows: {report.rejects}", f"被拒绝的行：{report.rejects}").to(system_language()))
    if report.day_only:
        names = ", ".join(report.day_only)
        lines.append(Text(
            f"Dates without a time of day: {names}. Hours computed from them are not exact.",
            f"仅有日期而无时刻的字段：{names}。由其计算的小时数不精确。",
        ).to(system_language()))  # fmt: skip
    if report.replaced_demo:
        lines.append(Text("The demo data were set aside: demo and real data never mix.",
                          "已停用演示数据：演示数据与真实数据不会混用。").to(system_language()))  # fmt: skip
    state = (
        Text(f"Published as version {report.version}.", f"已发布为版本 {report.version}。")
        if report.published
        else Text("Nothing new: the data stay as they were.", "没有新内容，数据保持不变。")
    )
    return "\n".join([*lines, state.to(system_language())])


@contextmanager
def _bar(options: argparse.Namespace) -> Iterator[Progress]:
    """A progress bar on stderr, where a person can see it."""
    with tqdm(total=100, unit="%", leave=False, disable=options.json or not sys.stderr.isatty(), delay=0.5,
              bar_format="{desc} {bar} {n:.0f} %") as bar:  # fmt: skip

        def show(what: Text, share: float) -> None:
            bar.set_description(what.to(system_language()), refresh=False)
            bar.update(max(0.0, 100 * share - bar.n))

        yield show


def _scratch(store: Store) -> Path:
    """Demo files are large; they are written beside the store, not in a small /tmp."""
    store.make_root()
    return store.root


if __name__ == "__main__":
    sys.exit(main())
