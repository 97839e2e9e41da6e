"""Finding figures, promises, merchants, agents and whatever else has a name, by typing parts of it in either language.

Case, full or half width, and blanks beside Chinese make no difference. Every word typed must occur somewhere in a name
or code; Chinese, which sets no blanks, is thus found by any part of it. Names that begin with what was typed come first.
"""

import difflib
import heapq
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, zip_longest

from data.words import Text

MOST = 8
"""Results shown: more are no answer but a list to read."""

NEAREST = 3
BESIDE_CHINESE = re.compile("(?<=[\u2e80-\u9fff]) | (?=[\u2e80-\u9fff])")
"""A blank that one writer sets and another does not: 48 小时, 48小时."""

ALIKE = 0.5
"""How alike a name must be to what was typed to be offered in its place (share of signs in common)."""

LOOKED_AT = 200
"""Candidates compared sign by sign, after a rough choice by pairs of signs."""


class Sort(StrEnum):
    """What can be found; results stand in this order."""

    PROMISE = "promise"
    METRIC = "metric"
    PAGE = "page"
    VIEW = "view"
    MERCHANT = "merchant"
    AGENT = "agent"


SORT_WORDS = {
    Sort.PROMISE: Text("Promises", "承诺"),
    Sort.METRIC: Text("Figures", "指标"),
    Sort.PAGE: Text("Pages", "页面"),
    Sort.VIEW: Text("Views", "视图"),
    Sort.MERCHANT: Text("Merchants", "商家"),
    Sort.AGENT: Text("Agents", "客服"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its id, what it is called, and other words it is known by."""

    sort: Sort
    id: str
    label: Text
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called."""
        return (self.label.en, self.label.zh, self.id, *self.also)


@dataclass(frozen=True)
class Index:
    """Entries with their names folded once, so that a search only compares."""

    entries: tuple[Entry, ...]
    folded: tuple[str, ...] = field(repr=False)
    """The names of each entry, each between line breaks."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Index":
        """The index of some entries."""
        found = tuple(entries)
        return cls(found, tuple(_lines(entry) for entry in found))


@dataclass(frozen=True)
class Found:
    """The best results, and how many there were in all."""

    shown: tuple[Entry, ...]
    total: int


def fold(text: str) -> str:
    """A text without the differences that do not matter: case, width, blanks in a row."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def find(text: str, indexes: Sequence[Index], most: int = MOST) -> Found:
    """What every typed word occurs in. Each sort gets its turn, so that thousands of merchants hide no promise."""
    typed = fold(text)
    words = typed.split()
    if not words:
        return Found((), 0)
    ranked: dict[Sort, list[tuple[int, int, str, int, Entry]]] = {}
    for index in indexes:
        for entry, names in zip(index.entries, index.folded, strict=True):
            if all(word in names for word in words):
                known = ranked.setdefault(entry.sort, [])
                known.append((*_rank(typed, words, names), entry.id, len(known), entry))
    best = [heapq.nsmallest(most, ranked[sort]) for sort in Sort if sort in ranked]
    turns = [item[-1] for item in chain.from_iterable(zip_longest(*best)) if item is not None][:most]
    shown = sorted(turns, key=lambda entry: list(Sort).index(entry.sort))
    return Found(tuple(shown), sum(len(found) for found in ranked.values()))


def nearest(text: str, indexes: Sequence[Index], most: int = NEAREST) -> tuple[Entry, ...]:
    """The entries whose names are most like a text that was not found; none where nothing is."""
    typed = fold(text)
    pairs = {typed[place : place + 2] for place in range(len(typed) - 1)}
    rough = [
        (sum(pair in names for pair in pairs), entry, names)
        for index in indexes
        for entry, names in zip(index.entries, index.folded, strict=True)
    ]
    known = [item for item in rough if item[0]]
    close = heapq.nsmallest(LOOKED_AT, known, key=lambda item: (-item[0], len(item[2])))
    alike = [(_likeness(typed, names), entry) for _common, entry, names in close]
    alike.sort(key=lambda item: (-item[0], len(item[1].label.en), item[1].id))
    return tuple(entry for share, entry in alike[:most] if share >= ALIKE)


def _lines(entry: Entry) -> str:
    folded = [fold(name) for name in entry.names]
    return "\n" + "".join(
        f"{name}\n" for name in dict.fromkeys([*folded, *(BESIDE_CHINESE.sub("", name) for name in folded)])
    )


def _rank(typed: str, words: Sequence[str], names: str) -> tuple[int, int]:
    """How good a match is, least first: by where the words stand, then by the length of the name that has the first."""
    place = names.find(f"\n{words[0]}") + 1 or names.find(words[0])
    length = names.find("\n", place) - names.rfind("\n", 0, place)
    if f"\n{typed}\n" in names:
        return 0, length
    if f"\n{typed}" in names:
        return 1, length
    begins = all(f"\n{word}" in names or f" {word}" in names or f"_{word}" in names for word in words)
    return 2 if begins else 3, length


def _likeness(typed: str, names: str) -> float:
    """The likeness of a text to the nearest of some names, or to a word of theirs, from 0 to 1."""
    candidates = [part for name in names.split("\n")[1:-1] for part in (name, *re.findall(r"\w+", name))]
    matcher = difflib.SequenceMatcher(b=typed, autojunk=False)
    best = 0.0
    for candidate in candidates:
        matcher.set_seq1(candidate)
        best = max(best, matcher.ratio())
    return best
