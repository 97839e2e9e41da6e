"""The list of cases as a file to take away: every column, as it is sorted and filtered on the page."""

from collections.abc import Callable

import streamlit as st

from charts import format
from components.case_words import role_words, told, why
from components.frame import Page
from components.narrowed import sentence
from metrics.build_cases import Order
from metrics.case_columns import Told
from metrics.cases import Case, CaseList, Role, cases
from metrics.catalog import metric as metric_named
from metrics.model import Query
from reports.sheet import Sheet, as_csv, as_xlsx

MOST = 200_000
"""Lines of a file; nobody reads more, and a spreadsheet grows slow."""
Value = str | int | float | None


def case_file(page: Page, query: Query, role: Role | None, order: Order, found: CaseList) -> None:
    """The two buttons; the file is made when one is pressed."""
    _, language = page.words, page.look.language
    if not found.found:
        return
    name = f"kept-{query.metrics[0]}-{page.view.period.name(page.engine.fiscal_start)}".replace("..", "-")

    def made(write: Callable[[Sheet], bytes]) -> Callable[[], bytes]:
        return lambda: write(_sheet(page, query, cases(page.engine, query, role=role, order=order, limit=MOST)))

    with st.popover(_("Download"), icon=":material/download:", key="cases_download"):
        if found.found > MOST:
            st.markdown(
                _(
                    "The first {n} of {all} cases.",
                    n=format.count(MOST, language),
                    all=format.count(found.found, language),
                )
            )
        st.download_button("Excel (XLSX)", made(as_xlsx), file_name=f"{name}.xlsx", on_click="ignore", key="cases_xlsx")
        st.download_button(
            "CSV", made(as_csv), file_name=f"{name}.csv", mime="text/csv", on_click="ignore", key="cases_csv"
        )


def _sheet(page: Page, query: Query, found: CaseList) -> Sheet:
    """Every column of the cases, with what each is to the figure and why."""
    _, language = page.words, page.look.language
    metric = metric_named(query.metrics[0])
    heads = [_("Result"), _("Why"), *([_("Due"), _("Stopped")] if found.metric.clock else [])]
    heads += [column.label.to(language) for column in found.columns]
    facts = [
        format.period(page.view.period, language, page.engine.fiscal_start),
        *(sentence(item, page.engine) for item in query.where),
    ]
    if found.as_of is not None:
        facts.append(_("as known on {moment}", moment=format.moment(found.as_of, page.engine.zone, language)))
    if page.engine.manifest.demo:
        facts.append(_("Demo data"))
    return Sheet(metric.label.to(language), heads, [_row(page, found, case) for case in found.cases], facts)


def _row(page: Page, found: CaseList, case: Case) -> list[Value]:
    """One case; numbers stay numbers, moments are told on the organisation's clock."""
    metric, language = found.metric, page.look.language
    cells: list[Value] = [role_words(metric)[case.role].to(language)]
    cells.append(why(case, metric, found.columns, page.engine, page.look, found.as_of or 0))
    if metric.clock:
        cells += ["" if at is None else format.sortable_moment(at, page.engine.zone) for at in (case.due, case.stopped)]
    for column in found.columns:
        value = case.columns.get(column.name)
        if value is not None and column.told is Told.MOMENT:
            cells.append(format.sortable_moment(int(value), page.engine.zone))
        elif value is not None and column.told in (Told.NUMBER, Told.DURATION):
            cells.append(float(value))
        else:
            cells.append(told(column, value, metric.source, page.engine, page.look))
    return cells
