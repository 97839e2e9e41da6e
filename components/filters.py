"""The bar of filters on top of a page. The URL is the truth: widgets show it, and a change writes it."""

from dataclasses import replace

import streamlit as st

from charts import format
from components.escape import markdown_safe
from components.language import language, words
from components.view import (
    FILTERS,
    Own,
    View,
    data_days,
    filterable,
    join_values,
    options,
    period_options,
    read_view,
)
from metrics.alignment import alignments
from metrics.dimensions import label_of, sources_with
from metrics.engine import Engine
from metrics.periods import Period, parse

OURS = ("period", "versus", "promise", "quoted", "metric", "back")


def current_view(engine: Engine, own: Own | None = None) -> View | None:
    """The view the URL asks for; a page opened from the menu keeps the view of the page before. None without data.

    `own` are the page's own parameters.
    """
    known = {*OURS, *filterable(), *(own or {})}
    given = {name: value for name, value in st.query_params.items() if name in known and value}
    if not given:
        given = st.session_state.get("_view", {})
    view = read_view(given, engine, own)
    if view is not None:
        remember(view, engine)
    return view


def remember(view: View, engine: Engine) -> None:
    """Make the URL say what is shown."""
    st.session_state["_view"] = view.parameters(engine.fiscal_start)
    st.session_state["_own"] = dict(view.own)
    wanted = {**view.parameters(engine.fiscal_start, own=True), "lang": language()}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def remember_own(view: View, engine: Engine, **changes: str) -> None:
    """Make the URL say what changes of the page's own parameters; an empty text takes one away."""
    kept = {**dict(view.own), **changes}
    remember(replace(view, own=tuple((name, text) for name, text in kept.items() if text), ignored=()), engine)


def filter_bar(
    view: View, engine: Engine, dimensions_offered: tuple[str, ...] = FILTERS, *, references: bool = False
) -> None:
    """Period, comparison and one button per dimension; each opens a small box. A filter in force can always be undone.

    `references` offers the switch for quoted figures.
    """
    _ = words()
    tongue, fiscal = language(), engine.fiscal_start
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="filters"):
        shown = format.period(view.period, tongue, fiscal)
        with st.popover(f"{_('Period')} **{shown}**", key="filter_period"):
            _period_box(view, engine)
        compared = view.compared(engine)
        against = format.period(compared, tongue, fiscal) if compared else _("nothing")
        with st.popover(f"{_('Compared with')} **{against}**", key="filter_versus"):
            _versus_box(view, engine)
        for name in FILTERS:
            if name in dimensions_offered or view.chosen(name):
                _dimension_box(view, engine, name)
        if references:
            _references_switch(view, engine)


def _references_switch(view: View, engine: Engine) -> None:
    _ = words()
    st.session_state["_quoted"] = view.references
    st.toggle(
        _("Reference values"), key="_quoted", help=_("Figures quoted from the source documents, as dotted lines"),
        on_change=lambda: _write(engine, quoted="1" if st.session_state["_quoted"] else ""),
    )  # fmt: skip


def _period_box(view: View, engine: Engine) -> None:
    _, tongue = words(), language()
    offered = period_options(engine)
    names = [item.name(engine.fiscal_start) for item in offered]
    current = view.period.name(engine.fiscal_start)
    if current not in names:
        names.insert(0, current)
    st.session_state["_period"] = current

    def label(name: str) -> str:
        item = parse(name, engine.fiscal_start)
        text = format.period(item, tongue, engine.fiscal_start)
        return _("Last {days} days · {period}", days=item.days, period=text) if item.grain is None else text

    def change() -> None:
        _write(engine, period=st.session_state["_period"])

    st.selectbox(
        _("Period"), names, format_func=label, key="_period", on_change=change, placeholder=_("Choose"), width=300
    )
    _days_box(view, engine)


def _days_box(view: View, engine: Engine) -> None:
    """Any days of the data: a slider, because Streamlit's calendar speaks English only."""
    _ = words()
    first, last = data_days(engine)
    if first >= last:
        return
    start, end = (min(max(day, first), last) for day in (view.period.start, view.period.end))
    st.session_state["_days"] = (start, end)

    def choose_days() -> None:
        _write(engine, period=Period(*st.session_state["_days"]).name())

    st.slider(_("or any days"), first, last, key="_days", on_change=choose_days, format="YYYY-MM-DD")


def _versus_box(view: View, engine: Engine) -> None:
    """The period before, the year before, an earlier sale, any days, or nothing."""
    _, tongue = words(), language()
    names = {"previous": _("the period before (same part while running)"), "year": _("the same period a year earlier")}
    for item in alignments(engine, view.period):
        span = format.period(item.period, tongue, engine.fiscal_start)
        names[item.key] = _("{sale}, day by day: {days}", sale=item.label.to(tongue), days=span)
    if view.versus not in (*names, "none"):
        compared = view.compared(engine)
        names[view.versus] = format.period(compared, tongue, engine.fiscal_start) if compared else view.versus
    names["none"] = _("nothing")
    st.session_state["_versus"] = view.versus
    st.radio(
        _("Compared with"), list(names), format_func=lambda name: names[name], key="_versus",
        on_change=lambda: _write(engine, versus=st.session_state["_versus"]),
    )  # fmt: skip
    first, last = data_days(engine)
    other = view.compared(engine) or view.period
    if first < last:
        st.session_state["_versus_days"] = tuple(min(max(day, first), last) for day in (other.start, other.end))

        def choose_days() -> None:
            _write(engine, versus=Period(*st.session_state["_versus_days"]).name())

        st.slider(_("or any days"), first, last, key="_versus_days", on_change=choose_days, format="YYYY-MM-DD")


def _dimension_box(view: View, engine: Engine, name: str) -> None:
    _ = words()
    offered, key = options(engine, name), f"_filter_{name}"
    source, title = sources_with(name)[0], label_of(name).to(language())

    def label(value: str | None) -> str:
        return engine.value_label(source, name, value, language())

    chosen = view.chosen(name)
    shown = _("All") if not chosen else label(chosen[0]) if len(chosen) == 1 else _("{n} chosen", n=len(chosen))
    st.session_state[key] = list(chosen)
    with st.popover(f"{title} **{markdown_safe(shown)}**", key=f"filter_{name}"):
        st.multiselect(
            title, offered, format_func=label, key=key, placeholder=_("All"), select_all=False,
            on_change=lambda: _write(engine, **{name: join_values(st.session_state[key])}),
        )  # fmt: skip


def _write(engine: Engine, **changes: str) -> None:
    """Write one changed filter into the URL; the page then reads it from there."""
    parameters = {**st.session_state.get("_view", {}), **changes}
    view = read_view({name: value for name, value in parameters.items() if value}, engine)
    if view is not None:
        remember(replace(view, own=current_own()), engine)


def current_own() -> tuple[tuple[str, str], ...]:
    """The own parameters of the page on screen."""
    return tuple(st.session_state.get("_own", {}).items())
