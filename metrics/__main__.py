"""The headless metrics: `python -m metrics list | query | promises | watch | docs`."""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data import monthly
from data.errors import KeptError, UnknownName, UsageError
from data.quality import Finding
from data.roll_ups import SPECIFICATION, written
from data.safe_csv import safe_cell
from data.store import Store, default_store
from data.warehouse import DuckDBWarehouse
from data.words import Text, system_language
from metrics import docs, periods
from metrics.board import Standing, board, latest_period, utc_iso
from metrics.catalog import metric, metrics
from metrics.commands import watch
from metrics.data_defects import warnings
from metrics.dimensions import dimensions
from metrics.engine import Engine
from metrics.model import Filter, Grain, Query, Result, Row, Unit
from metrics.monthly import monthly_tables
from metrics.roll_ups import roll_ups
from metrics.verdict import WORDS
from metrics.whole_days import WholeDays


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 no answer, 2 the question itself is wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeptError as error:
        print(error.to(system_language()), file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m metrics", description="Ask for figures; see docs/metrics.md.")
    commands = parser.add_subparsers(required=True)
    listed = commands.add_parser("list", help="list the metrics")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_list)

    query = commands.add_parser("query", help="ask for one or more metrics")
    query.add_argument("metrics", nargs="+", metavar="METRIC")
    query.add_argument("--from", dest="start", metavar="D", help="first day, included")
    query.add_argument("--to", dest="end", metavar="D", help="last day, included")
    query.add_argument("--grain", metavar="G", help=", ".join(grain.value for grain in Grain))
    query.add_argument("--by", action="append", default=[], metavar="DIM")
    query.add_argument("--where", action="append", default=[], metavar="DIM=V[,V]", help="an empty V means “not given”")
    query.add_argument("--as-of", metavar="T", help="moment the figures are true for (default: how far the data reach)")
    query.add_argument(
        "--baseline", metavar="D..D", help="what a change is measured against (default: the first six full months)"
    )
    query.add_argument("--store", type=Path, default=default_store())
    form = query.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    query.set_defaults(run=_query)

    promised = commands.add_parser("promises", help="judge the promises of a period")
    promised.add_argument("--period", metavar="2026Q3", help="default: the quarter the data reach into")
    promised.add_argument("--as-of", metavar="T")
    promised.add_argument("--store", type=Path, default=default_store())
    promised.add_argument("--json", action="store_true")
    promised.set_defaults(run=_promises)

    watch.register(commands)
    write_docs = commands.add_parser(
        "docs", help="write docs/metrics.md, data/roll_ups.json and data/monthly.json from the registry"
    )
    write_docs.set_defaults(run=_docs)
    return parser


def _list(options: argparse.Namespace) -> int:
    rows = [
        {"metric": item.name, "label": {"en": item.label.en, "zh": item.label.zh}, "unit": item.unit.value,
         "direction": item.direction.value, "source": item.source, "axis": item.axis,
         "dimensions": list(dimensions(item.source)), "meaning": {"en": item.meaning.en, "zh": item.meaning.zh}}
        for item in metrics().values()
    ]  # fmt: skip
    if options.json:
        print(json.dumps({"metrics": rows}, ensure_ascii=False))
    for item in [] if options.json else metrics().values():
        print(f"{item.name:28} {item.unit.value:6} {item.label.to(system_language())}")
    return 0


def _query(options: argparse.Namespace) -> int:
    for name in options.metrics:
        metric(name)
    grain = _grain(options.grain)
    engine = Engine(DuckDBWarehouse(Store(options.store)))
    question = Query(
        tuple(options.metrics), _day(options.start), _day(options.end), grain, tuple(options.by),
        tuple(_filter(text) for text in options.where), _moment(options.as_of, engine),
        _baseline(options.baseline, engine),
    )  # fmt: skip
    result = engine.run(question)
    if options.json:
        print(json.dumps(_answer(result, engine), ensure_ascii=False))
    elif options.csv:
        _write_csv(result)
    else:
        for row in result.rows:
            print(_line(row))
        for item in question.where:
            print(engine.sentence(metric(options.metrics[0]).source, item, system_language()))
    return 0


def _promises(options: argparse.Namespace) -> int:
    engine = Engine(DuckDBWarehouse(Store(options.store)))
    as_of = _moment(options.as_of, engine)
    period = (
        periods.parse(options.period, engine.fiscal_start) if options.period else latest_period(engine, as_of=as_of)
    )
    if period is None:
        raise UsageError("The store holds no orders or tickets yet.", "数据目录中还没有订单或工单。")
    standings = board(engine, period, compared=periods.previous(period, engine.fiscal_start), as_of=as_of)
    failed = warnings(engine)
    if options.json:
        moments = [engine.reach(metric(item.promise.metric)) for item in standings]
        known = [moment for moment in moments if moment is not None]
        moment = as_of if as_of is not None else max(known, default=None)
        rows = [_standing(item, engine, failed.get(item.promise.id, ())) for item in standings]
        print(
            json.dumps({"rows": rows, "as_of": utc_iso(moment), "version": engine.manifest.version}, ensure_ascii=False)
        )
    for item in [] if options.json else standings:
        target = _number(item.promise.target, metric(item.promise.metric).unit)
        print(f"{WORDS[item.verdict].to(system_language()):12} {target:>8}  {_line(item.row)}")
        if item.whole_days is not None:
            print(f"{'':12} {_days(item.whole_days).to(system_language())}")
        for finding in failed.get(item.promise.id, ()):
            print(f"{'':12} ⚠ {finding.says.to(system_language())}")
    return 0


