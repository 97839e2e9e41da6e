"""What an action is judged by, in words: the rule as it was frozen."""

from datetime import date

from charts import format
from charts.look import Look
from data.judged_by import Chosen, Rule
from metrics.catalog import metric as metric_named
from metrics.course import filters
from metrics.engine import Engine
from metrics.model import Unit

MOST_VALUES = 6
"""So many values of a filter are named."""


def rule_sentences(rule: Rule, start: date, engine: Engine, look: Look) -> list[str]:
    """Success, window and comparison group, a sentence each."""
    _, language = look.words, look.language
    metric = metric_named(rule.metric)
    said = {
        "figure": metric.label.to(language), "cases": cases_words(rule.metric, rule.filters, engine, look),
        "least": size(rule.least, metric.unit, look),
    }  # fmt: skip
    if rule.higher:
        told = [_("It has worked when “{figure}” ({cases}) rises by at least {least}, beyond chance.", **said)]
    else:
        told = [_("It has worked when “{figure}” ({cases}) falls by at least {least}, beyond chance.", **said)]
    weeks = {"before": rule.before, "after": rule.after, "day": format.day(start, language)}
    told.append(_("Compared are the {before} full weeks before {day} and the {after} full weeks after it.", **weeks))
    if rule.lag:
        told.append(_("The first {n} weeks after the start are left out.", n=rule.lag))
    if rule.comparison is None:
        told.append(_("There is no comparison group: the figure is set against its own course."))
    else:
        others = cases_words(rule.metric, rule.comparison, engine, look)
        told.append(_("The comparison group, which the action does not touch: {cases}.", cases=others))
    return told


def cases_words(metric: str, chosen: Chosen, engine: Engine, look: Look) -> str:
    """Which cases filters keep: “Channel is Phone, Team is a”; of many values how many there are."""
    _, language = look.words, look.language
    source, told = metric_named(metric).source, []
    for item in filters(chosen):
        if len(item.values) <= MOST_VALUES:
            told.append(engine.sentence(source, item, language))
        else:
            first = engine.sentence(source, type(item)(item.dimension, item.values[:2]), language)
            told.append(_("{first} or {n} others", first=first, n=len(item.values) - 2))
    return format.clauses(told, language) if told else _("all cases")


def size(amount: float, unit: Unit, look: Look) -> str:
    """The size of a difference, without a sign."""
    return signed(abs(amount), unit, look).removeprefix("+")


def signed(amount: float, unit: Unit, look: Look) -> str:
    """A difference with the word for its unit; of a count, what a week brings more or less."""
    _, language = look.words, look.language
    if unit is Unit.HOURS:
        sign = "+" if amount > 0 else format.MINUS if amount < 0 else ""
        return sign + format.hours(abs(amount), language)
    text = format.change(amount, unit, language)
    if unit in (Unit.RATIO, Unit.CHANGE):
        return _("{change} points", change=text)
    return _("{change} a week", change=text) if unit is Unit.COUNT else text


def end(amount: float, unit: Unit, look: Look) -> str:
    """An end of an interval, beside a difference that names the unit; hours name their own."""
    return signed(amount, unit, look) if unit is Unit.HOURS else format.change(amount, unit, look.language)
