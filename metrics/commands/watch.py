"""`python -m metrics watch`: made for cron. Finds what managers should hear of, and tells each of it once."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from data.actions import Actions
from data.alerts import Alert, Alerts, Found
from data.channels import channels
from data.entries import read_day
from data.errors import StoreError, UsageError
from data.organisation import read_organisation
from data.state import State
from data.store import Store, default_store
from data.warehouse import DuckDBWarehouse
from data.words import LANGUAGES, Language, Text, system_language
from metrics.alert_delivery import Delivery, deliver
from metrics.engine import Engine
from metrics.watch import watch

URL = "KEPT_URL"
PATIENCE = 60.0
"""Seconds a watch waits for another one, which is sending."""


def register(commands: Any) -> None:
    """Add the command to those of `python -m metrics`."""
    parser = commands.add_parser("watch", help="find what should be told, and send each of it once (for cron)")
    parser.add_argument("--store", type=Path, default=default_store())
    parser.add_argument("--language", choices=LANGUAGES, default=system_language(), help="of what is sent and printed")
    parser.add_argument("--dry-run", action="store_true", help="print what would be sent; send and keep nothing")
    parser.add_argument("--list", action="store_true", help="print the alerts that stand, with their keys")
    parser.add_argument("--snooze", metavar="KEY", help="keep an alert quiet; it comes once more if it holds that day")
    parser.add_argument("--until", metavar="DAY", help="the day a snoozed alert comes again")
    parser.add_argument("--acknowledge", metavar="KEY", help="say that an alert was seen; it comes no more")
    parser.add_argument("--by", metavar="NAME", help="who has seen it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run it; 1 when something could not be sent. Raises UsageError, StoreError or QueryFailed."""
    alerts = Alerts(State(options.store))
    if bool(options.snooze) != bool(options.until) or bool(options.acknowledge) != bool(options.by):
        raise UsageError("Write --snooze KEY --until DAY, or --acknowledge KEY --by NAME.",
                         "请写作 --snooze 编号 --until 日期，或 --acknowledge 编号 --by 姓名。")  # fmt: skip
    today = datetime.now(read_organisation(options.store).zone).date()
    if options.snooze:
        alerts.snooze(options.snooze, read_day(options.until), today)
    if options.acknowledge:
        alerts.acknowledge(options.acknowledge, options.by)
    if options.list or options.snooze or options.acknowledge:
        return _print(alerts.standing(), options)
    store, ways = Store(options.store), channels(options.store)
    # what is left open DuckDB complains of at the end, and cron would mail it
    with closing(DuckDBWarehouse(store)) as warehouse:
        engine = Engine(warehouse)
        if options.dry_run:
            return _print(_would_be_sent(alerts, _found(engine, alerts), today), options)
        with _alone(store):
            alerts.record(_found(engine, alerts))
            done = deliver(alerts, ways, today, options.language, os.environ.get(URL, ""))
    return _tell(done, options)


def _found(engine: Engine, alerts: Alerts) -> tuple[Found, ...]:
    return watch(engine, Actions(alerts.state).all(), datetime.now(UTC))


def _would_be_sent(alerts: Alerts, found: Sequence[Found], today: date) -> list[Found]:
    known = {item.key for item in alerts.standing()}
    untold = {item.key for item in alerts.untold(today)}
    return [item for item in found if item.key not in known or item.key in untold]


def _tell(done: Delivery, options: argparse.Namespace) -> int:
    """What was sent on standard output, what failed on standard error."""
    if options.json:
        failed = [way.name.to(options.language) for way in done.failed]
        waiting = len(done.alerts) - len(done.sent)
        sent = [_plain(item) for item in done.sent]
        print(json.dumps({"sent": sent, "waiting": waiting, "failed": failed}, ensure_ascii=False))
    elif done.sent:
        n, ways = len(done.sent), len(done.served)
        said = Text(f"Alerts sent: {n:,}; channels: {ways}.", f"已通过 {ways} 个渠道发送 {n:,} 条提醒。")
        print(said.to(options.language))
    elif not done.alerts:
        print(Text("Nothing new to tell.", "没有新的提醒。").to(options.language))
    if done.complaint is not None:
        print(done.complaint.to(options.language), file=sys.stderr)
    return 0 if done.complaint is None else 1


def _print(found: Sequence[Found], options: argparse.Namespace) -> int:
    """The alerts, one on a line with its key."""
    if options.json:
        print(json.dumps({"alerts": [_plain(item) for item in found]}, ensure_ascii=False))
    for item in [] if options.json else found:
        print(f"{item.key}  {item.text.to(options.language)}{_state(item, options.language)}")
    return 0


def _state(item: Found, language: Language) -> str:
    """Where an alert stands, where that is not simply that it was sent."""
    if not isinstance(item, Alert):
        return ""
    if item.acknowledged_at is not None:
        said = Text(f"seen by {item.acknowledged_by}", f"{item.acknowledged_by} 已确认")
    elif item.snoozed_until is not None:
        said = Text(f"quiet until {item.snoozed_until}", f"暂缓至 {item.snoozed_until}")
    elif item.sent_at is None:
        said = Text("not sent yet", "尚未发送")
    else:
        return ""
    return f"  [{said.to(language)}]"


def _plain(item: Found) -> dict[str, Any]:
    plain = {"key": item.key, "kind": item.kind, "subject": item.subject, "period": item.period,
             "en": item.text.en, "zh": item.text.zh}  # fmt: skip
    if not isinstance(item, Alert):
        return plain
    until = item.snoozed_until and item.snoozed_until.isoformat()
    return {**plain, "found_at": item.found_at, "sent_at": item.sent_at, "snoozed_until": until,
            "acknowledged_at": item.acknowledged_at, "acknowledged_by": item.acknowledged_by}  # fmt: skip


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """For one watch at a time, so that two of them send once."""
    store.make_root()
    try:
        with FileLock(store.root / "watch.lock", timeout=PATIENCE):
            yield
    except Timeout:
        raise StoreError(
            f"Another watch is still sending for {store.root}. The next run tries again.",
            f"另一个提醒任务仍在为 {store.root} 发送。下次运行时会重试。",
        ) from None