def _docs(_options: argparse.Namespace) -> int:
    docs.write(Path(__file__).resolve().parent.parent / "docs")
    SPECIFICATION.write_text(written(roll_ups()), "utf-8")
    monthly.SPECIFICATION.write_text(monthly.written(monthly_tables()), "utf-8")
    return 0


def _answer(result: Result, engine: Engine) -> dict[str, Any]:
    return {
        "rows": [_plain(row, result.query.by) for row in result.rows],
        "as_of": utc_iso(result.as_of),
        "version": result.version,
        "time_zone": engine.manifest.organisation["time_zone"],
    }


def _plain(row: Row, by: tuple[str, ...]) -> dict[str, Any]:
    return {
        "metric": row.metric,
        "period": row.period.isoformat() if row.period else None,
        **dict(zip(by, row.group, strict=True)),
        "value": row.value, "numerator": row.numerator, "denominator": row.denominator, "n": row.n,
        "undecided": row.undecided, "excluded": row.excluded, "low": row.low, "high": row.high,
        "stopped": row.stopped, "closed_only": row.closed_only, "oldest_open_hours": row.oldest_open_hours, "sd": row.sd,
    }  # fmt: skip


def _standing(item: Standing, engine: Engine, failed: tuple[Finding, ...]) -> dict[str, Any]:
    budget, forecast = item.budget, item.forecast
    return {
        "promise": item.promise.id, "verdict": item.verdict.value, "target": item.promise.target,
        "running": item.running, "window": item.period.name(engine.fiscal_start),
        "compared_value": item.compared.value if item.compared else None, "change": item.change,
        "budget": None if budget is None else {
            "expected": budget.expected, "allowed": budget.allowed, "used": budget.used, "left": budget.left,
        },
        "forecast": None if forecast is None else {
            "value": forecast.value, "low": forecast.low, "high": forecast.high,
        },
        "assurance": item.assurance.value, "owner": {"en": item.promise.owner.en, "zh": item.promise.owner.zh},
        "windows": [
            {"window": part.period.name(engine.fiscal_start), "verdict": part.verdict.value, "value": part.row.value}
            for part in item.parts
        ],
        "whole_days": None if item.whole_days is None else
            {**asdict(item.whole_days), "low": item.whole_days.low, "high": item.whole_days.high},
        "data_warnings": [
            {"source": found.source, "check": found.check, "columns": list(found.columns), "en": found.says.en,
             "zh": found.says.zh} for found in failed
        ],
        **_plain(item.row, ()), "period": item.period.start.isoformat(),
    }  # fmt: skip


def _write_csv(result: Result) -> None:
    rows = [_plain(row, result.query.by) for row in result.rows]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows[0].keys() if rows else ["metric"])
    writer.writerows([safe_cell(value) for value in row.values()] for row in rows)


def _days(known: WholeDays) -> Text:
    """What dates without a time of day tell of a promise in hours."""
    named = ", ".join(known.columns)
    if known.low is None or known.high is None:
        return Text(f"{named}: no time of day, so hours cannot be told", f"{named} 没有时刻，无法按小时判断")
    low, high = f"{known.low:.2%}", f"{known.high:.2%}"
    within = Text(low, low) if low == high else Text(f"between {low} and {high}", f"介于 {low} 与 {high} 之间")
    return Text(
        f"{within.en}: {named} without a time of day;"
        f" of {known.n:,}, {known.kept:,} surely kept, {known.missed:,} surely missed",
        f"{within.zh}：{named} 没有时刻；共 {known.n:,} 单，{known.kept:,} 单肯定兑现，{known.missed:,} 单肯定未兑现",
    )


def _line(row: Row) -> str:
    unit = metric(row.metric).unit
    value = "no data" if row.value is None else _number(row.value, unit)
    interval = "" if row.low is None or row.high is None else f" [{_number(row.low, unit)}–{_number(row.high, unit)}]"
    group = " ".join("–" if item is None else str(item) for item in row.group)
    extra = f" undecided={row.undecided} excluded={row.excluded}"
    return f"{row.metric} {row.period or ''} {group} {value}{interval} n={row.n}{extra}".replace("  ", " ")


def _number(value: float, unit: Unit) -> str:
    return f"{value:.2%}" if unit in (Unit.RATIO, Unit.CHANGE) else f"{value:,.2f}"


def _filter(text: str) -> Filter:
    name, sign, values = text.partition("=")
    if not sign:
        raise UsageError(f"“{text}” is not a filter. Write DIM=VALUE.", f"“{text}”不是筛选条件。请写作 维度=值。")
    return Filter(name, tuple(value or None for value in values.split(",")))


def _grain(text: str | None) -> Grain | None:
    if text is None:
        return None
    try:
        return Grain(text)
    except ValueError:
        raise UnknownName(Text("grain", "时间粒度"), text, [grain.value for grain in Grain]) from None


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"“{text}” is not a day. Write 2026-09-14.", f"“{text}”不是日期。请写作 2026-09-14。"
        ) from None


def _baseline(text: str | None, engine: Engine) -> tuple[date, date] | None:
    if text is None:
        return None
    period = periods.parse(text, engine.fiscal_start)
    return period.start, period.end


def _moment(text: str | None, engine: Engine) -> int | None:
    """A moment in the organisation's time zone unless it carries an offset; a day means its last second."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"“{text}” is not a moment. Write 2026-09-14 or 2026-09-14T10:00.",
            f"“{text}”不是有效时刻。请写作 2026-09-14 或 2026-09-14T10:00。",
        ) from None
    if len(text) <= 10:
        return periods.end_moment(moment.date(), engine.zone)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=engine.zone)).timestamp())


if __name__ == "__main__":
    sys.exit(main())
