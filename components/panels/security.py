"""Security over time: audits, incidents and leaks on one line each, and the audits against their plan in words."""

from datetime import date

from charts import format
from charts.timeline import Event, Lane, State, timeline
from components.frame import Page
from components.panel import Drawing, Panel
from components.panels.begun import begun
from components.questions import group_name, last_day, where_for
from metrics.audit_plan import AuditPlan, audit_plan, events
from metrics.periods import Period, previous
from metrics.targets import promise_on

AUDITS, INCIDENTS = "security_audits", "incidents_discovered"


def timeline_panel(page: Page) -> Panel:
    """The year of the period's last day and the year before."""
    _ = page.words

    def draw() -> Drawing | None:
        if not begun(page, AUDITS) and not begun(page, INCIDENTS):
            return None
        day = max(last_day(page, AUDITS), last_day(page, INCIDENTS))
        plan = audit_plan(page.engine, day, where_for(page, AUDITS))
        span = Period(previous(plan.year, page.engine.fiscal_start).start, plan.year.end)
        known = Period(span.start, day)
        lanes = [_audits(page, span, known), _partial(page, known), _incidents(page, known), _leaks(page, known)]
        drawn = timeline(
            lanes, span.start, span.end, page.look, now=day, now_label=format.short_day(day, page.look.language)
        )
        said = _said(page, plan)
        return Drawing(drawn, said, said)

    return Panel(
        _("Audits and incidents"), _("Hollow: planned audits, and the days leaks happened"), "timeline", draw,
    )  # fmt: skip


def _audits(page: Page, span: Period, known: Period) -> Lane:
    """Planned audits are hollow, reported ones full."""
    _ = page.words
    planned = _events(page, "security_audits_planned", span, _("planned"), "none", hollow=True)
    return Lane(_("Full audits"), [*planned, *_events(page, AUDITS, known, _("reported"), "good")])


def _partial(page: Page, known: Period) -> Lane:
    _ = page.words
    return Lane(_("Partial audits"), _events(page, "partial_audits", known, _("reported"), "none"))


def _incidents(page: Page, known: Period) -> Lane:
    """Incidents that are no leaks; each says its kind."""
    _ = page.words
    found = [
        Event(day, group_name(page, INCIDENTS, "kind", row.group[0]), "risk")
        for day, row in events(page.engine, INCIDENTS, known, where_for(page, INCIDENTS), ("kind",))
        if row.group[0] != "leak"
    ]
    return Lane(_("Other incidents"), found)


def _leaks(page: Page, known: Period) -> Lane:
    _ = page.words
    happened = _events(page, "leaks_occurred", known, _("happened"), "none", hollow=True)
    return Lane(_("Leaks"), [*happened, *_events(page, "no_leaks", known, _("discovered"), "bad")])


def _events(page: Page, name: str, period: Period, label: str, state: State, *, hollow: bool = False) -> list[Event]:
    """One event for each day on which a metric counted something."""
    days: list[date] = [day for day, _row in events(page.engine, name, period, where_for(page, name))]
    return [Event(day, label, state, hollow) for day in days]


def _said(page: Page, plan: AuditPlan) -> str:
    """The audits of the year against plan and promise."""
    _, language = page.words, page.look.language
    promised = promise_on(page.engine, AUDITS, page.view.period)
    year = format.period(plan.year, language, page.engine.fiscal_start)
    said = [
        _(
            "{year}: {done} of {planned} planned full audits reported",
            year=year,
            done=plan.reported,
            planned=plan.planned,
        )
    ]
    if promised is not None:
        said.append(_("target {target}", target=format.count(promised.target, language)))
    if plan.late:
        said.append(_("{n} overdue", n=plan.late))
    if plan.next is not None:
        said.append(_("next planned on {day}", day=format.short_day(plan.next, language)))
    return _("{said}.", said=format.clauses(said, language))
