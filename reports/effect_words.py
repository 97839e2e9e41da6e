"""The effect of an action in words: the estimate, the verdict and what must be known beside them. Never a guess."""

from charts import format
from charts.look import Look
from data.judged_by import Rule
from metrics.catalog import metric as metric_named
from metrics.course import Course
from metrics.effect import LEAST_WEEKS, Caution, Effect, Outcome
from metrics.engine import Engine
from metrics.intervals import SMALL_N
from reports.rule_words import cases_words, end, signed, size


def effect_sentence(course: Course, rule: Rule, engine: Engine, look: Look) -> str:
    """The estimate with its interval, what it rests on, and how it was computed."""
    _, language, found = look.words, look.language, course.effect
    weeks = {"before": found.weeks[0], "after": found.weeks[1]}
    if found.estimate is None:
        return _(
            "No effect can be computed: {before} full weeks with a figure before the start and {after} after it, and at"
            " least {least} on each side are needed.",
            least=LEAST_WEEKS, **weeks,
        )  # fmt: skip
    unit, estimate = metric_named(rule.metric).unit, found.estimate
    return _(
        "{figure} changed by {effect} (95 % interval {low} to {high}): {before} weeks before with n {n}, {after} weeks after"
        " with n {m}; {method}.",
        figure=metric_named(rule.metric).label.to(language), effect=signed(estimate.value, unit, look),
        low=end(estimate.low, unit, look), high=end(estimate.high, unit, look),
        n=format.count(found.n[0], language), m=format.count(found.n[1], language),
        method=_method(found, rule, engine, look), **weeks,
    )  # fmt: skip


def verdict_sentence(found: Effect, rule: Rule, look: Look) -> str:
    """Why the verdict is what it is; empty where nothing can be computed."""
    _ = look.words
    least = size(rule.least, metric_named(rule.metric).unit, look)
    match found.outcome:
        case Outcome.WORKED:
            return _("The gain is beyond chance and reaches the {least} asked for.", least=least)
        case Outcome.DID_NOT:
            return _("The interval leaves no room for the {least} asked for.", least=least)
    if found.estimate is None or Caution.NOT_OVER in found.cautions:
        return ""
    return _("What is known fits a gain of {least} as well as less.", least=least)


def caution_sentences(course: Course, rule: Rule, look: Look) -> list[str]:
    """What a reader must know beside the estimate."""
    _, language, found = look.words, look.language, course.effect
    unguarded = found.unguarded or found.estimate
    before = "" if unguarded is None else signed(unguarded.value, metric_named(rule.metric).unit, look)
    words = {
        Caution.NOT_OVER: _("The window runs until {day}; until then there is no verdict.", day=format.day(course.ends, language)),
        Caution.FEW_WEEKS: _("These are few weeks."),
        Caution.ALL_ALIKE: _("The weeks are all alike, so nothing says how far they vary by chance."),
        Caution.SMALL_GROUPS: _("Most of these weeks have fewer than {n} cases.", n=SMALL_N),
        Caution.UNLUCKY_START: _(
            "Regression to the mean: the action began after weeks that were worse than usual, and such weeks pass by"
            " themselves. They are left out, and the weeks before them are taken instead; set against the bad weeks the change would be {before}.",
            before=before,
        ),
        Caution.NOT_PARALLEL: _("The two groups did not run in parallel before the start; this is allowed for."),
        Caution.COMPARISON_MOVED: _("The comparison group moved as well; only what goes beyond that counts."),
        Caution.CARRIED_OVER: _("The figure counts much the same cases at the end of every week, so the weeks say less than their number."),
    }  # fmt: skip
    return [words[caution] for caution in found.cautions]


def _method(found: Effect, rule: Rule, engine: Engine, look: Look) -> str:
    _ = look.words
    if rule.comparison is not None:
        others = cases_words(rule.metric, rule.comparison, engine, look)
        return _("difference-in-differences against {cases}", cases=others)
    if found.trend:
        return _("segmented regression, with the trend of the weeks before")
    return _("segmented regression; the weeks before show no trend")
