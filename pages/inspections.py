"""Inspections: whether enough kinds are sampled, how many pass, what that proves, and what is found."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.counts import counts_panel
from components.panels.draws import draws_panel
from components.panels.groups import groups_panel
from components.panels.moved import moved_panel
from components.panels.pace import pace_panel
from components.panels.sample_proof import proof_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

PASSED = "inspection_pass_rate"

page = open_page(("category",))
_ = page.words
rows(
    subject_figures(page, "inspections"),
    panels(
        (
            pace_panel(page),
            trend_panel(page, (PASSED, *(name for name in subject_metrics("inspections") if name != PASSED))),
        ),
        (
            proof_panel(page, PASSED),
            groups_panel(
                page, (PASSED,), ("category", "merchant_id"), _("Where goods fail"),
                _("Pass rate of random draws, worst first, with 95 % intervals"), most=5,
            ),
        ),
        (
            draws_panel(page),
            counts_panel(
                page, "inspections_failed", ("defect", "category", "merchant_id"), _("What is wrong with them"),
                _("Failed random and complaint-driven draws, the most frequent first"), key="defects", cumulative=True,
            ),
        ),
    ),
    panels((moved_panel(page, (PASSED,)),)),
)  # fmt: skip
