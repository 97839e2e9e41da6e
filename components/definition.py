"""One metric explained: sentence, formula, exclusions, source, owner, the SQL that ran, and the decision behind it."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from charts import format
from charts.look import Look
from components.filters import remember
from components.frame import Page
from components.questions import baseline_of, where_for
from components.table import Cell, table
from data.contracts import contract
from data.contracts.model import stem
from data.words import Language
from metrics.catalog import metric as metric_named, metrics
from metrics.decisions import decisions
from metrics.dimensions import dimensions
from metrics.formula import formula
from metrics.model import Metric, Query
from metrics.promises import promises
from metrics.references import references
from metrics.subjects import SUBJECTS

FACTS = "display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0.3rem 0;font-size:0.92rem"
TERM = "margin:0;opacity:.75;max-width:14rem;font-weight:400"


def facts_list(facts: Sequence[tuple[str, str]]) -> None:
    """Names and texts in two columns, escaped."""
    items = "".join(
        f'<dt style="{TERM}">{escape(name)}</dt><dd style="margin:0;overflow-wrap:anywhere">{escape(text)}</dd>'
        for name, text in facts
        if text
    )
    st.html(f'<dl style="{FACTS}">{items}</dl>')


def chosen_metric(page: Page) -> Metric:
    """The metric looked up, by typing part of its name in either language; it stands in the link."""
    _, language = page.words, page.look.language
    names = list(metrics())
    current = page.view.metric if page.view.metric in metrics() else names[0]
    st.session_state["_metric"] = current

    def label(name: str) -> str:
        found = metric_named(name)
        return f"{SUBJECTS[found.subject].label.to(language)} · {found.label.to(language)} ({name})"

    st.selectbox(
        _("Look up a figure"), names, format_func=label, key="_metric", placeholder=_("Choose"),
        on_change=lambda: remember(replace(page.view, metric=st.session_state["_metric"]), page.engine),
    )  # fmt: skip
    return metric_named(current)


def definition_panel(page: Page, metric: Metric) -> None:
    """Everything about one metric, in the reader's language."""
    _, language = page.words, page.look.language
    with st.container(border=True, key="panel_definition", gap=None):
        _title(metric.label.to(language))
        st.html(f"<p>{escape(metric.meaning.to(language))}</p>")
        facts_list(_facts(metric, page.look))
        decision = decisions()[metric.decision]
        _title(_("Why it is computed so: {title}", title=decision.title.to(language)))
        st.html(f"<p>{escape(decision.text.to(language))}</p>")
        _title(_("The SQL that ran for the period on screen"))
        for statement in statements(page, metric):
            st.code(statement, language=None, wrap_lines=True)


def statements(page: Page, metric: Metric) -> tuple[str, ...]:
    """The very statements the engine ran for this figure, in the period and with the filters on screen."""
    shown = page.view.period
    query = Query((metric.name,), shown.start, shown.end, where=where_for(page, metric.name),
                  baseline=baseline_of(page, metric.name))  # fmt: skip
    return page.engine.run(query).statements


def rules_panel(page: Page) -> None:
    """The rules all figures share."""
    _, language = page.words, page.look.language
    used = {item.decision for item in metrics().values()}
    with st.container(border=True, key="panel_rules", gap=None):
        _title(_("Rules all figures share"))
        for item in decisions().values():
            if item.anchor not in used:
                with st.expander(item.title.to(language)):
                    st.html(f"<p>{escape(item.text.to(language))}</p>")


def quoted_panel(page: Page) -> None:
    """The reference values, marked as quoted."""
    _, language = page.words, page.look.language
    with st.container(border=True, key="panel_quoted", gap=None):
        _title(_("Reference values, quoted"))
        rows = [
            [Cell(item.label.to(language), item.detail.to(language)), Cell(format.listed([metric_named(name).label.to(language) for name in item.metrics], language))]
            for item in references()
        ]  # fmt: skip
        st.html(table([_("Quoted figure"), _("Shown beside")], rows))


def _title(text: str) -> None:
    st.html(f'<div class="kept-title">{escape(text)}</div>')


def _facts(metric: Metric, look: Look) -> list[tuple[str, str]]:
    """Name and text of each fact, empty ones left out."""
    _, language = look.words, look.language
    source = contract(metric.source)
    owners = {item.owner.to(language) for item in promises() if item.metric == metric.name}
    owner = format.listed(sorted(owners), language) or SUBJECTS[metric.subject].owner.to(language)
    facts = [
        (_("Formula"), formula(metric).to(language)),
        (_("Population"), metric.where),
        *((_measure(name, look), sql) for name, sql in metric.measures.items()),
        (_("Left out"), format.listed([item.label.to(language) for item in source.exclusions], language)),
        (_("Source"), f"{source.label.to(language)} ({source.name})"),
        (_("Placed in time by"), _axis(metric, look)),
        (_("Can be split by"), _dimensions(metric, language)),
        (_("Direction"), _better(metric, look)),
        (_("Owner"), owner),
        (_("Name for links and the command line"), metric.name),
    ]
    return facts


def _dimensions(metric: Metric, language: Language) -> str:
    labels = [item.label.to(language) for item in dimensions(metric.source).values()]
    return format.listed(list(dict.fromkeys(labels)), language)


def _measure(name: str, look: Look) -> str:
    """What a measure is called."""
    _ = look.words
    words = {
        "numerator": _("Counted when"), "denominator": _("Out of"), "undecided": _("Undecided when"), "stopped": _("Ended when"),
        "open": _("Open when"), "oldest_open": _("Open since"), "seconds": _("Time taken"), "value": _("Value"),
        "counted": _("Rows that count"), "distinct": _("Different ones of"), "amount": _("Sum of"),
        "latest": _("Latest of"), "earliest": _("Earliest of"),
    }  # fmt: skip
    return words[name]


def _axis(metric: Metric, look: Look) -> str:
    """The moment that places a row in a period, by its name in the source."""
    _, language, source = look.words, look.language, contract(metric.source)
    if not metric.axis:
        return _("the last day of the period")
    for clock in source.clocks:
        if metric.axis == f"{clock.name}_due":
            return _("when it falls due: {clock}", clock=clock.label.to(language))
    columns = {stem(column.name): column.label for column in source.moments}
    computed = {item.name.removesuffix("_s"): item.meaning for item in source.computed}
    return {**computed, **columns}[metric.axis].to(language)


def _better(metric: Metric, look: Look) -> str:
    _ = look.words
    return {"up": _("higher is better"), "down": _("lower is better"), "neither": _("neither: it is context")}[
        metric.direction.value
    ]
