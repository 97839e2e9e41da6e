"""Security of customers' information: audits against plan, findings and their age, incidents, leaks."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.findings import findings_panel
from components.panels.incidents import incidents_panel
from components.panels.leaks import leaks_panel
from components.panels.months import months_panel
from components.panels.security import timeline_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

page = open_page(())
_ = page.words
rows(
    subject_figures(page, "security"),
    panels(
        (
            timeline_panel(page),
            trend_panel(page, subject_metrics("security", first="findings_open")),
        ),
        (
            findings_panel(page),
            months_panel(
                page, {"findings_found": _("found"), "findings_fixed": _("fixed")}, _("Findings found and fixed"),
                _("By month; where more are found than fixed, the open ones pile up"), key="findings_months",
            ),
        ),
        (
            leaks_panel(page),
            incidents_panel(page),
        ),
    ),
)  # fmt: skip
