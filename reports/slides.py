"""Slides in our look: the deck they stand in, their title and foot, and texts that never run out of their box.

Places and sizes are in points; a slide is 960 × 540.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from charts.look import LIGHT, Look
from reports.deck_theme import set_theme
from reports.fitting import LEADING, fitted

WIDTH, HEIGHT = 960, 540
EDGE = 40
INNER = WIDTH - 2 * EDGE
TITLE_ONLY = 5
PROPERTY = 255
"""Letters that a property of a document may have."""
COLOURS = {"good": LIGHT.good, "bad": LIGHT.bad, "risk": LIGHT.risk}
Slide = Any


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Deck:
    """The presentation being made, in one language; `footer` stands on every slide."""

    presentation: Any
    look: Look
    footer: str

    def saved(self) -> bytes:
        """The deck as a PPTX file."""
        target = BytesIO()
        self.presentation.save(target)
        return target.getvalue()


def new_deck(look: Look, title: str, footer: str) -> Deck:
    """An empty deck, 16:9."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    presentation.core_properties.title, presentation.core_properties.author = title[:PROPERTY], "Kept 守诺"
    presentation.core_properties.language = "zh-CN" if look.language == "zh" else "en-US"
    set_theme(presentation)
    return Deck(presentation, look, footer)


def new_slide(deck: Deck, title: str, *, state: str = "", source: str = "", size: float = 26) -> Slide:
    """A slide with its title, foot and number. A title too long for two lines is cut, and stands whole in the notes."""
    slide = deck.presentation.slides.add_slide(deck.presentation.slide_layouts[TITLE_ONLY])
    box = Box(EDGE, 18, INNER, 64)
    placeholder = slide.shapes.title
    _put(placeholder, box)
    shown = fitted(title, box.width, size * LEADING, (size, 24, 22))
    if not shown.whole:
        shown = fitted(title, box.width, box.height, (22, 20, 18))
    _fill(deck, placeholder.text_frame, shown.text, shown.size, bold=True, middle=True)
    if not shown.whole:
        add_notes(slide, [title])
    if state in COLOURS:
        mark = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(EDGE - 16), Pt(26), Pt(6), Pt(48))
        mark.fill.solid()
        mark.fill.fore_color.rgb = rgb(COLOURS[state])
        mark.line.fill.background()
    foot = " · ".join(text for text in (deck.footer, source) if text)
    text_box(deck, slide, Box(EDGE, 512, INNER - 60, 16), foot, (9,), colour=LIGHT.muted)
    _number(deck, slide)
    return slide


def text_box(
    deck: Deck, slide: Slide, box: Box, text: str, sizes: Sequence[float], *, colour: str = LIGHT.ink, bold: bool = False,
) -> bool:  # fmt: skip
    """A text at the largest of the sizes at which it fits, else cut. Returns whether it is whole."""
    shown = fitted(text, box.width, box.height, sizes)
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    _put(shape, box)
    _fill(deck, shape.text_frame, shown.text, shown.size, bold=bold, colour=colour)
    return shown.whole


def add_notes(slide: Slide, paragraphs: Sequence[str]) -> None:
    """More paragraphs in the speaker's notes."""
    frame = slide.notes_slide.notes_text_frame
    known = [frame.text] if frame.text else []
    frame.text = "\n".join([*known, *(text for text in paragraphs if text)])


def write(deck: Deck, paragraph: Any, text: str, size: float, *, bold: bool = False, colour: str = LIGHT.ink) -> Any:
    """One run of text in a paragraph, in our look and marked with its language; returns it."""
    paragraph.line_spacing = Pt(round(size * LEADING, 1))
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)
    chinese = deck.look.language == "zh"
    run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE if chinese else MSO_LANGUAGE_ID.ENGLISH_US
    return run


def rgb(colour: str) -> Any:
    """A colour of the palette."""
    return RGBColor.from_string(colour.removeprefix("#").upper())


def _fill(
    deck: Deck, frame: Any, text: str, size: float, *, bold: bool = False, colour: str = LIGHT.ink, middle: bool = False,
) -> None:  # fmt: skip
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    write(deck, frame.paragraphs[0], text, size, bold=bold, colour=colour)


def _number(deck: Deck, slide: Slide) -> None:
    """The slide's number, as a field that stays right when slides are moved."""
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    _put(shape, Box(WIDTH - EDGE - 50, 512, 50, 16))
    _fill(deck, shape.text_frame, "", 9)
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    colour = LIGHT.muted.removeprefix("#").upper()
    number = len(deck.presentation.slides)
    paragraph._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr sz="900">'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr><a:t>{number}</a:t></a:fld>'
        )
    )


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in (box.left, box.top, box.width, box.height))
