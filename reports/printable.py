"""Texts as files may hold them: on one line, without signs that cannot be seen or that turn the direction of reading."""

import unicodedata

from data.entries import TURNING, UNSEEN


def printable(text: str) -> str:
    """The text with line breaks and control characters as blanks, and without signs that turn the direction."""
    kept = "".join(_kept(sign) for sign in text)
    return " ".join(part for part in kept.split(" ") if part)


def _kept(sign: str) -> str:
    if sign in TURNING or sign in "\u200e\u200f\u061c\ufeff":
        return ""
    return " " if unicodedata.category(sign) in UNSEEN else sign
