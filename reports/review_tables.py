"""The tables of a review, the same in every file: agenda, figures, minutes, actions, and what was found in the data."""

from dataclasses import dataclass

from charts import format
from reports.promise_figures import PromiseFigures
from reports.review_file import ReviewFile


@dataclass(frozen=True)
class Cell:
    """A cell's text; `link` is where it leads, `state` is good, bad, risk, none or grey."""

    text: str
    link: str = ""
    state: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the width there is, `empty` is said in place of no rows."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


def agenda_table(review: ReviewFile) -> Table:
    """What is to be spoken of and why; the value leads to where it can be opened."""
    _, language = review.look.words, review.look.language
    rows = tuple(
        (
            Cell(str(number)), Cell(item.label, bold=True), Cell(item.facts[0].text, item.link), Cell(item.facts[1].text),
            Cell(f"{item.mark} {item.verdict}", state=item.state, bold=True), Cell(format.listed(item.reasons, language)),
        )
        for number, item in enumerate(review.agenda, start=1)
    )  # fmt: skip
    heads = ("", _("Promise"), _("Actual"), _("Target"), _("Status"), _("Reason"))
    return Table(_("Agenda"), heads, (0.5, 4, 1.4, 1.4, 1.8, 5), rows, _("Nothing has to be spoken of."))


def figures_table(item: PromiseFigures) -> tuple[tuple[Cell, Cell], ...]:
    """The figures of a promise, name and text; the value leads to where it can be opened."""
    return tuple(
        (Cell(fact.name, state="grey"), Cell(fact.text, item.link if place == 0 else "", bold=place == 0))
        for place, fact in enumerate(item.facts)
    )


def minutes_table(review: ReviewFile) -> Table:
    """Decisions and notes: on the meeting as a whole, then promise by promise."""
    _ = review.look.words
    rows = [(Cell(_("The whole meeting")), Cell(said.name), Cell(said.text)) for said in review.minutes]
    rows += [
        (Cell(item.label, item.link), Cell(said.name), Cell(said.text))
        for item in review.promises
        for said in item.minutes
    ]
    heads = (_("About"), _("Kind"), _("Text"))
    return Table(_("Decisions and notes"), heads, (3, 1.2, 8), tuple(rows), _("Nothing was written down."))


def actions_table(review: ReviewFile) -> Table:
    """Actions with the sentence on their effect."""
    _ = review.look.words
    rows = tuple(
        tuple(Cell(text) for text in (item.problem, item.owner, item.due, item.status, item.verdict))
        for item in review.actions
    )
    heads = (_("Problem"), _("Responsible"), _("Due"), _("Status"), _("Has it worked?"))
    return Table(_("Actions"), heads, (4, 1.6, 1.5, 1.3, 4), rows, _("There is no action."))


def quality_table(review: ReviewFile) -> Table:
    """What was found in the data, and by how much a promise could be off."""
    _ = review.look.words
    rows = tuple(
        (Cell(item.level, state=item.state), Cell(item.source), Cell(item.says), Cell(item.points))
        for item in review.doubts
    )
    heads = (_("Level"), _("Source"), _("What was found"), _("Up to"))
    return Table(_("Quality of the data"), heads, (1.8, 1.8, 7, 1.5), rows, _("Every check passed."))
