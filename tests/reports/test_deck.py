"""The deck says what the engine says, can be edited, fits its slides, and runs nothing."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from time import perf_counter

import openpyxl
import pytest
from pptx.util import Emu

from charts import format
from charts.look import Look
from data.words import LANGUAGES, Language
from metrics.engine import Engine
from metrics.periods import parse
from metrics.review import review
from reports.deck import deck
from reports.deck_theme import CHINESE, LATIN
from reports.fitting import LEADING, lines
from reports.review_file import review_file
from reports.review_tables import quality_table
from reports.slide_chart import workbook
from tests.charts.makers import HOSTILE
from tests.reports.conftest import ACTIONS, FORMULA, LONG, Made, link
from tests.reports.makers import figures, hostile, months, review_of
from tests.reports.reading import chart, embedded, links, notes, rows, slides, texts
from tests.reports.test_sheet import FORMULAS

Open = Callable[[Language], Made]
NAMED = {"en": lambda start: f"{start:%b %Y}", "zh": lambda start: f"{start.year}/{start.month}"}
FIRST = 2
"""The title and the agenda stand before the promises."""
BAD = (*FORMULAS, *HOSTILE, LONG * 3, "x" * 400)


@cache
def hostile_deck(text: str) -> bytes:
    return deck(hostile(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_slide_for_each_promise_with_every_figure_of_the_engine(made: Open, language: Language) -> None:
    found = made(language)
    shown = slides(found.deck)[FIRST : FIRST + 17]
    for slide, item, section in zip(shown, found.file.promises, found.of.sections, strict=True):
        row, unit = section.standing.row, item.unit
        table = dict(rows(slide))
        values = list(table.values())
        assert values[0] == format.value(row.value, unit, language)
        assert values[1] == format.target(section.standing.promise.target, unit, language)
        assert values[2] == (
            format.DASH if row.low is None else format.interval(row.low, row.high or 0.0, unit, language)
        )
        before = section.standing.compared.value if section.standing.compared else None
        assert values[-2] == format.value(before, unit, language)
        assert str(format.change(section.standing.change, unit, language)) in values[-1]
        assert links(slide) == {values[0]: item.link}
        assert item.title in (slide.shapes.title.text, notes(slide).split("\n")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charts_are_native_and_hold_the_engines_months(made: Open, language: Language) -> None:
    found = made(language)
    for slide, section in zip(slides(found.deck)[FIRST:], found.of.sections, strict=False):
        trend, drawn = section.standing.trend, chart(slide)
        assert drawn is not None
        actual, target = drawn.plots[0].series
        assert list(actual.values) == [value for _start, value in trend]
        assert set(target.values) == {section.standing.promise.target}
        assert list(drawn.plots[0].categories) == [NAMED[language](start) for start, _value in trend]
        sheet = [list(row) for row in embedded(drawn).iter_rows(values_only=True)]
        assert sheet[0][1:] == [actual.name, target.name]
        assert [row[1] for row in sheet[1:]] == [pytest.approx(value) for value in actual.values]
        assert [row[2] for row in sheet[1:]] == [pytest.approx(value) for value in target.values]


def test_the_agenda_comes_in_the_order_of_the_review_and_leads_to_the_figures(made: Open) -> None:
    found = made("en")
    agenda = slides(found.deck)[1]
    assert [row[1] for row in rows(agenda)[1:]] == [item.label for item in found.file.agenda]
    assert set(links(agenda).values()) <= {item.link for item in found.file.agenda}
    assert len(found.file.agenda) > 1


def test_the_notes_hold_definition_cases_interval_and_link(made: Open) -> None:
    found = made("en")
    for slide, item in zip(slides(found.deck)[FIRST:], found.file.promises, strict=False):
        said = notes(slide)
        assert item.definition in said
        assert f"Open this figure: {item.link}" in said
        for fact in item.facts:
            assert f"{fact.name}: {fact.text}" in said


def test_what_was_decided_stands_on_the_promise_and_in_the_table(made: Open) -> None:
    found = made("en")
    place = [item.id for item in found.file.promises].index("complaint_resolved_48h")
    slide = slides(found.deck)[FIRST + place]
    assert any(text.startswith("Decision: Two more people") for text in texts(slide))
    assert LONG in notes(slide)
    minutes, actions, quality = slides(found.deck)[-3:]
    assert rows(minutes)[1] == ["The whole meeting", "Decision", "Next review on 12 January 2027"]
    assert [row[0] for row in rows(actions)[1:]] == [item.problem for item in ACTIONS]
    assert LONG in notes(actions)
    assert len(rows(quality)) == 1 + len(quality_table(found.file).rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_names_version_and_date_and_its_number(made: Open, language: Language) -> None:
    found = made(language)
    for number, slide in enumerate(slides(found.deck), start=1):
        assert any(text.startswith(found.file.footer) and found.of.version in text for text in texts(slide))
        field = slide.shapes._spTree.xpath('.//a:fld[@type="slidenum"]/a:t')
        assert [item.text for item in field] == [str(number)]


def test_slides_are_wide_and_set_in_typefaces_with_chinese_letters(made: Open) -> None:
    with zipfile.ZipFile(io.BytesIO(made("zh").deck)) as file:
        size = re.search(r'<p:sldSz cx="(\d+)" cy="(\d+)"', file.read("ppt/presentation.xml").decode())
        theme = file.read("ppt/theme/theme1.xml").decode()
        slide = file.read("ppt/slides/slide3.xml").decode()
    assert size is not None
    assert int(size[1]) / int(size[2]) == pytest.approx(16 / 9)
    assert theme.count(f'<a:ea typeface="{CHINESE}"/>') == theme.count(f'<a:latin typeface="{LATIN}"/>') == 2
    assert 'lang="zh-CN"' in slide
    assert 'lang="en-US"' not in slide


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_texts_stay_texts_and_inside_their_boxes(text: str) -> None:
    for slide in slides(hostile_deck(text)):
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            run = shape.text_frame.paragraphs[0].runs
            size = run[0].font.size.pt if run else 9
            needed = len(lines(shape.text_frame.text, Emu(shape.width).pt, size)) * size * LEADING
            assert needed <= Emu(shape.height).pt + 6
            assert 0 <= Emu(shape.left).pt <= Emu(shape.left + shape.width).pt <= 960
            assert 0 <= Emu(shape.top).pt <= Emu(shape.top + shape.height).pt <= 540


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_no_embedded_workbook_holds_a_formula(text: str) -> None:
    for slide in slides(hostile_deck(text)):
        drawn = chart(slide)
        if drawn is not None:
            assert {cell.data_type for row in embedded(drawn).iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_names_in_a_charts_workbook_stay_texts(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([(text, [1.0, None])], [text, text], "0.0%")))
    cells = [cell for row in book["Sheet1"].iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells].count("n") == 1
    assert {cell.data_type for cell in cells} == {"s", "n"}


def test_long_tables_go_on_on_the_next_slide_with_their_head() -> None:
    review = review_of(*[figures(id=f"p{place}", label=f"Promise {place}") for place in range(30)])
    tables = [slide for slide in slides(deck(review)) if slide.shapes.title.text == "Agenda"]
    assert len(tables) > 1
    assert len({tuple(rows(slide)[0]) for slide in tables}) == 1
    assert [row[1] for slide in tables for row in rows(slide)[1:]] == [f"Promise {place}" for place in range(30)]


def test_a_review_without_anything_to_say_says_so() -> None:
    found = slides(deck(review_of(figures(reasons=(), months=(), moved=""))))
    said = [text for slide in found for text in texts(slide)]
    for words in ("Nothing has to be spoken of.", "Nothing was written down.", "There is no action.", "Every check passed.",
                  "There is nothing to draw."):  # fmt: skip
        assert words in said


def test_months_apart_are_joined_and_gaps_in_a_row_of_months_are_not() -> None:
    apart = tuple(month for place, month in enumerate(months()) if place in (0, 2, 3))
    for shown, joined in ((months(), "gap"), (apart[:2], "span")):
        drawn = chart(slides(deck(review_of(figures(months=shown))))[FIRST])
        assert drawn is not None
        assert drawn._chartSpace.xpath("c:chart/c:dispBlanksAs")[0].get("val") == joined


def test_nothing_of_a_formula_is_lost_by_being_a_text(made: Open) -> None:
    assert any(FORMULA in row for row in rows(slides(made("en").deck)[-2]))


def test_a_deck_of_seventeen_promises_is_there_in_under_ten_seconds(made: Open) -> None:
    """From the first question on, by an engine that has answered nothing yet."""
    begun = perf_counter()
    engine = Engine(made("zh").engine._warehouse)
    of = review(engine, parse("2026Q3"), compared=parse("2026Q2"))
    assert len(slides(deck(review_file(engine, of, Look("zh"), link)))) >= 17 + 5
    assert perf_counter() - begun < 10
