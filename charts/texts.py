"""Texts in a figure: how wide they are, how they are shortened, thinned out and kept apart.

Widths are told in letters of half a square: a Chinese sign counts as two. At size 12 a letter is about 6 px wide.
"""

from collections.abc import Sequence
from math import ceil

from charts.figure import Figure
from charts.look import Look, plain

LETTER = 6.1
"""Pixels for each letter of a text of size 12."""

AXIS_LETTERS = 38
"""Letters that fit under the axis of the narrowest panel, about 300 px wide."""

NAME_LETTERS = 15
"""Letters of one line of a group's name, so that the narrowest panel has room left for its data."""


def width(text: str) -> int:
    """How wide a text is, in letters."""
    return sum(2 if letter > "\u2e80" else 1 for letter in text)


def shortened(text: str, most: int) -> str:
    """A text of at most `most` letters; what is cut off ends in “…”. Not yet `plain`."""
    return text if width(text) <= most else text[: _fitting(text, most - 1)].rstrip() + "…"


def two_lines(text: str, most: int = NAME_LETTERS) -> str:
    """A name from the data on one or two lines of at most `most` letters, harmless and shortened at need."""
    text = " ".join(text.split())
    if width(text) <= most:
        return plain(text)
    cut = _fitting(text, most)
    blank = text.rfind(" ", 1, cut + 1)
    if blank > cut // 2 or (blank > 0 and width(text[blank:].strip()) <= most):
        cut = blank
    return f"{plain(text[:cut].strip())}<br>{plain(shortened(text[cut:].strip(), most))}"


def thinned(
    labels: Sequence[str], letters: int = AXIS_LETTERS, *, forward: bool = False
) -> tuple[list[int], list[str]]:
    """The places whose labels fit side by side, counted back from the latest (or `forward`), and their texts.

    A label may have a second line after `<br>` (the year); it moves on to the next label shown when its own is not.
    """
    parts = [tuple(plain(part) for part in label.split("<br>", 1)) for label in labels]
    every = max(1, ceil(max((width(part[0]) + 1 for part in parts), default=1) * len(parts) / letters))
    shown = list(range(0, len(parts), every)) if forward else list(range(len(parts) - 1, -1, -every))[::-1]
    texts, below = [], ""
    for place, (head, *rest) in enumerate(parts):
        below = rest[0] if rest else below
        if place in shown:
            texts.append(f"{head}<br>{below}" if below else head)
            below = ""
    return shown, texts


def edge_room(texts: Sequence[str]) -> int:
    """The right margin, in pixels, that lets half of the last text under an axis stand out of the plot."""
    last = texts[-1].split("<br>")[0] if texts else ""
    return max(12, round(width(last) * LETTER / 2))


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places moved as little as possible until none is nearer than `gap` to the next, all between low and high.

    Less a gap for each one below it, the question is which rising sequence is nearest: neighbours out of order are
    pooled into their mean (isotonic regression).
    """
    order = sorted(range(len(places)), key=lambda item: places[item])
    pools: list[list[float]] = []
    for number, item in enumerate(order):
        pools.append([places[item] - number * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    level = [min(max(_mean(pool), low), max(low, high - gap * (len(order) - 1))) for pool in pools for _ in pool]
    moved = [0.0] * len(places)
    for number, item in enumerate(order):
        moved[item] = level[number] + number * gap
    return moved


def write(chart: Figure, text: str, look: Look, colour: str = "", size: int = 12, **placing: object) -> None:
    """Write a text straight onto a figure, with a rim in the colour of the paper so that it can be read over lines."""
    rim = " ".join(f"{x}px {y}px 1px {look.palette.surface}," for x in (-1, 0, 1) for y in (-1, 0, 1)).rstrip(",")
    font = {"size": size, "color": colour or look.palette.ink, "shadow": rim}
    chart.add_annotation(text=text, showarrow=False, font=font, **placing)


def write_above(
    chart: Figure,
    text: str,
    look: Look,
    x: object,
    *,
    anchor: str = "center",
    xref: str = "x",
    colour: str = "",
    up: int = 0,
) -> None:
    """Write a text above the plot, which needs a top margin of some 24 px, more for texts further `up`."""
    write(chart, text, look, colour, x=x, xref=xref, xanchor=anchor, y=1, yref="paper", yanchor="bottom", yshift=up)


def _fitting(text: str, most: int) -> int:
    """How many signs of a text fit into `most` letters."""
    used = 0
    for place, letter in enumerate(text):
        used += width(letter)
        if used > most:
            return place
    return len(text)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
