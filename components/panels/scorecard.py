"""A table of merchants or agents: each measure with its interval and n, small ones grey, no rank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from charts import format
from components.frame import Page
from components.mark import Mark
from components.panel import Choice, Drawing, Panel
from components.questions import ask, dimension_label, group_name, has_values
from components.table import Cell, table
from metrics.catalog import metric as metric_named
from metrics.comparison import COMPARED_WORDS, Compared
from metrics.intervals import SMALL_N
from metrics.model import Unit, one_group
from metrics.scorecard import Line, Score, scorecard, told_apart

MOST = 60


def scorecard_panel(
    page: Page, names: Sequence[str], by: str, title: str, subtitle: str, *, key: str, height: int,
    called: Mapping[str, str] | None = None,
) -> Panel:  # fmt: skip
    """One line per value of `by`; `called` gives the values names of their own."""
    _, language = page.words, page.look.language
    sort = Choice(
        f"{key}_sort", _("Sorted by"), {name: metric_named(name).label.to(language) for name in names}, wide=True
    )

    def draw() -> Drawing | None:
        offered = [name for name in names if has_values(page, name, by)]
        if sort.value not in offered:
            return None
        lines = scorecard(offered, ask(page, *offered, by=(by,)), sort.value)
        if not lines:
            return None
        heads = [dimension_label(page, offered[0], by), *(metric_named(name).label.to(language) for name in offered)]
        names_of = {line.group: (called or {}).get(str(line.group), str(line.group)) for line in lines[:MOST]}
        marks = tuple(
            Mark(names_of[line.group], name, (one_group(by, line.group),), row=score.row)
            for line in lines[:MOST]
            for name, score in zip(offered, line.scores, strict=True)
        )
        rows = [
            _line(page, line, offered, by, called or {}, number * len(offered))
            for number, line in enumerate(lines[:MOST])
        ]
        alt = _("{n} lines, sorted by {metric}", n=len(lines), metric=sort.options[sort.value])
        return Drawing(None, alt, _note(page, lines, offered, sort.value), table(heads, rows, height), marks)

    return Panel(title, subtitle, key, draw, (sort,))


def _line(page: Page, line: Line, names: Sequence[str], by: str, called: Mapping[str, str], first: int) -> list[Cell]:
    code = group_name(page, names[0], by, line.group)
    name = called.get(str(line.group), "")
    scores = [
        replace(_cell(page, item, metric), mark=None if item.row is None else first + place)
        for place, (item, metric) in enumerate(zip(line.scores, names, strict=True))
    ]
    return [Cell(name or code, code if name else ""), *scores]


def _cell(page: Page, item: Score, name: str) -> Cell:
    """Value, interval and n; the mark says what can be told, so colour is never alone."""
    language, unit = page.look.language, metric_named(name).unit
    row = item.row
    if row is None:
        return Cell(format.DASH, number=True, state="grey")
    small = [f"n {format.count(row.n, language)}"] if row.n and unit is not Unit.COUNT else []
    if row.low is not None and row.high is not None:
        small.insert(0, format.interval(row.low, row.high, unit, language))
    mark = {Compared.WORSE: "▼ ", Compared.BETTER: "▲ "}.get(item.compared, "") if item.compared else ""
    state = {Compared.WORSE: "bad", Compared.BETTER: "good"}.get(item.compared, "") if item.compared else ""
    if row.n < SMALL_N:
        state, mark = "grey", ""
    meaning = COMPARED_WORDS[item.compared].to(language) if item.compared else ""
    return Cell(mark + format.value(row.value, unit, language), " · ".join(small), state, number=True, meaning=meaning)


def _note(page: Page, lines: Sequence[Line], names: Sequence[str], sort: str) -> str:
    _, language = page.words, page.look.language
    notes = [_("▼ ▲ worse or better than the others beyond chance; grey: fewer than {n} cases, not ranked.", n=SMALL_N)]
    if not told_apart(lines, list(names).index(sort)):
        notes.append(_("In the measure sorted by, nobody can be told apart from the others: the order is chance."))
    if len(lines) > MOST:
        notes.append(_("The first {n} of {all} lines.", n=MOST, all=len(lines)))
    return format.sentences(notes, language)
