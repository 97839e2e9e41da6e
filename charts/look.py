"""The one look: palette, Plotly template, and what a chart needs to know about its reader.

Good and bad are told apart by lightness and mark as well as by hue (bluish green and vermilion after Okabe and Ito), so
the colours hold for colour-blind eyes; no chart relies on colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from charts.figure import Figure, Part
from data.words import Language
from locales import Translate, translator

FONT = "'Source Sans', 'Source Sans 3', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean."""

    ink: str
    muted: str
    line: str
    surface: str
    accent: str
    band: str
    good: str
    bad: str
    risk: str
    neutral: str
    scale: tuple[str, ...]


LIGHT = Palette(
    ink="#1b2430", muted="#5b6775", line="#dfe4ea", surface="#ffffff", accent="#0f4c81", band="rgba(15,76,129,0.14)",
    good="#126b4c", bad="#a82f17", risk="#8a5200", neutral="#8d99a6",
    scale=("#f2f6fa", "#c9dcec", "#8db8d9", "#4a8abf", "#0f4c81"),
)  # fmt: skip
DARK = Palette(
    ink="#e8edf3", muted="#a3afbd", line="#333d49", surface="#12171e", accent="#7db8e8", band="rgba(125,184,232,0.20)",
    good="#4fc398", bad="#f08463", risk="#e0a63c", neutral="#7b8794",
    scale=("#1d2631", "#23415c", "#2f6594", "#5a9bd0", "#b5d8f5"),
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a reader sees charts: language, and light or dark."""

    language: Language = "en"
    dark: bool = False

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return DARK if self.dark else LIGHT

    @property
    def words(self) -> Translate:
        """The translator for titles and notes."""
        return translator(self.language)


def marks_from(first: int, among: Sequence[int | None] | None = None) -> dict[str, object]:
    """What a trace says of its points: point 0 is the chart's mark `first`, and so on (rows before columns in a grid).

    `among`: for each point the number of its mark counted from `first`, None for points that are none.
    """
    return {"first": first} if among is None else {"first": first, "marks": list(among)}


def plain(text: str) -> str:
    """A text from the data, harmless in a figure: Plotly would turn `<a href=…>` into a live link."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def figure(look: Look, height: int = 280) -> Figure:
    """An empty figure in our look."""
    return Figure(template=_template(look.dark), height=height)


@cache
def _template(dark: bool) -> Part:
    palette = DARK if dark else LIGHT
    axis = {
        "gridcolor": palette.line, "linecolor": palette.line, "zeroline": False, "ticks": "", "automargin": True, "ticklabelstandoff": 3,
        "tickfont": {"color": palette.muted, "size": 12}, "title": {"font": {"color": palette.muted, "size": 12}},
        "fixedrange": True,
    }  # fmt: skip
    return Part(
        layout={
            "font": {"family": FONT, "size": 13, "color": palette.ink},
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "xaxis": {**axis, "showgrid": False}, "yaxis": axis,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
            "hoverlabel": {"align": "left", "bgcolor": palette.surface, "bordercolor": palette.line, "font": {"family": FONT, "color": palette.ink}},
            "colorway": [palette.accent, palette.neutral, palette.good, palette.risk, palette.bad],
            "bargap": 0.25,
        }
    )  # fmt: skip
