"""Cells that are computed from others, in SQL: a moment some time after another one, and a pseudonym."""

from data.cells import Bound, typed
from data.contracts.model import Column, Type
from data.words import Text

DIGITS = 16
"""Hexadecimal digits of a pseudonym: one collision is to be expected among four thousand million people."""


NUMBER = Column("__number", Type.DECIMAL, Text("number", "数字"), Text("a number", "数字"))


def seconds(text: str, unit_seconds: int, decimal: str, bound: Bound) -> str:
    """A duration in seconds: a number of units, or h:mm and h:mm:ss in any unit. NULL where it is neither, or negative."""
    number = f"{typed(text, NUMBER, (), 'UTC', decimal, bound)} * {unit_seconds}"
    clock = (
        f"CASE WHEN regexp_full_match({text}, '\\d+:[0-5]\\d(:[0-5]\\d)?') THEN epoch(TRY_CAST({text} AS INTERVAL)) END"
    )
    either = f"CASE WHEN contains({text}, ':') THEN {clock} ELSE CAST({number} AS DOUBLE) END"
    return f"CASE WHEN {either} >= 0 THEN {either} END"


def added(moment: str, duration: str) -> str:
    """A moment some seconds after another one, to the second."""
    return f"date_trunc('second', {moment} + to_microseconds(CAST(round({duration} * 1000000) AS BIGINT)))"


def pseudonym(text: str, secret: str, bound: Bound) -> str:
    """The same code for the same value under one secret, from which the value cannot be found without it."""
    key = bound.add(secret)
    return f"CASE WHEN {text} IS NOT NULL THEN 'p' || left(sha256({key} || chr(31) || {text}), {DIGITS}) END"
