"""Texts that come from data or from a link, made harmless where Streamlit reads Markdown."""

MARKS = "\\`*_{}[]()#+-.!|<>$:~&"


def markdown_safe(text: str) -> str:
    """`text` so that Markdown shows it as it is: no link, picture, heading or colour."""
    return "".join(f"\\{mark}" if mark in MARKS else mark for mark in text)
