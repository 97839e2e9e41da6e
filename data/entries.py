"""Checks of what people type: short texts and days. What is accepted is kept exactly as typed."""

import re
import unicodedata
from datetime import date

from data.errors import InvalidEntry
from data.words import Text

LONGEST = 200
NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories: control characters, half signs, separators of lines and paragraphs."""
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing, so that a text reads otherwise than it is."""


def checked_text(text: str, what: Text, longest: int = LONGEST) -> str:
    """The text itself. Raises InvalidEntry when it is empty, too long, or holds characters that cannot be seen."""
    if not text.strip():
        raise InvalidEntry(f"The {what.en} is empty. Type a few words.", f"{what.zh}为空，请填写。")
    if len(text) > longest:
        raise InvalidEntry(
            f"The {what.en} has {len(text)} characters, more than {longest}. Shorten it.",
            f"{what.zh}共 {len(text)} 个字符，超过 {longest} 个。请缩短。",
        )
    if any(unicodedata.category(sign) in UNSEEN or sign in TURNING for sign in text):
        raise InvalidEntry(
            f"The {what.en} holds line breaks or control characters. Type it on one line, without them.",
            f"{what.zh}含有换行或控制字符。请删去后写成一行。",
        )
    return text


def read_day(text: str) -> date:
    """A day as people type it: 2026-11-11, 2026/11/11, 2026年11月11日. Raises InvalidEntry."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    try:
        if found is not None:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass  # such as 30 February
    shown = text.strip()[:20]
    raise InvalidEntry(
        f"“{shown}” is not a day. Write it like 2026-11-11.", f"“{shown}”不是有效日期。请写成 2026-11-11 的形式。"
    )


def read_number(text: str) -> float:
    """A number as people type it: 2, 2.5, ２.５, 1,200. Raises InvalidEntry."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(",", ""))
    if found is not None:
        return float(found.group())
    shown = text.strip()[:20]
    raise InvalidEntry(f"“{shown}” is not a number. Write it like 2.5.", f"“{shown}”不是有效数字。请写成 2.5 的形式。")
