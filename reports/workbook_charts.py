"""The months of every promise as rows, and a native chart of each that reads them."""

from typing import Any

from charts.look import LIGHT
from reports.axis import number_format
from reports.promise_figures import PromiseFigures
from reports.review_file import ReviewFile
from reports.slide_chart import apart
from reports.workbook_page import Book, Number, Value, first_row, new_page, write_row

WIDE, HIGH = 560, 290
"""Pixels of a chart."""
ACROSS, DOWN = 9, 16
"""Columns and rows of the sheet that a chart takes."""
MONTH, ACTUAL, TARGET = 1, 4, 5
"""Columns of the months."""


def months_page(book: Book, review: ReviewFile, facts: list[str]) -> dict[str, tuple[int, int]]:
    """A row for each promise and month; a rate is a formula of its row. Returns the first and last row of each promise."""
    _ = review.look.words
    facts = [*facts, _("A count promised for a longer window stands for the window that ends with the month.")]
    heads = (_("Promise"), _("Month"), _("Numerator"), _("Denominator"), _("Actual"), _("Target"))
    page = new_page(book, _("Months"), _("Months"), facts, heads, (44, 12, 14, 12, 12, 12))
    row, found = first_row(facts), {}
    for item in review.promises:
        found[item.id] = (row, row + len(item.months) - 1)
        for month in item.months:
            number = number_format(item.unit)
            divides = item.divides and bool(month.denominator) and month.value is not None
            values: list[Value] = [
                item.label, month.start, Number(month.numerator, "#,##0"), Number(month.denominator, "#,##0"),
                Number(month.value, number, formula=f"C{row + 1}/D{row + 1}" if divides else ""),
                Number(month.target, number),
            ]  # fmt: skip
            write_row(book, page, row, values)
            row += 1
    page.autofilter(first_row(facts) - 1, 0, max(row - 1, first_row(facts)), len(heads) - 1)
    return found


def charts_page(book: Book, review: ReviewFile, places: dict[str, tuple[int, int]]) -> None:
    """A chart for each promise that has months, two beside each other."""
    _ = review.look.words
    page = book.file.add_worksheet(_("Charts"))
    page.hide_gridlines(2)
    page.set_row(0, 22)
    page.set_landscape()
    page.set_paper(9)
    page.set_print_scale(62)
    page.set_h_pagebreaks([3 + 2 * (DOWN + 1) * number for number in range(1, len(review.promises))])
    page.write_string(0, 0, review.title, book.style(bold=True, font_size=14))
    page.write_string(1, 0, review.footer, book.style(font_color=LIGHT.muted))
    for number, item in enumerate(item for item in review.promises if item.months):
        row, column = 3 + number // 2 * (DOWN + 1), number % 2 * ACROSS
        page.write_url(row, column, item.link, book.style(font_color=LIGHT.accent, underline=1), string=item.title)
        page.insert_chart(row + 1, column, _chart(book, item, places[item.id], review), {"description": item.title})


def _chart(book: Book, item: PromiseFigures, rows: tuple[int, int], review: ReviewFile) -> Any:
    """The value as a line with points, the target dashed; its names are cells, so that none is taken for a formula."""
    _ = review.look.words
    sheet, (first, last) = _("Months"), rows
    chart = book.file.add_chart({"type": "line"})
    months = [sheet, first, MONTH, last, MONTH]
    chart.add_series({
        "name": _("Actual"), "categories": months, "values": [sheet, first, ACTUAL, last, ACTUAL],
        "line": {"color": LIGHT.accent, "width": 2.25},
        "marker": {"type": "circle", "size": 6, "fill": {"color": LIGHT.accent}, "border": {"none": True}},
    })  # fmt: skip
    chart.add_series({
        "name": _("Target"), "categories": months, "values": [sheet, first, TARGET, last, TARGET],
        "line": {"color": LIGHT.ink, "width": 1.25, "dash_type": "dash"}, "marker": {"type": "none"},
    })  # fmt: skip
    chart.set_title({"name": [sheet, first, 0], "name_font": {"size": 12, "color": LIGHT.ink}})
    chart.set_x_axis({"text_axis": True, "num_format": "yyyy-mm", "label_position": "low", "interval_unit": 2})
    chart.set_y_axis({
        "min": item.axis.low, "max": item.axis.high, "major_unit": item.axis.step, "num_format": item.axis.number,
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.line}}, "line": {"none": True},
    })  # fmt: skip
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("span" if apart(item.months) else "gap")
    chart.set_size({"width": WIDE, "height": HIGH})
    return chart
