"""Dropping files, and what was found in them."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from charts import format
from components.assets import ASSETS
from components.language import language, words
from data.proposal import Found

ENDINGS = ["csv", "tsv", "txt", "gz", "xlsx", "parquet"]


def drop_files(number: int) -> Sequence[UploadedFile]:
    """The box for files; `number` makes it a new and empty one."""
    _ = words()
    texts = {
        "--kept-drop": _("Drop files here: CSV, TSV, XLSX or Parquet, also .gz; several at once"),
        "--kept-browse": _("Choose files"),
    }
    st.html(_style(texts))
    with st.container(key="bring_drop"):
        return st.file_uploader(
            _("Files to bring"), ENDINGS, accept_multiple_files=True, key=_key(number),
            label_visibility="collapsed",
        )  # fmt: skip


def _style(texts: Mapping[str, str]) -> str:
    """The box in our words, each a variable of the style sheet."""
    variables = "".join(f'{name}: "{_css(text)}";' for name, text in texts.items())
    return f"<style>.st-key-bring_drop {{ {variables} }}\n{(ASSETS / 'uploader.css').read_text('utf-8')}</style>"


def box_is_there(number: int) -> bool:
    """Whether the box was on screen at the run before; it is gone once the visitor was on another page."""
    return _key(number) in st.session_state


def _key(number: int) -> str:
    return f"_bring_files_{number}"


def found_in(files: Sequence[Found]) -> None:
    """One line per file: its name and size, and in sentences what was found, or why it cannot be read."""
    _, tongue = words(), language()
    lines = []
    for file in files:
        size = format.file_size(file.bytes, tongue)
        if file.refused is not None:
            said = f'<span class="bad">✕ {escape(file.refused.to(tongue))}</span>'
        else:
            said = escape(format.sentences([text.to(tongue) for text in file.says], tongue))
        lines.append(f"<li><b>{escape(Path(file.path).name)}</b> <small>{escape(size)}</small><br>{said}</li>")
    st.html(f'<ul class="kept-files">{"".join(lines)}</ul>')


def _css(text: str) -> str:
    """A text inside a CSS string."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
