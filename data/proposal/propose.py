"""From what was found to mappings: which files are which source, column by column, and what has to be asked."""

import copy
import re
from collections.abc import Iterator, Mapping as Named
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from data.contracts import contract
from data.contracts.model import Column, Contract, Type
from data.errors import ImportRefused, InvalidEntry
from data.mapping import Cell, Mapping, refuse_incomplete
from data.proposal.lookups import add_lookups
from data.proposal.matching import Candidate, Matched, best_sources, bounds
from data.proposal.missing import questions_for_missing
from data.proposal.model import ColumnShape, Found, Kind, LeftOut, Look, Match, Option, Proposal, Question
from data.proposal.parts import grouped, merged
from data.proposal.presets import Preset, fitted, preset_for, source_of
from data.proposal.rules import order_question, rule_for, value_questions
from data.proposal.sentences import PERSONAL
from data.proposal.words import duration_words, fold_words, plain
from data.words import Text

NOT_NEEDED = Text("not needed for any figure", "任何指标都不需要")
FREE_TEXT = Text("free text: it may name people, and no figure needs it", "自由文本：可能含个人信息，且指标不需要")


def propose(look: Look, *, zone: str, today: date) -> tuple[Proposal, ...]:
    """One proposal for each set of files that belong together, those that can be imported first.

    Args:
        look: what was found.
        zone: the organisation's time zone, in which times without one are read.
        today: the day that rows without any day may be given, if a person says so.
    """
    groups = [(merged(files), files) for files in grouped([file for file in look.files if file.refused is None])]
    proposals = [_proposal(found, files, look, zone, today) for found, files in groups]
    served = {path for one in proposals if one is not None and _stands(one) for path in one.lookups}
    linked = {
        link.other
        for one in proposals
        if one is not None and _stands(one)
        for link in look.links
        if link.file in one.files
    }
    kept = [
        one for one in proposals
        if one is not None and not (one.preset is None and not _stands(one) and set(one.files) & (served | linked))
    ]  # fmt: skip
    return tuple(sorted(kept, key=lambda one: (one.refusal is not None, -one.confidence)))


def answered(proposal: Proposal, answers: Named[str, str]) -> dict[str, Any]:
    """The mapping's content with every question answered by its id. Raises InvalidEntry for a missing or unknown answer."""
    if proposal.refusal is not None:
        raise proposal.refusal
    content = copy.deepcopy(proposal.content)
    for question in proposal.questions:
        answer = answers.get(question.id, "")
        option = next((one for one in question.options if one.key == answer), None)
        if option is not None:
            for path, value in option.sets:
                _set(content, path, value)
        elif question.day and _is_day(answer):
            for path in question.day_sets:
                _set(content, path, {"constant": answer})
        else:
            raise InvalidEntry(f"This is still to be answered: {question.asks.en}", f"还需回答：{question.asks.zh}")
    return content


