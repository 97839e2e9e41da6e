"""The choices of a link, with a sentence for whatever had to be changed in them."""

from dataclasses import replace

import streamlit as st

from charts import format
from components.escape import markdown_code, markdown_safe
from components.explore.choices import MOST_METRICS, Choices, read_choices
from components.explore.kinds import why_not
from components.filters import remember
from components.frame import Page
from metrics.catalog import metrics
from metrics.dimensions import label_of
from metrics.pivot import MOST_DIMENSIONS


def chosen(page: Page) -> Choices:
    """What the link asks for, as far as it can be shown; the link then says what is shown."""
    found = read_choices(page)
    choices = found.choices
    sentences = []
    _, language = page.words, page.look.language
    if found.unknown:
        parts = markdown_code(", ".join(found.unknown))
        sentences.append(_("Left out of this link, because the figures chosen do not have it: {parts}", parts=parts))
    if found.too_many:
        names = [metrics()[name].label if name in metrics() else label_of(name) for name in found.too_many]
        sentences.append(
            _("At most {metrics} figures and {dimensions} dimensions fit into one view. Left out: {names}.", metrics=MOST_METRICS,
              dimensions=MOST_DIMENSIONS, names=markdown_safe(format.listed([name.to(language) for name in names], language)))
        )  # fmt: skip
    needed = why_not(choices.chart, choices.metrics, choices.by, choices.grain)
    if needed is not None:
        sentences.append(_("{reason}: shown as a table instead.", reason=needed.to(language)))
        choices = replace(choices, chart=choices.kind)
    if sentences:
        st.warning("  \n".join(sentences), icon=":material/link_off:")
    write(page, choices)
    return choices


def write(page: Page, choices: Choices) -> None:
    """Make the link say what is chosen."""
    remember(replace(page.view, own=choices.parameters(), ignored=()), page.engine)
