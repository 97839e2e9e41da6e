"""The effect of an action: the weeks before and after its start, the verdict, and what it rests on."""

from charts import format
from charts.before_after import before_after
from charts.figure import Figure
from charts.lines import Series
from components.actions.verdicts import verdict_words
from components.cards import Card, cards_html
from components.page import Page
from components.panel import Drawing, Panel
from data.actions import Action
from metrics.catalog import metric as metric_named
from metrics.course import Course, course
from metrics.effect import RUN, Caution
from reports.effect_words import caution_sentences, effect_sentence, verdict_sentence
from reports.rule_words import end, signed


def effect_panel(page: Page, item: Action) -> Panel:
    """The trend with the start of the action, and the effect in words."""
    _ = page.words

    def draw() -> Drawing | None:
        found = course(page.engine, item.rule, item.start)
        said, (_state, verdict) = effect_words(page, item, found), verdict_words(found, page.look)
        known = any(value is not None for value in found.own.told)
        chart = _chart(page, item, found) if known else None
        return Drawing(chart, f"{verdict} · {said}", said, cards_html([_card(page, item, found)], page.look))

    return Panel(
        _("Did it work?"),
        _("Week by week, around the day the action began; shaded weeks are left out."),
        "effect",
        draw,
    )


def effect_words(page: Page, item: Action, found: Course) -> str:
    """The estimate, the reason for the verdict, and cautions."""
    told = [
        effect_sentence(found, item.rule, page.engine, page.look), verdict_sentence(found.effect, item.rule, page.look),
        *caution_sentences(found, item.rule, page.look),
    ]  # fmt: skip
    return format.sentences([text for text in told if text], page.look.language)


def _card(page: Page, item: Action, found: Course) -> Card:
    """The effect and the verdict at a glance."""
    _, unit, estimate = page.words, metric_named(item.rule.metric).unit, found.effect.estimate
    state, verdict = verdict_words(found, page.look)
    if estimate is None:
        return Card(_("Effect"), format.DASH, word=verdict, state=state)
    low, high = (end(value, unit, page.look) for value in (estimate.low, estimate.high))
    note = _("95 % interval {low} to {high}", low=low, high=high)
    return Card(_("Effect"), signed(estimate.value, unit, page.look), note, verdict, state)


def _chart(page: Page, item: Action, found: Course) -> Figure:
    _, language = page.words, page.look.language
    labels = [
        format.short_day(day, language) + (f"<br>{day.year}" if place == 0 or day.year != found.mondays[place - 1].year else "")
        for place, day in enumerate(found.mondays)
    ]  # fmt: skip
    series = [Series(_("these cases"), found.own.told, emphasis=True)]
    if found.other is not None:
        series.append(Series(_("compared with"), found.other.told))
    unlucky = Caution.UNLUCKY_START in found.effect.cautions
    left_out = (found.place - RUN, found.place - 1) if unlucky else (0, RUN - 1)
    began = _("began {day}", day=format.short_day(item.start, language))
    return before_after(
        series, labels, found.place, began, metric_named(item.rule.metric).unit, page.look, left_out=left_out
    )
