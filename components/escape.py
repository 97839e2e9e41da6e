"""Texts that come from data or from a link, made harmless where Streamlit reads Markdown."""

import re

MARKS = "\\`*_{}[]()#+-.!|<>$:~&"


def markdown_safe(text: str) -> str:
    """`text` so that Markdown shows it as it is: no link, picture, heading or colour."""
    return "".join(f"\\{mark}" if mark in MARKS else mark for mark in text)


def markdown_code(text: str) -> str:
    """`text` as a piece of code, for what may hold an address: Markdown makes links of bare ones, escaped or not."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def quiet(text: str) -> str:
    """`text` as small grey Markdown, dark enough to be read (Streamlit's caption is too pale for that)."""
    return f":small[:gray[{markdown_safe(text)}]]"
