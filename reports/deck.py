"""The review as a presentation (PPTX): charts, tables and notes that can be edited, in the language of the review."""

from charts import format
from charts.look import LIGHT
from reports.promise_slide import promise_slide
from reports.review_file import ReviewFile
from reports.slide_table import Cell, table_slides
from reports.slides import COLOURS, EDGE, INNER, Box, Deck, new_deck, new_slide, text_box


def deck(review: ReviewFile) -> bytes:
    """Title, agenda, every promise with those on the agenda first, minutes, actions, and the quality of the data."""
    made = new_deck(review.look, review.title, review.footer)
    _title(made, review)
    _agenda(made, review)
    for item in review.promises:
        promise_slide(made, item)
    _minutes(made, review)
    _actions(made, review)
    _quality(made, review)
    return made.saved()


def _title(made: Deck, review: ReviewFile) -> None:
    _ = review.look.words
    slide = new_slide(made, review.title, state="", size=32)
    text_box(made, slide, Box(EDGE, 110, INNER, 50), review.headline, (28, 24, 20), colour=LIGHT.accent, bold=True)
    text_box(made, slide, Box(EDGE, 170, INNER, 110), review.summary, (18, 16, 14, 12))
    for place, fact in enumerate(review.facts):
        line = _("{name}: {text}", name=fact.name, text=fact.text)
        text_box(made, slide, Box(EDGE, 310 + 26 * place, INNER, 22), line, (14, 12, 10), colour=LIGHT.muted)


def _agenda(made: Deck, review: ReviewFile) -> None:
    """What is to be spoken of and why; the value leads to where it can be opened."""
    _ = review.look.words
    rows = [
        (
            Cell(str(number)), Cell(item.label, bold=True), Cell(item.facts[0].text, item.link), Cell(item.facts[1].text),
            Cell(f"{item.mark} {item.verdict}", colour=COLOURS.get(item.state, LIGHT.muted), bold=True),
            Cell(format.listed(item.reasons, review.look.language)),
        )
        for number, item in enumerate(review.agenda, start=1)
    ]  # fmt: skip
    heads = ["", _("Promise"), _("Actual"), _("Target"), _("Status"), _("Why")]
    table_slides(made, _("Agenda"), heads, rows, (0.5, 4, 1.4, 1.4, 1.8, 5), _("Nothing has to be spoken of."))


def _minutes(made: Deck, review: ReviewFile) -> None:
    _ = review.look.words
    rows = [(Cell(_("The whole meeting")), Cell(said.name), Cell(said.text)) for said in review.minutes]
    rows += [
        (Cell(item.label, item.link), Cell(said.name), Cell(said.text))
        for item in review.promises
        for said in item.minutes
    ]
    heads = [_("About"), _("Kind"), _("Text")]
    table_slides(made, _("Decisions and notes"), heads, rows, (3, 1.2, 8), _("Nothing was written down."))


def _actions(made: Deck, review: ReviewFile) -> None:
    _ = review.look.words
    rows = [
        tuple(Cell(text) for text in (item.problem, item.owner, item.due, item.status, item.verdict))
        for item in review.actions
    ]
    heads = [_("Problem"), _("Owner"), _("Due"), _("Status"), _("Has it worked?")]
    table_slides(made, _("Actions"), heads, rows, (4, 1.6, 1.5, 1.3, 4), _("There is no action."))


def _quality(made: Deck, review: ReviewFile) -> None:
    _ = review.look.words
    rows = [
        (Cell(item.level, colour=COLOURS.get(item.state, LIGHT.ink)), Cell(item.source), Cell(item.says), Cell(item.points))
        for item in review.doubts
    ]  # fmt: skip
    heads = [_("Level"), _("Source"), _("What was found"), _("Up to")]
    table_slides(made, _("Quality of the data"), heads, rows, (1.8, 1.8, 7, 1.5), _("Every check passed."))
