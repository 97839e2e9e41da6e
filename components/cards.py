"""A row of figures with what stands behind them, drawn in one go (texts escaped)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

STYLE = """<style>
.kept-cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(124px, 1fr)); gap: 12px; }
.kept-card { border: 1px solid var(--st-border-color, rgba(128,128,128,.3)); border-radius: 10px; padding: 8px 12px; }
.kept-card b { display: block; font-size: 1.4rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.kept-card span { font-size: .84rem; opacity: .78; } .kept-card i { display: block; font-style: normal; font-size: .8rem; opacity: .72; }
</style>"""


@dataclass(frozen=True)
class Card:
    """A figure: what it is, its value, and a note on what it means or how sure it is."""

    label: str
    value: str
    note: str = ""


def cards(items: Sequence[Card]) -> None:
    """Draw the cards side by side."""
    inner = "".join(
        f'<div class="kept-card"><span>{escape(item.label)}</span><b>{escape(item.value)}</b><i>{escape(item.note)}</i></div>'
        for item in items
    )
    st.html(f'{STYLE}<div class="kept-cards">{inner}</div>')
