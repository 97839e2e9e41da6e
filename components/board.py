"""The promise board: one table drawn in one go, whose rows open the page of their promise.

Every text is escaped here; the component only places the finished HTML and reports clicks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from metrics.periods import Period
from metrics.promises import GROUPS
from metrics.signals import ASSURANCE_WORDS, Assurance
from metrics.verdict import WORDS
from reports.behind import behind
from reports.verdict_marks import MARKS

ASSURED = {Assurance.WILL_KEEP: "▲", Assurance.CANNOT_KEEP: "▼", Assurance.BY_LUCK: "◇"}

Moved = Mapping[str, Sequence[str]]
"""Promise → short lines that say what moved it."""
Doubts = Mapping[str, Sequence[str]]
"""Promise → sentences on the checks that its data fail."""

_component = st.components.v2.component(
    "kept_board", css=(ASSETS / "board.css").read_text("utf-8"), js=(ASSETS / "board.js").read_text("utf-8")
)


@dataclass(frozen=True)
class Clicked:
    """What a person has just done on the board: opened a promise, asked why it is one, for its cases, or for its data.

    Each is the id of a promise.
    """

    opened: str | None = None
    asked: str | None = None
    cases: str | None = None
    doubted: str | None = None


def promise_board(
    standings: Sequence[Standing], compared: str | None, look: Look, link: dict[str, str], *, shown: Period,
    moved: Moved | None = None, fiscal_start: int = 1, doubts: Doubts | None = None,
) -> Clicked:  # fmt: skip
    """Draw the board; returns what a person has just clicked.

    `compared` names the period compared with; `link` holds the parameters every link of the board carries; `shown` is
    the period on screen, so that a promise judged over another one can say so; `moved` says by promise, in short lines,
    what moved it, `doubts` which checks its data fail.
    """
    html = board_html(
        standings, compared, look, link, shown=shown, moved=moved, fiscal_start=fiscal_start, doubts=doubts
    )
    result = _component(
        key="board", data={"html": html}, on_opened_change=lambda: None, on_asked_change=lambda: None,
        on_cases_change=lambda: None, on_doubted_change=lambda: None,
    )  # fmt: skip
    return Clicked(
        str(result.opened) if result.opened else None,
        str(result.asked) if result.asked else None,
        str(result.cases) if result.cases else None,
        str(result.doubted) if result.doubted else None,
    )


def board_html(
    standings: Sequence[Standing], compared: str | None, look: Look, link: dict[str, str], *, shown: Period | None = None,
    moved: Moved | None = None, fiscal_start: int = 1, doubts: Doubts | None = None,
) -> str:  # fmt: skip
    """The table as HTML, with every text escaped."""
    _ = look.words
    heads = [
        ("", _("Promise")),
        ("num", _("Actual")),
        ("", _("Against target")),
        ("", _("13 months")),
        ("num", _("vs {period}", period=compared) if compared else ""),
        ("moved", _("What moved it") if compared else ""),
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
            body += f'<tr class="group"><td colspan="8">{escape(title.to(look.language))}</td></tr>'
            body += "".join(
                _row(
                    item,
                    look,
                    link,
                    shown,
                    (moved or {}).get(item.promise.id, ()),
                    fiscal_start,
                    (doubts or {}).get(item.promise.id, ()),
                )
                for item in rows
            )
    theme = "dark" if look.dark else ""
    return f'<table class="board {theme}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(
    item: Standing, look: Look, link: dict[str, str], shown: Period | None, moved: Sequence[str], fiscal_start: int,
    doubts: Sequence[str],
) -> str:  # fmt: skip
    _, language, unit = look.words, look.language, metric(item.promise.metric).unit
    state, mark = MARKS[item.verdict]
    name, word = item.promise.label.to(language), WORDS[item.verdict].to(language)
    actual = format.value(item.row.value, unit, language)
    target = _("target {target}", target=format.target(item.promise.target, unit, language))
    label = escape(f"{name}: {actual}, {target}, {word}", quote=True)
    href = escape(f"{item.promise.page}?{urlencode({**link, 'promise': item.promise.id})}", quote=True)
    trend = sparkline([value for _month, value in item.trend], item.promise.target, state, label)
    bar = bullet(item.row.value, item.promise.target, unit, state, label)
    detail = item.promise.detail.to(language)
    if shown is not None and item.period != shown and not item.not_applicable:
        detail += f" · {format.period(item.period, language, fiscal_start)}"
    why = escape(_("Why this promise: {promise}", promise=name), quote=True)
    cells = [
        ("", f'<a class="name" href="{href}">{escape(name)}</a><span class="small">{escape(detail)}<button class="why" data-why="{escape(item.promise.id, quote=True)}" aria-label="{why}" title="{why}">?</button>{_cases(item, look)}</span>'),
        ("num", f'<span class="actual">{escape(actual)}</span><span class="small">{escape(target)}</span>'),
        ("", bar),
        ("", trend),
        ("num", escape(format.change(item.change, unit, language)) if item.compared else ""),
        ("moved", "<br>".join(escape(line) for line in moved)),
        ("note wide", "<br>".join(escape(line) for line in behind(item, look))),
        ("", f'<span class="pill {state}"><span aria-hidden="true">{mark}</span>{escape(word)}</span>{_assurance(item, look)}{_doubted(item, look, link, doubts)}'),
    ]  # fmt: skip
    inner = "".join(f'<td class="{kind}">{content}</td>' for kind, content in cells)
    return f'<tr class="row" data-open="{escape(item.promise.id, quote=True)}">{inner}</tr>'


def _cases(item: Standing, look: Look) -> str:
    """The button that opens the cases behind the figure; none where there is no figure."""
    if item.not_applicable or (item.row.value is None and not item.row.undecided):
        return ""
    _ = look.words
    title = escape(_("Show the cases: {promise}", promise=item.promise.label.to(look.language)), quote=True)
    return f'<button class="why" data-cases="{escape(item.promise.id, quote=True)}" aria-label="{title}" title="{title}">≡</button>'


def _assurance(item: Standing, look: Look) -> str:
    """What the process, as it is, does to the promise: a mark and a word below the verdict."""
    if item.assurance is Assurance.TOO_SHORT or item.not_applicable:
        return ""
    word = ASSURANCE_WORDS[item.assurance].to(look.language)
    return f'<span class="small"><span aria-hidden="true">{ASSURED[item.assurance]}</span> {escape(word)}</span>'


def _doubted(item: Standing, look: Look, link: dict[str, str], doubts: Sequence[str]) -> str:
    """A word that the data behind the figure fail their checks; which, on hover; a click leads to them."""
    if not doubts:
        return ""
    _ = look.words
    href = escape(f"quality?{urlencode(link)}", quote=True)
    word, why = escape(_("data")), escape(format.sentences(doubts, look.language), quote=True)
    return (
        f'<a class="small doubt" href="{href}" data-doubted="{escape(item.promise.id, quote=True)}" title="{why}">'
        f'<span aria-hidden="true">⚠</span> {word}</a>'
    )
