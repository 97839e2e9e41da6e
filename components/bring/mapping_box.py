"""The mapping as text: read, changed by hand, kept under a name, taken away as a file."""

import tomllib
from typing import Any

import streamlit as st

from components.language import language, words
from components.typed import attempt, refused, small_line
from data.errors import KeptError
from data.mapping import parse_mapping
from data.mapping_text import mapping_text
from data.saved_mappings import save_mapping
from data.store import Store, default_store
from data.words import Text

HEIGHT = 300


def mapping_box(content: dict[str, Any], key: str) -> dict[str, Any]:
    """The mapping in force: the one given, unless somebody changed its text to another good one."""
    _ = words()
    text = mapping_text(content)
    with st.expander(_("The mapping as text: change, keep or download it"), icon=":material/code:", key=f"{key}_box"):
        name = f"{content['source']}.toml"
        st.download_button(
            _("Download (TOML)"), text, file_name=name, mime="application/toml", on_click="ignore", key=f"{key}_toml"
        )
        small_line(_("The command line uses the same file: python -m data import FILE --mapping {name}", name=name))
        typed = st.text_area(
            _("Mapping"), text, HEIGHT, key=f"{key}_text_{hash(text)}", label_visibility="collapsed", persist_state="session"
        )  # fmt: skip
        changed = content if typed == text else _read(typed) or content
        _keep(changed, key)
    return changed


def _read(text: str) -> dict[str, Any] | None:
    """What was typed, if it is a good mapping; else why it is not is said, and None."""
    try:
        content = tomllib.loads(text)
        parse_mapping(content)
    except KeptError as error:
        _wrong(error.text)
    except ValueError as error:
        _wrong(Text(f"This text is not a mapping: {error}. The mapping before stays in force.",
                    f"此文本不是有效的映射：{error}。仍使用之前的映射。"))  # fmt: skip
    else:
        return content
    return None


def _wrong(text: Text) -> None:
    st.error(text.to(language()), icon=":material/error:")


def _keep(content: dict[str, Any], key: str) -> None:
    """A name for the mapping, under which files like these will find it again."""
    _ = words()

    def keep() -> None:
        if attempt(key, lambda: save_mapping(Store(default_store()), st.session_state[f"{key}_name"], content)):
            st.session_state[f"{key}_kept"] = st.session_state[f"{key}_name"]

    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_keep"):
        st.text_input(_("Keep this mapping as"), key=f"{key}_name", width=260)
        st.button(_("Keep"), on_click=keep, key=f"{key}_keep_button")
    refused(key)
    if name := st.session_state.get(f"{key}_kept"):
        small_line(_("Kept as “{name}”. Files with these columns will use it.", name=name))
