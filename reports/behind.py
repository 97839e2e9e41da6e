"""What stands behind a promise's figure, in up to three short lines: cases, misses or windows, and the forecast."""

from charts import format
from charts.look import Look
from metrics.board import Part, Standing
from metrics.catalog import metric
from metrics.dimensions import label_of
from metrics.model import Grain, Kind, Metric, Unit
from metrics.verdict import Verdict
from metrics.whole_days import WholeDays
from reports.precision import within

MOST_WINDOWS = 4


def behind(item: Standing, look: Look) -> list[str]:
    """The lines beside the board's figure."""
    _, language, row, found = look.words, look.language, item.row, metric(item.promise.metric)
    if item.not_applicable:
        missing = [label_of(name).to(language) for name in item.not_applicable]
        return [_("not told apart by {dimensions}", dimensions=format.listed(missing, language))]
    if item.whole_days is not None:
        return _whole_days(item.whole_days, found, look)
    if row.value is None and not row.undecided:
        return [_("no case fell due") if found.clock else _("nothing counted")]
    lines = _windows(item, look) if len(item.parts) > 1 else _counts(item, found, look)
    lines += [_misses(item, found, look), _forecast(item, found.unit, look), _beside(item, look)]
    return [line for line in lines if line]


def _whole_days(known: WholeDays, found: Metric, look: Look) -> list[str]:
    """What dates without a time of day tell of a promise in hours."""
    _, language = look.words, look.language
    why = _("dates without a time of day")
    if known.low is None or known.high is None:
        return [_("no case fell due") if known.n == 0 else _("cannot be told in hours"), why]
    low, high = (format.value(value, found.unit, language) for value in (known.low, known.high))
    surely = _("of {n}: {kept} surely kept, {missed} surely missed", n=format.count(known.n, language),
               kept=format.count(known.kept, language), missed=format.count(known.missed, language))  # fmt: skip
    return [low if low == high else _("between {low} and {high}", low=low, high=high), surely, why]


def _counts(item: Standing, found: Metric, look: Look) -> list[str]:
    """How many cases, and what is still open; the interval where the figure is no plain rate of all cases."""
    _, language, row = look.words, look.language, item.row
    n = format.count(row.n, language)
    if found.kind is Kind.STATE and row.denominator is not None:
        return [_("{n} of {all}", n=format.count(row.numerator, language), all=n)]
    if found.sample:
        unanswered = format.count(row.undecided, language)
        counted = _("n {n} · unanswered {undecided}", n=n, undecided=unanswered) if row.undecided else _("n {n}", n=n)
        return [counted, "" if item.forecast else _interval(item, found.unit, look)]
    if found.kind is Kind.RELATIVE:
        counted = " · ".join(text for text in (_("n {n}", n=n), within(row, look)) if text)
        return [counted, _interval(item, found.unit, look)]
    if found.kind in (Kind.COUNT, Kind.ENTITIES):
        return []
    return [_("n {n} · undecided {undecided}", n=n, undecided=format.count(row.undecided, language))]


def _windows(item: Standing, look: Look) -> list[str]:
    """Every window judged, such as the months of a quarter; of many, how many kept the promise."""
    _, language = look.words, look.language
    if len(item.parts) <= MOST_WINDOWS:
        return [format.clauses([_window(part, look) for part in item.parts], language)]
    kept = sum(part.verdict in (Verdict.KEPT, Verdict.ON_TRACK) for part in item.parts)
    return [_("kept in {n} of {all}", n=kept, all=len(item.parts)), _window(item.parts[-1], look)]


def _window(part: Part, look: Look) -> str:
    """A month by its name, a quarter as Q3 or 三季度."""
    language, unit = look.language, metric(part.row.metric).unit
    name = format.month(part.period.start, language, with_year=False)
    if part.period.grain is not Grain.MONTH:
        name = format.period(part.period, language)
    return f"{name} {format.value(part.row.value, unit, language)}"


def _beside(item: Standing, look: Look) -> str:
    """The figure to be read together with the promise's own."""
    if item.beside is None or item.beside.value is None:
        return ""
    beside = metric(item.beside.metric)
    return f"{beside.label.to(look.language)} {format.value(item.beside.value, beside.unit, look.language)}"


def _interval(item: Standing, unit: Unit, look: Look) -> str:
    _, row = look.words, item.row
    if row.low is None or row.high is None:
        return ""
    return _("95 % interval {interval}", interval=format.interval(row.low, row.high, unit, look.language))


def _misses(item: Standing, found: Metric, look: Look) -> str:
    """The budget of misses while it runs, the misses once it is over; nothing where misses are not what counts."""
    _, language, row, budget = look.words, look.language, item.row, item.budget
    if budget is not None:
        used, allowed = format.count(budget.used, language), format.count(budget.allowed, language)
        if found.kind in (Kind.COUNT, Kind.ENTITIES):
            return (
                _("{used}, none allowed", used=used)
                if budget.allowed == 0
                else _("{used} of {allowed} allowed", used=used, allowed=allowed)
            )
        if found.clock is None:
            if budget.left >= 0:
                return _("failures {used} of {allowed} allowed", used=used, allowed=allowed)
            return _("failures {used}, only {allowed} allowed", used=used, allowed=allowed)
        if budget.allowed == 0:
            return _("misses {used}, none allowed", used=used)
        if budget.left >= 0:
            return _("misses {used} of {allowed} allowed", used=used, allowed=allowed)
        return _("misses {used}, only {allowed} allowed", used=used, allowed=allowed)
    if found.clock and row.denominator is not None and row.numerator is not None:
        return _("misses {used}", used=format.count(row.missed, language))
    return ""


def _forecast(item: Standing, unit: Unit, look: Look) -> str:
    """Where the figure will stand at the end of its window."""
    _, language, expected = look.words, look.language, item.forecast
    if expected is None or metric(item.promise.metric).kind in (Kind.STATE, Kind.RELATIVE):
        return ""
    if format.value(expected.low, unit, language) == format.value(expected.high, unit, language):
        return ""  # nothing is to come
    interval = format.interval(expected.low, expected.high, unit, language)
    return _("forecast {value} ({interval})", value=format.value(expected.value, unit, language), interval=interval)
