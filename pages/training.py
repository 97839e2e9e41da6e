"""Training: who has had what is due, who falls due next, and how the sessions went."""

from components.frame import open_page
from components.panel_rows import panels
from components.panels.counts import counts_panel
from components.panels.falls_due import falls_due_panel
from components.panels.groups import groups_panel
from components.panels.months import months_panel
from components.panels.scores import exam_panel
from components.panels.trend import trend_panel
from components.rows import rows
from components.subject import subject_figures, subject_metrics

page = open_page(("team",))
_ = page.words
rows(
    subject_figures(page, "training"),
    panels(
        (
            trend_panel(page, subject_metrics("training")),
            months_panel(
                page, {"agents_joined": _("joined"), "agents_left": _("left")}, _("Joiners and leavers"),
                _("Agents by the month they joined or left"), key="staff", columns=True, height=160,
                note=_("Joiners owe no training in the first half-year, one in the second, then two a year; leavers are out from the day after their last day."),
            ),
        ),
        (
            groups_panel(
                page, ("agent_training",), ("team", "level", "role"), _("Where training is missing"),
                _("Coverage at the end of the period, worst first"), most=5,
            ),
            counts_panel(
                page, "trainings_completed", ("mode", "topic", "purpose"), _("What was trained"),
                _("Trainings completed in the period, the most frequent first"), key="sessions",
            ),
        ),
        (
            falls_due_panel(page),
            exam_panel(page),
        ),
    ),
)  # fmt: skip
