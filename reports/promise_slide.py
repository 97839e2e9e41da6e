"""The slide of one promise: its figure, its months, what moved it, what was decided; the rest in the speaker's notes."""

from pptx.util import Emu

from charts import format
from charts.look import LIGHT
from reports.promise_figures import PromiseFigures
from reports.review_tables import figures_table
from reports.slide_chart import trend_chart
from reports.slide_table import place_table
from reports.slides import COLOURS, EDGE, INNER, Box, Deck, Slide, add_notes, new_slide, text_box

CHART = Box(EDGE, 118, 560, 282)
SIDE = Box(EDGE + 590, 118, INNER - 590, 282)
BELOW = Box(EDGE, 408, INNER, 98)
WORD, LINE = 26, 18
"""Heights of the verdict and of a line of what was decided."""


def promise_slide(deck: Deck, item: PromiseFigures) -> None:
    """One promise. What does not fit is cut at a word and stands whole in the notes."""
    _ = deck.look.words
    slide = new_slide(deck, item.title, state=item.state, source=_("source: {source}", source=item.source))
    promised = _("Promised: {clause} Owner: {owner}.", clause=item.clause, owner=item.owner)
    text_box(deck, slide, Box(EDGE, 86, INNER, 18), promised, (12, 11, 10), colour=LIGHT.muted)
    if item.months:
        trend_chart(deck, slide, CHART, item)
    else:
        text_box(deck, slide, CHART, _("There is nothing to draw."), (14,), colour=LIGHT.muted)
    _figures(deck, slide, item)
    _below(deck, slide, item)
    add_notes(slide, notes(deck, item))


def notes(deck: Deck, item: PromiseFigures) -> list[str]:
    """What the speaker may be asked: the definition, every figure, why it is spoken of, what was said, and the link."""
    _, language = deck.look.words, deck.look.language
    figures = format.clauses([_("{name}: {text}", name=fact.name, text=fact.text) for fact in item.facts], language)
    return [
        _("Definition: {text}", text=item.definition),
        _("Promised: {clause} Owner: {owner}.", clause=item.clause, owner=item.owner),
        figures,
        format.clauses(item.behind, language),
        _("On the agenda: {reasons}", reasons=format.listed(item.reasons, language)) if item.reasons else "",
        item.moved,
        *(_("{name}: {text}", name=said.name, text=said.text) for said in item.minutes),
        _("Open this figure: {link}", link=item.link),
    ]


def _figures(deck: Deck, slide: Slide, item: PromiseFigures) -> None:
    """The verdict, the table of figures (the value leads to where it can be opened), and the cases behind them."""
    colour = COLOURS.get(item.state, LIGHT.muted)
    word = f"{item.mark} {item.verdict}"
    text_box(deck, slide, Box(SIDE.left, SIDE.top, SIDE.width, WORD), word, (18, 16), colour=colour, bold=True)
    top = SIDE.top + WORD + 4
    place_table(deck, slide, Box(SIDE.left, top, SIDE.width, 210), figures_table(item), (1.15, 1), alt=item.label)
    bottom = Emu(slide.shapes[-1].top + slide.shapes[-1].height).pt
    behind = format.clauses(item.behind, deck.look.language)
    text_box(deck, slide, Box(SIDE.left, bottom + 8, SIDE.width, 40), behind, (12, 11, 10), colour=LIGHT.muted)


def _below(deck: Deck, slide: Slide, item: PromiseFigures) -> None:
    """What moved it, why it is spoken of, and the minutes as far as there is room."""
    _, language, top = deck.look.words, deck.look.language, BELOW.top
    if item.moved:
        text_box(deck, slide, Box(EDGE, top, INNER, 40), item.moved, (15, 13, 12))
        top += 42
    if item.reasons:
        why = _("On the agenda: {reasons}", reasons=format.listed(item.reasons, language))
        text_box(deck, slide, Box(EDGE, top, INNER, LINE), why, (12, 11), colour=LIGHT.muted)
        top += LINE
    room = int((BELOW.top + BELOW.height - top) / LINE)
    for said in item.minutes[: max(room, 0)]:
        line = _("{name}: {text}", name=said.name, text=said.text)
        text_box(deck, slide, Box(EDGE, top, INNER, LINE), line, (12, 11), colour=LIGHT.accent, bold=True)
        top += LINE
