"""One import against the one before it: records per day, share of empty cells, values that are new or gone."""

from collections.abc import Iterator, Mapping

from data.contracts.model import Contract
from data.quality.model import Finding, Profile, Severity, SourceQuality
from data.quality.thresholds import severity
from data.quality.told import listed, number, share
from data.words import Text

MOST_VALUES = 5
FEW_ROWS = 20
"""Fewer rows than this tell nothing of shares."""


def shifts(contract: Contract, source: SourceQuality) -> Iterator[Finding]:
    """What changed from the import before to the last one; nothing where there is only one."""
    now, before = source.last, source.previous
    if now is None or before is None or not now.rows or not before.rows or not extends(now, before):
        return  # late rows and corrections are few and chosen by nature
    yield from _volume(contract, now, before)
    for name in now.empty:
        if name in before.empty and min(now.rows, before.rows) >= FEW_ROWS:
            yield from _nulls(contract, name, now, before)
    for name, values in now.values.items():
        if name in before.values:
            yield from _values(contract, name, values, before)
    yield from _gone(contract, now, before)


def extends(now: Profile, before: Profile) -> bool:
    """Whether an import goes beyond the days of another; otherwise it brings late rows and corrections."""
    return now.last is not None and before.last is not None and now.last > before.last


def _volume(contract: Contract, now: Profile, before: Profile) -> Iterator[Finding]:
    """Records per day of the days they speak of."""
    if not now.days or not before.days:
        return
    rates = now.rows / now.days, before.rows / before.days
    level = severity("volume", max(rates) / min(rates))
    if level is None:
        return
    told = [f"{rate:,.1f}" for rate in rates]
    yield Finding(contract.name, "volume", level, Text(
        f"{told[0]} records per day of the last import ({number(now.rows)} over {number(now.days)} days), {told[1]} in the one"
        f" before ({number(before.rows)} over {number(before.days)} days).",
        f"最近一次导入每天 {told[0]} 条（{number(now.days)} 天共 {number(now.rows)} 条），"
        f"上一次为每天 {told[1]} 条（{number(before.days)} 天共 {number(before.rows)} 条）。",
    ), now.rows)  # fmt: skip


def _nulls(contract: Contract, name: str, now: Profile, before: Profile) -> Iterator[Finding]:
    shares = now.empty[name] / now.rows, before.empty[name] / before.rows
    level = severity("nulls", abs(shares[0] - shares[1]))
    if level is None:
        return
    if shares[0] < shares[1]:  # more is known than before: worth a word, and no defect
        level = Severity.INFO
    label, (now_en, now_zh), (before_en, before_zh) = contract.column(name).label, share(shares[0]), share(shares[1])
    yield Finding(contract.name, "nulls", level, Text(
        f"“{label.en}” is empty in {now_en} of the last import, in {before_en} of the one before.",
        f"“{label.zh}”在最近一次导入中有 {now_zh} 为空，上一次为 {before_zh}。",
    ), now.empty[name], (name,))  # fmt: skip


def _values(contract: Contract, name: str, values: Mapping[str, int], before: Profile) -> Iterator[Finding]:
    """Values a column takes for the first time."""
    new = {value: n for value, n in values.items() if value not in before.values[name]}
    level = severity("new_values", len(new))
    if level is not None:
        yield _about_values(contract, name, new, level, "new_values", Text("takes new values", "出现新的取值"))


def _gone(contract: Contract, now: Profile, before: Profile) -> Iterator[Finding]:
    """Values that no longer occur, unless the import was small."""
    if now.rows < FEW_ROWS:
        return
    for name, values in before.values.items():
        gone = {value: n for value, n in values.items() if name in now.values and value not in now.values[name]}
        level = severity("vanished", sum(gone.values()) / before.rows)
        if level is not None:
            said = Text("no longer takes the values", "不再出现以下取值")
            yield _about_values(contract, name, gone, level, "vanished", said)


def _about_values(
    contract: Contract, name: str, values: Mapping[str, int], level: Severity, check: str, said: Text
) -> Finding:
    label = contract.column(name)
    known = {value.code: value.label for value in label.values}
    words = [(known.get(value, Text(value, value)), n) for value, n in values.items()]
    named = listed(Text(f"{text.en} ({number(n)})", f"{text.zh}（{number(n)}）") for text, n in words[:MOST_VALUES])
    more = len(words) - MOST_VALUES
    rest = Text(f" and {more} more", f" 等，另有 {more} 个") if more > 0 else Text("", "")
    return Finding(contract.name, check, level, Text(
        f"“{label.label.en}” {said.en}: {named.en}{rest.en}.", f"“{label.label.zh}”{said.zh}：{named.zh}{rest.zh}。"
    ), sum(values.values()), (name,))  # fmt: skip
