"""Security over time: audits, incidents and leaks on one line each, and the audits against their plan in words."""

from datetime import date

from charts import format
from charts.timeline import Event, Lane, State, timeline
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.panels.begun import begun
from components.questions import group_name, last_day, where_for
from metrics.audit_plan import AuditPlan, audit_plan, events
from metrics.catalog import metric as metric_named
from metrics.model import Grain, Row, one_group
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
        marks = tuple(mark for _lane, found in lanes for _event, mark in found)
        drawn = timeline(
            [Lane(name, [event for event, _mark in found]) for name, found in lanes], span.start, span.end, page.look,
            now=day, now_label=format.short_day(day, page.look.language),
        )  # fmt: skip
        said = _said(page, plan)
        return Drawing(drawn, said, said, marks=marks)

    return Panel(
        _("Audits and incidents"), _("Hollow: planned audits, and the days leaks happened"), "timeline", draw,
    )  # fmt: skip


Events = list[tuple[Event, Mark]]
"""Each event and what it stands for: what its figure counted on that day."""
Named = tuple[str, Events]
"""A lane: its name and its events."""


def _audits(page: Page, span: Period, known: Period) -> Named:
    """Planned audits are hollow, reported ones full."""
    _ = page.words
    planned = _events(page, "security_audits_planned", span, _("planned"), "none", hollow=True)
    return _("Full audits"), [*planned, *_events(page, AUDITS, known, _("reported"), "good")]


def _partial(page: Page, known: Period) -> Named:
    _ = page.words
    return _("Partial audits"), _events(page, "partial_audits", known, _("reported"), "none")


def _incidents(page: Page, known: Period) -> Named:
    """Incidents that are no leaks; each says its kind."""
    _ = page.words
    found: Events = []
    for day, row in events(page.engine, INCIDENTS, known, where_for(page, INCIDENTS), ("kind",)):
        if row.group[0] != "leak":
            kind = group_name(page, INCIDENTS, "kind", row.group[0])
            found.append((Event(day, kind, "risk"), _mark(page, INCIDENTS, day, row, kind, ("kind",))))
    return _("Other incidents"), found


def _leaks(page: Page, known: Period) -> Named:
    _ = page.words
    happened = _events(page, "leaks_occurred", known, _("happened"), "none", hollow=True)
    return _("Leaks"), [*happened, *_events(page, "no_leaks", known, _("discovered"), "bad")]


def _events(page: Page, name: str, period: Period, label: str, state: State, *, hollow: bool = False) -> Events:
    """One event for each day on which a metric counted something."""
    return [
        (Event(day, label, state, hollow), _mark(page, name, day, row, label))
        for day, row in events(page.engine, name, period, where_for(page, name))
    ]


def _mark(page: Page, name: str, day: date, row: Row, label: str, by: tuple[str, ...] = ()) -> Mark:
    where = tuple(map(one_group, by, row.group))
    said = f"{format.day(day, page.look.language)} · {metric_named(name).label.to(page.look.language)} · {label}"
    return Mark(said, name, where, Period(day, day, Grain.DAY), row)


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
