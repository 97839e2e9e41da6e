"""What has to be asked of a person before a file can be imported, and what no answer could mend."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from data.contracts.model import Contract, Type
from data.errors import ImportRefused
from data.mapping import Cell, Mapping, refuse_incomplete
from data.proposal.matching import Candidate, Matched, bounds
from data.proposal.missing import questions_for_missing
from data.proposal.model import Found, Option, Question
from data.proposal.presets import source_of
from data.proposal.rules import order_question, rule_for, value_questions
from data.words import Text


def questions_for(matched: Matched, found: Found, today: date) -> Iterator[Question]:
    """Everything about the columns chosen, and those missing, that nothing in the file decides."""
    source = matched.source
    yield from questions_for_missing(matched, found, today)
    dated = [(one.column, one.shape) for one in matched.chosen.values() if one.column.type in (Type.MOMENT, Type.DAY)]
    yield from order_question(dated)
    for name, one in matched.chosen.items():
        if one.column.values:
            yield from value_questions(source, one.column, one.shape)
        if name in matched.rivals and (one.column.type is Type.MOMENT or name in source.key):
            yield _rival_question(source, one, matched.rivals[name])
        yield from _scale_question(one)
    yield from _end_question(matched)


def _end_question(matched: Matched) -> Iterator[Question]:
    """Tickets that only say when they were closed: most desks mean resolved, some close what never was."""
    closed = matched.chosen.get("archived_at")
    if (
        matched.source.name != "tickets"
        or closed is None
        or {"resolved_at", "first_resolved_at"} & matched.chosen.keys()
    ):
        return
    column, header = matched.source.column("resolved_at"), closed.shape.header
    resolved = (
        (("columns", "resolved_at"), rule_for(matched.source, column, closed.shape)),
        (("columns", "archived_at"), None),
    )
    yield Question(
        "resolved_at", "resolved_at",
        Text(f"Is “{header}” when a case was resolved?", f"“{header}”是解决时间吗？"),
        Text("No other column says so, and a promise to resolve needs it.", "没有其他列说明解决时间，而解决时效的承诺需要它。"),
        (Option("resolved", Text("Yes", "是"), resolved), Option("archived", Text("No, only when it was put away", "不是，仅为归档时间"))),
        "resolved",
    )  # fmt: skip


def kind_question(target: Contract, content: dict[str, Any], found: Found) -> Iterator[Question]:
    """A preset that takes all tickets of a tool for one kind says which it would take; the organisation decides."""
    rule = content["columns"].get("kind")
    if target.name != "tickets" or not isinstance(rule, dict):
        return
    column, at = target.column("kind"), ("columns", "kind")
    if "constant" in rule:
        options = tuple(Option(item.code, item.label, (((*at, "constant"), item.code),)) for item in column.values)
        yield Question(
            "kind", "kind", Text("Which kind are these tickets?", "这些工单属于哪种类型？"),
            Text("No column of the file says so.", "文件中没有任何列说明。"), options, str(rule["constant"]),
        )  # fmt: skip
    elif "none" in rule.get("values", {}) and (shape := source_of(rule, found)) is not None and shape.empty > 0:
        options = tuple(
            Option(item.code, item.label, (((*at, "values", "none"), item.code),)) for item in column.values
        )
        yield Question(
            "kind", "kind", Text("Which kind are tickets without a type?", "没有类型的工单属于哪种类型？"),
            Text("The tool leaves the type empty unless somebody sets it.", "若无人填写，工具会将类型留空。"),
            options, str(rule["values"]["none"]),
        )  # fmt: skip


def _rival_question(source: Contract, best: Candidate, rivals: tuple[Candidate, ...]) -> Question:
    column, named = best.column, ", ".join(one.shape.header for one in (best, *rivals))
    options = tuple(
        Option(one.shape.header, Text(one.shape.header, one.shape.header),
               ((("columns", column.name), rule_for(source, column, one.shape)),))
        for one in (best, *rivals)
    )  # fmt: skip
    return Question(
        f"{column.name}:column", column.name,
        Text(f"Which column is “{column.label.en}”?", f"“{column.label.zh}”是哪一列？"),
        Text(f"{named} fit alike.", f"{named} 都符合。"), options, best.shape.header,
    )  # fmt: skip


def _scale_question(one: Candidate) -> Iterator[Question]:
    """Scores up to 10 where ours go to 100."""
    limits, shape, name = bounds(one.column), one.shape, one.column.name
    if limits != (0.0, 100.0) or shape.high is None or shape.high > 10:
        return
    at = ("columns", name)
    quoted = shape.header.replace('"', '""')
    yield Question(
        f"{name}:scale", name,
        Text(f"{shape.header} goes up to {shape.high:g}. Is it a score of 10?", f"{shape.header} 最高为 {shape.high:g}，是十分制吗？"),
        Text("Our scores go from 0 to 100.", "系统中的评分为 0–100。"),
        (Option("times_10", Text("Yes, take it times 10", "是，乘以 10"), ((at, {"expression": f'cast("{quoted}" as decimal(12, 4)) * 10'}),)),
         Option("as_is", Text("No, it is a score of 100", "否，本身为百分制")),
         Option("leave_empty", Text("Do not use this column", "不使用该列"), ((at, None),))),
    )  # fmt: skip


def refusal_of(matched: Matched, found: Found, today: date) -> ImportRefused | None:
    """The refusal of the import itself, when something required is missing that nobody could be asked for."""
    asked = {question.column for question in questions_for_missing(matched, found, today)}
    cells = tuple(Cell(name, source=(name,)) for name in {*matched.chosen, *asked})
    try:
        refuse_incomplete(Mapping(matched.source, cells))
    except ImportRefused as refusal:
        return refusal
    return None
