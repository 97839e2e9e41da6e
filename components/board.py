"""The promise board: one table drawn in one go, whose rows open the page of their promise.

Every text is escaped here; the component only places the finished HTML and reports clicks.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from charts import format
from charts.bullet import bullet
from charts.look import Look
from charts.sparkline import sparkline
from components.assets import ASSETS
from metrics.board import Standing
from metrics.catalog import metric
from metrics.dimensions import dimensions
from metrics.promises import GROUPS
from metrics.verdict import WORDS, Verdict

MARKS = {
    Verdict.KEPT: ("good", "●"),
    Verdict.ON_TRACK: ("good", "●"),
    Verdict.BROKEN: ("bad", "✕"),
    Verdict.LOST: ("bad", "✕"),
    Verdict.AT_RISK: ("risk", "◐"),
    Verdict.CANNOT_TELL: ("none", "?"),
    Verdict.NO_DATA: ("none", "–"),
}

_component = st.components.v2.component(
    "kept_board", css=(ASSETS / "board.css").read_text("utf-8"), js=(ASSETS / "board.js").read_text("utf-8")
)


def promise_board(standings: Sequence[Standing], compared: str | None, look: Look, link: dict[str, str]) -> str | None:
    """Draw the board; returns the id of the promise a person has just opened, if any.

    `compared` names the period compared with; `link` holds the parameters every link of the board carries.
    """
    html = board_html(standings, compared, look, link)
    result = _component(key="board", data={"html": html}, on_opened_change=lambda: None)
    return str(result.opened) if result.opened else None


def board_html(standings: Sequence[Standing], compared: str | None, look: Look, link: dict[str, str]) -> str:
    """The table as HTML, with every text escaped."""
    _ = look.words
    heads = [
        ("", _("Promise")),
        ("num", _("Actual")),
        ("", _("Against target")),
        ("", _("13 months")),
        ("num", _("vs {period}", period=compared) if compared else ""),
        ("wide", _("Cases and misses")),
        ("", _("Status")),
    ]
    head = "".join(
        f'<th class="c{place} {kind}" scope="col">{escape(text)}</th>'
        for place, (kind, text) in enumerate(heads, start=1)
    )
    body = ""
    for group, title in GROUPS.items():
        rows = [item for item in standings if item.promise.group == group]
        if rows:
            body += f'<tr class="group"><td colspan="7">{escape(title.to(look.language))}</td></tr>'
            body += "".join(_row(item, look, link) for item in rows)
    theme = "dark" if look.dark else ""
    return f'<table class="board {theme}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(item: Standing, look: Look, link: dict[str, str]) -> str:
    _, language, unit = look.words, look.language, metric(item.promise.metric).unit
    state, mark = MARKS[item.verdict]
    name, word = item.promise.label.to(language), WORDS[item.verdict].to(language)
    actual = format.value(item.row.value, unit, language)
    target = _("target {target}", target=format.target(item.promise.target, unit, language))
    label = escape(f"{name}: {actual}, {target}, {word}", quote=True)
    href = escape(f"{item.promise.page}?{urlencode({**link, 'promise': item.promise.id})}", quote=True)
    trend = sparkline([value for _month, value in item.trend], item.promise.target, state, label)
    bar = bullet(item.row.value, item.promise.target, state, label)
    cells = [
        ("", f'<a class="name" href="{href}">{escape(name)}</a><span class="small">{escape(item.promise.detail.to(language))}</span>'),
        ("num", f'<span class="actual">{escape(actual)}</span><span class="small">{escape(target)}</span>'),
        ("", bar),
        ("", trend),
        ("num", escape(format.change(item.change, unit, language)) if item.compared else ""),
        ("note wide", "<br>".join(escape(line) for line in _cases(item, look))),
        ("", f'<span class="pill {state}"><span aria-hidden="true">{mark}</span>{escape(word)}</span>'),
    ]  # fmt: skip
    inner = "".join(f'<td class="{kind}">{content}</td>' for kind, content in cells)
    return f'<tr class="row" data-open="{escape(item.promise.id, quote=True)}">{inner}</tr>'


def _missing(item: Standing, look: Look) -> list[str]:
    """The dimensions filtered by that this promise's source does not have, or not with these values."""
    return [dimensions("tickets")[name].label.to(look.language) for name in item.not_applicable]


def _cases(item: Standing, look: Look) -> list[str]:
    """What stands behind the figure: n and undecided, then the misses, or the budget of misses while it runs."""
    _, language, row = look.words, look.language, item.row
    if item.not_applicable:
        return [_("not told apart by {dimensions}", dimensions=format.listed(_missing(item, look), language))]
    if row.value is None and not row.undecided:
        return [_("no case fell due")]
    lines = [
        _(
            "n {n} · undecided {undecided}",
            n=format.count(row.n, language),
            undecided=format.count(row.undecided, language),
        )
    ]
    if item.budget is not None:
        budget = item.budget
        if budget.allowed == 0:
            text = _("misses {used}, none allowed")
        elif budget.left >= 0:
            text = _("misses {used} of {allowed} allowed")
        else:
            text = _("misses {used}, only {allowed} allowed")
        lines.append(
            text.format(used=format.count(budget.used, language), allowed=format.count(budget.allowed, language))
        )
    elif row.denominator is not None and row.numerator is not None:
        lines.append(_("misses {used}", used=format.count(row.denominator - row.numerator, language)))
    return lines
