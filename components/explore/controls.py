"""The widgets of the Explore page: each shows the link, and a change writes it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from components.explore.choices import GRAINS, MOST_ROWS, Choices
from components.explore.kinds import DISTRIBUTION, KINDS, MOST, NEEDS, layout, shown_rows, why_not
from components.explore.offered import dimensions_offered, metrics_offered
from components.explore.told import write
from components.frame import Page
from metrics.catalog import metric as metric_named
from metrics.dimensions import label_of
from metrics.model import Grain
from metrics.pivot_order import Order, default_order
from metrics.subjects import SUBJECTS

TOPS = (5, 10, 20, 50, MOST_ROWS)
NOTHING = ""
WIDTHS = (9, 5, 3, 3)


def controls(page: Page, choices: Choices) -> None:
    """What is shown, split by what, as what."""
    with st.container(key="explore_controls", gap="xsmall"):
        figures, dimensions, grain, chart = st.columns(WIDTHS, gap="small")
        with figures:
            _figures(page, choices)
        with dimensions:
            _dimensions(page, choices)
        with grain:
            _grain(page, choices)
        with chart:
            _chart(page, choices)


def _figures(page: Page, choices: Choices) -> None:
    _, language = page.words, page.look.language

    def label(name: str) -> str:
        found = metric_named(name)
        return f"{SUBJECTS[found.subject].label.to(language)} · {found.label.to(language)}"

    st.session_state["_explore_figures"] = list(choices.metrics)
    st.multiselect(
        _("Figures"), metrics_offered(page), format_func=label, key="_explore_figures", placeholder=_("Choose"), select_all=False, wrap=True,
        on_change=_changes(page, "_explore_figures", lambda value: replace(choices, metrics=tuple(value))),
    )  # fmt: skip


def _dimensions(page: Page, choices: Choices) -> None:
    _, language = page.words, page.look.language
    st.session_state["_explore_by"] = list(choices.by)
    st.multiselect(
        _("Split by"), dimensions_offered(page, choices.metrics), format_func=lambda name: label_of(name).to(language),
        key="_explore_by", placeholder=_("not split"), select_all=False, wrap=True, on_change=_changes(page, "_explore_by", lambda value: replace(choices, by=tuple(value))),
    )  # fmt: skip


def _grain(page: Page, choices: Choices) -> None:
    _, language = page.words, page.look.language
    names = {NOTHING: _("no periods"), **{grain.value: text.to(language) for grain, text in GRAINS.items()}}
    st.session_state["_explore_grain"] = choices.grain.value if choices.grain else NOTHING

    st.selectbox(
        _("Periods"),
        list(names),
        format_func=names.__getitem__,
        key="_explore_grain",
        placeholder=_("Choose"),
        on_change=_changes(
            page, "_explore_grain", lambda value: replace(choices, grain=Grain(value) if value else None)
        ),
    )


def _chart(page: Page, choices: Choices) -> None:
    """Only the kinds that can show what is chosen; what the others need is told on asking."""
    _, language = page.words, page.look.language
    offered = [kind for kind in KINDS if why_not(kind, choices.metrics, choices.by, choices.grain) is None]
    missing = [NEEDS[kind].to(language) for kind in KINDS if kind not in offered]
    st.session_state["_explore_kind"] = choices.kind
    st.selectbox(
        _("Shown as"), offered, format_func=lambda kind: KINDS[kind].to(language), key="_explore_kind", placeholder=_("Choose"),
        help="  \n".join(dict.fromkeys(missing)) or None, on_change=_changes(page, "_explore_kind", lambda value: replace(choices, chart=value)),
    )  # fmt: skip


def order_and_number(page: Page, choices: Choices) -> None:
    """How rows are sorted and how many are shown; nothing to choose where nothing is grouped.

    A distribution has its largest groups first.
    """
    _ = page.words
    rows, _columns = layout(choices.kind, choices.by, choices.grain)
    if not rows:
        return
    if choices.kind != DISTRIBUTION:
        _order(page, choices, rows)
    shown, usual = shown_rows(choices.kind, choices.top), shown_rows(choices.kind, None)
    st.session_state["_explore_top"] = shown
    st.selectbox(
        _("Groups"), sorted({shown, *(n for n in TOPS if n <= MOST.get(choices.kind, n))}), format_func=lambda n: _("{n} groups", n=n), key="_explore_top", placeholder=_("Choose"),
        on_change=_changes(page, "_explore_top", lambda value: replace(choices, top=None if value == usual else value)), label_visibility="collapsed", width=150,
    )  # fmt: skip


def _order(page: Page, choices: Choices, rows: tuple[str, ...]) -> None:
    _ = page.words
    names = {Order.HIGH: _("highest first"), Order.LOW: _("lowest first"), Order.NAME: _("by name")}
    default = default_order(choices.metrics[0], rows)
    st.session_state["_explore_order"] = choices.order or default

    st.selectbox(
        _("Order"), list(Order), format_func=names.__getitem__, key="_explore_order", placeholder=_("Choose"), on_change=_changes(page, "_explore_order", lambda value: replace(choices, order=None if value == default else Order(value))),
        label_visibility="collapsed", width=150,
    )  # fmt: skip


def _changes(page: Page, key: str, changed: Callable[[Any], Choices]) -> Callable[[], None]:
    """What a widget does when it is changed: the link says the choices with its value."""
    return lambda: write(page, changed(st.session_state[key]))
