"""Satisfaction: what customers answer, wave by wave and by dimension of service, and how sure that is."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.groups import groups_panel
from components.panels.moved import moved_panel
from components.panels.satisfaction import answers_panel, composite_panel, dimensions_panel, waves_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

page = open_page(references=True)
_ = page.words
rows(
    subject_figures(page, "satisfaction"),
    panels(
        (
            trend_panel(page, subject_metrics("satisfaction")),
            groups_panel(
                page, ("aftersales_satisfaction", "customer_satisfaction", "response_rate"),
                ("customer_group", "channel", "team", "category", "region"), _("Who is less satisfied"),
                _("Lowest first, with 95 % intervals"),
            ),
        ),
        (waves_panel(page), dimensions_panel(page)),
        (answers_panel(page), composite_panel(page)),
    ),
    panels((moved_panel(page, ("aftersales_satisfaction", "customer_satisfaction", "response_rate", "nps")),)),
)  # fmt: skip
