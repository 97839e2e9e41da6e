"""What a contract needs and a file does not have: asked for, or refused."""

from datetime import date

from data.contracts.model import Column, Contract, Type, stem
from data.proposal.matching import Matched
from data.proposal.model import ColumnShape, Found, Option, Question
from data.proposal.rules import rule_for
from data.proposal.words import says_elsewhere
from data.words import Text


def questions_for_missing(matched: Matched, found: Found, today: date) -> list[Question]:
    """One question for each required column that nothing fills and a person could tell."""
    source = matched.source
    missing = [column for column in source.columns if column.required and column.name not in matched.chosen]
    return [question for column in missing if (question := _question(source, column, matched, found, today))]


def _question(source: Contract, column: Column, matched: Matched, found: Found, today: date) -> Question | None:
    if column.values:
        return constant_question(column)
    if column.type in (Type.MOMENT, Type.DAY):
        return _moment(source, column, matched, found, today)
    if column.name in source.key and not column.personal and column.type is Type.TEXT:
        return _row(column)
    return None


def constant_question(column: Column) -> Question:
    """Asks for one value of a closed list that all rows have."""
    at = ("columns", column.name)
    return Question(
        column.name, column.name,
        Text(f"Which {column.label.en.lower()} are these rows?", f"这些行属于哪种{column.label.zh}？"),
        Text("No column of the file says so.", "文件中没有任何列说明。"),
        tuple(Option(item.code, item.label, ((at, {"constant": item.code}),)) for item in column.values),
    )  # fmt: skip


def _row(column: Column) -> Question:
    at = ("columns", column.name)
    return Question(
        column.name, column.name,
        Text("The rows have no number. What tells two of them apart?", "文件没有编号列。如何区分两行？"),
        Text("Without a number, a row brought twice can only be known by its content.", "没有编号时，只能凭内容识别重复行。"),
        (Option("content", Text("Their content: an exact repetition counts once", "内容：完全相同的行只计一次"), ((at, {"row": "content"}),)),
         Option("number", Text("Their place in the file: every row counts", "行号：每一行都计入"), ((at, {"row": "number"}),))),
        "content",
    )  # fmt: skip


def _moment(source: Contract, column: Column, matched: Matched, found: Found, today: date) -> Question | None:
    """Another moment of the file may be meant; a constant day does where no clock starts, and never where one does."""
    at = ("columns", column.name)
    starts_clock = stem(column.name) in {clock.start for clock in source.clocks}
    options = [
        Option(shape.header, Text(f"The column {shape.header}", f"“{shape.header}”列"), ((at, rule_for(source, column, shape)),))
        for shape in _free_moments(matched, found)
        if shape.dates is not None and shape.dates.formats is not None
    ]  # fmt: skip
    if starts_clock and not options:
        return None
    if not starts_clock:
        day = today.isoformat()
        options.append(Option("today", Text(f"Today, {day}", f"今天（{day}）"), ((at, {"constant": day}),)))
    return Question(
        column.name, column.name,
        Text(f"Which day or moment is “{column.label.en}”?", f"“{column.label.zh}”取哪个日期或时间？"),
        Text("No column of the file is known to hold it. With one day for all rows nothing can be told over time.",
             "没有已知的列。若所有行取同一天，则无法按时间分析。"),
        tuple(options), None, day=not starts_clock, day_sets=() if starts_clock else (at,),
    )  # fmt: skip


def _free_moments(matched: Matched, found: Found) -> list[ColumnShape]:
    """Moments of the file that nothing else claims, here or by a header that surely means something else."""
    taken = {one.shape.header for one in matched.chosen.values()}
    return [
        shape
        for shape in found.columns
        if shape.kind.dated and shape.header not in taken and not says_elsewhere(shape.header)
    ]
