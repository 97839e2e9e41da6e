"""What becomes, or became, of every row: the counts, the reasons for rejections, and what is not kept."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from charts import format
from charts.look import Look
from components.cards import Card, cards
from components.language import language, words
from components.table import Cell, table
from data.contracts import contract
from data.words import Text

REASONS_SHOWN = 12


def counted(reports: Sequence[Mapping[str, Any]], look: Look, *, done: bool) -> None:
    """Counts over all sources as cards, then what is to be known of each; `done` tells what was from what will be."""
    _, tongue = words(), language()
    labels = {
        "read": (_("Rows read"), ""),
        "accepted": (_("New"), _("will be stored") if not done else _("stored")),
        "updated": (_("Changed"), _("replace what is stored") if not done else _("replaced what was stored")),
        "duplicate": (_("Known"), _("nothing new in them")),
        "rejected": (_("Rejected"), _("listed below with the reason")),
    }
    sums = {name: sum(report[name] for report in reports) for name in labels}
    cards(
        [
            Card(label, format.count(sums[name], tongue), note if sums[name] else "")
            for name, (label, note) in labels.items()
        ],
        look,
    )
    reasons(reports)
    notes(reports)


def reasons(reports: Sequence[Mapping[str, Any]]) -> None:
    """How many rows were rejected for what, most frequent first."""
    _, tongue = words(), language()
    lines = [
        (count, _source(report), (zh if tongue == "zh" else en))
        for report in reports
        for (en, count), zh in zip(report["reasons"].items(), report["reasons_zh"], strict=True)
    ]
    if not lines:
        return
    lines.sort(key=lambda line: -line[0])
    rows = [
        [Cell(format.count(count, tongue), number=True), Cell(source), Cell(reason)]
        for count, source, reason in lines[:REASONS_SHOWN]
    ]
    st.html(table([_("Rows"), _("Source"), _("Rejected because")], rows))


def notes(reports: Sequence[Mapping[str, Any]]) -> None:
    """What was left empty, screened or has no time of day, as sentences."""
    for report in reports:
        for sentence in _notes(report):
            st.html(f'<div class="kept-note">{sentence}</div>')


def _notes(report: Mapping[str, Any]) -> list[str]:
    _, tongue, source = words(), language(), contract(report["source"])
    found = []
    if report["absent"]:
        labels = format.listed([source.column(name).label.to(tongue) for name in report["absent"]], tongue)
        found.append(
            _("{source}: the file does not have {columns}; left empty.", source=_source(report), columns=labels)
        )
    for name, count in report["screened"].items():
        label = source.column(name).label.to(tongue)
        found.append(
            _("{source}: {n} values of “{column}” looked like personal data; a pseudonym or nothing took their place.",
              source=_source(report), n=format.count(count, tongue), column=label)
        )  # fmt: skip
    if report["day_only"]:
        labels = format.listed([source.column(name).label.to(tongue) for name in report["day_only"]], tongue)
        found.append(
            _("{source}: {columns} are dates without a time of day. Figures in days can be told from them, promises in hours cannot.",
              source=_source(report), columns=labels)
        )  # fmt: skip
    return [escape(text) for text in found]


def _source(report: Mapping[str, Any]) -> str:
    label: Text = contract(report["source"]).label
    return label.to(language())
