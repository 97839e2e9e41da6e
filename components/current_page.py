"""Which page is on screen, and what a page is called."""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from charts.look import Look
from metrics.subjects import SUBJECTS

FIRST = "promises"
"""The page at the root of the address."""

PAGES = Path(__file__).resolve().parent.parent / "pages"


def current_page() -> str:
    """The name of the page on screen, as its file is called."""
    name = urlsplit(st.context.url or "").path.rsplit("/", 1)[-1]
    return name if page_exists(name) else FIRST


def page_exists(name: str) -> bool:
    """Whether there is a page of that name; a view may have been kept under an older release."""
    return name in {path.stem for path in PAGES.glob("*.py")} - {"index"}


def page_title(name: str, look: Look) -> str:
    """What a page is called: most are called like their subject."""
    _ = look.words
    if name in SUBJECTS:
        return SUBJECTS[name].label.to(look.language)
    others = {
        FIRST: _("Promises"), "actions": _("Actions"), "bring": _("Bring data"), "cases": _("Cases"), "explore": _("Explore"),
        "definitions": _("Definitions"), "quality": _("Data quality"), "review": _("Quarterly review"), "versions": _("Versions"),
    }  # fmt: skip
    return others.get(name, name)
