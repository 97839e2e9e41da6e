"""Merchants: promises, complaints, inspections and satisfaction of each, and where nobody can be told apart."""

from components.frame import open_page
from components.merchant_names import merchant_names
from components.panel_rows import panels
from components.panels.groups import groups_panel
from components.panels.scorecard import scorecard_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

MEASURES = ("order_in_promise", "complaints_per_1000", "inspection_pass_rate", "csat_mean", "review_score")

page = open_page(("category", "region"))
_ = page.words
rows(
    subject_figures(page, "merchants", also=MEASURES),
    panels(
        (
            scorecard_panel(
                page, MEASURES, "merchant_id", _("Merchants side by side"), _("Each measure with its 95 % interval and n; no overall rank"),
                key="merchants", height=500, called=merchant_names(page),
            ),
        ),
        (
            trend_panel(page, (*MEASURES, *subject_metrics("merchants"))),
            groups_panel(
                page, MEASURES, ("category",), _("By category"), _("Worst first, with 95 % intervals"),
            ),
        ),
        widths=(2, 1),
    ),
)  # fmt: skip
