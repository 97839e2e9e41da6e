"""Names of series, written at the right of the plot, each beside the end of its series."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.figure import Figure
from charts.look import Look, plain
from charts.texts import LETTER, apart, shortened, two_lines, width, write

NAME = 14
ONE_LINE, TWO_LINES = 16, 30
"""Pixels from one name to the next."""

FEW = 3
"""So many names may have two lines without being moved far from their series."""


@dataclass(frozen=True)
class EndName:
    """A name, the colour of its series, and how high it should stand: a part of the plot, 0 at the bottom."""

    label: str
    colour: str
    height: float
    strong: bool = False


def name_ends(chart: Figure, names: Sequence[EndName], height: float, look: Look) -> int:
    """Write each name as near to its height as the others allow; gives the room they take, in pixels."""
    few = len(names) <= FEW
    texts = [two_lines(name.label, NAME) if few else plain(shortened(name.label, NAME)) for name in names]
    gap = TWO_LINES if any("<br>" in text for text in texts) else ONE_LINE
    places = apart([name.height * height for name in names], gap, gap / 2, height - gap / 2)
    for name, text, place in zip(names, texts, places, strict=True):
        square = f'<span style="color:{name.colour}">■</span> '
        write(
            chart, square + text, look, look.palette.ink if name.strong else look.palette.muted, x=1, xref="paper",
            xanchor="left", xshift=4, y=place / height, yref="paper", yanchor="middle", align="left",
        )  # fmt: skip
    widest = max((min(width(name.label), NAME) for name in names), default=0)
    return 28 + round(LETTER * widest)
