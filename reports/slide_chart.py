"""The months of a promise as a native chart: office programs draw it, and people can edit its numbers."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from charts.look import LIGHT
from reports.axis import number_format
from reports.promise_figures import PromiseFigures
from reports.promise_months import Month
from reports.sheet import SETTINGS
from reports.slides import COLOURS, Box, Deck, Slide, rgb

SHEET = "Sheet1"
"""The sheet to which the chart's references lead."""


def trend_chart(deck: Deck, slide: Slide, box: Box, item: PromiseFigures) -> None:
    """The value month by month as a line with its target beside it; the last value is written at its point."""
    _, number = deck.look.words, number_format(item.unit)
    data = CategoryChartData(number_format=number)
    names = [month.short for month in item.months]
    series = [
        (_("Actual"), [month.value for month in item.months]), (_("Target"), [month.target for month in item.months])
    ]  # fmt: skip
    data.categories = names
    for name, values in series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.LINE_MARKERS, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height), data
    )
    frame.name = item.label
    frame._element.nvGraphicFramePr.cNvPr.set("descr", item.title)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(series, names, number))
    chart.font.size, chart.font.color.rgb = Pt(11), rgb(LIGHT.muted)
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    if apart(item.months):
        chart._chartSpace.xpath("c:chart/c:dispBlanksAs")[0].set("val", "span")
    _axes(chart, item)
    _lines(chart, item)


def workbook(series: Sequence[tuple[str, Sequence[float | None]]], categories: Sequence[str], number: str) -> bytes:
    """The workbook a chart is edited in, laid out as its references want it; the library's own would take texts for formulas."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, SETTINGS) as book:
        sheet, written = book.add_worksheet(SHEET), book.add_format({"num_format": number})
        sheet.set_column(0, len(series), 14)
        for row, name in enumerate(categories, start=1):
            sheet.write_string(row, 0, name)
        for column, (name, values) in enumerate(series, start=1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value, written)
    return target.getvalue()


def apart(months: Sequence[Month]) -> bool:
    """No two neighbouring months have a value, as of waves of a survey: a line runs over the gaps."""
    known = [month.value is not None for month in months]
    return not any(first and second for first, second in pairwise(known))


def _falls(months: Sequence[Month]) -> bool:
    """The last value is below the one before, so that the line comes down to it and there is room under it."""
    known = [month.value for month in months if month.value is not None]
    return len(known) > 1 and known[-1] < known[-2]


def _axes(chart: Any, item: PromiseFigures) -> None:
    values, months = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = item.axis.low, item.axis.high, item.axis.step
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = item.axis.number, False
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
    values.format.line.fill.background()
    months.format.line.color.rgb = rgb(LIGHT.neutral)
    values.major_tick_mark = months.major_tick_mark = XL_TICK_MARK.NONE
    months.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    months._element.xpath("c:lblOffset")[0].addnext(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="2"/>'))
    values.tick_labels.font.size, months.tick_labels.font.size = Pt(11), Pt(10)


def _lines(chart: Any, item: PromiseFigures) -> None:
    actual, target = chart.plots[0].series
    actual.smooth = target.smooth = False
    actual.format.line.color.rgb, actual.format.line.width = rgb(LIGHT.accent), Pt(2.25)
    actual.marker.style, actual.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    actual.marker.format.fill.solid()
    actual.marker.format.fill.fore_color.rgb = rgb(LIGHT.accent)
    actual.marker.format.line.fill.background()
    target.format.line.color.rgb, target.format.line.width = rgb(LIGHT.ink), Pt(1.25)
    target.format.line.dash_style, target.marker.style = MSO_LINE.DASH, XL_MARKER_STYLE.NONE
    known = [place for place, month in enumerate(item.months) if month.value is not None]
    if known:
        last = actual.points[known[-1]]
        colour = rgb(COLOURS.get(item.state, LIGHT.accent))
        last.marker.style, last.marker.size = XL_MARKER_STYLE.CIRCLE, 10
        last.marker.format.fill.solid()
        last.marker.format.fill.fore_color.rgb = colour
        last.data_label.position = XL_LABEL_POSITION.BELOW if _falls(item.months) else XL_LABEL_POSITION.ABOVE
        last.data_label.font.size, last.data_label.font.bold, last.data_label.font.color.rgb = Pt(12), True, colour
