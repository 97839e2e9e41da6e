"""Response & SLA: how a promise with a clock stands, where it fails, and what work is waiting."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.backlog import backlog_panel
from components.panels.groups import groups_panel
from components.panels.load import load_panel
from components.panels.moved import moved_panel
from components.panels.time_taken import time_taken_panel
from components.panels.trend import trend_panel
from components.promise_figures import chosen_promise, duration_names, figures
from components.rows import rows
from components.subject import subject_metrics
from metrics.catalog import metric

SPLITS = ("team", "channel", "complaint_class", "priority", "category", "region", "merchant_id")
ARRIVALS = {"tickets": "ticket_arrivals", "orders": "orders_placed"}

page = open_page(references=True)
_ = page.words
promise = chosen_promise(page)
source = metric(promise.metric).source

titles = {"tickets": _("When tickets come in"), "orders": _("When orders come in")}
names = dict.fromkeys((promise.metric, *duration_names(source), *subject_metrics("response")))
load = load_panel(page, ARRIVALS[source], titles[source], promise.cases)
rows(
    figures(page, promise),
    panels(
        (
            trend_panel(page, tuple(names)),
            time_taken_panel(page, (promise.metric,)),
        ),
        (
            groups_panel(
                page, (promise.metric,), SPLITS, _("Where it is missed"),
                _("Worst first, with 95 % intervals"),
            ),
            *((backlog_panel(page, promise.cases),) if source == "tickets" else ()),
            load,
        ),
    ),
    panels((moved_panel(page, (promise.metric,)),)),
)  # fmt: skip
