"""What is to be known of the data's quality in one line."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from charts import format
from components.frame import Page
from data.quality import Severity
from metrics.data_defects import Defect


def summary(page: Page, found: Sequence[Defect]) -> bool:
    """Say how many checks failed; false where nothing was measured, which is said, too."""
    _, language = page.words, page.look.language
    if not page.engine.quality.measured:
        with st.container(border=True, key="panel_unmeasured"):
            text = _("This version was published before quality was measured. The next import measures it.")
            st.html(f'<div class="kept-subtitle">{escape(text)}</div>')
        return False
    counts = {level: sum(item.finding.severity is level for item in found) for level in Severity}
    title = _("No check failed") if not counts[Severity.FAILED] else _("Failed checks: {n}", n=counts[Severity.FAILED])
    st.title(title, anchor=False)
    parts = [
        _("To look at: {n}", n=format.count(counts[Severity.WARNING], language)),
        _("worth knowing: {n}", n=format.count(counts[Severity.INFO], language)),
    ]
    most = max((item.points for item in found), default=0.0)
    if most:
        number = format.points(most, language).lstrip("+−")
        parts.append(_("a promise could be off by up to {n} points", n=number))
    st.html(f'<div class="kept-said">{escape(format.clauses(parts, language))}</div>')
    return True
