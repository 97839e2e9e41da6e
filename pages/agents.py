"""Agents and the bot: what each solves, how content customers are, and where nobody can be told apart."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.groups import groups_panel
from components.panels.scorecard import scorecard_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics
from metrics.model import Filter

MEASURES = ("csat_mean", "first_contact_resolution", "first_response_p50", "complaint_resolved_48h", "ticket_closures")
AFTER_TICKETS = (Filter("kind", ("ticket",)),)

page = open_page(("team", "channel"))
_ = page.words
rows(
    subject_figures(page, "agents", also=("ticket_closures",)),
    panels(
        (trend_panel(page, subject_metrics("agents")),),
        (
            groups_panel(
                page, ("csat_mean", "nps", "dissatisfied"), ("solved_by", "team", "channel"), _("Satisfaction: bot and people"),
                _("Answers about tickets, by who solved them; worst first"), key="content", extra=AFTER_TICKETS,
            ),
        ),
        (
            groups_panel(
                page, ("bot_solved", "bot_handover"), ("kind", "channel", "category"), _("What the bot can do"),
                _("Solved by the bot alone, and handed over to a person"), key="bot",
            ),
        ),
    ),
    panels(
        (
            groups_panel(
                page, ("first_contact_resolution", "first_contact_resolution_net"), ("solved_by", "team", "channel"),
                _("Solved at first contact"), _("The bot and people apart; worst first, with 95 % intervals"), key="contact",
            ),
        ),
        (
            scorecard_panel(
                page, MEASURES, "agent_id", _("Agents side by side"), _("Each measure with its 95 % interval and n; no overall rank"),
                key="agents", height=225,
            ),
        ),
        widths=(1, 2),
    ),
)  # fmt: skip
