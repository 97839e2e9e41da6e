"""The list of the cases behind a figure: sorted and paged in the engine, each case with why it is what it is."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from charts import format
from components.case_words import role_words, state_of, told, why
from components.frame import Page
from components.table import Cell, cell_html
from data.contracts import contract
from metrics.build_cases import Order
from metrics.case_columns import DUE, ROLE, VALUE, CaseColumn, Told, evidence, key_columns
from metrics.cases import PAGE_ROWS, Case, CaseList, measures_something
from metrics.dimensions import dimensions
from metrics.model import Kind, Metric

MOST_COLUMNS = 6
"""Columns shown unless a person chooses others."""
SORT, TURN, OPEN = "sort:", "page:", "case:"
"""What the buttons of the list say before the column, the page, the number of the line."""
NUMBERS = (Told.NUMBER, Told.DURATION)


def case_list(page: Page, found: CaseList, shown: Sequence[CaseColumn], order: Order, number: int) -> str:
    """The page of cases as HTML, every text escaped: heads that sort, lines that open their case, and the pages."""
    because = [why(case, found.metric, found.columns, page.engine, page.look, found.as_of or 0) for case in found.cases]
    head = "".join(
        _head(page, name, label, order, numeric=numeric)
        for name, label, numeric in _heads(page, found.metric, shown, says_why=any(because))
    )
    body = "".join(
        _line(page, found, case, shown, place, because[place] if any(because) else None)
        for place, case in enumerate(found.cases)
    )
    return (
        f'<div class="kept-table kept-cases"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        + _pages(page, found.found, number)
    )


def offered_columns(metric: Metric, columns: Sequence[CaseColumn]) -> tuple[CaseColumn, ...]:
    """The columns a person may choose; the key always stands first."""
    return tuple(column for column in columns if column.name not in key_columns(metric))


def first_columns(found: CaseList) -> tuple[str, ...]:
    """The columns shown unless others are chosen: when it came in, and the dimensions in which these cases differ."""
    metric, told_by_why = found.metric, set(evidence(found.metric))
    axis = [column.name for column in contract(metric.source).columns if column.axis][:1]
    differ = [
        column.name for column in offered_columns(metric, found.columns)
        if column.name in dimensions(metric.source) and column.name not in told_by_why
        and len({case.columns.get(column.name) for case in found.cases}) > 1
    ]  # fmt: skip
    known = {column.name for column in found.columns}
    return tuple(name for name in dict.fromkeys((*axis, *differ)) if name in known)[:MOST_COLUMNS]


def _heads(page: Page, metric: Metric, shown: Sequence[CaseColumn], *, says_why: bool) -> list[tuple[str, str, bool]]:
    """Name to sort by, label, and whether its cells are numbers."""
    _, language = page.words, page.look.language
    by_name = {column.name: column for column in shown}
    keys = [(name, by_name[name].label.to(language), False) for name in key_columns(metric) if name in by_name]
    because = DUE if metric.clock else VALUE if measures_something(metric) else ""
    others = [
        (column.name, column.label.to(language), column.told in NUMBERS)
        for column in shown if column.name not in key_columns(metric)
    ]  # fmt: skip
    reason = [(because, _("Why"), False)] if says_why else []
    return [*keys, (ROLE, _("Result"), False), *reason, *others]


def _head(page: Page, name: str, label: str, order: Order, *, numeric: bool) -> str:
    """A head that sorts by its column; pressed again, the other way round."""
    _ = page.words
    kind = ' class="num"' if numeric else ""
    if not name:
        return f'<th scope="col"{kind}>{escape(label)}</th>'
    ours = order.column == name
    way = ("descending" if order.descending else "ascending") if ours else "none"
    arrow = (" ▼" if order.descending else " ▲") if ours else ""
    wanted = name if ours and order.descending else f"-{name}" if ours else name
    title = escape(_("Sort by {column}", column=label), quote=True)
    go = f'data-go="{SORT}{escape(wanted, quote=True)}"'
    return f'<th scope="col"{kind} aria-sort="{way}"><button type="button" {go} title="{title}">{escape(label)}{arrow}</button></th>'


def _line(page: Page, found: CaseList, case: Case, shown: Sequence[CaseColumn], place: int, because: str | None) -> str:
    metric, language = found.metric, page.look.language
    state, mark = state_of(metric, case.role)
    keys = key_columns(metric)
    cells = []
    for column in [column for name in keys for column in shown if column.name == name]:
        text = told(column, case.columns.get(column.name), metric.source, page.engine, page.look)
        opens = opens_a_case(metric)
        cells.append(f"<td>{_link(page, metric, case, text, place)}</td>" if opens else cell_html(Cell(text)))
    word = role_words(metric)[case.role].to(language)
    cells.append(cell_html(Cell(f"{mark} {word}", state=state)))
    cells += [] if because is None else [cell_html(Cell(because))]
    for column in shown:
        if column.name not in keys:
            text = told(column, case.columns.get(column.name), metric.source, page.engine, page.look)
            cells.append(cell_html(Cell(text, number=column.told in NUMBERS)))
    return f"<tr>{''.join(cells)}</tr>"


def _link(page: Page, metric: Metric, case: Case, text: str, place: int) -> str:
    """A real link, so that a case can be opened beside the list as well."""
    href = escape(f"case?{urlencode(case_parameters(page, metric, case))}", quote=True)
    return f'<a href="{href}" data-go="{OPEN}{place}">{escape(text)}</a>'


def opens_a_case(metric: Metric) -> bool:
    """Whether a line of this metric is one record; a line of an entity metric is many."""
    return metric.kind is not Kind.ENTITIES


def case_parameters(page: Page, metric: Metric, case: Case) -> dict[str, str]:
    """The parameters of the page of one case of a list."""
    key = [str(case.columns.get(name)) for name in key_columns(metric)]
    return {**record_parameters(page, metric.source, key), "metric": metric.name}


def record_parameters(page: Page, source: str, key: Sequence[str]) -> dict[str, str]:
    """The parameters of the page of one record: its source and its key, with the view it was found in."""
    keys = {f"k{number}": value for number, value in enumerate(key)}
    return {**page.view.parameters(page.engine.fiscal_start), "source": source, **keys, "lang": page.look.language}


def _pages(page: Page, found: int, number: int) -> str:
    """Which lines these are, and the way to the others."""
    _, language = page.words, page.look.language
    last = pages_of(found)
    first_line, last_line = (number - 1) * PAGE_ROWS + 1, min(number * PAGE_ROWS, found)
    lines = {
        "first": format.count(first_line, language),
        "last": format.count(last_line, language),
        "all": format.count(found, language),
    }
    said = _("{first}–{last} of {all}", **lines)
    buttons = ""
    for target, label, text in (
        (1, _("First page"), "«"), (number - 1, _("Previous page"), "‹"), (number + 1, _("Next page"), "›"), (last, _("Last page"), "»"),
    ):  # fmt: skip
        off = "" if 1 <= target <= last and target != number else " disabled"
        buttons += f'<button type="button" data-go="{TURN}{target}" aria-label="{escape(label, quote=True)}" title="{escape(label, quote=True)}"{off}>{text}</button>'
    return f'<div class="kept-pages"><span>{escape(said)}</span>{buttons if last > 1 else ""}</div>'


def pages_of(found: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-found // PAGE_ROWS))
