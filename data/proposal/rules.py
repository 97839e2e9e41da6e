"""A matched column → its rule in the mapping, and the questions it leaves open."""

from collections.abc import Iterable
from typing import Any

from data.contracts.model import Column, Contract, Type
from data.proposal.model import ColumnShape, Option, Order, Question
from data.proposal.words import code_of
from data.words import Text

MANY = 3
"""Unknown values above which one question is asked for all of them, where the column need not be filled."""


def rule_for(source: Contract, column: Column, shape: ColumnShape, name: str | None = None) -> dict[str, Any] | str:
    """The rule that fills a column of the contract from a column of a file (`name`: as the mapping calls it)."""
    rule: dict[str, Any] = {"from": name or shape.header}
    if column.type in (Type.MOMENT, Type.DAY) and shape.dates is not None and shape.dates.formats:
        rule["formats"] = list(shape.dates.formats)
    if column.values:
        known = {value: code for value, _ in shape.values if (code := code_of(source.name, column.name, value))}
        if any(value.lower() != code for value, code in known.items()):
            rule["values"] = {value: code for value, code in known.items() if value.lower() != code}
    if column.personal and not shape.is_code:
        rule["hash"] = True
    return rule if len(rule) > 1 or _needs_table(column, shape) else str(rule["from"])


def _needs_table(column: Column, shape: ColumnShape) -> bool:
    """Whether an answer may have to be added to the rule."""
    undecided = shape.dates is not None and shape.dates.formats is None
    return undecided or bool(column.values)


def value_questions(source: Contract, column: Column, shape: ColumnShape, known: Iterable[str] = ()) -> list[Question]:
    """Values of a closed list that no table knows: asked one by one, or all at once where the column may stay empty."""
    told = {word.lower() for word in known}
    unknown = [
        (value, count)
        for value, count in shape.values
        if value.lower() not in told and not code_of(source.name, column.name, value)
    ]
    if not unknown:
        return []
    known_rows = sum(count for value, count in shape.values) - sum(count for _, count in unknown)
    if len(unknown) > MANY and not column.required and known_rows < sum(count for _, count in unknown):
        return [_all_values(column, shape, unknown)]
    return [_one_value(column, shape, value, count) for value, count in unknown]


def _one_value(column: Column, shape: ColumnShape, value: str, count: int) -> Question:
    at = ("columns", column.name, "values", value)
    options = [Option(item.code, item.label, ((at, item.code),)) for item in column.values]
    return Question(
        f"{column.name}={value}",
        column.name,
        Text(f"What does “{value}” of {shape.header} mean as {column.label.en.lower()}?",
             f"“{shape.header}”中的“{value}”属于哪种{column.label.zh}？"),
        Text(f"{count:,} rows have this value, and nothing says which of ours it is.",
             f"有 {count:,} 行为该值，无法判断对应哪一项。"),
        (*options, leave_rows_out(shape.header, value)),
    )  # fmt: skip


def _all_values(column: Column, shape: ColumnShape, unknown: list[tuple[str, int]]) -> Question:
    named = ", ".join(f"“{value}”" for value, _ in unknown[:6]) + (" …" if len(unknown) > 6 else "")
    options = [
        Option(item.code, item.label, tuple((("columns", column.name, "values", value), item.code) for value, _ in unknown))
        for item in column.values
    ]  # fmt: skip
    drop = Option("leave_empty", Text("Do not use this column", "不使用该列"), ((("columns", column.name), None),))
    return Question(
        f"{column.name}=*",
        column.name,
        Text(f"What do {named} of {shape.header} mean as {column.label.en.lower()}?",
             f"“{shape.header}”中的 {named} 属于哪种{column.label.zh}？"),
        Text(f"Nothing says which of ours these {len(unknown)} values are.", f"这 {len(unknown)} 个值无法判断对应哪一项。"),
        (*options, drop),
        "leave_empty",
    )  # fmt: skip


def leave_rows_out(header: str, value: str) -> Option:
    """The answer that such rows are not to be imported; they are counted and named among the rejected ones."""
    name, text = header.replace('"', '""'), value.replace("'", "''")
    keep = f"coalesce(\"{name}\", '') <> '{text}'"
    return Option("leave_out", Text("Leave these rows out", "不导入这些行"), ((("keep_rows",), keep),))


def order_question(shapes: list[tuple[Column, ColumnShape]]) -> list[Question]:
    """Asks once for all columns no value of which decides the order, and for each that holds both orders."""
    either = [pair for pair in shapes if pair[1].dates is not None and pair[1].dates.order is Order.EITHER]
    mixed = [pair for pair in shapes if pair[1].dates is not None and pair[1].dates.order is Order.MIXED]
    decided = {pair[1].dates.order for pair in shapes if pair[1].dates is not None} & {Order.DAY, Order.MONTH}
    suggested = {Order.DAY: "day_first", Order.MONTH: "month_first"}[decided.pop()] if len(decided) == 1 else None
    questions = []
    if either:
        named, named_zh = (sign.join(shape.header for _, shape in either) for sign in (", ", "、"))
        example = next((text for text in either[0][1].examples), "")
        also = (
            Text("; another column of the file is decided", "；同一文件的其他列可以判断") if suggested else Text("", "")
        )
        questions.append(
            Question(
                "date_order", either[0][0].name,
                Text(f"Do days or months come first in {named} (for example {example})?",
                     f"{named_zh} 中，日在前还是月在前（例如 {example}）？"),
                Text(f"No value has a part above 12, so the file itself does not tell{also.en}.",
                     f"没有任何值超过 12，文件本身无法判断{also.zh}。"),
                _orders(either), suggested,
            )
        )  # fmt: skip
    for column, shape in mixed:
        dates = shape.dates
        assert dates is not None  # noqa: S101 - for the type checker
        questions.append(
            Question(
                f"date_order:{column.name}", column.name,
                Text(f"{shape.header} holds both orders. Which one is right for the dates that can be read both ways?",
                     f"{shape.header} 混有两种写法。两种都读得通的日期应按哪种？"),
                Text(f"{dates.only_day_first:,} values can only be read day first, {dates.only_month_first:,} only month first."
                     " Those of the other order are rejected and counted.",
                     f"{dates.only_day_first:,} 个值只能按日在前读，{dates.only_month_first:,} 个只能按月在前读。"
                     "另一种写法的行会被拒绝并计数。"),
                _orders([(column, shape)]),
            )
        )  # fmt: skip
    return questions


def _orders(shapes: list[tuple[Column, ColumnShape]]) -> tuple[Option, ...]:
    def sets(which: str) -> tuple[tuple[tuple[str, ...], Any], ...]:
        return tuple(
            (("columns", column.name, "formats"), list(getattr(shape.dates, which))) for column, shape in shapes
        )

    return (
        Option("day_first", Text("Days first (31/12)", "日在前（31/12）"), sets("day_first")),
        Option("month_first", Text("Months first (12/31)", "月在前（12/31）"), sets("month_first")),
    )
