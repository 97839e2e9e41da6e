"""The review as a workbook (XLSX): figures with live formulas for the rates, months, native charts, minutes and actions."""

from io import BytesIO

import xlsxwriter

from charts import format
from reports.axis import number_format, signed
from reports.promise_figures import PromiseFigures
from reports.review_file import ReviewFile
from reports.review_tables import Cell, actions_table, minutes_table, quality_table
from reports.sheet import SETTINGS
from reports.workbook_charts import charts_page, months_page
from reports.workbook_page import Book, Number, Value, first_row, new_page, table_page, write_row

COUNT = "#,##0"
PRINTED = 13
"""The last column that is printed; the texts after it are for the screen."""


def workbook(review: ReviewFile) -> bytes:
    """A sheet of promises, one of months, one of charts, then minutes, actions and the quality of the data."""
    _, target = review.look.words, BytesIO()
    facts = [_("{name}: {text}", name=fact.name, text=fact.text) for fact in review.facts]
    with xlsxwriter.Workbook(target, SETTINGS) as file:
        file.set_properties({"title": review.title, "author": "Kept 守诺"})
        book = Book(file)
        _promises(book, review, [review.headline, review.summary, *facts])
        charts_page(book, review, months_page(book, review, facts))
        for table in (minutes_table(review), actions_table(review), quality_table(review)):
            table_page(book, table, facts)
    return target.getvalue()


def _promises(book: Book, review: ReviewFile, facts: list[str]) -> None:
    _ = review.look.words
    heads = {
        _("Promise"): 40, _("Status"): 14, _("Numerator"): 12, _("Denominator"): 12, _("Actual"): 12, _("Target"): 12, _("95 % interval from"): 12,
        _("95 % interval to"): 12, _("Cases (n)"): 10, _("Undecided"): 10, _("Left out"): 10, _("Before, {period}", period=review.compared or format.DASH): 12, _("Change"): 10,
        _("Judged over"): 18, _("Reason"): 30, _("What moved it"): 60, _("Promised"): 50, _("Owner"): 20, _("Definition"): 60,
    }  # fmt: skip
    page = new_page(book, _("Promises"), review.title, facts, tuple(heads), tuple(heads.values()))
    top = first_row(facts)
    for row, item in enumerate(review.promises, start=top):
        write_row(book, page, row, _row(item, row, review))
    last = top + max(len(review.promises), 1) - 1
    page.autofilter(top - 1, 0, last, len(heads) - 1)
    page.print_area(0, 0, last, PRINTED)


def _row(item: PromiseFigures, row: int, review: ReviewFile) -> list[Value]:
    """The value, a formula where it is a rate, leads to where it can be opened."""
    number, found = number_format(item.unit), item.row
    rate = f"C{row + 1}/D{row + 1}" if item.divides else ""
    return [
        Cell(item.label, bold=True), Cell(f"{item.mark} {item.verdict}", state=item.state, bold=True),
        Number(found.numerator, COUNT), Number(found.denominator, COUNT),
        Number(found.value, number, item.link, rate), Number(item.target, number), Number(found.low, number),
        Number(found.high, number), Number(found.n, COUNT), Number(found.undecided, COUNT), Number(found.excluded, COUNT),
        Number(item.compared, number), Number(item.change, signed(item.unit)), item.period,
        format.listed(item.reasons, review.look.language), item.moved, item.clause, item.owner, item.definition,
    ]  # fmt: skip