def _set(content: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set or take away one entry; conditions on rows add up, and a column taken away stays away."""
    if path == ("keep_rows",) and "keep_rows" in content:
        value = f"({content['keep_rows']}) AND ({value})"
    *parents, last = path
    place = content
    for step in parents:
        inner = place.get(step)
        if not isinstance(inner, dict):
            inner = {} if inner is None else {"from": inner}
            place[step] = inner
        place = inner
    if value is None:
        place.pop(last, None)
    else:
        place[last] = copy.deepcopy(value)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _stands(proposal: Proposal) -> bool:
    """Whether the files have all that cannot be asked for: a number of their own and a time, where one is needed."""
    target = contract(proposal.source)
    needed = [column for column in target.columns if column.required and not column.values]
    return proposal.refusal is None and all(column.name in proposal.content["columns"] for column in needed)


def _proposal(found: Found, files: list[Found], look: Look, zone: str, today: date) -> Proposal | None:
    paths = tuple(file.path for file in files)
    preset = preset_for(found)
    if preset is not None:
        return _by_preset(preset, found, paths, look, zone)
    matched = best_sources(found)
    if not matched:
        return None
    best = matched[0]
    if len(matched) > 1 and _refusal(best, found, today) is not None:
        best = next(
            (one for one in matched[1:] if one.score >= best.score - 0.5 and _refusal(one, found, today) is None), best
        )
    free = {file.path for file in look.files if file.refused is None} - set(paths)
    return _by_columns(best, found, paths, look, free, zone, today)


def _by_preset(preset: Preset, found: Found, paths: tuple[str, ...], look: Look, zone: str) -> Proposal:
    content, questions = fitted(preset, found)
    found_as = {"skip_lines": found.skip_lines, "skip_last": found.skip_last, "unwrap": found.unwrap}
    stated = content.get("file", {})
    content["file"] = {**stated, **{name: found_as[name] for name in found_as if name in stated}, **_layout(found)}
    nulls = [*preset.content.get("file", {}).get("nulls", ()), *found.nulls]
    if nulls:
        content["file"]["nulls"] = list(dict.fromkeys(nulls))
    if not content["file"]:
        del content["file"]
    target = contract(content["source"])
    said = Text(f"preset {preset.name}", f"预设 {preset.name}")
    matches = tuple(
        Match(name, shape.header, 1.0, said)
        for name, rule in content["columns"].items()
        if (shape := source_of(rule, found)) is not None
    )
    beside = [file.path for file in look.files for rule in content.get("lookup", {}).values()
              if fnmatch(Path(file.path).name, rule["file"])]  # fmt: skip
    used = _used_columns(content, found)
    return Proposal(
        content["source"], paths, content, matches, (*questions, *_kind_question(target, content, found)),
        _left_out(found, used), 1.0, tuple(_statements(target, content, found, zone)), tuple(dict.fromkeys(beside)), None,
        preset.name,
    )  # fmt: skip


def _kind_question(target: Contract, content: dict[str, Any], found: Found) -> Iterator[Question]:
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


def _by_columns(
    matched: Matched, found: Found, paths: tuple[str, ...], look: Look, free: set[str], zone: str, today: date
) -> Proposal:
    source = matched.source
    content: dict[str, Any] = {"source": source.name}
    file = _layout(found) | ({"nulls": list(found.nulls)} if found.nulls else {})
    if found.decimal == ",":
        file["decimal"] = ","
    if file:
        content["file"] = file
    content["columns"] = {one.column.name: rule_for(source, one.column, one.shape) for one in matched.chosen.values()}
    _add_durations(content, source, found)
    _add_fold(content, matched, found)
    matches = [Match(name, one.shape.header, one.confidence, one.why) for name, one in matched.chosen.items()]
    looked_up, lookups = add_lookups(content, source, found, look, free)
    refusal = _refusal(matched, found, today)
    questions = () if refusal else tuple(_questions(matched, found, today))
    return Proposal(
        source.name, paths, content, (*matches, *looked_up), questions, _left_out(found, _used_columns(content, found)),
        _confidence(matched), tuple(_statements(source, content, found, zone)), tuple(lookups), refusal,
    )  # fmt: skip


def _questions(matched: Matched, found: Found, today: date) -> Iterator[Question]:
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


def _refusal(matched: Matched, found: Found, today: date) -> ImportRefused | None:
    """The refusal of the import itself, when something required is missing that nobody could be asked for."""
    asked = {question.column for question in questions_for_missing(matched, found, today)}
    cells = tuple(Cell(name, source=(name,)) for name in {*matched.chosen, *asked})
    try:
        refuse_incomplete(Mapping(matched.source, cells))
    except ImportRefused as refusal:
        return refusal
    return None


def _layout(found: Found) -> dict[str, Any]:
    """What has to be stated for the file to be read as it was looked at."""
    stated: dict[str, Any] = {}
    if found.encoding and not found.encoding.lower().replace("_", "-").startswith("utf-8"):
        stated["encoding"] = found.encoding
    if found.delimiter not in (None, ","):
        stated["delimiter"] = found.delimiter
    if found.skip_lines:
        stated["skip_lines"] = found.skip_lines
    if found.skip_last:
        stated["skip_last"] = found.skip_last
    if found.unwrap:
        stated["unwrap"] = True
    if not found.header:
        stated["header"] = False
    if found.sheet:
        stated["sheet"] = found.sheet
    return stated


def _add_durations(content: dict[str, Any], source: Contract, found: Found) -> None:
    """Moments that the file only has as a number of minutes or hours after the receipt."""
    start = next((clock.start + "_at" for clock in source.clocks), None)
    if start is None or start not in content["columns"]:
        return
    for shape in found.columns:
        name = duration_words(source.name).get(plain(shape.header))
        if (
            name
            and name not in content["columns"]
            and (shape.kind is Kind.NUMBER or any(":" in one for one in shape.examples))
        ):
            unit = (
                "hours"
                if re.search("hour|hrs|小时", plain(shape.header))
                else "seconds"
                if "秒" in shape.header
                else "minutes"
            )
            content["columns"][name] = {"after": start, "add": shape.header, "unit": unit}


def _add_fold(content: dict[str, Any], matched: Matched, found: Found) -> None:
    """A log of updates: the number occurs several times, and a column says which update is the latest."""
    key = [matched.chosen[name].shape for name in matched.source.key if name in matched.chosen]
    if len(matched.source.key) != 1 or not key or key[0].unique or key[0].distinct > 0.95 * found.rows:
        return
    for shape in found.columns:
        kind = fold_words().get(plain(shape.header))
        fits = (kind == "number" and shape.kind is Kind.NUMBER) or (
            kind == "moment" and shape.dates is not None and shape.dates.formats == ()
        )
        if kind and fits:
            content["fold"] = {"order": shape.header} | ({"kind": kind} if kind != "number" else {})
            return


def _confidence(matched: Matched) -> float:
    """The mean of the required columns, those that are missing counting nought."""
    required = [column for column in matched.source.columns if column.required]
    return round(
        sum(matched.chosen[one.name].confidence for one in required if one.name in matched.chosen) / len(required), 2
    )


def _used_columns(content: dict[str, Any], found: Found) -> set[str]:
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


def _left_out(found: Found, used: set[str]) -> tuple[LeftOut, ...]:
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


def _statements(source: Contract, content: dict[str, Any], found: Found, zone: str) -> Iterator[Text]:
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
