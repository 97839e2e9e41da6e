"""The review as a presentation (PPTX): charts, tables and notes that can be edited, in the language of the review."""

from charts.look import LIGHT
from reports.promise_slide import promise_slide
from reports.review_file import ReviewFile
from reports.review_tables import actions_table, agenda_table, minutes_table, quality_table
from reports.slide_table import table_slides
from reports.slides import EDGE, INNER, Box, Deck, new_deck, new_slide, text_box


def deck(review: ReviewFile) -> bytes:
    """Title, agenda, every promise with those on the agenda first, minutes, actions, and the quality of the data."""
    made = new_deck(review.look, review.title, review.footer)
    _title(made, review)
    table_slides(made, agenda_table(review))
    for item in review.promises:
        promise_slide(made, item)
    for table in (minutes_table(review), actions_table(review), quality_table(review)):
        table_slides(made, table)
    return made.saved()


def _title(made: Deck, review: ReviewFile) -> None:
    _ = review.look.words
    slide = new_slide(made, review.title, size=32)
    text_box(made, slide, Box(EDGE, 110, INNER, 50), review.headline, (28, 24, 20), colour=LIGHT.accent, bold=True)
    text_box(made, slide, Box(EDGE, 170, INNER, 110), review.summary, (18, 16, 14, 12))
    for place, fact in enumerate(review.facts):
        line = _("{name}: {text}", name=fact.name, text=fact.text)
        text_box(made, slide, Box(EDGE, 310 + 26 * place, INNER, 22), line, (14, 12, 10), colour=LIGHT.muted)
