"""Complaints: how many of which class, whether they are resolved in time, and where the time goes."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.backlog import backlog_panel
from components.panels.complaint_steps import steps_panel
from components.panels.counts import counts_panel
from components.panels.groups import groups_panel
from components.panels.moved import moved_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics
from metrics.model import Filter

COMPLAINTS = (Filter("kind", ("complaint",)),)
SPLITS = ("complaint_class", "team", "channel", "category", "region")

page = open_page()
_ = page.words
rows(
    subject_figures(page, "complaints"),
    panels(
        (
            trend_panel(page, subject_metrics("complaints")),
            groups_panel(
                page, ("complaint_resolved_48h",), SPLITS, _("Where it is missed"),
                _("Worst first, with 95 % intervals"), most=6,
            ),
        ),
        (
            counts_panel(
                page, "complaints_received", ("complaint_class", "category", "merchant_id", "channel"), _("What customers complain about"),
                _("Complaints received in the period, the most frequent first"), key="classes", cumulative=True,
            ),
            groups_panel(
                page, ("complaints_per_1000",), ("category", "merchant_id", "region"), _("Complaints per 1,000 orders"),
                _("The most complaints for the orders behind them first"), key="per_orders",
            ),
        ),
        (
            steps_panel(page),
            backlog_panel(page, COMPLAINTS),
        ),
    ),
    panels(
        (moved_panel(page, ("complaint_resolved_48h", "complaint_told_48h", "complaints_per_1000", "complaints_received")),)
    ),
)  # fmt: skip
