"""Numbers → findings: each defect with its level and a sentence that holds its numbers."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from data.contracts import contract as contract_named, contracts
from data.contracts.model import Contract
from data.quality.model import Finding, Profile, Quality, Severity, SourceQuality
from data.quality.profile import INTENDED
from data.quality.shift import shifts
from data.quality.thresholds import first_day, longest_days, severity
from data.quality.told import column_names, listed, number, reason_words, share
from data.words import Text

DAY = 86_400
WORST_FIRST = tuple(reversed(Severity))
MOST_REASONS = 3


def findings(quality: Quality, zone: ZoneInfo) -> tuple[Finding, ...]:
    """All findings of a version, the worst first, else in the order of the sources; days are told in `zone`."""
    found = [
        finding
        for contract in contracts().values()
        if (source := quality.sources.get(contract.name)) is not None and (source.rows or source.missing)
        for finding in (
            *_of_source(contract, source),
            *_freshness(contract, source, quality, zone),
            *shifts(contract, source),
        )
    ]
    return tuple(sorted(found, key=lambda item: WORST_FIRST.index(item.severity)))


def impossible(contract: Contract, reason: str) -> bool:
    """Whether a rejection says that the record cannot be true, rather than that it cannot be read."""
    return reason == "in_the_future" or any(check.name == reason for check in contract.checks)


def _of_source(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    yield from _rejections(contract, source)
    yield from _duplicates(contract, source)
    yield from _orphans(contract, source)
    yield from _moments(contract, source)
    yield from _spans(contract, source)
    yield from _columns(contract, source)


def _rejections(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    """Rejected records of the last import, and those of all imports whose case is still missing, by their sort."""
    for check, wanted in (("rejected", False), ("impossible", True)):
        last = source.last
        reasons = [
            (column, reason, n) for column, reason, n in (last.reasons if last else ())
            if reason not in INTENDED and impossible(contract, reason) is wanted
        ]  # fmt: skip
        now = sum(n for _column, _reason, n in reasons)
        if last is not None and not wanted:  # lines that do not fit their own header have no reason by column
            now += max(last.rejected - sum(n for _column, _reason, n in last.reasons), 0)
        missing = sum(item.n for item in source.left if impossible(contract, item.reason) is wanted)
        read = last.read if last else 0
        level = severity(check, max(now / read if read else 0.0, missing / max(source.rows + missing, 1)))
        if level is None:
            continue
        parts = []
        if now:
            words = [reason_words(contract, column, reason) for column, reason, _n in reasons[:MOST_REASONS]]
            named = listed(
                Text(f"{number(n)} × {text.en}", f"{text.zh} {number(n)} 条")
                for text, (_c, _r, n) in zip(words, reasons, strict=False)
            )
            more = Text(f" ({named.en})", f"（{named.zh}）") if named.en else Text("", "")
            en, zh = share(now / read)
            verb = Text("cannot be true", "不可能属实") if wanted else Text("could not be read", "无法识别")
            parts.append(Text(
                f"{number(now)} of {number(read)} records of the last import ({en}) {verb.en} and were rejected{more.en}.",
                f"最近一次导入的 {number(read)} 条记录中有 {number(now)} 条（{zh}）{verb.zh}，已拒绝{more.zh}。",
            ))  # fmt: skip
        if missing:
            parts.append(Text(
                f"Of all records rejected so far, {number(missing)} are still missing.",
                f"至今被拒绝的记录中，仍有 {number(missing)} 条未补上。",
            ))  # fmt: skip
        yield Finding(contract.name, check, level, _together(parts), missing)


def _duplicates(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    last = source.last
    if last is None or not last.read or (level := severity("duplicates", last.duplicate / last.read)) is None:
        return
    en, zh = share(last.duplicate / last.read)
    yield Finding(contract.name, "duplicates", level, Text(
        f"{number(last.duplicate)} of {number(last.read)} records of the last import ({en}) brought nothing new;"
        f" {number(source.duplicate)} of {number(source.read)} over all imports. Nothing is counted twice.",
        f"最近一次导入的 {number(last.read)} 条记录中有 {number(last.duplicate)} 条（{zh}）没有新内容；"
        f"历次导入共 {number(source.read)} 条中有 {number(source.duplicate)} 条。不会重复计数。",
    ), last.duplicate)  # fmt: skip


def _orphans(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    for item in source.orphans:
        level = severity("orphans", item.n / max(item.given, 1))
        if level is None:
            continue
        other, name = contract_named(item.source).label, contract.column(item.column).label
        en, zh = share(item.n / item.given)
        yield Finding(contract.name, "orphans", level, Text(
            f"{number(item.n)} of {number(item.given)} rows that name one ({en}): “{name.en}” is not among the {other.en.lower()}.",
            f"填写了“{name.zh}”的 {number(item.given)} 行中有 {number(item.n)} 行（{zh}）在{other.zh}数据中找不到对应记录。",
        ), item.n, (item.column,), item.source)  # fmt: skip


def _moments(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    for name, n in source.early.items():
        level = severity("early", n / max(source.filled.get(name, n), 1))
        if level is not None:
            label, year = contract.column(name).label, first_day().year
            yield Finding(contract.name, "early", level, Text(
                f"{number(n)} rows have “{label.en}” before the year {year}.",
                f"{number(n)} 行的“{label.zh}”早于 {year} 年。",
            ), n, (name,))  # fmt: skip
    past = [name for name in source.day_only if not contract.column(name).planned]
    if past and (level := severity("day_only", len(past))) is not None:
        names = column_names(contract, past)
        yield Finding(contract.name, "day_only", level, Text(
            f"{names.en} hold dates without a time of day, so hours cannot be told from them.",
            f"{names.zh}只有日期、没有时刻，无法据此计算小时数。",
        ), source.rows, tuple(past))  # fmt: skip


def _spans(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    for item in source.spans:
        start, end = (contract.column(name).label for name in (item.start, item.end))
        for check, n in (("long", item.long), ("instant", item.instant)):
            level = severity(check, n / max(item.of, 1))
            if level is None:
                continue
            en, zh = share(n / item.of)
            days = number(longest_days())
            said = {
                "long": Text(f"took longer than {days} days", f"相隔超过 {days} 天"),
                "instant": Text("took no time at all, to the second", "为同一秒"),
            }[check]
            yield Finding(contract.name, check, level, Text(
                f"{number(n)} of {number(item.of)} cases ({en}) {said.en} from “{start.en}” to “{end.en}”.",
                f"{number(item.of)} 单中有 {number(n)} 单（{zh}）从“{start.zh}”到“{end.zh}”{said.zh}。",
            ), n, (item.start, item.end))  # fmt: skip


def _columns(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    inherited = {own for own, _other in contract.inherited.columns} if contract.inherited else set()
    empty = [name for name, n in source.filled.items() if not n and name not in inherited]
    if source.rows and empty and (level := severity("empty", len(empty))) is not None:
        names = column_names(contract, empty)
        all_columns = number(len(source.filled))
        yield Finding(contract.name, "empty", level, Text(
            f"{number(len(empty))} of {all_columns} columns hold nothing: {names.en}.",
            f"{all_columns} 个字段中有 {number(len(empty))} 个没有任何内容：{names.zh}。",
        ), source.rows, tuple(empty))  # fmt: skip


def days_behind(name: str, quality: Quality) -> tuple[int, str] | None:
    """How many days a source ends before the one that reaches furthest, and which that is; lists kept complete aside."""
    ends = quality.sources[name].data_to
    reached = {
        other: moment_of(source.data_to) for other, source in quality.sources.items()
        if source.data_to is not None and not contract_named(other).register and other != name
    }  # fmt: skip
    if ends is None or not reached or contract_named(name).register:
        return None
    furthest = max(reached, key=lambda other: reached[other])
    return max(int((reached[furthest] - moment_of(ends)) // DAY), 0), furthest


def _freshness(contract: Contract, source: SourceQuality, quality: Quality, zone: ZoneInfo) -> Iterator[Finding]:
    """How far the source ends before the others, and before it was imported; lists kept complete reach as far as all."""
    if contract.register or source.data_to is None:
        return
    behind = days_behind(contract.name, quality)
    level = severity("stale", behind[0] - source.pause) if behind else None
    if behind is not None and level is not None:
        label, day = contract_named(behind[1]).label, _day(source.data_to, zone)
        yield Finding(contract.name, "stale", level, Text(
            f"Ends on {day}, {number(behind[0])} days before the {label.en.lower()}.",
            f"数据截至 {day}，比{label.zh}早 {number(behind[0])} 天。",
        ), 0)  # fmt: skip
    yield from _age(contract, source.last, moment_of(source.data_to), zone)


def _age(contract: Contract, last: Profile | None, ends: float, zone: ZoneInfo) -> Iterator[Finding]:
    if last is None:
        return
    days = int((moment_of(last.at) - ends) // DAY)
    level = severity("old", days)
    if level is not None:
        day = _day(last.at, zone)
        yield Finding(contract.name, "old", level, Text(
            f"When it was last imported ({day}), the latest event was {number(days)} days old.",
            f"最近一次导入（{day}）时，最晚的事件已过去 {number(days)} 天。",
        ), 0)  # fmt: skip


def moment_of(text: str) -> float:
    """UTC epoch seconds of a moment as manifests write it."""
    return datetime.fromisoformat(text if "+" in text else f"{text}+00:00").timestamp()


def _day(text: str, zone: ZoneInfo) -> str:
    """The local day of a moment as manifests write it."""
    return datetime.fromtimestamp(moment_of(text), zone).date().isoformat()


def _together(parts: list[Text]) -> Text:
    return Text(" ".join(part.en for part in parts), "".join(part.zh for part in parts))
