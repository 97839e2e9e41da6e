"""Orders: processed in time or not, how long it takes, what the sales do to it, and faster than the baseline or not."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.baseline import baseline_panel
from components.panels.groups import groups_panel
from components.panels.moved import moved_panel
from components.panels.promotions import daily_panel, sales_panel
from components.panels.time_taken import time_taken_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

LANES = ("order_normal_24h", "order_express_12h", "order_in_promise")

page = open_page(("channel", "category", "region"))
_ = page.words
rows(
    subject_figures(page, "orders"),
    panels(
        (trend_panel(page, subject_metrics("orders")), time_taken_panel(page, LANES)),
        (daily_panel(page, "orders_placed"), sales_panel(page, "order_in_promise")),
        (
            groups_panel(
                page, LANES, ("region", "category", "merchant_id", "channel"), _("Where it is missed"),
                _("Worst first, with 95 % intervals"),
            ),
            baseline_panel(page, "order_speedup", "express", _("Faster than the baseline?")),
        ),
    ),
    panels((moved_panel(page, LANES),)),
)  # fmt: skip
