"""The files of a review that people take away: a deck, a workbook, and a form for print, each made when asked for."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import streamlit as st

from components.review.actions_told import told_actions
from components.review.opened import Opened, reviews
from components.typed import small_line
from data.errors import FileNotMade
from metrics.review import Section
from reports.deck import deck
from reports.print_font import typeface
from reports.printed import printed
from reports.review_file import ReviewFile, review_file
from reports.review_workbook import workbook

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def files(item: Opened) -> None:
    """One button per file, in the language of the page; nothing is made before a button is pressed.

    On a machine without a Chinese typeface a sentence stands in the place of the print.
    """
    _, unprinted = item.now.words, _unprinted(item)
    kinds: tuple[tuple[str, str, str, Callable[[ReviewFile], bytes]], ...] = (
        ("pptx", _("Slides (PPTX)"), PPTX, deck),
        ("xlsx", _("Workbook (XLSX)"), XLSX, workbook),
        ("pdf", _("Print (PDF)"), "application/pdf", printed),
    )
    for ending, label, mime, make in kinds[:2] if unprinted else kinds:
        st.download_button(
            label, _made(item, make), file_name=f"kept-review-{item.made.period}.{ending}", mime=mime, on_click="ignore",
            icon=":material/download:", key=f"_review_{ending}",
        )  # fmt: skip
    if unprinted:
        small_line(unprinted)


def _unprinted(item: Opened) -> str:
    """Why nothing can be printed here; empty where it can."""
    try:
        typeface()
    except FileNotMade as error:
        return error.to(item.now.look.language)
    return ""


def _made(item: Opened, make: Callable[[ReviewFile], bytes]) -> Callable[[], bytes]:
    root = address()

    def bytes_of() -> bytes:
        told = review_file(
            item.page.engine, item.found, item.page.look, lambda section: link(item, section, root),
            minutes=reviews().minutes(item.made.id), actions=told_actions(item),
        )  # fmt: skip
        return make(told)

    return bytes_of


def link(item: Opened, section: Section, root: str) -> str:
    """The address at which a figure of the review is opened again, with the same numbers."""
    asked = {"review": item.made.id, "item": section.standing.promise.id, "lang": item.page.look.language}
    return f"{root}/review?{urlencode(asked)}"


def address() -> str:
    """Where this dashboard was opened, without the page: what stands before every link of a file."""
    parts = urlsplit(st.context.url or "")
    folder = parts.path.rsplit("/", 1)[0] if parts.path.rstrip("/") else ""
    return f"{parts.scheme}://{parts.netloc}{folder}"
