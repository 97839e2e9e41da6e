"""The tables of words: how exports name columns and spell codes, compared without regard to case, blanks and marks."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from data.contracts import contract

FOLDER = Path(__file__).parent
SURE, LIKELY, PART = 1.0, 0.8, 0.65
CJK = re.compile(r"[\u4e00-\u9fff]")


@cache
def plain(text: str) -> str:
    """A word as it is compared: full width made half, lower case, letters and digits only (`#` stands for itself)."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if sign.isalnum()) or folded.strip()


@cache
def parts(text: str) -> tuple[str, ...]:
    """The words of a header: `Reported_Time` and `reportedTime` are both reported, time."""
    folded = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    return tuple(part for part in re.split(r"[\W_]+", folded.lower()) if part)


@cache
def _headers() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "header_words.toml").read_text("utf-8"))


@cache
def _values() -> dict[str, dict[str, dict[str, str]]]:
    tables = tomllib.loads((FOLDER / "value_words.toml").read_text("utf-8"))
    return {
        source: {
            column: {plain(word): code for code, words in codes.items() for word in words}
            for column, codes in columns.items()
        }
        for source, columns in tables.items()
    }


@cache
def _known(source: str, column: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """Words of a column with how sure they are, and the sure ones as written."""
    declared = contract(source).column(column)
    own = [column, declared.label.en, declared.label.zh]
    words = _headers().get(source, {}).get(column, {"sure": [], "likely": []})
    known = {plain(word): LIKELY for word in words["likely"]}
    known |= {plain(word): SURE for word in [*own, *words["sure"]]}
    known |= {plain(word): LIKELY for word in words["likely"] if plain(word) not in map(plain, words["sure"])}
    return known, tuple(words["sure"])


def header_says(source: str, column: str, header: str) -> float:
    """How surely a header names a column of a source, 0–1."""
    known, sure = _known(source, column)
    bare = re.sub(r"[(（\[【].*?[)）\]】]", "", header)
    found = max(known.get(plain(header), 0.0), known.get(plain(bare), 0.0))
    if found:
        return found
    words, joined = set(parts(header)), plain(header)
    for word in sure:
        own = parts(word)
        if CJK.search(word):
            if len(word) >= 3 and plain(word) in joined:
                return PART
        elif len(own) > 1 and words.issuperset(own):
            return PART
    return 0.0


@cache
def says_elsewhere(header: str) -> frozenset[str]:
    """The columns, as source.column, that a header surely names."""
    return frozenset(
        f"{source}.{column}"
        for source, columns in _headers().items()
        if source not in {"sources", "fold", "personal", "durations"}
        for column in columns
        if header_says(source, column, header) >= SURE
    )


def code_of(source: str, column: str, value: str) -> str | None:
    """The code a value of a closed list stands for; None where no table says so."""
    declared = contract(source).column(column)
    table = _values().get(source, {}).get(column) or _values().get("tickets", {}).get(
        {"ticket_kind": "kind", "kind_now": "kind", "solved_by": "solved_by"}.get(column, ""), {}
    )
    own = {plain(word): item.code for item in declared.values for word in (item.code, item.label.en, item.label.zh)}
    table = own | table
    exact = table.get(plain(value))
    if exact:
        return exact
    words = parts(value)
    inside = {
        code
        for word, code in _spelt(source, column).items()
        if word and any(words[start : start + len(word)] == word for start in range(len(words)))
    }
    return inside.pop() if len(inside) == 1 and column in {"draw"} else None


@cache
def _spelt(source: str, column: str) -> dict[tuple[str, ...], str]:
    tables = tomllib.loads((FOLDER / "value_words.toml").read_text("utf-8"))
    return {parts(word): code for code, words in tables.get(source, {}).get(column, {}).items() for word in words}


def source_words(source: str) -> tuple[str, ...]:
    """Words in a file's name, sheet or headers that speak for a source."""
    return tuple(_headers()["sources"].get(source, ()))


@cache
def personal_words() -> dict[str, str]:
    """Header → what kind of personal data it holds."""
    return {plain(word): kind for kind, words in _headers()["personal"].items() for word in words}


@cache
def fold_words() -> dict[str, str]:
    """Header that orders the updates of one record → kind of order."""
    return {plain(word): kind for kind, words in _headers()["fold"].items() for word in words}


@cache
def duration_words(source: str) -> dict[str, str]:
    """Header of a duration after the receipt → the moment it leads to."""
    table = _headers()["durations"].get(source, {})
    return {plain(word): moment for moment, words in table.items() for word in words}
