"""Texts in boxes of a given size: how wide they are about, where their lines break, and where they are cut.

Office programs measure with fonts that are not here, so widths are told generously: nothing that fits here overflows there.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LEADING = 1.3
"""Height of a line for each point of its size."""
NARROW, WIDE = set("iljtfrI.,:;'|!()[]· /"), set("mwMWQGODCNUHKRVXYAB@%&#+<>=~—")
WORDS = re.compile(r"[（《“]*[\u2e80-\uffef][，。；：、！？）》”%]*|[^ \u2e80-\uffef]+|\s+")
"""A Chinese sign with the marks that stay beside it, a word, or a blank: between them a line may end."""
BETWEEN = re.compile(r"(?<=[\u2e80-\uffef])(?=[^\u2e80-\uffef])|(?<=[^\u2e80-\uffef])(?=[\u2e80-\uffef])")
Measure = Callable[[str, float], float]
"""How wide a text is set at a size, in points."""


@dataclass(frozen=True)
class Fitted:
    """A text as it goes into its box; `whole` is false where it was cut."""

    text: str
    size: float
    whole: bool


def width(text: str, size: float) -> float:
    """About how wide a text is set at `size` points, in points; some programs set room between Chinese and other signs."""
    return (sum(_letter(sign) for sign in text) + 0.25 * len(BETWEEN.findall(text))) * size


def lines(text: str, room: float, size: float, measure: Measure | None = None) -> list[str]:
    """The text in lines at most `room` points wide, broken at words where that is possible."""
    measure = measure or width
    found, line = [], ""
    for word in WORDS.findall(text):
        if measure(line + word.rstrip(), size) <= room:
            line += word
            continue
        if line.strip():
            found.append(line.rstrip())
        line = word.lstrip()
        while measure(line, size) > room and len(line) > 1:
            place = _fitting(line, room, size, measure)
            found.append(line[:place])
            line = line[place:]
    return [*found, line.rstrip()] if line.strip() or not found else found


def fitted(text: str, room: float, height: float, sizes: Sequence[float]) -> Fitted:
    """The text at the first of the sizes at which it fits; at the last one it is cut at a word, with “…”."""
    for size in sizes:
        if len(lines(text, room, size)) * size * LEADING <= height:
            return Fitted(text, size, True)
    size = sizes[-1]
    most = max(1, int(height / (size * LEADING)))
    return Fitted(cut(text, room, size, most), size, False)


def cut(text: str, room: float, size: float, most: int) -> str:
    """A text of at most `most` lines; what is cut off, at a word if one fits, is shown by “…”."""
    if len(lines(text, room, size)) <= most:
        return text
    ends = [match.end() for match in WORDS.finditer(text)]
    for places in (ends, range(len(text))):
        fitting = bisect(places, most, key=lambda end: len(lines(text[:end].rstrip() + "…", room, size)))
        if fitting:
            return text[: places[fitting - 1]].rstrip() + "…"
    return "…"


def _fitting(text: str, room: float, size: float, measure: Measure) -> int:
    """How many signs of a text fit on a line: one at least."""
    return max(1, bisect(range(1, len(text)), room, key=lambda end: measure(text[:end], size)))


def _letter(sign: str) -> float:
    """The width of a sign as a part of its height."""
    if sign in NARROW:
        return 0.36
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    return 0.78 if sign in WIDE or sign.isupper() else 0.57
