"""Feedback and reviews: the same standard on every channel, what reviews say, and goods with unusual complaints."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.channels import channels_panel
from components.panels.counts import counts_panel
from components.panels.scores import stars_panel
from components.panels.set_aside import set_aside_panel
from components.panels.trend import trend_panel
from components.panels.unusual import unusual_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

page = open_page()
_ = page.words
rows(
    subject_figures(page, "feedback"),
    panels(
        (
            trend_panel(page, subject_metrics("feedback")),
            channels_panel(page, "feedback_answered_72h"),
        ),
        (
            stars_panel(page),
            set_aside_panel(page),
        ),
        (
            unusual_panel(page),
            counts_panel(
                page, "feedback_received", ("topic", "channel", "category", "merchant_id"), _("What feedback is about"),
                _("Feedback received in the period, the most frequent first"), key="topics", most=5,
            ),
        ),
    ),
)  # fmt: skip
