"""Pages for print: A4, with what they are about above and where they come from below, and texts set in one typeface."""

from collections.abc import Sequence
from typing import Any

from fpdf import FPDF

from charts.look import LIGHT
from reports.fitting import LEADING, lines
from reports.print_font import typeface

EDGE, TOP, BOTTOM = 42.0, 70.0, 50.0
WIDTH, HEIGHT = 595.28, 841.89
INNER = WIDTH - 2 * EDGE
FAMILY = "kept"
UNKNOWN = "□"
"""Stands for a sign the typeface does not have."""
ALIKE = str.maketrans({"\u202f": "\u00a0", "✕": "×"})
"""Signs that typefaces often lack, and what says the same."""


class Paper(FPDF):
    """A file of A4 pages. `head` and `foot` stand on every page; places and sizes are in points. Raises FileNotMade."""

    def __init__(self, title: str, head: Sequence[str], foot: str, language: str) -> None:
        super().__init__(unit="pt", format="A4")
        self._head, self._foot, self._letters = head, foot, dict[tuple[str, str], float]()
        found = typeface()
        for style, face in (("", found.regular), ("B", found.bold)):
            self.add_font(FAMILY, style, face.path, collection_font_number=face.index)
        self.set_title(title)
        self.set_creator("Kept 守诺")
        self.set_lang(language)
        self.set_margins(EDGE, TOP, EDGE)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_page()

    @property
    def left(self) -> float:
        """The height that is left on the page."""
        return HEIGHT - BOTTOM - self.y

    def header(self) -> None:
        """What the page is about."""
        self.set_y(26)
        for place, text in enumerate(self._head):
            self.put(self.fitted(text, INNER, 8), EDGE, 26 + 11 * place, 8, colour=LIGHT.muted, bold=place == 0)
        self.rule(TOP - 16)
        self.set_y(TOP)

    def footer(self) -> None:
        """Where it comes from, and the page of how many."""
        top = HEIGHT - 32
        self.put(self.fitted(self._foot, INNER - 60, 8), EDGE, top, 8, colour=LIGHT.muted)
        self.set_font(FAMILY, size=8)
        self.set_text_color(LIGHT.muted)
        self.set_xy(EDGE + INNER - 60, top)
        self.cell(60, 8 * LEADING, f"{self.page_no()} / {{nb}}", align="R")

    def put(
        self, text: str, x: float, y: float, size: float, *, colour: str = LIGHT.ink, bold: bool = False, link: str = "",
        align: str = "L", room: float = 0.0,
    ) -> None:  # fmt: skip
        """One line of text; the place below it is not moved to."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(colour)
        text = self.known(text)
        wide = room or self.measured(text, size)
        self.set_xy(x, y)
        self.cell(wide, size * LEADING, text, align=align, link=link)

    def paragraph(
        self, text: str, size: float, *, x: float = EDGE, room: float = INNER, colour: str = LIGHT.ink, bold: bool = False,
        link: str = "",
    ) -> None:  # fmt: skip
        """A text in as many lines, and on as many pages, as it needs; the place moves below it."""
        self.set_font(FAMILY, "B" if bold else "", size)
        for line in lines(self.known(text), room, size, self.measured):
            self.room_for(size * LEADING)
            self.put(line, x, self.y, size, colour=colour, bold=bold, link=link)
            self.set_y(self.y + size * LEADING)

    def height_of(self, text: str, size: float, room: float = INNER, *, bold: bool = False) -> float:
        """How high a paragraph is."""
        self.set_font(FAMILY, "B" if bold else "", size)
        return len(lines(self.known(text), room, size, self.measured)) * size * LEADING

    def fitted(self, text: str, room: float, size: float) -> str:
        """The first line of a text, with “…” where there is more."""
        self.set_font(FAMILY, "", size)
        found = lines(self.known(text), room - size, size, self.measured)
        return found[0] + ("…" if len(found) > 1 else "")

    def measured(self, text: str, size: float) -> float:
        """How wide a text is set in the font in use, in points."""
        font: Any = self.current_font
        for sign in text:
            if (font.fontkey, sign) not in self._letters:
                self._letters[font.fontkey, sign] = self.get_string_width(sign) / self.font_size_pt
        return sum(self._letters[font.fontkey, sign] for sign in text) * size

    def known(self, text: str) -> str:
        """The text with a square for each sign that the typeface does not have."""
        cmap = self.fonts[FAMILY].cmap  # type: ignore[union-attr]
        return "".join(sign if ord(sign) in cmap else UNKNOWN for sign in text.translate(ALIKE))

    def rule(self, y: float) -> None:
        """A fine line across the page."""
        self.set_draw_color(LIGHT.line)
        self.set_line_width(0.7)
        self.line(EDGE, y, EDGE + INNER, y)

    def room_for(self, height: float) -> None:
        """Begin a page if there is no such height left on this one."""
        if height > self.left and self.y > TOP:
            self.add_page()
