"""What moved a figure, in words: short for a cell, a clause for a headline, and sentences for a page. Never a guess."""

from charts import format
from charts.look import Look
from data.words import Language
from metrics.catalog import metric as metric_named
from metrics.causes import Because, Cause
from metrics.dimensions import dimension
from metrics.engine import Engine
from metrics.model import Metric, Unit
from metrics.moved import Finding, Moved

UNCLEAR_ALONE = ("priority", "severity", "level", "scope", "merchant_id")
"""Dimensions whose values say nothing without their name: high, 2, M0042."""


def moved_short(found: Moved, engine: Engine, look: Look) -> list[str]:
    """At most two short lines: the causes with their effects of the whole change, and what stands out within the first."""
    _, language = look.words, look.language
    if found.finding is not Finding.CAUSES:
        return [text] if (text := _short_finding(found.finding, look)) else []
    named = format.listed([_with_effect(found, cause, engine, look) for cause in found.causes], language)
    change = format.change(found.change, metric_named(found.now.metric).unit, language)
    lines = [_("{causes} of {change}", causes=named, change=change)]
    if found.within is not None:
        lines.append(_("above all {group}", group=_group(found.within, found.within.causes[0], engine, language)))
    return lines


def moved_clause(found: Moved, engine: Engine, look: Look) -> str:
    """What follows “fell furthest: −3.1 points, ”; empty where nothing is to be added."""
    _, language = look.words, look.language
    match found.finding:
        case Finding.CHANCE:
            return _("no more than chance brings")
        case Finding.NONE_STANDS_OUT:
            return _("without one group standing out")
        case Finding.CAUSES:
            named = format.listed([_with_effect(found, cause, engine, look) for cause in found.causes], language)
            if found.within is not None:
                inner = _group(found.within, found.within.causes[0], engine, language)
                return _("mostly {causes}, above all {group}", causes=named, group=inner)
            return _("mostly {causes}", causes=named)
    return ""


def moved_sentence(found: Moved, engine: Engine, look: Look) -> str:
    """The whole statement: one sentence per cause, or why none is named."""
    _, language = look.words, look.language
    change = amount(found.change, metric_named(found.now.metric).unit, look)
    match found.finding:
        case Finding.NO_CHANGE:
            return _("No visible change.")
        case Finding.TOO_FEW:
            return _("Too few cases to say what moved it.")
        case Finding.NOT_SPLIT:
            return _("The change of {change} cannot be split by group.", change=change)
        case Finding.CHANCE:
            return _("The change of {change} is no more than chance brings.", change=change)
        case Finding.NONE_STANDS_OUT:
            return _("The change of {change} is more than chance, but no group stands out.", change=change)
    told = [_cause(found, cause, engine, look) for cause in found.causes]
    if found.within is not None:
        told.append(_within(found.within, engine, look))
    return format.sentences(told, language)


def amount(change: float, unit: Unit, look: Look) -> str:
    """A change with the word for its unit, where a sign alone leaves it open."""
    _, text = look.words, format.change(change, unit, look.language)
    return _("{change} points", change=text) if unit in (Unit.RATIO, Unit.CHANGE) else text


def dimension_name(metric: Metric, by: str, language: Language) -> str:
    """A dimension within a sentence: “complaint class”, “投诉类型”."""
    label = dimension(metric.source, by).label.to(language)
    return label.lower() if language == "en" else label


def _short_finding(finding: Finding, look: Look) -> str:
    _ = look.words
    words = {
        Finding.TOO_FEW: _("too few to compare"),
        Finding.CHANCE: _("no more than chance"), Finding.NOT_SPLIT: _("cannot be split"),
        Finding.NONE_STANDS_OUT: _("no group stands out"),
    }  # fmt: skip
    return words.get(finding, "")


def _with_effect(found: Moved, cause: Cause, engine: Engine, look: Look) -> str:
    """“Logistics −2.2”, or for a shift between groups “more cases of Phone: −0.9”."""
    _, language = look.words, look.language
    effect = format.change(cause.effect, metric_named(found.now.metric).unit, language)
    group = _group(found, cause, engine, language)
    if cause.because is Because.RATE:
        return f"{group} {effect}"
    if cause.weights[1] > cause.weights[0]:
        return _("more cases of {group}: {effect}", group=group, effect=effect)
    return _("fewer cases of {group}: {effect}", group=group, effect=effect)


def _cause(found: Moved, cause: Cause, engine: Engine, look: Look) -> str:
    _, language = look.words, look.language
    unit = metric_named(found.now.metric).unit
    said = {
        "group": _group(found, cause, engine, language), "by": dimension_name(metric_named(found.now.metric), found.dimension or "", language),
        "effect": format.change(cause.effect, unit, language), "change": amount(found.change, unit, look),
    }  # fmt: skip
    if cause.because is Because.MIX:
        before, now = (format.percent(weight, language) for weight in cause.weights)
        return _(
            "A shift in the mix by {by} made up {effect} of {change}: {group} went from {before} to {now} of cases.",
            before=before, now=now, **said,
        )  # fmt: skip
    return _(
        "By {by}, {group} made up {effect} of {change}, going from {before} to {now}.",
        **said,
        **_values(cause, unit, language),
    )


def _within(inner: Moved, engine: Engine, look: Look) -> str:
    _, language, cause = look.words, look.language, inner.causes[0]
    return _(
        "Within that, {group} ({by}) stands out: from {before} to {now}.", group=_group(inner, cause, engine, language),
        by=dimension_name(metric_named(inner.now.metric), inner.dimension or "", language), **_values(cause, metric_named(inner.now.metric).unit, language),
    )  # fmt: skip


def _values(cause: Cause, unit: Unit, language: Language) -> dict[str, str]:
    rows = {"before": cause.before, "now": cause.now}
    counted = 0.0 if unit is Unit.COUNT else None
    return {name: format.value(row.value if row else counted, unit, language) for name, row in rows.items()}


def _group(found: Moved, cause: Cause, engine: Engine, language: Language) -> str:
    source, by = metric_named(found.now.metric).source, found.dimension or ""
    label = engine.value_label(source, by, cause.group, language)
    if cause.group is None or by in UNCLEAR_ALONE:
        return f"{dimension(source, by).label.to(language)}{'' if language == 'zh' else ' '}{label}"
    return label
