"""Loyalty: do members buy more often than in the baseline, more than others, and do they come back?"""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.baseline import baseline_panel
from components.panels.groups import groups_panel
from components.panels.member_lines import member_lines_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

page = open_page(("region",))
_ = page.words
rows(
    subject_figures(page, "loyalty"),
    panels(
        (
            trend_panel(page, subject_metrics("loyalty")),
            groups_panel(
                page, ("repeat_purchase_90d",), ("member", "category", "channel", "region"), _("Who comes back within 90 days"),
                _("Share of orders followed by another one of the same customer"), key="repeat",
            ),
        ),
        (
            baseline_panel(page, "member_frequency", "", _("Members against the baseline")),
            groups_panel(
                page, ("member_order_rate",), ("region",), _("Members' frequency by region"),
                _("Orders per active member and month, with 95 % intervals"), key="by_region",
            ),
        ),
        (
            member_lines_panel(page),
            baseline_panel(page, "buyer_frequency", "member", _("Members and others on the same basis")),
        ),
    ),
)  # fmt: skip
