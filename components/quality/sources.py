"""One line per source: how fresh, how much, how complete, and what is wrong with it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from charts import format
from components.frame import Page
from components.panel import Drawing, Panel
from components.table import Cell, table
from data.contracts import contract, contracts
from data.quality import Finding, SourceQuality
from data.quality.findings import days_behind, impossible
from metrics.data_defects import Defect
from metrics.periods import local_day
from reports.quality_levels import STATES, level_word, state_of, worst

GROUPS = {
    "fresh": ("stale", "old"), "rows": ("rejected",), "complete": ("empty", "rests_on_empty"),
    "duplicates": ("duplicates",), "orphans": ("orphans",),
    "impossible": ("impossible", "early", "long", "instant", "day_only"),
    "shift": ("volume", "nulls", "new_values", "vanished"),
}  # fmt: skip
"""Column of the table → the checks it speaks of."""


def sources_panel(page: Page, found: Sequence[Defect]) -> Panel:
    """The sources that hold rows or have rejected any."""
    _ = page.words
    return Panel(
        _("Sources"), _("What was measured when the data were last imported; hover a mark for what it means."), "sources",
        lambda: _draw(page, [item.finding for item in found]),
    )  # fmt: skip


def _draw(page: Page, found: Sequence[Finding]) -> Drawing:
    _ = page.words
    known = page.engine.quality.sources
    names = [name for name in contracts() if name in known and (known[name].rows or known[name].missing)]
    heads = [
        _("Source"), _("Checks"), _("Fresh"), _("Rows"), _("Complete"), _("Duplicates"), _("Without a match"),
        _("Impossible"), _("Shift"),
    ]  # fmt: skip
    rows = [_line(page, name, known[name], [item for item in found if item.source == name]) for name in names]
    return Drawing(None, _("Sources"), html=table(heads, rows))


def _line(page: Page, name: str, source: SourceQuality, found: Sequence[Finding]) -> list[Cell]:
    _, language = page.words, page.look.language
    level = worst(found)
    imported = ""
    if source.last is not None:
        day = local_day(int(datetime.fromisoformat(source.last.at).timestamp()), page.engine.zone)
        imported = _("imported {day}", day=format.day(day, language))
    return [
        Cell(contract(name).label.to(language), imported, depth=0),
        Cell(level_word(level, page.look), state=state_of(level)),
        _fresh(page, name, source, found), _rows(page, source, found), _complete(page, source, found),
        _duplicates(page, source, found), _orphans(page, source, found), _impossible(page, name, source, found),
        _shift(page, source, found),
    ]  # fmt: skip


def _cell(page: Page, found: Sequence[Finding], group: str, text: str, small: str = "") -> Cell:
    """A cell with the mark of the worst finding of its kind, which says what it means."""
    mine = [item for item in found if item.check in GROUPS[group]]
    level = worst(mine)
    mark, state = (f"{STATES[level][1]} ", STATES[level][0]) if level is not None else ("", "")
    said = " ".join(item.says.to(page.look.language) for item in mine)
    return Cell(f"{mark}{text}", small, state, meaning=said)


def _fresh(page: Page, name: str, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    _, language = page.words, page.look.language
    if source.data_to is None:
        return Cell(format.DASH, state="grey")
    ends = local_day(int(datetime.fromisoformat(source.data_to).replace(tzinfo=UTC).timestamp()), page.engine.zone)
    day = format.day(ends, language)
    if contract(name).register:
        return Cell(day, _("a list kept complete"))
    late = days_behind(name, page.engine.quality)
    if late is None or late[0] < 1:
        return _cell(page, found, "fresh", day, _("as far as the others"))
    other = contract(late[1]).label.to(language)
    return _cell(page, found, "fresh", day, _("{n} d behind {source}", n=format.count(late[0], language), source=other))


def _rows(page: Page, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    _, language = page.words, page.look.language
    missing = _("{n} rejected ones missing", n=format.count(source.missing, language)) if source.missing else ""
    return _cell(page, found, "rows", format.count(source.rows, language), missing)


def _complete(page: Page, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    """The share of cells filled in the columns that are used at all."""
    _, language = page.words, page.look.language
    used = [n for n in source.filled.values() if n]
    if not used or not source.rows:
        return Cell(format.DASH, state="grey")
    unused = len(source.filled) - len(used)
    small = _("{n} of {all} columns unused", n=unused, all=len(source.filled)) if unused else _("every column used")
    return _cell(page, found, "complete", format.percent(sum(used) / (len(used) * source.rows), language), small)


def _duplicates(page: Page, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    _, language = page.words, page.look.language
    if source.last is None or not source.last.read:
        return Cell(format.DASH, state="grey")
    share = format.percent(source.last.duplicate / source.last.read, language)
    return _cell(page, found, "duplicates", share, _("{n} in all", n=format.count(source.duplicate, language)))


def _orphans(page: Page, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    _, language = page.words, page.look.language
    if not source.orphans:
        return Cell(format.DASH, _("nothing to match"), "grey")
    n, given = sum(item.n for item in source.orphans), sum(item.given for item in source.orphans)
    small = _("of {n} named", n=format.count(given, language))
    return _cell(page, found, "orphans", format.count(n, language), small)


def _impossible(page: Page, name: str, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    _, language = page.words, page.look.language
    rejected = sum(item.n for item in source.left if impossible(contract(name), item.reason))
    passed = sum(source.early.values()) + sum(item.long for item in source.spans)
    small = _("{n} of them rejected", n=format.count(rejected, language)) if rejected else ""
    if source.day_only:
        small = _("dates without time")
    return _cell(page, found, "impossible", format.count(rejected + passed, language), small)


def _shift(page: Page, source: SourceQuality, found: Sequence[Finding]) -> Cell:
    """The records per day against the import before, and how many columns changed."""
    _ = page.words
    now, before = source.last, source.previous
    if now is None or before is None:
        return Cell(format.DASH, _("the first import"), "grey")
    changed = {name for item in found if item.check in ("nulls", "new_values", "vanished") for name in item.columns}
    small = _("{n} columns changed", n=len(changed)) if changed else _("columns as before")
    volume = next((item for item in found if item.check == "volume"), None)
    if volume is None or not now.days or not before.days or not before.rows:
        return _cell(page, found, "shift", _("usual"), small)
    times = (now.rows / now.days) / (before.rows / before.days)
    return _cell(page, found, "shift", _("{times} × per day", times=f"{times:.1f}"), small)
