"""A mapping's content → the TOML text of a mapping file, as a person would write it."""

from typing import Any

import tomli_w

ORDER = ("source", "description", "keep_rows", "lenient", "signature", "file", "columns", "fold", "lookup")
"""Entries in the order in which a mapping is read: plain values before tables, as TOML demands."""


def mapping_text(content: dict[str, Any]) -> str:
    """The text of a mapping file with this content; reading it gives the content again."""
    ordered = {name: content[name] for name in ORDER if name in content}
    return tomli_w.dumps({**ordered, **content})
