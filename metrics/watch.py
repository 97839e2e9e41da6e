"""What a manager should hear of without looking: promises in danger, signals, data that stopped coming, actions overdue."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

from data.actions import Action
from data.alerts import Found
from data.contracts import contract
from data.quality.findings import moment_of
from data.quality.model import SourceQuality
from data.quality.thresholds import severity
from data.words import Text
from metrics import periods
from metrics.board import Standing, board, latest_period, signal_months
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.figure_words import figure, target
from metrics.model import Query, Unit
from metrics.periods import Period
from metrics.signals import RULE_WORDS
from metrics.verdict import WORDS, Verdict

DAY = 86_400


class Kind(StrEnum):
    """The kinds of alerts, the gravest first."""

    LOST = "lost"
    BROKEN = "broken"
    AT_RISK = "at_risk"
    SIGNAL = "signal"
    OVERDUE = "overdue"
    STALE = "stale"


HEADS = {
    Kind.LOST: Text("Promises lost", "已无望的承诺"),
    Kind.BROKEN: Text("Promises broken", "未兑现的承诺"),
    Kind.AT_RISK: Text("Promises at risk", "有风险的承诺"),
    Kind.SIGNAL: Text("Signals in the last full month", "最近一个完整月份的信号"),
    Kind.OVERDUE: Text("Actions overdue", "逾期的改进措施"),
    Kind.STALE: Text("Data that stopped coming", "停止更新的数据"),
}
BY_VERDICT = {Verdict.LOST: Kind.LOST, Verdict.BROKEN: Kind.BROKEN, Verdict.AT_RISK: Kind.AT_RISK}


def watch(engine: Engine, actions: Sequence[Action], now: datetime) -> tuple[Found, ...]:
    """All that holds now, the gravest kinds first. Raises QueryFailed."""
    found = [*_promises(engine), *_stale(engine, now), *_overdue(actions, now.astimezone(engine.zone).date())]
    kinds = list(Kind)
    return tuple(sorted(found, key=lambda item: kinds.index(Kind(item.kind))))


def _promises(engine: Engine) -> Iterator[Found]:
    """The verdicts of the quarter the data reach into, those broken in the one before it, and signals."""
    latest = latest_period(engine)
    if latest is None:
        return
    standings = board(engine, latest)
    last = periods.previous(latest, engine.fiscal_start)
    told = [(item, latest) for item in standings if item.verdict in BY_VERDICT]
    told += [(item, last) for item in board(engine, last) if item.verdict is Verdict.BROKEN]
    known: dict[str, Found] = {}
    for item, shown in told:
        # a window that moves on with every day would make a new alert every day
        window = shown if item.promise.window.rolling_days else item.period
        alert = _in_danger(item, window.name(engine.fiscal_start))
        known.setdefault(alert.key, alert)  # a window longer than a quarter is seen from both
    yield from known.values()
    for item in standings:
        yield from _signals(engine, item, latest)


def _in_danger(item: Standing, period: str) -> Found:
    promise, unit, word = item.promise, metric_named(item.promise.metric).unit, WORDS[item.verdict]
    wanted, sign = target(promise.target, unit), "≥" if promise.at_least else "≤"
    en, zh = f"target {sign} {wanted.en}", f"目标 {sign} {wanted.zh}"
    if item.row.value is not None:
        value = figure(item.row.value, unit)
        so_far = Text(f"{value.en} so far", f"目前 {value.zh}") if item.running else Text(value.en, f"实际 {value.zh}")
        en, zh = f"{so_far.en}, {en}", f"{so_far.zh}，{zh}"
    if item.row.value is not None and unit is not Unit.COUNT:
        en, zh = f"{en}, n {item.row.n:,}", f"{zh}，n {item.row.n:,}"
    return Found(BY_VERDICT[item.verdict], promise.id, period, Text(
        f"{promise.label.en}: {word.en.lower()} in {period} ({en})", f"{promise.label.zh}：{period} {word.zh}（{zh}）"
    ))  # fmt: skip


def _signals(engine: Engine, item: Standing, shown: Period) -> Iterator[Found]:
    """The rules that the latest finished month of a promise completes, if any."""
    promise, metric = item.promise, metric_named(item.promise.metric)
    reach = engine.reach(metric)
    if reach is None or item.whole_days is not None:
        return
    months = signal_months(engine, Query((promise.metric,), baseline=promise.baseline), shown, reach)
    place = -2 if months.running else -1
    value = months.rows[place].value
    if months.chart is None or value is None or not months.chart.signals[place]:
        return
    rules = [RULE_WORDS[rule] for rule in months.chart.signals[place]]
    yield _signal(item, months.periods[place], rules, value, months.chart.centre)


def _signal(item: Standing, month: Period, rules: Sequence[Text], value: float, centre: float) -> Found:
    promise, unit = item.promise, metric_named(item.promise.metric).unit
    here, usual = figure(value, unit), figure(centre, unit)
    better = Text("better", "好于平时") if (value > centre) is promise.at_least else Text("worse", "差于平时")
    en, zh = "; ".join(rule.en.lower() for rule in rules), "；".join(rule.zh for rule in rules)
    return Found(Kind.SIGNAL, promise.id, month.name(), Text(
        f"{promise.label.en}: {here.en} in {month.name()}, {better.en} than the usual {usual.en} ({en})",
        f"{promise.label.zh}：{month.name()} 为 {here.zh}，{better.zh}的 {usual.zh}（{zh}）",
    ))  # fmt: skip


def _stale(engine: Engine, now: datetime) -> Iterator[Found]:
    """Sources from which nothing came for longer than their longest pause so far; lists kept complete aside."""
    for name, source in engine.quality.sources.items():
        if source.data_to is None or contract(name).register:
            continue
        silent = int((now.timestamp() - moment_of(source.data_to)) // DAY)
        if severity("stale", silent - source.pause) is not None:
            yield _silent(engine, name, source, silent)


def _silent(engine: Engine, name: str, source: SourceQuality, silent: int) -> Found:
    label, day = contract(name).label, engine.day_of(int(moment_of(source.data_to or ""))).isoformat()
    pause = max(source.pause, 1)
    return Found(Kind.STALE, name, day, Text(
        f"{label.en}: nothing after {day}, for {silent:,} days by now; the longest pause before was {pause:,}",
        f"{label.zh}：数据截至 {day}，已 {silent:,} 天没有更新；此前最长间隔 {pause:,} 天",
    ))  # fmt: skip


def _overdue(actions: Sequence[Action], today: date) -> Iterator[Found]:
    """The actions that should be done by now, the longest overdue first."""
    for item in sorted(actions, key=lambda item: (item.plan.due, item.id)):
        due, owner = item.plan.due, item.plan.owner
        if item.overdue(today):
            yield Found(Kind.OVERDUE, str(item.id), due.isoformat(), Text(
                f"{item.problem} (due {due}, {owner})", f"{item.problem}（应于 {due} 完成，负责人：{owner}）"
            ))  # fmt: skip
