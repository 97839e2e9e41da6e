"""What goes with a proposal: the columns it leaves out and why, and what it takes for granted."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.contracts.model import Column, Contract, Type
from data.proposal.model import ColumnShape, Found, Kind, LeftOut
from data.proposal.presets import source_of
from data.proposal.sentences import PERSONAL
from data.words import Text

NOT_NEEDED = Text("not needed for any figure", "任何指标都不需要")
FREE_TEXT = Text("free text: it may name people, and no figure needs it", "自由文本：可能含个人信息，且指标不需要")


def used_columns(content: dict[str, Any], found: Found) -> set[str]:
    """The columns of the file that the mapping reads, in lower case; of alternatives the one that it reads."""
    own = {header.strip().lower() for header in found.headers}
    names: set[str] = {content.get("fold", {}).get("order", "")}
    expressions = [content.get("keep_rows", ""), *(rule["equals"] for rule in content.get("lookup", {}).values())]
    for rule in content["columns"].values():
        table = {"from": rule} if isinstance(rule, str) else rule
        stated = table.get("from", table.get("add", table.get("first", [])))
        alternatives = [stated] if isinstance(stated, str) else stated
        names.update([name for name in alternatives if name.strip().lower() in own][:1])
        expressions += [table.get("expression", ""), table.get("where", "")]
    names.update(
        word for text in expressions for pair in re.findall(r'"((?:[^"]|"")+)"|([A-Za-z_]\w*)', text) for word in pair
    )
    return {name.strip().lower() for name in names if name}


def left_out(found: Found, used: set[str]) -> tuple[LeftOut, ...]:
    """Every column that is not imported, and why."""
    return tuple(
        LeftOut(shape.header, _why_left_out(shape), Path(found.path).name)
        for shape in found.columns
        if shape.header.strip().lower() not in used
    )


def _why_left_out(shape: ColumnShape) -> Text:
    if shape.kind.personal:
        what = PERSONAL[shape.kind]
        return Text(f"{what.en}: personal data", f"{what.zh}：个人信息")
    if shape.kind is Kind.EMPTY:
        return Text("empty", "整列为空")
    return FREE_TEXT if shape.kind is Kind.TEXT and shape.longest > 60 else NOT_NEEDED


def statements(source: Contract, content: dict[str, Any], found: Found, zone: str) -> Iterator[Text]:
    """What is taken for granted: the zone of times without one, days without hours, pseudonyms."""
    dated: list[tuple[Column, ColumnShape]] = [
        (source.column(name), shape)
        for name, rule in content["columns"].items()
        if source.column(name).type is Type.MOMENT and (shape := source_of(rule, found)) is not None and shape.dates
    ]
    stated = content.get("file", {}).get("time_zone")
    if stated:
        yield Text(f"Times are read as {stated}.", f"时间按 {stated} 读取。")
    elif any(shape.dates is not None and shape.dates.has_time and not shape.dates.has_zone for _, shape in dated):
        yield Text(f"Times carry no zone; they are read on the organisation's clock ({zone}).",
                   f"时间未注明时区，按本组织时区（{zone}）读取。")  # fmt: skip
    days = [shape.header for _, shape in dated if shape.dates is not None and not shape.dates.has_time]
    if days:
        yield Text(f"{', '.join(days)}: days only. Promises in hours cannot be told from them, days can.",
                   f"{'、'.join(days)}：只有日期。无法判断以小时计的承诺，只能按天判断。")  # fmt: skip
    hashed = [shape.header for rule in content["columns"].values() if isinstance(rule, dict) and rule.get("hash")
              and (shape := source_of(rule, found)) is not None]  # fmt: skip
    if hashed:
        yield Text(f"{', '.join(hashed)}: a keyed pseudonym is kept, never the value itself.",
                   f"{'、'.join(hashed)}：只保存加密代号，不保存原值。")  # fmt: skip
