"""The figures that are kept with a review: all that is left of it when its version of the data is gone."""

import streamlit as st

from charts import format
from components.page import Page
from components.review.listed import review_name, told
from components.table import Cell, table
from components.typed import small_line
from data.errors import KeptError
from data.reviews import Figure, MadeReview
from metrics.catalog import metric, metrics
from metrics.promises import promise, promises
from metrics.verdict import WORDS, Verdict
from reports.verdict_marks import MARKS


def kept_figures(page: Page, made: MadeReview, error: KeptError) -> None:
    """Why the review cannot be opened, and what it reported."""
    _ = page.words
    st.title(review_name(page, made), anchor=False)
    small_line(told(page, made))
    st.info(error.to(page.look.language), icon=":material/info:")
    heads = [_("Promise"), _("Status"), _("Actual"), _("Target"), "n"]
    known = {item.id for item in promises()}
    rows = [
        _row(page, figure) for figure in made.figures if figure["promise"] in known and figure["metric"] in metrics()
    ]
    st.html(table(heads, rows))


def _row(page: Page, figure: Figure) -> list[Cell]:
    language, unit = page.look.language, metric(figure["metric"]).unit
    verdict = Verdict(figure["verdict"])
    state, mark = MARKS[verdict]
    return [
        Cell(promise(figure["promise"]).label.to(language)),
        Cell(f"{mark} {WORDS[verdict].to(language)}", state="" if state == "none" else state),
        Cell(format.value(figure["value"], unit, language), number=True),
        Cell(format.target(figure["target"], unit, language), number=True),
        Cell(format.count(figure["n"], language), number=True),
    ]
