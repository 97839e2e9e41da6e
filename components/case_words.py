"""What is said of a single case: what it is to the figure, and why."""

from zoneinfo import ZoneInfo

from charts import format
from charts.look import Look
from data.contracts import contract
from data.contracts.model import Clock
from data.words import Text
from metrics.case_columns import CaseColumn, Told, evidence
from metrics.cases import Case, Role
from metrics.dimensions import YES_NO, dimensions
from metrics.engine import Engine
from metrics.model import Direction, Kind, Metric, spelt
from metrics.periods import EPOCH, ONE_DAY

STATES = {
    Role.HIT: ("good", "●"), Role.MISS: ("bad", "✕"), Role.UNDECIDED: ("", "◐"), Role.EXCLUDED: ("grey", "–"),
    Role.COUNTED: ("", "●"),
}  # fmt: skip
"""How a role looks in a list: never colour alone."""
UNWANTED = STATES | {Role.HIT: ("bad", "✕"), Role.MISS: ("good", "●")}
"""The same where a case that meets the condition is what nobody wants: a reopening, a bad review."""

ROLES: dict[Role, Text] = {
    Role.HIT: Text("counts for it", "达标"), Role.MISS: Text("counts against it", "未达标"),
    Role.COUNTED: Text("counted", "计入"), Role.UNDECIDED: Text("undecided", "未定"), Role.EXCLUDED: Text("left out", "剔除"),
}  # fmt: skip
ROLES_OF_CLOCKS = ROLES | {Role.HIT: Text("in time", "按时"), Role.MISS: Text("late", "超时")}
ROLES_OF_DURATIONS = ROLES | {Role.UNDECIDED: Text("not ended", "未结束")}
ROLES_OF_SHARES = ROLES | {Role.HIT: Text("meets it", "符合"), Role.MISS: Text("does not", "不符合")}
ROLES_OF_ENTITIES = ROLES | {Role.UNDECIDED: Text("too few", "数量不足")}


def role_words(metric: Metric) -> dict[Role, Text]:
    """What the roles of a metric's cases are called."""
    if metric.clock is not None:
        return ROLES_OF_CLOCKS
    kinds = {
        Kind.QUANTILE: ROLES_OF_DURATIONS,
        Kind.ENTITIES: ROLES_OF_ENTITIES,
        Kind.RATE: ROLES_OF_SHARES,
        Kind.STATE: ROLES_OF_SHARES,
    }
    return kinds.get(metric.kind, ROLES)


def state_of(metric: Metric, role: Role) -> tuple[str, str]:
    """The state and the mark of a case."""
    return (UNWANTED if metric.direction is Direction.DOWN else STATES)[role]


def told(column: CaseColumn, value: object, source: str, engine: Engine, look: Look) -> str:
    """A value of a case as a person reads it; empty where it is not known."""
    if value is None:
        return ""
    language = look.language
    match column.told:
        case Told.MOMENT:
            return format.moment(int(str(value)), engine.zone, language)
        case Told.DAY:
            return format.day(EPOCH + ONE_DAY * int(str(value)), language)
        case Told.DURATION:
            return format.duration(float(str(value)), language)
        case Told.NUMBER:
            return f"{float(str(value)):,.15g}"
    text = spelt(value) if isinstance(value, bool) else str(value)
    if column.name in dimensions(source):
        return engine.value_label(source, column.name, text, language)
    if column.told is Told.FLAG:
        return next(item.label.to(language) for item in YES_NO if item.code == text)
    return text


def why(case: Case, metric: Metric, columns: tuple[CaseColumn, ...], engine: Engine, look: Look, as_of: int) -> str:
    """Why a case is what it is: by how much it was late, how long it took, what it was judged by."""
    language = look.language
    if case.role is Role.EXCLUDED:
        reasons = {item.reason: item.label for item in contract(metric.source).exclusions}
        return reasons[case.reason].to(language) if case.reason in reasons else ""
    if metric.clock is not None and case.due is not None:
        return _by_clock(case, case.due, contract(metric.source).clock(metric.clock), engine.zone, look, as_of)
    parts = _measured(case, metric, look)
    named = {column.name: column for column in columns}
    for name in evidence(metric):
        said = told(named[name], case.columns.get(name), metric.source, engine, look)
        if said:
            parts.append(f"{named[name].label.to(language)} {said}")
    return format.listed(parts, language) if language == "zh" else " · ".join(parts)


def _by_clock(case: Case, due: int, clock: Clock, zone: ZoneInfo, look: Look, as_of: int) -> str:
    """“due 14 Sep 10:02, answered 15 Sep 09:40, 23 h 38 min late”."""
    _, language = look.words, look.language
    year = format.year_of(as_of, zone)
    due_text, done = format.short_moment(due, zone, language, year), clock.done.to(language)
    if case.stopped is None:
        apart = format.duration(as_of - due, language)
        if case.role is Role.UNDECIDED:
            return _("due {due}, not {done} yet, {apart} left", due=due_text, done=done, apart=apart)
        return _("due {due}, not {done} yet, {apart} late so far", due=due_text, done=done, apart=apart)
    said = {"due": due_text, "done": done, "stop": format.short_moment(case.stopped, zone, language, year),
            "apart": format.duration(case.stopped - due, language)}  # fmt: skip
    if case.stopped > due:
        return _("due {due}, {done} {stop}, {apart} late", **said)
    if case.role is Role.MISS:  # stopped in time once, and reopened since
        return _("due {due}, {done} {stop}, then reopened", **said)
    return _("due {due}, {done} {stop}, {apart} to spare", **said)


def _measured(case: Case, metric: Metric, look: Look) -> list[str]:
    """The case's own value, where the figure is made of such values."""
    _, language = look.words, look.language
    if case.value is None:
        return [_("not ended yet")] if case.role is Role.UNDECIDED and metric.kind is Kind.QUANTILE else []
    if metric.kind is Kind.QUANTILE:
        return [_("took {duration}", duration=format.duration(case.value, language))]
    if metric.kind is Kind.ENTITIES:
        return [_("counted rows: {n}", n=format.count(case.value, language))]
    if "amount" in metric.measures:
        return [format.value(case.value, metric.unit, language)]
    return []
